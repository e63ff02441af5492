//! `docs/audit-walkthrough.md`, run as it stands: what it promises holds, what it calls refused is refused by that name.
#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

use sekisho_tests::binary::{Scratch, binary, command};
use sekisho_tests::registry::Registry;
use std::process::Command;

/// A block of the text.
struct Block {
    line: usize,
    /// The rule by which it is refused; empty where none is named in brackets.
    refused: Option<String>,
    code: String,
}

fn blocks(text: &str) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut open: Option<Block> = None;
    for (number, line) in text.lines().enumerate() {
        match (&mut open, line.strip_prefix("```")) {
            (None, Some(info)) => {
                let mut words = info.split(' ');
                assert_eq!(words.next(), Some("sh"), "line {}", number + 1);
                let refused = words.next().map(|word| {
                    let rule = word.strip_prefix("refused=");
                    rule.unwrap_or_else(|| panic!("line {}: {word}", number + 1)).to_owned()
                });
                open = Some(Block {
                    line: number + 1,
                    refused,
                    code: String::new(),
                });
            }
            (Some(_), Some(_)) => blocks.extend(open.take()),
            (Some(block), None) => {
                block.code.push_str(line);
                block.code.push('\n');
            }
            (None, None) => {}
        }
    }
    assert!(open.is_none(), "a block has no end");
    blocks
}

#[test]
fn the_walkthrough_walks() {
    let root = sekisho_tests::root();
    let text = std::fs::read_to_string(root.join("docs/audit-walkthrough.md")).unwrap();
    let blocks = blocks(&text);
    assert!(blocks.iter().filter(|block| block.refused.is_some()).count() >= 7);
    let scratch = Scratch::new();
    let registry = Registry::start();
    // Directories, functions and variables of one block hold for the next: each is one script with all before it, remembered by
    // its state alone.
    let state = scratch.at("state");
    let work = scratch.at("work");
    std::fs::create_dir_all(&work).unwrap();
    let binary = binary();
    let folder = binary.parent().unwrap().to_str().unwrap().to_owned();
    for block in blocks {
        let script = format!(
            "set -euo pipefail\nif [ -e '{state}' ]; then . '{state}'; else cd '{work}'; fi\n\
             {}\n{{ declare -f; echo cd \"'$PWD'\"; echo export SEKISHO_KEY_PASSWORD=\"$SEKISHO_KEY_PASSWORD\"; }} > '{state}'\n",
            block.code
        );
        let plain = command(&binary);
        let mut bash = Command::new("bash");
        bash.arg("-c")
            .arg(script)
            .current_dir(&work)
            .stdin(std::process::Stdio::null());
        for (name, value) in plain.get_envs() {
            match value {
                Some(value) => bash.env(name, value),
                None => bash.env_remove(name),
            };
        }
        let path = std::env::var("PATH").unwrap();
        let output = bash
            .env("PATH", format!("{folder}:{path}"))
            .env("REPOSITORY", &root)
            .env("REGISTRY", registry.host())
            .output()
            .unwrap();
        let (out, err) = (
            String::from_utf8_lossy(&output.stdout),
            String::from_utf8_lossy(&output.stderr),
        );
        let place = format!("line {}\n{}\n{out}\n{err}", block.line, block.code);
        match &block.refused {
            None => assert_eq!(output.status.code(), Some(0), "{place}"),
            Some(rule) => {
                assert_eq!(output.status.code(), Some(5), "{place}");
                assert!(rule.is_empty() || err.contains(&format!("[{rule}]")), "{place}");
            }
        }
    }
}
