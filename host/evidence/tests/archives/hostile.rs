//! Archives that somebody made to do harm: one clear error each, in bounded memory.

use super::pack::{Raw, gzip, raw_zip, tar, tar_file, tar_head, tgz, zip};
use super::{ASSETS, opened, opened_within, refused};
use sekisho_evidence::Limits;
use sekisho_model::diagnostic::Level;
use tar::EntryType;

const NAMES: &[(&[u8], &str)] = &[
    (b"/etc/passwd", "absolute path"),
    (b"//host/share", "absolute path"),
    (b"../outside.csv", "`..`"),
    (b"a/../../outside.csv", "`..`"),
    (b"a/..", "`..`"),
    (b"a\\b.csv", "backslash"),
    (b"..\\outside.csv", "backslash"),
    (b"C:/windows/x.csv", "drive"),
    (b"c:x.csv", "drive"),
];

#[test]
fn names_that_lead_outside_refuse_the_archive() {
    for (name, words) in NAMES {
        let entries = [Raw::file(b"good.csv", ASSETS.as_bytes()), Raw::file(name, b"x")];
        refused("plant.zip", &raw_zip(&entries), "evidence-refused", words);
        let mut made = tar::Builder::new(Vec::new());
        tar_file(&mut made, b"good.csv", ASSETS.as_bytes());
        tar_file(&mut made, name, b"x");
        let bytes = made.into_inner().unwrap();
        refused("plant.tar", &bytes, "evidence-refused", words);
        refused("plant.tar.gz", &gzip(&bytes), "evidence-refused", words);
    }
}

#[test]
fn a_name_that_stands_twice_refuses_the_archive() {
    for (a, b) in [
        ("x.csv", "x.csv"),
        ("d/x.csv", "d/./x.csv"),
        ("x.csv", "x.csv/y.csv"),
        ("x.csv/y.csv", "x.csv"),
    ] {
        let entries = [Raw::file(a.as_bytes(), b"1"), Raw::file(b.as_bytes(), b"2")];
        let (_, read) = opened("plant.zip", &raw_zip(&entries));
        assert!(
            read[0].evidence.is_empty() && read[0].diagnostics[0].code == "evidence-refused",
            "{a} {b}"
        );
        let mut made = tar::Builder::new(Vec::new());
        tar_file(&mut made, a.as_bytes(), b"1");
        tar_file(&mut made, b.as_bytes(), b"2");
        let (_, read) = opened("plant.tar", &made.into_inner().unwrap());
        assert!(
            read[0].evidence.is_empty() && read[0].diagnostics[0].code == "evidence-refused",
            "{a} {b}"
        );
    }
    // The head of an entry says another name than the list.
    let two = Raw {
        local_name: b"evil.csv",
        ..Raw::file(b"good.csv", b"x")
    };
    refused("plant.zip", &raw_zip(&[two]), "evidence-malformed", "");
}

/// Links and devices in a directory are one error each, and the other files are read; so it is in an archive.
#[test]
fn links_and_devices_are_left_out_one_by_one() {
    let mut made = tar::Builder::new(Vec::new());
    tar_file(&mut made, b"good.csv", ASSETS.as_bytes());
    for (name, kind) in [
        (&b"symlink.csv"[..], EntryType::Symlink),
        (b"hardlink.csv", EntryType::Link),
        (b"char.csv", EntryType::Char),
        (b"block.csv", EntryType::Block),
        (b"pipe.csv", EntryType::Fifo),
        (b"unknown.csv", EntryType::new(b'Q')),
    ] {
        let mut head = tar_head(name, kind, 0);
        head.set_link_name("/etc/passwd").unwrap();
        head.set_cksum();
        made.append(&head, std::io::empty()).unwrap();
    }
    let bytes = made.into_inner().unwrap();
    let unix = |name: &'static [u8], mode| Raw {
        mode,
        ..Raw::file(name, b"/etc/passwd")
    };
    let zipped = raw_zip(&[
        Raw::file(b"good.csv", ASSETS.as_bytes()),
        unix(b"symlink.csv", 0o120_777),
        unix(b"char.csv", 0o020_666),
        unix(b"block.csv", 0o060_666),
        unix(b"pipe.csv", 0o010_666),
        unix(b"socket.csv", 0o140_666),
        unix(b"plain.csv", 0o100_644),
    ]);
    for (name, bytes, wrong, good) in [
        ("plant.tar", &bytes, 6, 1),
        ("plant.tgz", &gzip(&bytes), 6, 1),
        ("plant.zip", &zipped, 5, 2),
    ] {
        let (_, read) = opened(name, bytes);
        assert_eq!(read[0].evidence.len(), good, "{name}: {:#?}", read[0].diagnostics);
        let errors: Vec<_> = read[0].diagnostics.iter().filter(|d| d.level == Level::Error).collect();
        assert_eq!(errors.len(), wrong, "{name}: {errors:#?}");
        assert!(
            errors.iter().all(|e| e.code == "evidence-outside" && e.path.is_some()),
            "{errors:#?}"
        );
    }
}

