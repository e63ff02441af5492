//! Subjects in real directories: what is one, what is refused, and that a bad file spoils nothing.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::disallowed_methods,
    reason = "tests"
)]

use cap_std::ambient_authority;
use cap_std::fs::Dir;
use sekisho_evidence::{Limits, Subject, file_subject, read_subject, stamp, subjects};
use sekisho_model::EvidenceKind;
use sekisho_model::diagnostic::Level;
use sekisho_model::schema::Kind;
use std::path::PathBuf;
use std::sync::Arc;

struct Scratch(PathBuf);

impl Scratch {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("sekisho-evidence-{name}-{}", std::process::id()));
        let _ = std::fs::remove_dir_all(&path);
        std::fs::create_dir_all(&path).unwrap();
        Self(path)
    }
    fn file(&self, path: &str, bytes: impl AsRef<[u8]>) -> &Self {
        let path = self.0.join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
        self
    }
    fn dir(&self) -> Dir {
        Dir::open_ambient_dir(&self.0, ambient_authority()).unwrap()
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

const ASSETS: &str = "資産番号,資産名,資産種別,管理者,重要度,状態,最終確認日,サポート期限,特記\n\
A-1,基幹サーバ,サーバ,情報システム部,高,稼働中,令和8年4月1日,2030/3/31,棚A\n\
A-2,現場PLC,シーケンサ,製造部,高,稼働中,近日中,2026年4月,\n\
A-1,二重,サーバ,製造部,高,稼働中,2026-04-01,,\n";

fn one(scratch: &Scratch) -> Subject {
    let dir = Arc::new(scratch.dir());
    let list = subjects(&dir, "plant", &Limits::default());
    assert_eq!(list.subjects.len(), 1, "{:?}", list.diagnostics);
    read_subject(&list.subjects[0], &Limits::default())
}

fn codes(subject: &Subject) -> Vec<&str> {
    subject.diagnostics.iter().map(|d| d.code.as_str()).collect()
}

fn evidence<'s>(subject: &'s Subject, path: &str) -> &'s sekisho_model::Evidence {
    subject.evidence.iter().find(|e| e.path == path).unwrap()
}

#[test]
fn an_inventory_becomes_assets_with_places() {
    let scratch = Scratch::new("inventory");
    let (bytes, _, _) = encoding_rs::SHIFT_JIS.encode(ASSETS);
    scratch.file("台帳/資産.csv", &bytes);
    scratch.file("evidence.toml", "format = \"evidence/1\"\nsubject = \"工場A\"\nname = { ja = \"工場A\", en = \"Plant A\" }\n[[file]]\npath = \"台帳/資産.csv\"\norigin = \"MDM\"\ncollected_at = \"2026-04-02\"\n");
    let subject = one(&scratch);
    assert_eq!((subject.id.as_str(), subject.name.en.as_str()), ("工場A", "Plant A"));
    assert_eq!(subject.evidence.len(), 1);
    let e = evidence(&subject, "台帳/資産.csv");
    assert_eq!(
        (e.kind, e.format.as_str(), e.encoding.as_deref()),
        (EvidenceKind::Assets, "assets-csv", Some("shift_jis"))
    );
    assert_eq!(e.origin.as_deref(), Some("MDM"));
    let text = |column, row| subject.facts.text(Kind::Assets, "assets", column, row);
    assert_eq!(text("class", 0), Some("server"));
    assert_eq!(text("class", 1), Some("plc"));
    assert_eq!(text("criticality", 0), Some("high"));
    let codes = codes(&subject);
    assert!(codes.contains(&"duplicate-asset-id"), "{codes:?}");
    assert_eq!(
        codes.iter().filter(|c| **c == "value-not-understood").count(),
        2,
        "{:?}",
        subject.diagnostics
    );
    let odd = subject
        .diagnostics
        .iter()
        .find(|d| d.message.contains("近日中"))
        .unwrap();
    assert_eq!((odd.line, odd.locator.as_deref()), (Some(3), Some("最終確認日")));
    let attributes: Vec<_> = (0..4)
        .map(|r| {
            (
                subject.facts.text(Kind::Assets, "attributes", "field", r),
                subject.facts.text(Kind::Assets, "attributes", "value", r),
            )
        })
        .collect();
    assert!(
        attributes.contains(&(Some("特記"), Some("棚A"))) || attributes.contains(&(Some("note"), Some("棚A"))),
        "{attributes:?}"
    );
    assert!(
        attributes.contains(&(Some("last_reviewed"), Some("近日中"))),
        "{attributes:?}"
    );
}

