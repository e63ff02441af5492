//! What a record says of a subject is kept as bytes: nothing is lost, nothing is stale. Each thing that a fragment rests on
//! is changed on its own; those whom it concerns are found out again, the others are not, and the record is in any case
//! the one of a scan without memory.

use super::store::{counts, record, subjects};
use sekisho_tests::binary::{Ran, Scratch, good, scan, scan_with, without_supplier};
use std::path::PathBuf;

/// The subjects that were not taken from an earlier scan as a whole.
fn found_out(s: &Scratch) -> Vec<String> {
    let run: serde_json::Value = serde_json::from_str(&s.text("store/run.json")).unwrap();
    let subjects = run["subjects"].as_array().unwrap().iter();
    subjects.map(|o| o["subject"].as_str().unwrap().to_owned()).collect()
}

/// Scans with and without memory; answers the record and whom the scan looked at.
#[track_caller]
fn compared(s: &Scratch, more: &[&str]) -> (Vec<u8>, Vec<String>) {
    let (remembered, ran) = record(s, more);
    let found_out = found_out(s);
    let mut without = more.to_vec();
    without.push("--no-memo");
    let (computed, _) = record(s, &without);
    assert!(remembered == computed, "the record differs: {}", ran.stderr);
    let (again, _) = record(s, more);
    assert!(again == computed, "the record differs the second time");
    assert_eq!(self::found_out(s), [""; 0], "and then all is remembered");
    (remembered, found_out)
}

const NOBODY: [&str; 0] = [];

#[test]
fn each_change_concerns_those_it_concerns() {
    let s = Scratch::new();
    subjects(&s, 24);
    let everybody: Vec<String> = (0..24).map(|n| format!("s{n:03}")).collect();
    let (base, who) = compared(&s, &[]);
    assert_eq!(who, everybody);

    without_supplier(&s, "root/s006");
    assert_eq!(compared(&s, &[]).1, ["s006"], "one file");
    s.write("root/s007/note.txt", "a file more");
    assert_eq!(compared(&s, &[]).1, ["s007"], "one file more");
    std::fs::remove_file(s.path().join("root/s007/note.txt")).unwrap();
    let (before, who) = compared(&s, &[]);
    assert_eq!(who, NOBODY, "one file less: as it was, and that is still known");
    assert!(before != base);
    good(&s, "root/s006");
    assert!(compared(&s, &[]).0 == base, "and back");
    s.write(
        "root/s009/evidence.toml",
        "format = \"evidence/1\"\nname = { ja = \"九号機\", en = \"Unit nine\" }\n",
    );
    assert_eq!(compared(&s, &[]).1, ["s009"], "a name");
    std::fs::remove_file(s.path().join("root/s009/evidence.toml")).unwrap();
    compared(&s, &[]);

    good(&s, "root/s0115");
    assert_eq!(compared(&s, &[]).1, ["s0115"], "one more in the middle");
    std::fs::remove_dir_all(s.path().join("root/s0115")).unwrap();
    let (without, who) = compared(&s, &[]);
    assert_eq!(who, NOBODY, "one less");
    assert!(without == base);
    // The first subject's cost stands in the record: whoever is first now is measured.
    std::fs::rename(s.path().join("root/s000"), s.path().join("s000")).unwrap();
    let (_, who) = compared(&s, &[]);
    assert!(who.iter().all(|who| who == "s001") && who.len() <= 1, "{who:?}");
    std::fs::rename(s.path().join("s000"), s.path().join("root/s000")).unwrap();
    let (back, _) = compared(&s, &[]);
    assert!(back == base);
    // Of few subjects, all are measured.
    for number in 10..24 {
        std::fs::rename(
            s.path().join(format!("root/s{number:03}")),
            s.path().join(format!("x{number}")),
        )
        .unwrap();
    }
    compared(&s, &[]);
    for number in 10..24 {
        std::fs::rename(
            s.path().join(format!("x{number}")),
            s.path().join(format!("root/s{number:03}")),
        )
        .unwrap();
    }
    assert!(compared(&s, &[]).0 == base);

    let (other_day, _) = compared(&s, &["--as-of", "2026-12-24"]);
    assert!(other_day != base);
    let (profiled, who) = compared(&s, &["--profile", "without-supplier"]);
    assert!(profiled != base);
    assert_eq!(who, everybody, "another profile");
    assert_eq!(compared(&s, &["--limit", "findings=5000"]).1, everybody, "other limits");
    assert_eq!(
        compared(&s, &["--limit", "rows=400000"]).1,
        everybody,
        "other limits of reading"
    );
    let (back, _) = compared(&s, &[]);
    assert!(back == base);
}