#[test]
fn encrypted_and_oddly_packed_entries_are_left_out() {
    let entries = [
        Raw::file(b"good.csv", ASSETS.as_bytes()),
        Raw {
            flags: 1,
            ..Raw::file(b"secret.csv", &[7; 64])
        },
        Raw {
            method: 9,
            ..Raw::file(b"deflate64.csv", &[7; 64])
        },
        Raw {
            method: 14,
            ..Raw::file(b"lzma.csv", &[7; 64])
        },
    ];
    let (_, read) = opened("plant.zip", &raw_zip(&entries));
    assert_eq!(read[0].evidence.len(), 1, "{:#?}", read[0].diagnostics);
    let errors: Vec<_> = read[0].diagnostics.iter().filter(|d| d.level == Level::Error).collect();
    assert_eq!(errors.len(), 3, "{errors:#?}");
    assert!(
        errors.iter().all(|e| e.code == "evidence-refused" && e.hint.is_some()),
        "{errors:#?}"
    );
    assert!(errors.iter().any(|e| e.message.contains("encrypted")), "{errors:#?}");
}

#[test]
fn sums_that_do_not_agree_refuse_the_archive() {
    let entries = [Raw {
        crc: 1,
        ..Raw::file(b"x.csv", ASSETS.as_bytes())
    }];
    refused("plant.zip", &raw_zip(&entries), "evidence-malformed", "checksum");
    let mut bytes = tgz(&[("x.csv", ASSETS.as_bytes())]);
    let end = bytes.len();
    bytes[end - 6] ^= 1;
    refused("plant.tgz", &bytes, "evidence-malformed", "");
}

#[test]
fn bombs_are_stopped_early() {
    let zeros = vec![0_u8; 64 << 20];
    for (name, bytes) in [
        ("plant.zip", zip(&[("x.bin", &zeros)], true)),
        ("plant.tgz", tgz(&[("x.bin", &zeros)])),
        // A bomb in a bomb: what grows is the outer one.
        ("plant.tar.gz", gzip(&gzip(&zeros))),
    ] {
        assert!(bytes.len() < 1 << 20);
        let (_, read) = opened(name, &bytes);
        assert!(
            read[0].evidence.is_empty() && read[0].diagnostics.len() == 1,
            "{name}: {:#?}",
            read[0].diagnostics
        );
        let code = read[0].diagnostics[0].code.as_str();
        assert!(
            code == "evidence-limit" || name == "plant.tar.gz",
            "{name}: {:#?}",
            read[0].diagnostics
        );
    }
    // A long name of a tar is content, too, and so is what stands behind the end.
    let mut made = tar::Builder::new(Vec::new());
    made.append(
        &tar_head(b"././@LongLink", EntryType::GNULongName, zeros.len() as u64),
        &zeros[..],
    )
    .unwrap();
    refused(
        "plant.tgz",
        &gzip(&made.into_inner().unwrap()),
        "evidence-limit",
        "expan",
    );
    let mut padded = tar(&[("x.csv", ASSETS.as_bytes())]);
    padded.extend(&zeros);
    refused("plant.tgz", &gzip(&padded), "evidence-limit", "expan");
    // Many small entries, each below every bound.
    let page = vec![b' '; 900 << 10];
    let names: Vec<String> = (0..200).map(|n| format!("{n}.txt")).collect();
    let files: Vec<(&str, &[u8])> = names.iter().map(|n| (n.as_str(), &page[..])).collect();
    let (_, read) = opened("plant.zip", &zip(&files, true));
    assert_eq!(read[0].diagnostics[0].code, "evidence-limit");
    // Two entries that share their bytes.
    let mut shared = raw_zip(&[
        Raw::file(b"a.csv", ASSETS.as_bytes()),
        Raw::file(b"b.csv", ASSETS.as_bytes()),
    ]);
    let list = shared.windows(4).rposition(|w| w == b"PK\x01\x02").unwrap();
    shared[list + 42..list + 46].fill(0);
    let (_, read) = opened("plant.zip", &shared);
    assert!(read[0].evidence.is_empty() && read[0].diagnostics[0].level == Level::Error);
}

