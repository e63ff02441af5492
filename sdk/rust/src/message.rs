//! Message files: the part of Project Fluent's syntax (FTL 1.0) that Sekisho uses.
//!
//! `id = text`, continued on indented lines; attributes `    .hint = text` and `    .description = text`; comments with
//! `#`; places `{$name}`. Selectors and functions are not used: the host fills in arguments and nothing else.

use std::collections::BTreeMap;

/// One message: its text and its attributes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Message {
    /// The text.
    pub text: String,
    /// Its attributes.
    pub attributes: BTreeMap<String, String>,
}

/// Reads a message file. A line that is none of the above is left out; `cargo xtask tidy` refuses such files.
pub fn parse(source: &str) -> BTreeMap<String, Message> {
    let mut messages: BTreeMap<String, Message> = BTreeMap::new();
    let mut current: Option<(String, Option<String>)> = None;
    for line in source.lines() {
        if line.trim().is_empty() || line.starts_with('#') {
            continue;
        }
        let indented = line.starts_with([' ', '\t']);
        let trimmed = line.trim();
        if !indented {
            current = trimmed.split_once('=').map(|(id, text)| {
                let id = id.trim().to_owned();
                messages.entry(id.clone()).or_default().text = text.trim().to_owned();
                (id, None)
            });
            continue;
        }
        let Some((id, attribute)) = current.as_mut() else {
            continue;
        };
        let Some(message) = messages.get_mut(id) else { continue };
        if let Some((name, text)) = trimmed.strip_prefix('.').and_then(|rest| rest.split_once('=')) {
            let name = name.trim().to_owned();
            message.attributes.insert(name.clone(), text.trim().to_owned());
            *attribute = Some(name);
        } else {
            let target = match attribute {
                Some(name) => message.attributes.entry(name.clone()).or_default(),
                None => &mut message.text,
            };
            if !target.is_empty() {
                target.push('\n');
            }
            target.push_str(trimmed);
        }
    }
    messages
}

#[cfg(test)]
mod tests {
    use super::parse;

    #[test]
    fn reads_texts_attributes_and_continuations() {
        let messages = parse("# c\na-b = one {$x}\n    two\n    .hint = do\n        this\n\nc = d\n");
        assert_eq!(messages["a-b"].text, "one {$x}\ntwo");
        assert_eq!(messages["a-b"].attributes["hint"], "do\nthis");
        assert_eq!(messages["c"].text, "d");
        assert_eq!(messages.len(), 2);
    }
}