/// One waiver, with what is to be changed about it.
fn waiver(subject: &str, why: &str, expires: &str) -> String {
    format!(
        "[[waiver]]\nid = \"w-{subject}\"\ncontrol = \"supplier\"\nsubject = \"{subject}\"\njustification = \"{why}\"\n\
         approver = \"Sato\"\nexpires = {expires:?}\n"
    )
}

#[test]
fn a_waiver_concerns_the_subjects_it_speaks_of() {
    let s = Scratch::new();
    subjects(&s, 24);
    let (base, _) = compared(&s, &[]);
    let file = s.at("waivers.toml");
    let arguments = ["--waivers", file.as_str()];
    let write = |waivers: &[String]| {
        s.write("waivers.toml", format!("format = \"waivers/1\"\n{}", waivers.concat()));
    };
    write(&[waiver("s004", "old", "2026-12-31")]);
    let (waived, who) = compared(&s, &arguments);
    assert!(waived != base);
    assert_eq!(who, ["s004"]);
    write(&[waiver("s004", "another reason", "2026-12-31")]);
    let (reasoned, who) = compared(&s, &arguments);
    assert!(reasoned != waived, "the reason stands in the record");
    assert_eq!(who, NOBODY, "and in no subject");
    write(&[waiver("s004", "another reason", "2027-01-31")]);
    assert_eq!(compared(&s, &arguments).1, ["s004"], "a longer one");
    write(&[waiver("s004", "another reason", "2026-11-01")]);
    assert_eq!(compared(&s, &arguments).1, ["s004"], "one that has expired");
    write(&[
        waiver("s004", "x", "2026-12-31"),
        waiver("s00*", "x", "2026-12-31"),
        waiver("s9*", "x", "2026-12-31"),
    ]);
    let (_, who) = compared(&s, &arguments);
    let some: Vec<String> = (0..10).map(|n| format!("s{n:03}")).collect();
    assert_eq!(who, some, "a pattern, and one that nobody meets");
    // On another day it does not hold any more.
    let (_, who) = compared(&s, &["--waivers", &file, "--as-of", "2027-03-01"]);
    assert!(some.iter().all(|id| who.contains(id)), "{who:?}");
    let (back, _) = compared(&s, &[]);
    assert!(back == base);
}

#[test]
fn another_plugin_finds_everything_out_again() {
    let s = Scratch::new();
    subjects(&s, 20);
    let (base, _) = record(&s, &[]);
    let (root, store, out) = (s.at("root"), s.at("store"), format!("json:{}", s.at("record.json")));
    let arguments = ["-o", &out, "--store", &store];
    for guest in ["declines", "lacks_english", "traps", "cites_unasked_fact"] {
        let remembered: Vec<Vec<u8>> = (0..2)
            .map(|_| {
                let _ = std::fs::remove_file(s.path().join("record.json"));
                scan_with(guest, &root, &arguments);
                std::fs::read(s.path().join("record.json")).unwrap_or_default()
            })
            .collect();
        let _ = std::fs::remove_file(s.path().join("record.json"));
        scan_with(guest, &root, &["-o", &out]);
        let computed = std::fs::read(s.path().join("record.json")).unwrap_or_default();
        assert!(remembered.iter().all(|r| *r == computed && *r != base), "{guest}");
    }
    let (back, _) = record(&s, &[]);
    assert!(back == base);
}