#[test]
fn files_of_every_family_live_together_and_notes_are_no_error() {
    let scratch = Scratch::new("families");
    scratch
        .file("sbom.json", r#"{"bomFormat":"CycloneDX","specVersion":"1.5","components":[{"type":"library","name":"zlib","version":"1.3"}]}"#)
        .file("README.md", "# how this was collected\n\nBy hand, on a Tuesday.\n")
        .file("broken.json", "{\"bomFormat\": \"CycloneDX\", \"specVersion\": \"1.5\", ")
        .file("image.png", [0x89, b'P', b'N', b'G', 0, 1, 2, 3, 0, 0])
        .file("answers.yaml", "policy: jp/x\nanswered_by: 山田\nanswers:\n  - control: 1.10\n    answer: yes\n    answered_at: 2026-04-01\n  - control: 1.2\n    answer: 該当なし\n    reason: 無線なし\n")
        .file("assets.ndjson", "{\"id\":\"A-1\",\"name\":\"x\",\"class\":\"server\",\"owner\":\"y\",\"status\":\"active\",\"criticality\":\"high\"}\n{\"id\":\"A-2\",\"name\":\"x\",\"class\":\"pc\",\"owner\":\"y\",\"status\":\"active\",\"criticality\":\"low\"}\n")
        .file("export.json", r#"{"assets":[{"id":"B-1","name":"x","class":{"display_value":"server","value":"1"},"owner":"z","ip":["10.0.0.1","10.0.0.2"]}]}"#)
        .file("sshd_config", "PermitRootLogin no\nPasswordAuthentication no\n");
    let subject = one(&scratch);
    let kinds: Vec<_> = subject.evidence.iter().map(|e| (e.path.as_str(), e.kind)).collect();
    assert_eq!(
        kinds,
        [
            ("README.md", EvidenceKind::Unrecognized),
            ("answers.yaml", EvidenceKind::Answers),
            ("assets.ndjson", EvidenceKind::Assets),
            ("broken.json", EvidenceKind::Sbom),
            ("export.json", EvidenceKind::Assets),
            ("image.png", EvidenceKind::Unrecognized),
            ("sbom.json", EvidenceKind::Sbom),
            ("sshd_config", EvidenceKind::Settings),
        ],
        "{:#?}",
        subject.diagnostics
    );
    let errors: Vec<_> = subject.diagnostics.iter().filter(|d| d.level == Level::Error).collect();
    assert_eq!(errors.len(), 1, "{errors:?}");
    assert_eq!(errors[0].path.as_deref(), Some("broken.json"));
    let answer = |column, row| subject.facts.text(Kind::Answers, "answers", column, row);
    assert_eq!(
        (
            answer("control", 0),
            answer("answer", 0),
            answer("policy", 0),
            answer("answered_by", 1)
        ),
        (Some("1.10"), Some("yes"), Some("jp/x"), Some("山田"))
    );
    assert_eq!(
        (answer("control", 1), answer("answer", 1), answer("reason", 1)),
        (Some("1.2"), Some("not-applicable"), Some("無線なし"))
    );
    let ips: Vec<_> = (0..3)
        .map(|r| subject.facts.text(Kind::Assets, "assets", "ip", r))
        .collect();
    assert!(ips.contains(&Some("10.0.0.1; 10.0.0.2")), "{ips:?}");
    assert!(
        subject
            .diagnostics
            .iter()
            .all(|d| d.subject.as_deref() == Some("plant"))
    );
}

#[test]
fn directories_are_subjects_where_no_file_lies_beside_them() {
    let scratch = Scratch::new("many");
    scratch
        .file("b/a.csv", ASSETS)
        .file("a/x/deep.csv", ASSETS)
        .file("c/evidence.toml", "format = \"evidence/1\"\nsubject = \"a\"\n");
    let list = subjects(&Arc::new(scratch.dir()), "root", &Limits::default());
    assert_eq!(
        list.subjects.iter().map(|s| s.id.as_str()).collect::<Vec<_>>(),
        ["a", "b"]
    );
    assert_eq!(list.diagnostics[0].code, "duplicate-subject");
    scratch.file("evidence.toml", "format = \"evidence/1\"\nsubjects = \"one\"\n");
    assert_eq!(
        subjects(&Arc::new(scratch.dir()), "root", &Limits::default())
            .subjects
            .len(),
        1
    );
    scratch
        .file("evidence.toml", "format = \"evidence/1\"\nsubjects = \"directories\"\n")
        .file("stray.csv", ASSETS);
    let list = subjects(&Arc::new(scratch.dir()), "root", &Limits::default());
    assert!(list.diagnostics.iter().any(|d| d.code == "file-without-subject"));
    let single = file_subject(&Arc::new(scratch.dir()), "stray.csv");
    assert_eq!(read_subject(&single, &Limits::default()).evidence.len(), 1);
}

#[test]
fn nothing_leaves_the_directory_and_a_pipe_holds_nobody() {
    let scratch = Scratch::new("hostile");
    scratch.file("good.csv", ASSETS);
    std::os::unix::fs::symlink("/etc/passwd", scratch.0.join("passwd.csv")).unwrap();
    std::os::unix::fs::symlink("good.csv", scratch.0.join("inner.csv")).unwrap();
    std::os::unix::fs::symlink("..", scratch.0.join("up")).unwrap();
    let made = std::process::Command::new("mkfifo")
        .arg(scratch.0.join("pipe.csv"))
        .status()
        .unwrap();
    assert!(made.success());
    let subject = one(&scratch);
    assert_eq!(subject.evidence.len(), 1);
    assert_eq!(
        codes(&subject).iter().filter(|c| **c == "evidence-outside").count(),
        4,
        "{:?}",
        subject.diagnostics
    );
    for path in ["../x", "/etc/passwd", "passwd.csv", "pipe.csv", "up/x"] {
        assert!(
            sekisho_evidence::source::read(&scratch.dir(), path, &Limits::default()).is_err(),
            "{path}"
        );
    }
}

#[test]
fn a_subject_that_became_a_link_since_it_was_found_is_not_followed() {
    let scratch = Scratch::new("swapped");
    scratch.file("one/a.csv", ASSETS).file("two/b.csv", ASSETS);
    let (list, limits) = (
        subjects(&Arc::new(scratch.dir()), "root", &Limits::default()),
        Limits::default(),
    );
    let ids: Vec<&str> = list.subjects.iter().map(|s| s.id.as_str()).collect();
    assert_eq!(ids, ["one", "two"]);
    assert!(stamp(&list.subjects[0], &limits).is_some());
    std::fs::remove_dir_all(scratch.0.join("one")).unwrap();
    for what in ["a link", "gone"] {
        if what == "a link" {
            std::os::unix::fs::symlink("two", scratch.0.join("one")).unwrap();
        } else {
            std::fs::remove_file(scratch.0.join("one")).unwrap();
        }
        let one = read_subject(&list.subjects[0], &limits);
        let code = if what == "a link" {
            "evidence-outside"
        } else {
            "evidence-io"
        };
        assert_eq!((one.evidence.len(), codes(&one)), (0, vec![code]), "{what}");
        assert_eq!(stamp(&list.subjects[0], &limits), None, "{what}");
    }
    assert_eq!(read_subject(&list.subjects[1], &limits).evidence.len(), 1);
}

#[test]
fn what_is_beyond_a_bound_is_told_and_not_left_out_in_silence() {
    let scratch = Scratch::new("bounds");
    for path in [
        "one/x/a.csv",
        "two/x/a.csv",
        "three/x/a.csv",
        "three/y/a.csv",
        "three/z/a.csv",
    ] {
        scratch.file(path, ASSETS);
    }
    let dir = Arc::new(scratch.dir());
    for most in 1..5 {
        let limits = Limits {
            subjects: most,
            ..Limits::default()
        };
        let list = subjects(&dir, "root", &limits);
        let told: Vec<&str> = list.diagnostics.iter().map(|d| d.code.as_str()).collect();
        let expected = if most < 3 { vec!["evidence-limit"] } else { vec![] };
        assert_eq!(
            (list.subjects.len(), told),
            (most.min(3) as usize, expected),
            "{most} subjects"
        );
    }
    let list = subjects(&dir, "root", &Limits::default());
    let three = list.subjects.iter().find(|s| s.id == "three").unwrap();
    for (most, count) in [(2, 1), (3, 0)] {
        let limits = Limits {
            files: most,
            ..Limits::default()
        };
        let read = read_subject(three, &limits);
        let told = codes(&read).iter().filter(|c| **c == "evidence-limit").count();
        assert_eq!(told, count, "{most} files: {:?}", read.diagnostics);
    }
}

#[test]
fn hostile_tables_are_one_error_each() {
    let scratch = Scratch::new("tables");
    let mut wide = "a,".repeat(1_000_000);
    wide.push('\n');
    let mut lone = vec![0xff, 0xfe];
    lone.extend([b'a', 0, 0x00, 0xd8, b'b', 0]);
    scratch
        .file("good.csv", ASSETS)
        .file("long.csv", vec![b'x'; 100 << 20])
        .file("wide.csv", wide)
        .file("nul.csv", b"id,name\n1,a\0b\n")
        .file("lone.csv", lone)
        .file("empty.csv", "")
        .file("blank.csv", "\n\n\n")
        .file("bad.yaml", "answers: [control: {")
        .file(
            "unclosed.csv",
            "資産番号,資産名,資産種別,所有者,重要度,状態\nA-1,\"x,server,y,high,active\nA-2,y,server,y,high,active\n",
        )
        .file(
            "twice.csv",
            "資産番号,資産名,資産名,資産種別,重要度,状態,管理番号\nA-1,x,y,server,high,active,9\n",
        );
    let subject = one(&scratch);
    let errors: Vec<_> = subject
        .diagnostics
        .iter()
        .filter(|d| d.level == Level::Error)
        .map(|d| d.path.as_deref().unwrap())
        .collect();
    assert_eq!(
        errors,
        ["bad.yaml", "lone.csv", "long.csv", "wide.csv"],
        "{:#?}",
        subject.diagnostics
    );
    assert_eq!(evidence(&subject, "good.csv").kind, EvidenceKind::Assets);
    let codes = codes(&subject);
    assert!(codes.contains(&"quote-unclosed"), "{codes:?}");
    assert_eq!(
        codes.iter().filter(|c| **c == "column-ignored").count(),
        2,
        "{:#?}",
        subject.diagnostics
    );
}

#[test]
fn a_hundred_thousand_rows_are_fine() {
    let scratch = Scratch::new("rows");
    let mut text = "資産番号,資産名,資産種別,管理者,重要度,状態,最終確認日\n".to_owned();
    for n in 0..100_000 {
        text.push_str(&format!("A-{n},機器{n},サーバ,部{},高,稼働中,2026/4/1\n", n % 50));
    }
    scratch.file("a.csv", text);
    let start = std::time::Instant::now();
    let subject = one(&scratch);
    assert_eq!(
        subject.facts.text(Kind::Assets, "assets", "id", 99_999),
        Some("A-99999")
    );
    assert!(start.elapsed().as_secs() < 20, "{:?}", start.elapsed());
}

#[test]
fn a_file_named_like_evidence_is_not_passed_over_in_silence() {
    let scratch = Scratch::new("named");
    let noise: Vec<u8> = (0..=255).cycle().take(4096).collect();
    for name in ["a.csv", "b.JSON", "photo.png"] {
        scratch.file(name, &noise);
    }
    scratch
        .file("c.spdx", "See the page of the plant.")
        .file("notes.txt", "Call the plant before noon.");
    let subject = one(&scratch);
    let level = |path: &str| {
        let mut of_file = subject.diagnostics.iter().filter(|d| d.path.as_deref() == Some(path));
        of_file.next().map(|d| d.level)
    };
    for (path, expected) in [
        ("a.csv", Level::Error),
        ("b.JSON", Level::Error),
        ("c.spdx", Level::Warning),
        ("notes.txt", Level::Note),
        ("photo.png", Level::Note),
    ] {
        assert_eq!(level(path), Some(expected), "{path}");
    }
}
