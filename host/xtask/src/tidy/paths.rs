//! No file names a place on somebody's machine. Evidence is other people's text and may say anything.

use super::Remark;
use super::tree::Tree;

/// Written in two halves, so that this file does not name them itself.
const HOMES: &[&str] = &[
    concat!("/ho", "me/"),
    concat!("/Us", "ers/"),
    concat!("C:\\Us", "ers\\"),
];
const ROOT: &str = concat!("/ro", "ot/");

pub(super) fn check(tree: &Tree) -> Vec<Remark> {
    let mut remarks = Vec::new();
    for file in tree.files().filter(|file| !is_evidence(file)) {
        for (index, line) in tree.text(file).lines().enumerate() {
            if let Some(found) = machine_path(line) {
                remarks.push(Remark::violation(
                    format!("{file}:{}", index + 1),
                    format!("names a machine path, `{found}`"),
                ));
            }
        }
    }
    remarks
}

fn is_evidence(file: &str) -> bool {
    let is_evidence_folder = file
        .split('/')
        .any(|piece| matches!(piece, "evidence" | "fixtures" | "corpus"));
    file.starts_with("examples/") || file.starts_with("data/") || (file.starts_with("tests/") && is_evidence_folder)
}

/// The path as far as the person's name.
fn machine_path(line: &str) -> Option<String> {
    if let Some(at) = line.find(ROOT) {
        // `/x/root/y` is a folder of that name inside a project.
        let before = line.get(..at).and_then(|text| text.chars().next_back());
        if !before.is_some_and(|c| c.is_alphanumeric() || matches!(c, '.' | '_' | '-' | '}')) {
            return Some(ROOT.to_owned());
        }
    }
    HOMES.iter().find_map(|home| {
        let (before, rest) = line.split_once(home)?;
        let name: String = rest
            .chars()
            .take_while(|c| c.is_alphanumeric() || matches!(c, '_' | '-'))
            .collect();
        let is_inside = before
            .chars()
            .next_back()
            .is_some_and(|c| c.is_alphanumeric() || matches!(c, '.' | '_' | '-' | '}'));
        (!name.is_empty() && !is_inside).then(|| format!("{home}{name}"))
    })
}

#[cfg(test)]
mod tests {
    use super::super::testing::violations;
    use super::{HOMES, ROOT, check};

    #[test]
    fn a_machine_path_is_seen_and_evidence_is_free() {
        let line = format!(
            "a {}alice/x b",
            HOMES.concat().split_inclusive('/').take(2).collect::<String>()
        );
        let rooted = format!("x = \"{ROOT}.cargo\"\n");
        let found = violations(
            check,
            &[
                ("docs/a.md", &line),
                ("host/b.rs", &format!("//! ok\n{rooted}")),
                ("tests/cases/a/b/c/d/evidence/passwd", &rooted),
                ("examples/factory/sshd_config", &rooted),
                ("src/c.rs", "/home/<name>, /home/, project/root/x, $HOME/.cargo"),
            ],
        );
        let places: Vec<&str> = found.iter().filter_map(|line| line.split(": ").next()).collect();
        assert_eq!(places, ["docs/a.md:1", "host/b.rs:2"]);
    }
}