#[test]
fn reports_are_those_of_a_scan_without_memory() {
    let s = Scratch::new();
    subjects(&s, 18);
    let store = s.at("store");
    let formats = ["terminal", "html", "sarif", "oscal", "junit", "csv", "md"];
    let report = |format: &str, store: &[&str]| {
        let mut arguments = vec!["-o", format];
        arguments.extend(store);
        let Ran { stdout, .. } = scan(&s.at("root"), &arguments);
        assert!(!stdout.is_empty(), "{format}");
        stdout
    };
    for format in formats {
        let plain = report(format, &[]);
        for time in ["first", "second"] {
            assert!(
                report(format, &["--store", &store]) == plain,
                "{format}, the {time} time"
            );
        }
    }
}

/// Files of large values, with their bytes.
fn large(s: &Scratch) -> Vec<(PathBuf, Vec<u8>)> {
    let entries = std::fs::read_dir(s.path().join("store/memo/large"));
    let mut files: Vec<_> = entries
        .into_iter()
        .flatten()
        .map(|e| e.unwrap().path())
        .map(|path| (path.clone(), std::fs::read(&path).unwrap()))
        .collect();
    files.sort();
    files
}

#[test]
fn an_altered_bit_is_seen_told_and_made_good() {
    let s = Scratch::new();
    subjects(&s, 60);
    let (base, _) = record(&s, &[]);
    let files = large(&s);
    assert!(!files.is_empty(), "the fragments lie in files");
    let (path, bytes) = files.first().unwrap();
    let mut altered: Vec<Vec<u8>> = vec![
        Vec::new(),
        bytes[..bytes.len() / 2].to_vec(),
        [&bytes[..], b"x"].concat(),
    ];
    for at in [0, 5, 9, 500, bytes.len() / 3, bytes.len() / 2, bytes.len() - 1] {
        let mut flipped = bytes.clone();
        flipped[at] ^= 1 << (at % 8);
        altered.push(flipped);
    }
    for (number, altered) in altered.into_iter().enumerate() {
        std::fs::write(path, altered).unwrap();
        let (again, ran) = record(&s, &[]);
        assert!(again == base, "{number}: the record differs");
        assert!(
            ran.stderr.contains("is not what was written"),
            "{number}: {}",
            ran.stderr
        );
        assert!(!found_out(&s).is_empty(), "{number}: found out again");
        let (again, ran) = record(&s, &[]);
        assert!(
            again == base && !ran.stderr.contains("warning"),
            "{number}: {}",
            ran.stderr
        );
        assert_eq!(found_out(&s), [""; 0], "{number}: made good");
        assert_eq!(large(&s).len(), files.len(), "{number}: nothing is left over");
        // Found out again, it is the very same value under the same name.
        assert!(large(&s).first().is_some_and(|(again, _)| again == path), "{number}");
    }
    // A file that is missing is no more than forgotten.
    std::fs::remove_file(path).unwrap();
    let (again, ran) = record(&s, &[]);
    assert!(again == base && !ran.stderr.contains("warning"), "{}", ran.stderr);
}

#[test]
fn a_store_does_not_grow_with_every_change() {
    let s = Scratch::new();
    subjects(&s, 60);
    record(&s, &[]);
    let size = || -> usize { large(&s).iter().map(|(_, bytes)| bytes.len()).sum() };
    let first = size();
    for round in 0..30usize {
        for number in (0..60).filter(|n| n % 6 == round % 6) {
            let text = format!("round {round}");
            s.write(&format!("root/s{number:03}/note.txt"), text);
        }
        let (remembered, ran) = record(&s, &[]);
        assert_eq!(found_out(&s).len(), 10, "{}", ran.stderr);
        if round % 10 == 9 {
            let (computed, _) = record(&s, &["--no-memo"]);
            assert!(remembered == computed, "round {round}");
        }
        assert!(size() <= 3 * first, "round {round}: {} of {first} bytes", size());
    }
}

