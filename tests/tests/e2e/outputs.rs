//! Where reports go: a file is replaced as a whole, what is no file is written into, a link stays a link.
#![cfg(unix)]

use sekisho_tests::binary::{Scratch, good, scan};
use serde_json::Value;
use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};

fn subject() -> Scratch {
    let s = Scratch::new();
    good(&s, "root/good");
    s
}

fn is_link(s: &Scratch, name: &str) -> bool {
    fs::symlink_metadata(s.at(name)).unwrap().file_type().is_symlink()
}

/// Behind the link, so that a program that replaced what it was told to write to would harm nothing.
#[test]
fn what_is_no_file_is_written_into() {
    let s = subject();
    symlink("/dev/stdout", s.at("out")).unwrap();
    let ran = scan(&s.at("root"), &["-o", &format!("json:{}", s.at("out"))]).exits(0);
    assert_eq!(ran.json()["verdict"], "conformant");
    assert!(is_link(&s, "out"));

    symlink("/dev/null", s.at("nothing")).unwrap();
    scan(&s.at("root"), &["-o", &format!("html:{}", s.at("nothing"))]).exits(0);
    assert!(is_link(&s, "nothing"));
}

#[test]
fn a_link_to_a_file_stays_and_the_file_keeps_its_permissions() {
    let s = subject();
    s.write("kept/report.json", "old");
    fs::set_permissions(s.at("kept/report.json"), fs::Permissions::from_mode(0o600)).unwrap();
    symlink("kept/report.json", s.at("latest")).unwrap();
    scan(&s.at("root"), &["-o", &format!("json:{}", s.at("latest"))]).exits(0);
    assert!(is_link(&s, "latest"));
    let record: Value = serde_json::from_slice(&s.read("kept/report.json")).unwrap();
    assert_eq!(record["verdict"], "conformant");
    let mode = fs::metadata(s.at("kept/report.json")).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
    let beside: Vec<_> = fs::read_dir(s.at("kept")).unwrap().collect();
    assert_eq!(beside.len(), 1, "nothing is left beside it");
}

#[test]
fn a_directory_is_no_place_for_a_report() {
    let s = subject();
    let ran = scan(&s.at("root"), &["-o", &format!("json:{}", s.at("root"))]).exits(3);
    assert!(ran.stderr.contains("cannot write"), "{}", ran.stderr);
}
