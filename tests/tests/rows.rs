//! Every acceptance row under `tests/rows/` comes out as it says. `SEKISHO_ROWS=098,126` runs only some.
#![allow(clippy::unwrap_used, clippy::panic, clippy::expect_used, reason = "tests")]

use sekisho_tests::{root, rows};
use std::path::PathBuf;
use std::sync::Mutex;

fn files() -> Vec<PathBuf> {
    let entries = std::fs::read_dir(root().join("tests/rows")).unwrap();
    let mut files: Vec<PathBuf> = entries
        .map(|e| e.unwrap().path())
        .filter(|p| p.extension().is_some_and(|e| e == "toml"))
        // The list of all rows tells their names and runs nothing.
        .filter(|p| p.file_stem().is_some_and(|stem| stem != "index"))
        .collect();
    files.sort();
    files
}

#[test]
fn every_row_comes_out_as_it_says() {
    let only = std::env::var("SEKISHO_ROWS").ok();
    let chosen = |path: &PathBuf| {
        let stem = path.file_stem().and_then(|s| s.to_str()).unwrap_or_default();
        only.as_ref().is_none_or(|list| list.split(',').any(|s| s == stem))
    };
    let queue = Mutex::new(files().into_iter().filter(chosen).collect::<Vec<_>>());
    let wrong = Mutex::new(Vec::new());
    let work = || {
        loop {
            let Some(path) = queue.lock().unwrap().pop() else {
                return;
            };
            if let Err(fault) = rows::run(&path) {
                let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
                wrong.lock().unwrap().push(format!("{name}:\n{fault}"));
            }
        }
    };
    std::thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(work);
        }
    });
    let mut wrong = wrong.into_inner().unwrap();
    wrong.sort();
    assert!(wrong.is_empty(), "{} rows:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn a_row_that_asks_for_the_wrong_thing_is_found_out() {
    let scratch = sekisho_tests::binary::Scratch::new();
    let row = |number: &str, rest: &str| {
        scratch.write(
            "001.toml",
            format!("row = {number}\ntitle = \"t\"\nstatus = \"works\"\n{rest}"),
        );
        rows::run(&scratch.path().join("001.toml"))
    };
    let list = "[[run]]\nargs = [\"policy\", \"list\", \"-o\", \"json\"]\n";
    row(
        "1",
        &format!("{list}exit = 0\njson = [{{ at = \"/0/id\", has = \"/\" }}]\n"),
    )
    .unwrap();
    let spoilt = [
        ("2", format!("{list}exit = 0\n"), "its name says 001"),
        ("1", format!("{list}exit = 1\n"), "exit code 0, not 1"),
        ("1", format!("{list}exit = 0\nstdout = [\"no such\"]\n"), "stdout lacks"),
        ("1", format!("{list}exit = 0\nnot_stdout = [\"id\"]\n"), "stdout has"),
        ("1", format!("{list}exit = 0\nstderr = [\"no such\"]\n"), "stderr lacks"),
        (
            "1",
            format!("{list}exit = 0\njson = [{{ at = \"/0/id\", is = \"x\" }}]\n"),
            "/0/id is",
        ),
        (
            "1",
            format!("{list}exit = 0\njson = [{{ at = \"\", count = 0 }}]\n"),
            "entries, not 0",
        ),
        (
            "1",
            format!("{list}exit = 0\njson = [{{ at = \"/x\", count = 0 }}]\n"),
            "there is no /x",
        ),
        (
            "1",
            format!("{list}exit = 0\nfiles = [{{ path = \"{{tmp}}/none\" }}]\n"),
            "{tmp}/none",
        ),
        ("1", "run = []\n".to_owned(), "nothing is run"),
    ];
    for (number, rest, expected) in spoilt {
        let fault = row(number, &rest).unwrap_err();
        assert!(fault.contains(expected), "{rest}: {fault}");
    }
}