#[test]
fn two_sites_in_turn_do_not_push_each_other_out() {
    let (a, b) = (Scratch::new(), Scratch::new());
    subjects(&a, 20);
    for number in 0..20 {
        good(&b, &format!("root/t{number:03}"));
    }
    let store = a.at("store");
    let site = |s: &Scratch| scan(&s.at("root"), &["-o", "json", "--store", &store]);
    let first = (site(&a), site(&b));
    for _ in 0..3 {
        for (s, first) in [(&a, &first.0), (&b, &first.1)] {
            let ran = site(s);
            assert!(ran.stdout == first.stdout);
            assert_eq!(counts(&ran), (40, 0), "{}", ran.stderr);
            assert_eq!(found_out(&a), [""; 0]);
        }
    }
}

/// Numbers that are the same in every run.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: u64) -> u64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % sides
    }
}

#[test]
fn any_sequence_of_changes_gives_the_record_of_a_scan_without_memory() {
    let s = Scratch::new();
    subjects(&s, 70);
    let file = s.at("waivers.toml");
    let mut dice = Dice(7);
    let mut told = 0;
    for step in 0..40 {
        for _ in 0..=dice.roll(4) {
            let folder = format!("root/s{:03}", dice.roll(75));
            match dice.roll(5) {
                0 => good(&s, &folder),
                1 => without_supplier(&s, &folder),
                2 => drop(s.write(
                    &format!("{folder}/note{}.txt", dice.roll(2)),
                    format!("{}", dice.roll(3)),
                )),
                3 => drop(std::fs::remove_dir_all(s.path().join(&folder))),
                _ => {
                    let name = format!("format = \"evidence/1\"\nname = {{ ja = \"第{step}\", en = \"no {step}\" }}\n");
                    s.write(&format!("{folder}/evidence.toml"), name);
                }
            }
        }
        let until = ["2026-11-30", "2026-12-31"][usize::try_from(dice.roll(2)).unwrap()];
        let pattern = ["s00*", "*7", "s03*"][usize::try_from(dice.roll(3)).unwrap()];
        let waivers = [waiver(pattern, "why", until), waiver("*2*", "why not", "2027-01-01")];
        s.write("waivers.toml", format!("format = \"waivers/1\"\n{}", waivers.concat()));
        let mut arguments = vec![
            "--as-of",
            ["2026-11-24", "2026-12-24"][usize::try_from(dice.roll(2)).unwrap()],
        ];
        let choices: [&[&str]; 3] = [&["--waivers", &file], &["--isolate"], &["--jobs", "1"]];
        choices
            .iter()
            .filter(|_| dice.roll(3) == 0)
            .for_each(|more| arguments.extend(*more));
        if dice.roll(6) == 0 {
            arguments.extend(["--profile", "without-supplier"]);
        }
        if dice.roll(4) == 0 {
            let files = large(&s);
            if !files.is_empty() {
                let (path, mut bytes) = files[usize::try_from(dice.roll(files.len() as u64)).unwrap()].clone();
                let at = usize::try_from(dice.roll(bytes.len() as u64)).unwrap();
                bytes[at] ^= 1 << dice.roll(8);
                std::fs::write(path, bytes).unwrap();
            }
        }
        let (remembered, ran) = record(&s, &arguments);
        told += usize::from(ran.stderr.contains("is not what was written"));
        arguments.push("--no-memo");
        let (computed, _) = record(&s, &arguments);
        assert!(
            remembered == computed,
            "step {step}, {arguments:?}: the record differs\n{}",
            ran.stderr
        );
    }
    assert!(told > 0, "damage was met");
}
