//! The one file that `cargo xtask build` leaves works alone: in an empty directory, without a home, without a cache.

use sekisho_tests::binary::{Scratch, binary, finish, good};
use std::path::Path;
use std::process::Command;

fn alone(program: &Path, folder: &Path, arguments: &[&str]) -> sekisho_tests::binary::Ran {
    finish(Command::new(program).args(arguments).env_clear().current_dir(folder))
}

#[test]
fn a_copy_of_the_binary_needs_nothing_else() {
    let s = Scratch::new();
    good(&s, "evidence/a");
    let name = format!("sekisho{}", std::env::consts::EXE_SUFFIX);
    std::fs::create_dir(s.path().join("empty")).unwrap();
    let copy = s.path().join("empty").join(&name);
    std::fs::copy(binary(), &copy).unwrap();
    let folder = s.path().join("empty");
    let ran = alone(&copy, &folder, &["policy", "list", "-o", "json"]).exits(0);
    assert!(!ran.json().as_array().unwrap().is_empty());
    let ran = alone(&copy, &folder, &["plugin", "inspect", "-o", "json"]).exits(0);
    assert!(ran.json().as_array().unwrap().len() >= 4);
    let ran = alone(
        &copy,
        &folder,
        &[
            "scan",
            "../evidence/a",
            "--policy",
            "software/sbom-ntia-2021",
            "-o",
            "json",
        ],
    );
    assert!((0..=2).contains(&ran.code), "{} {}", ran.code, ran.stderr);
    let record = ran.json();
    assert_eq!(record["policies"][0]["id"], "software/sbom-ntia-2021");
    assert_eq!(record["subjects"][0]["id"], "a");
    let left: Vec<_> = std::fs::read_dir(&folder)
        .unwrap()
        .map(|e| e.unwrap().file_name())
        .collect();
    assert_eq!(left, [name.as_str()], "nothing is left behind");
}
