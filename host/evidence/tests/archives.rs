//! Packed directories: the same facts as the directory itself, and nothing that a hostile archive could do.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::disallowed_methods,
    reason = "tests"
)]

#[path = "archives/corpus.rs"]
mod corpus;
#[path = "archives/hostile.rs"]
mod hostile;
#[path = "archives/pack.rs"]
mod pack;
#[path = "facts/told.rs"]
mod told;

use cap_std::ambient_authority;
use cap_std::fs::Dir;
use pack::{Scratch, tar, tgz, zip};
use sekisho_evidence::{Limits, Subject, SubjectList, archive_subjects, read_subject, subjects};
use sekisho_model::diagnostic::Level;
use std::sync::Arc;
use told::told;

const ASSETS: &str = "資産番号,資産名,資産種別,管理者,重要度,状態,最終確認日\nA-1,基幹サーバ,サーバ,情報システム部,高,稼働中,2026-04-01\n";

/// Reads an archive that lies in a directory under a name.
fn opened(name: &str, bytes: &[u8]) -> (SubjectList, Vec<Subject>) {
    opened_within(name, bytes, &Limits::default())
}

fn opened_within(name: &str, bytes: &[u8], limits: &Limits) -> (SubjectList, Vec<Subject>) {
    let scratch = Scratch::new();
    scratch.file(name, bytes);
    let dir = Dir::open_ambient_dir(&scratch.0, ambient_authority()).unwrap();
    let list = archive_subjects(&dir, name, limits);
    let read = list.subjects.iter().map(|s| read_subject(s, limits)).collect();
    (list, read)
}

/// Everything that a subject says, for comparison.
fn said(subjects: &[Subject]) -> Vec<String> {
    let one = |s: &Subject| {
        format!(
            "{} {:?} {:#?} {:#?} {:#?}",
            s.id,
            s.name,
            s.evidence,
            s.diagnostics,
            told(&s.facts)
        )
    };
    subjects.iter().map(one).collect()
}

/// A directory, and its files.
fn directory(files: &[(&str, &[u8])]) -> (Scratch, Vec<Subject>, SubjectList) {
    let scratch = Scratch::new();
    for (path, bytes) in files {
        scratch.file(&format!("plant/{path}"), bytes);
    }
    let dir = Arc::new(Dir::open_ambient_dir(scratch.0.join("plant"), ambient_authority()).unwrap());
    let list = subjects(&dir, "plant", &Limits::default());
    let read = list
        .subjects
        .iter()
        .map(|s| read_subject(s, &Limits::default()))
        .collect();
    (scratch, read, list)
}

