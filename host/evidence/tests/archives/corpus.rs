//! Other people's test archives: what is odd is read or refused with a reason, and nothing breaks.

use super::opened;
use sekisho_model::diagnostic::Level;
use std::path::{Path, PathBuf};

fn files() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/data/corpus/5-hostile");
    let mut open: Vec<PathBuf> = ["zip2-tests", "tar-rs-tests", "go-stdlib-archives", "libarchive-tests"]
        .iter()
        .map(|folder| root.join(folder))
        .collect();
    let mut found = Vec::new();
    while let Some(folder) = open.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
            } else if path.extension().is_some_and(|e| e != "md") {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

/// Some archives are kept as text: uuencoded or in base64.
fn plain(name: &str, bytes: Vec<u8>) -> (String, Vec<u8>) {
    let Some((inner, kind)) = name.rsplit_once('.') else {
        return (name.to_owned(), bytes);
    };
    let six = |byte: u8| (byte.wrapping_sub(32)) & 63;
    let decoded = match kind {
        "uu" => String::from_utf8_lossy(&bytes)
            .lines()
            .skip_while(|l| !l.starts_with("begin "))
            .skip(1)
            .take_while(|l| *l != "end")
            .flat_map(|line| {
                let line = line.as_bytes();
                let length = line.first().map_or(0, |b| usize::from(six(*b)));
                let quads = line.get(1..).unwrap_or_default().chunks(4);
                let bytes: Vec<u8> = quads.flat_map(|q| joined(q, six)).take(length).collect();
                bytes
            })
            .collect(),
        "base64" => {
            const DIGITS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
            let value = |b: u8| {
                DIGITS
                    .iter()
                    .position(|d| *d == b)
                    .map_or(0, |p| u8::try_from(p).unwrap())
            };
            let digits: Vec<u8> = bytes.into_iter().filter(|b| !b.is_ascii_whitespace()).collect();
            let padding = digits.iter().filter(|b| **b == b'=').count();
            let mut out: Vec<u8> = digits.chunks(4).flat_map(|q| joined(q, value)).collect();
            out.truncate(out.len() - padding);
            out
        }
        _ => return (name.to_owned(), bytes),
    };
    (inner.to_owned(), decoded)
}

fn joined(quad: &[u8], value: impl Fn(u8) -> u8) -> [u8; 3] {
    let at = |i: usize| quad.get(i).map_or(0, |b| value(*b));
    [at(0) << 2 | at(1) >> 4, at(1) << 4 | at(2) >> 2, at(2) << 6 | at(3)]
}

/// How many files of an archive are read and how many errors are said; nothing for one that is refused.
fn outcome(path: &Path) -> (String, usize, usize) {
    let name = path.file_name().unwrap().to_str().unwrap();
    let (name, bytes) = plain(name, std::fs::read(path).unwrap());
    let (list, read) = opened(&name, &bytes);
    let evidence = read.iter().map(|s| s.evidence.len()).sum();
    let all = list.diagnostics.iter().chain(read.iter().flat_map(|s| &s.diagnostics));
    let errors: Vec<_> = all.filter(|d| d.level == Level::Error).collect();
    for error in &errors {
        assert!(
            error.hint.is_some() && !error.message.contains('\n'),
            "{name}: {error:?}"
        );
    }
    (name, evidence, errors.len())
}

#[test]
fn archives_of_others_are_read_or_refused() {
    let all = files();
    assert!(all.len() > 90, "{}", all.len());
    let mut report = String::new();
    for path in &all {
        let (name, evidence, errors) = outcome(path);
        report.push_str(&format!("{name} {evidence} {errors}\n"));
    }
    println!("{report}");
    for line in EXPECTED {
        assert!(report.lines().any(|l| l == *line), "{line} is not in\n{report}");
    }
}

/// Name, files that are read, errors.
const EXPECTED: &[&str] = &[];
