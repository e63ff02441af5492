//! A packed directory as evidence: the record is that of the directory, byte for byte; one that cannot be used harms
//! nobody beside it.

use sekisho_tests::binary::{DAY, POLICY, Scratch, bundle, good, scan, sekisho, without_supplier};
use std::io::Write as _;
use std::path::Path;

/// Files below a directory, with their paths from it.
fn files(root: &Path) -> Vec<(String, Vec<u8>)> {
    let (mut found, mut open) = (Vec::new(), vec![root.to_owned()]);
    while let Some(folder) = open.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
            } else {
                let name = path.strip_prefix(root).unwrap().to_str().unwrap().replace('\\', "/");
                found.push((name, std::fs::read(&path).unwrap()));
            }
        }
    }
    found.sort();
    found
}

fn zip(files: &[(String, Vec<u8>)]) -> Vec<u8> {
    let mut made = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, bytes) in files {
        made.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        made.write_all(bytes).unwrap();
    }
    made.finish().unwrap().into_inner()
}

fn tar(files: &[(String, Vec<u8>)]) -> Vec<u8> {
    let mut made = tar::Builder::new(Vec::new());
    for (name, bytes) in files {
        let mut header = tar::Header::new_gnu();
        header.set_size(bytes.len() as u64);
        header.set_mode(0o644);
        made.append_data(&mut header, name, bytes.as_slice()).unwrap();
    }
    made.into_inner().unwrap()
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut out = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    out.write_all(bytes).unwrap();
    out.finish().unwrap()
}

#[test]
fn the_record_is_that_of_the_directory() {
    let s = Scratch::new();
    good(&s, "dir/plant/c");
    without_supplier(&s, "dir/plant/a");
    s.write("dir/plant/a/deep/er/broken.json", "{\"bomFormat\":");
    let files = files(&s.path().join("dir/plant"));
    s.write("zip/plant.zip", zip(&files))
        .write("tar/plant.tar", tar(&files))
        .write("tgz/plant.tgz", gzip(&tar(&files)))
        .write("gz/plant.tar.gz", gzip(&tar(&files)));
    let of = |path: &str| scan(&s.at(path), &["-o", "json"]);
    let wanted = of("dir/plant");
    assert_eq!(
        (wanted.code, wanted.json()["subjects"].as_array().unwrap().len()),
        (4, 2)
    );
    for path in ["zip/plant.zip", "tar/plant.tar", "tgz/plant.tgz", "gz/plant.tar.gz"] {
        let found = of(path);
        assert_eq!(found.code, wanted.code, "{path}: {}", found.stderr);
        assert_eq!(found.stdout, wanted.stdout, "{path}");
        for verb in ["inspect", "validate"] {
            let look = |path: &str| sekisho(&["evidence", verb, &s.at(path), "-o", "json"]);
            assert_eq!(look(path).stdout, look("dir/plant").stdout, "{verb} {path}");
        }
    }
}

#[test]
fn one_subject_has_the_name_of_its_archive() {
    let s = Scratch::new();
    good(&s, "dir/plant");
    let files = files(&s.path().join("dir/plant"));
    s.write("plant.zip", zip(&files));
    let (found, wanted) = (
        scan(&s.at("plant.zip"), &["-o", "json"]),
        scan(&s.at("dir/plant"), &["-o", "json"]),
    );
    assert_eq!((found.code, found.stdout), (0, wanted.stdout));
}

#[test]
fn an_archive_that_cannot_be_used_harms_nobody() {
    let s = Scratch::new();
    good(&s, "good");
    let files = files(&s.path().join("good"));
    let whole = zip(&files);
    let mut outside = zip(&[("xx/outside.csv".to_owned(), b"x".to_vec())]);
    while let Some(at) = outside.windows(3).position(|w| w == b"xx/") {
        outside[at..at + 2].copy_from_slice(b"..");
    }
    let mut escaping = tar(&[("xx/outside.csv".to_owned(), b"x".to_vec())]);
    escaping[..2].copy_from_slice(b"..");
    let sum: u64 = escaping[..512]
        .iter()
        .enumerate()
        .map(|(i, b)| u64::from(if (148..156).contains(&i) { b' ' } else { *b }))
        .sum();
    escaping[148..156].copy_from_slice(format!("{sum:06o}\0 ").as_bytes());
    let bundle = bundle("honest");
    for (name, bytes, code) in [
        ("bad.zip", &whole[..whole.len() / 2], "evidence-malformed"),
        ("bad.zip", outside.as_slice(), "evidence-refused"),
        ("bad.tar", escaping.as_slice(), "evidence-refused"),
        ("bad.tar.gz", gzip(&vec![0; 64 << 20]).as_slice(), "evidence-limit"),
        ("bad.tgz", b"nothing of the kind", "evidence-malformed"),
        ("bad.7z", b"7z\xbc\xaf\x27\x1c", "evidence-refused"),
    ] {
        s.write(name, bytes);
        let ran = sekisho(&[
            "scan",
            &s.at("good"),
            &s.at(name),
            "--policy",
            POLICY,
            "--as-of",
            DAY,
            "-o",
            "json",
            "--allow-unsigned",
            "--bundle",
            bundle.path().to_str().unwrap(),
        ])
        .exits(4);
        let record = ran.json();
        let errors: Vec<_> = record["diagnostics"]
            .as_array()
            .unwrap()
            .iter()
            .filter(|d| d["level"] == "error")
            .collect();
        assert_eq!(errors.len(), 1, "{name}: {errors:#?}");
        assert_eq!(errors[0]["code"], code, "{}", errors[0]);
        assert_eq!(errors[0]["path"], name, "{}", errors[0]);
        assert_eq!(ran.stderr.lines().count(), 2, "{}", ran.stderr);
        assert!(ran.stderr.starts_with("error: bad/"), "{}", ran.stderr);
        let good = record["subjects"]
            .as_array()
            .unwrap()
            .iter()
            .find(|s| s["id"] == "good")
            .unwrap();
        assert_eq!(good["verdict"], "conformant");
        std::fs::remove_file(s.path().join(name)).unwrap();
    }
}