#[test]
fn an_archive_says_what_its_directory_says() {
    let one: &[(&str, &[u8])] = &[
        ("assets.csv", ASSETS.as_bytes()),
        ("conf/sshd_config", b"PermitRootLogin no\n"),
        ("conf/deep/er/app.json", br#"{"a":{"b":1}}"#),
        ("conf/bad.json", br#"{"a":"#),
        ("notes.bin", &[0, 1, 2, 3]),
        (".git/config", b"[core]\n"),
        (
            "evidence.toml",
            "format = \"evidence/1\"\nname = { ja = \"工場\", en = \"Plant\" }\n\n[[file]]\npath = \"conf/\"\nasset = \"A-1\"\n"
                .as_bytes(),
        ),
    ];
    let many: &[(&str, &[u8])] = &[
        ("b/assets.csv", ASSETS.as_bytes()),
        ("a/assets.csv", ASSETS.as_bytes()),
        (".hidden/assets.csv", ASSETS.as_bytes()),
        ("c/evidence.toml", b"format = \"evidence/1\"\nsubject = \"a\"\n"),
    ];
    for (files, count) in [(one, 1), (many, 2)] {
        let (_scratch, on_disk, list) = directory(files);
        assert_eq!(on_disk.len(), count);
        for (name, bytes) in [
            ("plant.zip", zip(files, true)),
            ("plant.ZIP", zip(files, false)),
            ("plant.tar", tar(files)),
            ("plant.tar.gz", tgz(files)),
            ("plant.tgz", tgz(files)),
        ] {
            let (packed_list, packed) = opened(name, &bytes);
            assert_eq!(said(&packed), said(&on_disk), "{name}");
            assert_eq!(packed_list.diagnostics, list.diagnostics, "{name}");
        }
    }
}

#[test]
fn archives_made_in_many_ways_are_the_same_directory() {
    let files: &[(&str, &[u8])] = &[("conf/a.ini", b"[a]\nb=1\n"), ("assets.csv", ASSETS.as_bytes())];
    let (_scratch, on_disk, _) = directory(files);
    // `tar -C plant .`, with directories stated, in another order.
    let mut made = tar::Builder::new(Vec::new());
    pack::tar_directory(&mut made, "./");
    pack::tar_directory(&mut made, "./conf/");
    for (path, bytes) in files {
        pack::tar_file(&mut made, format!("./{path}").as_bytes(), bytes);
    }
    assert_eq!(
        said(&opened("plant.tar", &made.into_inner().unwrap()).1),
        said(&on_disk)
    );
    // Long names take entries of their own.
    let long = format!("{}/x.csv", "資料".repeat(40));
    let files: &[(&str, &[u8])] = &[(&long, ASSETS.as_bytes())];
    let (_scratch, on_disk, _) = directory(files);
    for (name, bytes) in [("plant.tgz", tgz(files)), ("plant.zip", zip(files, true))] {
        assert_eq!(said(&opened(name, &bytes).1), said(&on_disk), "{name}");
    }
    // Names in the encoding of Japanese machines.
    let (raw, _, _) = encoding_rs::SHIFT_JIS.encode("表/資産ソート.csv");
    let bytes = pack::raw_zip(&[pack::Raw::file(&raw, ASSETS.as_bytes())]);
    let (_, read) = opened("plant.zip", &bytes);
    assert_eq!(read[0].id, "表");
    assert_eq!(read[0].evidence[0].path, "資産ソート.csv");
}

#[test]
fn an_empty_archive_is_an_empty_directory() {
    let (_scratch, on_disk, _) = {
        let scratch = Scratch::new();
        std::fs::create_dir(scratch.0.join("plant")).unwrap();
        let dir = Arc::new(Dir::open_ambient_dir(scratch.0.join("plant"), ambient_authority()).unwrap());
        let list = subjects(&dir, "plant", &Limits::default());
        let read: Vec<_> = list
            .subjects
            .iter()
            .map(|s| read_subject(s, &Limits::default()))
            .collect();
        (scratch, read, list)
    };
    for (name, bytes) in [
        ("plant.zip", zip(&[], true)),
        ("plant.tar", tar(&[])),
        ("plant.tgz", tgz(&[])),
    ] {
        assert_eq!(said(&opened(name, &bytes).1), said(&on_disk), "{name}");
    }
}

#[test]
fn a_label_is_no_file_and_a_listed_directory_is_one() {
    let mut made = tar::Builder::new(Vec::new());
    for (kind, name, content) in [(b'V', "backup of today", ""), (b'D', "conf/", "Yassets.csv\0\0")] {
        let mut head = tar::Header::new_gnu();
        head.set_entry_type(tar::EntryType::new(kind));
        head.set_path(name).unwrap();
        head.set_size(content.len() as u64);
        head.set_cksum();
        made.append(&head, content.as_bytes()).unwrap();
    }
    pack::tar_file(&mut made, b"conf/assets.csv", ASSETS.as_bytes());
    let (_, read) = opened("plant.tar", &made.into_inner().unwrap());
    let read: Vec<_> = read.iter().map(|s| (s.id.as_str(), s.evidence.len())).collect();
    assert_eq!(read, [("conf", 1)]);
}

/// The one error of a subject that could not be opened.
#[track_caller]
fn refused(name: &str, bytes: &[u8], code: &str, words: &str) {
    let (_, read) = opened(name, bytes);
    assert_eq!(read.len(), 1, "{name}");
    assert_eq!(read[0].id, "plant", "{name}");
    assert!(read[0].evidence.is_empty(), "{name}");
    let errors: Vec<_> = read[0].diagnostics.iter().filter(|d| d.level == Level::Error).collect();
    assert_eq!(errors.len(), 1, "{errors:?}");
    let error = errors[0];
    assert_eq!(
        (error.code.as_str(), error.path.as_deref()),
        (code, Some(name)),
        "{error:?}"
    );
    assert!(error.message.contains(words), "{error:?}");
    assert!(error.hint.is_some() && !error.message.contains('\n'), "{error:?}");
}
