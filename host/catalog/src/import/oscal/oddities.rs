//! What a catalogue does that OSCAL's schema forbids and that harms nobody who only reads it: told once for each kind, with
//! the first place.

use serde_json::Value;
use std::fmt::Write as _;

/// Kinds of oddities: how often, and where first.
#[derive(Default)]
struct Seen {
    counts: [(usize, String); 4],
}

const KINDS: [&str; 4] = [
    "a list or object is empty",
    "a name or id is no token",
    "a text is empty",
    "a value is of another type than a text",
];
const EMPTY: usize = 0;
const TOKEN: usize = 1;
const TEXT: usize = 2;
const TYPE: usize = 3;

/// One sentence for each kind of oddity. The text is JSON: it was read before.
pub(super) fn remarks(text: &str) -> Vec<String> {
    let Ok(document) = serde_json::from_str::<Value>(text) else {
        return Vec::new();
    };
    let mut seen = Seen::default();
    look(&document, ("", ""), &mut String::new(), &mut seen);
    let metadata = document.pointer("/catalog/metadata");
    let version = metadata.and_then(|m| m.get("oscal-version")?.as_str());
    let mut remarks = Vec::new();
    match version {
        Some(version) if version.starts_with("1.") => {}
        Some(version) => remarks.push(format!(
            "it says that it is OSCAL {}; this program reads 1.x",
            version.escape_debug()
        )),
        None => remarks.push("it names no `oscal-version`".to_owned()),
    }
    let told = KINDS.iter().zip(seen.counts).filter(|(_, (count, _))| *count > 0);
    remarks.extend(told.map(|(kind, (count, first))| {
        format!(
            "{kind}, which OSCAL does not allow: {count} times, first at {}",
            first.escape_debug()
        )
    }));
    remarks
}

/// `key` is the member in which a value stands, `of` the one in which the object of that member does.
fn look(value: &Value, (of, key): (&str, &str), path: &mut String, seen: &mut Seen) {
    let mut note = |kind: usize| {
        if let Some((count, first)) = seen.counts.get_mut(kind) {
            if *count == 0 {
                path.clone_into(first);
            }
            *count += 1;
        }
    };
    match value {
        Value::Array(items) => {
            if items.is_empty() {
                note(EMPTY);
            }
            for (at, item) in items.iter().enumerate() {
                let length = path.len();
                // INVARIANT: writing to a String cannot fail.
                let _ = write!(path, "/{at}");
                look(item, (of, key), path, seen);
                path.truncate(length);
            }
        }
        Value::Object(members) => {
            // `include-all` and its like say something by being empty.
            if members.is_empty() && !key.ends_with("-all") {
                note(EMPTY);
            }
            for (name, item) in members {
                let length = path.len();
                let _ = write!(path, "/{name}");
                look(item, (key, name.as_str()), path, seen);
                path.truncate(length);
            }
        }
        Value::String(text) if wants_token(of, key) && !is_token(text) => note(TOKEN),
        Value::String(text) if text.trim().is_empty() => note(TEXT),
        Value::Number(_) | Value::Bool(_) | Value::Null if matches!(key, "id" | "name" | "value" | "title") => {
            note(TYPE);
        }
        _ => {}
    }
}

/// Whether a member is a token. People and documents have names and ids of another kind.
fn wants_token(of: &str, key: &str) -> bool {
    match key {
        "name" => matches!(of, "props" | "parts"),
        "id" => of != "external-ids",
        _ => key == "class",
    }
}

/// Near enough to an `NCName` for a remark.
fn is_token(text: &str) -> bool {
    text.starts_with(|c: char| c.is_alphabetic() || c == '_')
        && text
            .chars()
            .all(|c| c.is_alphanumeric() || matches!(c, '.' | '-' | '_'))
}
