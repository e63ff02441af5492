//! A text in one language is a text in the other: the same message ids, the same attributes, and the same arguments in
//! each, in every pair of `*.ja.ftl` and `*.en.ftl`.

use std::collections::{BTreeMap, BTreeSet};

use super::Remark;
use super::tree::Tree;

/// `message` or `message.attribute`, and the arguments its pattern uses.
type Patterns = BTreeMap<String, BTreeSet<String>>;

pub(super) fn check(tree: &Tree) -> Vec<Remark> {
    let mut remarks = Vec::new();
    for file in tree.files().filter(|file| file.ends_with(".ftl")) {
        let other = match (file.strip_suffix(".ja.ftl"), file.strip_suffix(".en.ftl")) {
            (Some(stem), _) => format!("{stem}.en.ftl"),
            (None, Some(stem)) => format!("{stem}.ja.ftl"),
            (None, None) => continue,
        };
        let (here, there) = (patterns(&tree.text(file)), patterns(&tree.text(&other)));
        for (id, arguments) in &here {
            match there.get(id) {
                None => remarks.push(Remark::violation(file, format!("`{id}` is missing in {other}"))),
                // Told once, from the file that comes first.
                Some(others) if others != arguments && *file < *other => {
                    let what = format!("`{id}` uses {} here and {} in {other}", list(arguments), list(others));
                    remarks.push(Remark::violation(file, what));
                }
                Some(_) => {}
            }
        }
    }
    remarks
}

fn list(arguments: &BTreeSet<String>) -> String {
    if arguments.is_empty() {
        return "no argument".to_owned();
    }
    arguments
        .iter()
        .map(|name| format!("`${name}`"))
        .collect::<Vec<_>>()
        .join(" ")
}

/// As much of Fluent's grammar as the comparison needs: an entry begins at the margin, an attribute is an indented line
/// that begins with a dot, everything else indented continues a pattern.
fn patterns(text: &str) -> Patterns {
    let mut found = Patterns::new();
    let mut message = String::new();
    let mut current = String::new();
    for line in text
        .lines()
        .filter(|line| !line.starts_with('#') && !line.trim().is_empty())
    {
        let is_margin = !line.starts_with([' ', '\t', '}']);
        let (name, value) = line.split_once('=').unwrap_or((line, ""));
        let name = name.trim();
        let value = if is_margin && is_identifier(name) {
            message = name.to_owned();
            current = message.clone();
            value
        } else if let Some(attribute) = name.strip_prefix('.').filter(|name| is_identifier(name)) {
            current = format!("{message}.{attribute}");
            value
        } else {
            line
        };
        if !current.is_empty() {
            found.entry(current.clone()).or_default().extend(arguments(value));
        }
    }
    found
}

fn is_identifier(name: &str) -> bool {
    let name = name.strip_prefix('-').unwrap_or(name);
    name.starts_with(|c: char| c.is_ascii_alphabetic())
        && name
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'))
}

/// The names after `$`.
fn arguments(value: &str) -> Vec<String> {
    let names = value.split('$').skip(1).map(|rest| {
        rest.chars()
            .take_while(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'))
            .collect::<String>()
    });
    names.filter(|name| !name.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::super::testing::violations;
    use super::check;

    #[test]
    fn both_languages_say_the_same_things() {
        let ja = "# 見出し\nmissing = { $component } に供給者がありません\n    .title = 供給者\ncount =\n    { $n ->\n        [one] 一件\n       *[other] { $n } 件\n    }\n";
        let en = "missing = { $component } names no supplier\n    .title = Supplier\ncount =\n    { $n ->\n        [one] one\n       *[other] { $n } of them\n    }\n";
        assert_eq!(
            violations(check, &[("p/messages.ja.ftl", ja), ("p/messages.en.ftl", en)]),
            [""; 0]
        );
    }

    #[test]
    fn a_missing_text_attribute_or_argument_is_seen() {
        let ja = "a = { $x }\n    .title = あ\nb = い\n";
        let en = "a = { $y }\nc = u\n";
        let found = violations(check, &[("p/messages.ja.ftl", ja), ("p/messages.en.ftl", en)]);
        assert_eq!(
            found,
            [
                "p/messages.en.ftl: `a` uses `$y` here and `$x` in p/messages.ja.ftl",
                "p/messages.en.ftl: `c` is missing in p/messages.ja.ftl",
                "p/messages.ja.ftl: `a.title` is missing in p/messages.en.ftl",
                "p/messages.ja.ftl: `b` is missing in p/messages.en.ftl",
            ]
        );
        assert_eq!(violations(check, &[("p/messages.ja.ftl", "a = あ\n")]).len(), 1);
    }
}