#[test]
fn every_bound_is_the_operators() {
    let files: &[(&str, &[u8])] = &[("a/b/x.csv", ASSETS.as_bytes()), ("y.csv", ASSETS.as_bytes())];
    let all = Limits::default();
    for (limits, words) in [
        // Of files or of directories, whichever comes first in the archive's own form.
        (Limits { files: 1, ..all }, "number of "),
        (Limits { depth: 2, ..all }, "depth"),
        (
            Limits {
                expanded_bytes: 100,
                ..all
            },
            "expanded size",
        ),
        (Limits { file_bytes: 50, ..all }, "file size"),
    ] {
        for (name, bytes) in [
            ("plant.zip", zip(files, true)),
            ("plant.tar", tar(files)),
            ("plant.tgz", tgz(files)),
        ] {
            let (_, read) = opened_within(name, &bytes, &limits);
            let error = read[0].diagnostics.iter().find(|d| d.code == "evidence-limit").unwrap();
            assert!(error.message.contains(words), "{name} {limits:?}: {error:?}");
        }
    }
    let dirs = format!("{}x", "a/".repeat(50_000));
    refused(
        "plant.zip",
        &raw_zip(&[Raw::file(&dirs.as_bytes()[..60_000], b"x")]),
        "evidence-limit",
        "depth",
    );
}

#[test]
fn a_cut_archive_is_never_a_whole_one() {
    let files: &[(&str, &[u8])] = &[
        ("a.csv", ASSETS.as_bytes()),
        ("zeros.bin", &[0; 2_048]),
        ("b/c.csv", ASSETS.as_bytes()),
    ];
    for (name, bytes, whole) in [
        ("plant.zip", zip(files, true), 0),
        // Of the two blocks that end a tar one is enough.
        ("plant.tar", tar(files), 512),
        ("plant.tgz", tgz(files), 0),
    ] {
        for end in (0..bytes.len().saturating_sub(whole)).step_by(if name == "plant.tar" { 128 } else { 7 }) {
            let (_, read) = opened(name, &bytes[..end]);
            let errors = read[0].diagnostics.iter().filter(|d| d.level == Level::Error).count();
            assert_eq!(
                (read[0].evidence.len(), errors),
                (0, 1),
                "{name} cut at {end} of {}",
                bytes.len()
            );
        }
    }
    let mut more = tar(files);
    more.extend(tar(&[("hidden.csv", ASSETS.as_bytes())]));
    refused("plant.tar", &more, "evidence-malformed", "after the end");
}

#[test]
fn changed_archives_do_no_harm() {
    let mut state = 88_172_645_463_325_252_u64;
    let mut below = |n: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        usize::try_from(state % (n as u64)).unwrap()
    };
    let files: &[(&str, &[u8])] = &[("a.csv", ASSETS.as_bytes()), ("b/c.csv", ASSETS.as_bytes())];
    for (name, original) in [
        ("plant.zip", zip(files, true)),
        ("plant.tar", tar(files)),
        ("plant.tgz", tgz(files)),
    ] {
        for _ in 0..300 {
            let mut bytes = original.clone();
            for _ in 0..=below(4) {
                let at = below(bytes.len());
                bytes[at] = [0, 0xff, 0x7f, 0x80, b'/', b'.', b'P'][below(7)];
            }
            let (_, read) = opened(name, &bytes);
            assert!(
                read.iter()
                    .flat_map(|s| &s.diagnostics)
                    .all(|d| !d.message.contains('\n')),
                "{name}"
            );
        }
    }
}

#[test]
fn what_is_no_archive_is_said() {
    refused("plant.zip", b"", "evidence-malformed", "ZIP");
    refused("plant.zip", ASSETS.as_bytes(), "evidence-malformed", "ZIP");
    refused("plant.tar", b"", "evidence-malformed", "tar");
    refused("plant.tar", &[b'x'; 2_048], "evidence-malformed", "tar");
    refused("plant.tgz", ASSETS.as_bytes(), "evidence-malformed", "gzip");
    refused("plant.tgz", &gzip(ASSETS.as_bytes()), "evidence-malformed", "tar");
    for name in ["plant.7z", "plant.tar.xz", "plant.tar.bz2", "plant.rar", "plant.lzh"] {
        refused(name, b"7z\xbc\xaf\x27\x1c", "evidence-refused", "kind");
    }
}
