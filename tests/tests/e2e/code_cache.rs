//! The cache of compiled code as a person meets it: whatever lies in it, the record is the same, and what was discarded is
//! told on stderr.

use sekisho_tests::binary::{DAY, POLICY, Ran, Scratch, binary, bundle, command, finish, good, kill_when};
use std::path::PathBuf;

fn scan(s: &Scratch, bundle: &Scratch) -> Ran {
    finish(&mut start(s, bundle))
}

fn start(s: &Scratch, bundle: &Scratch) -> std::process::Command {
    let mut command = command(&binary());
    command
        .args(["scan", &s.at("a"), "--policy", POLICY, "--as-of", DAY, "-o", "json"])
        .args(["--allow-unsigned", "--bundle", bundle.path().to_str().unwrap()])
        .env("SEKISHO_CACHE_DIR", s.at("cache"));
    command
}

fn entries(s: &Scratch) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(s.path().join("cache/compiled")).unwrap();
    let mut entries: Vec<PathBuf> = entries.map(|e| e.unwrap().path()).collect();
    entries.sort();
    entries
}

#[test]
fn a_warm_cache_says_nothing_and_bad_entries_are_told_and_replaced() {
    let s = Scratch::new();
    good(&s, "a");
    let bundle = bundle("honest");
    let first = scan(&s, &bundle).exits(0);
    assert!(!first.stderr.contains("compiled"), "{}", first.stderr);
    let found = entries(&s);
    assert_eq!(found.len(), 2, "one for every plugin that the policy asks: {found:?}");
    let second = scan(&s, &bundle).exits(0);
    assert!(
        second.stdout == first.stdout && !second.stderr.contains("compiled"),
        "{}",
        second.stderr
    );

    // Every entry under the name of the next one; then every entry cut; then every entry changed in the middle.
    let bytes: Vec<Vec<u8>> = found.iter().map(|path| std::fs::read(path).unwrap()).collect();
    let turned = bytes.iter().cycle().skip(1).cloned();
    let cut = bytes.iter().map(|b| b[..b.len() / 2].to_vec());
    let changed = bytes.iter().map(|b| {
        let mut b = b.clone();
        let middle = b.len() / 2;
        b[middle] ^= 1;
        b
    });
    let damages: [Vec<Vec<u8>>; 3] = [turned.take(found.len()).collect(), cut.collect(), changed.collect()];
    for damaged in damages {
        for (path, bytes) in found.iter().zip(damaged) {
            std::fs::write(path, bytes).unwrap();
        }
        let ran = scan(&s, &bundle).exits(0);
        assert!(ran.stdout == first.stdout);
        assert!(
            ran.stderr.contains("was discarded") && ran.stderr.contains("hint: "),
            "{}",
            ran.stderr
        );
        scan(&s, &bundle).exits(0);
    }
}

#[test]
fn killed_while_compiling_the_next_one_is_right() {
    let s = Scratch::new();
    good(&s, "a");
    let bundle = bundle("honest");
    let first = scan(&s, &bundle).exits(0);
    for round in 0..6 {
        for entry in entries(&s) {
            std::fs::remove_file(entry).unwrap();
        }
        // Parts of entries count as well: the kill may come while one is written.
        kill_when(&mut start(&s, &bundle), || entries(&s).len() > round % 2);
        let ran = scan(&s, &bundle).exits(0);
        assert!(
            ran.stdout == first.stdout && !ran.stderr.contains("discarded"),
            "{}",
            ran.stderr
        );
    }
}

#[test]
fn two_at_once_both_compile_and_neither_is_hurt() {
    let s = Scratch::new();
    good(&s, "a");
    let bundle = bundle("honest");
    std::thread::scope(|scope| {
        let runs: Vec<_> = (0..3).map(|_| scope.spawn(|| scan(&s, &bundle).exits(0))).collect();
        for run in runs {
            assert!(!run.join().unwrap().stderr.contains("compiled"));
        }
    });
    let ran = scan(&s, &bundle).exits(0);
    assert!(!ran.stderr.contains("compiled"), "{}", ran.stderr);
}
