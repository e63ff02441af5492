//! What every configuration reader ends in: snapshots of settings, each a path with a value and a line.
//!
//! Paths: names are joined with `.`, list items are `[n]` from 0. In formats with nested names (JSON, YAML, TOML, XML)
//! a `.`, `[` or `\` inside a name is written with a `\` before it; in line formats (INI, properties, sysctl …) the
//! dots of a name are dots of the path, as those formats mean them. Registry paths keep their `\` and have no escapes.
//! A document that is one bare value has the path `$`.

use super::tree::{Node, Value};
use crate::{ReadError, Reading};
use sekisho_model::Date;
use std::borrow::Cow;
use std::fmt::Write;
use std::rc::Rc;

/// The type of a value as the file has it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ValueType {
    /// A text.
    String,
    /// A number.
    Number,
    /// Yes or no.
    Boolean,
    /// Nothing, or a keyword without a value.
    Null,
    /// A list without items.
    EmptyList,
    /// A map without names.
    EmptyMap,
    /// Known to exist, but not what it is (Terraform's `known after apply`).
    Unknown,
}

impl ValueType {
    /// The word in the facts.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::String => "string",
            Self::Number => "number",
            Self::Boolean => "boolean",
            Self::Null => "null",
            Self::EmptyList => "empty-list",
            Self::EmptyMap => "empty-map",
            Self::Unknown => "unknown",
        }
    }
}

/// A value, typed.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Scalar<'t> {
    /// As text; none for null and empty collections.
    pub text: Option<Cow<'t, str>>,
    /// As a number.
    pub number: Option<f64>,
    /// As yes or no.
    pub flag: Option<bool>,
    /// Its type.
    pub ty: ValueType,
}

impl<'t> Scalar<'t> {
    /// The value of a node that holds no others; with `typed`, a text is a text whatever it looks like.
    pub(super) fn of(value: &Value<'t>, typed: bool) -> Self {
        match value {
            Value::Map(_) => Self::bare(ValueType::EmptyMap),
            Value::List(_) => Self::bare(ValueType::EmptyList),
            Value::Null => Self::bare(ValueType::Null),
            Value::Bool(flag) => Self::flag(*flag),
            Value::Number(text) => Self::number(text.clone()),
            Value::Text(text) if typed => Self::typed(text.clone()),
            Value::Text(text) => Self::untyped(text.clone()),
        }
    }

    /// A value without text.
    pub(super) fn bare(ty: ValueType) -> Self {
        Self {
            text: None,
            number: None,
            flag: None,
            ty,
        }
    }

    /// A text of a typed format: it is a text whatever it looks like.
    pub(super) fn typed(text: Cow<'t, str>) -> Self {
        Self {
            text: Some(text),
            number: None,
            flag: None,
            ty: ValueType::String,
        }
    }

    /// A number as written.
    pub(super) fn number(text: Cow<'t, str>) -> Self {
        let number = text.parse::<f64>().ok().filter(|n| n.is_finite());
        Self {
            text: Some(text),
            number,
            flag: None,
            ty: ValueType::Number,
        }
    }

    /// Yes or no.
    pub(super) fn flag(flag: bool) -> Self {
        let text = Cow::Borrowed(if flag { "true" } else { "false" });
        Self {
            text: Some(text),
            number: None,
            flag: Some(flag),
            ty: ValueType::Boolean,
        }
    }

    /// A text of a format without types: numbers and the usual words for yes and no are recognized.
    pub(super) fn untyped(text: Cow<'t, str>) -> Self {
        if let Some(number) = plain_number(&text) {
            return Self {
                text: Some(text),
                number: Some(number),
                flag: None,
                ty: ValueType::Number,
            };
        }
        let flag = match text.to_ascii_lowercase().as_str() {
            "true" | "yes" | "on" | "enabled" => Some(true),
            "false" | "no" | "off" | "disabled" => Some(false),
            _ => None,
        };
        let ty = if flag.is_some() {
            ValueType::Boolean
        } else {
            ValueType::String
        };
        Self {
            text: Some(text),
            number: None,
            flag,
            ty,
        }
    }
}

/// A decimal number without ambiguity: no leading zeros (file modes), no words (`inf`, `nan`).
fn plain_number(text: &str) -> Option<f64> {
    let unsigned = text.strip_prefix('-').unwrap_or(text);
    let (whole, fraction) = unsigned.split_once('.').map_or((unsigned, None), |(w, f)| (w, Some(f)));
    let digits = |s: &str| !s.is_empty() && s.len() <= 40 && s.bytes().all(|b| b.is_ascii_digit());
    let plain = digits(whole) && fraction.is_none_or(digits) && (whole == "0" || !whole.starts_with('0'));
    plain.then(|| text.parse().ok()).flatten()
}

/// How the vocabulary of canonical settings sees an entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Route {
    /// By its path, with escapes.
    Path,
    /// By its path, without escapes.
    Plain,
    /// By another path, with escapes: without the names that a file gives to things.
    As(String),
    /// As a registry value: `HKLM\…\Name`.
    Registry(String),
    /// By the words of a line after the words of its blocks: as deep as a pattern goes, the rest is the value.
    Words {
        /// Words of the blocks.
        blocks: Rc<[String]>,
        /// Words of the line.
        words: Vec<String>,
    },
    /// Not at all.
    Hidden,
}

/// One setting.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Entry<'t> {
    /// Path inside the snapshot.
    pub path: String,
    /// Value.
    pub value: Scalar<'t>,
    /// Line from 1.
    pub line: u32,
    /// For the vocabulary.
    pub route: Route,
}

/// One snapshot before it becomes rows.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Snapshot<'t> {
    /// Word of the format in the facts; also what the vocabulary's maps are chosen by.
    pub format: &'static str,
    /// The asset as the snapshot names it.
    pub asset: Option<String>,
    /// When it was taken, as the snapshot says.
    pub collected: Option<Date>,
    /// Class of the asset as the snapshot states it.
    pub class: Option<String>,
    /// Line it begins on.
    pub line: u32,
    /// The settings.
    pub entries: Vec<Entry<'t>>,
    /// Further settings: everything in a document, under the paths that its names give; with whether its texts are
    /// texts. It becomes rows without becoming entries.
    pub document: Option<(Node<'t>, bool)>,
}

impl Snapshot<'_> {
    /// Whether there is no setting.
    pub(super) fn is_empty(&self) -> bool {
        self.entries.is_empty() && self.document.is_none()
    }

    /// An empty one.
    pub(super) fn new(format: &'static str) -> Self {
        Self {
            format,
            line: 1,
            ..Self::default()
        }
    }

    /// Takes asset, time and class from settings of those names outside any section.
    pub(super) fn name_itself(&mut self) {
        let value = |names: &[&str]| {
            let hit = names
                .iter()
                .find_map(|name| self.entries.iter().find(|e| e.path.eq_ignore_ascii_case(name)));
            hit.and_then(|e| e.value.text.as_deref())
                .map(str::trim)
                .filter(|t| !t.is_empty())
                .map(str::to_owned)
        };
        self.asset = value(&["asset", "hostname"]);
        self.collected = value(&["collected_at"]).and_then(|text| Date::parse(&text));
        self.class = value(&["class"]);
    }
}

/// Goes through all values of a document, each with its path.
#[derive(Debug)]
pub(super) struct Walk {
    path: String,
    spent: u64,
    bound: u64,
}

impl Walk {
    /// For one file.
    pub(super) fn new(reading: &Reading<'_>) -> Self {
        Self {
            path: String::new(),
            spent: 0,
            bound: reading.limits.expanded_bytes,
        }
    }

    /// Hands over everything below a node under a path: what holds no other values.
    pub(super) fn below<'n, 't>(
        &mut self,
        path: &str,
        node: &'n Node<'t>,
        put: &mut impl FnMut(&str, &'n Node<'t>) -> Result<(), ReadError>,
    ) -> Result<(), ReadError> {
        path.clone_into(&mut self.path);
        self.node(node, put)
    }

    fn node<'n, 't>(
        &mut self,
        node: &'n Node<'t>,
        put: &mut impl FnMut(&str, &'n Node<'t>) -> Result<(), ReadError>,
    ) -> Result<(), ReadError> {
        let length = self.path.len();
        match &node.value {
            Value::Map(entries) if !entries.is_empty() => {
                for (name, child) in entries {
                    push_name(&mut self.path, name);
                    self.node(child, put)?;
                    self.path.truncate(length);
                }
                return Ok(());
            }
            Value::List(items) if !items.is_empty() => {
                for (index, child) in items.iter().enumerate() {
                    let _ = write!(self.path, "[{index}]");
                    self.node(child, put)?;
                    self.path.truncate(length);
                }
                return Ok(());
            }
            _ => {}
        }
        let path = if self.path.is_empty() { "$" } else { &self.path };
        spend(&mut self.spent, path, node.line, self.bound)?;
        put(path, node)
    }
}

/// Turns nodes into entries.
#[derive(Debug)]
pub(super) struct Flattener<'t> {
    /// What came out.
    pub entries: Vec<Entry<'t>>,
    /// Whether texts are texts (JSON, YAML, TOML) or may be anything (XML).
    pub typed: bool,
    walk: Walk,
    rows: u32,
}

impl<'t> Flattener<'t> {
    /// For one file.
    pub(super) fn new(typed: bool, reading: &Reading<'_>) -> Self {
        Self {
            entries: Vec::new(),
            typed,
            walk: Walk::new(reading),
            rows: reading.limits.rows,
        }
    }

    /// Appends everything below a node under a path.
    pub(super) fn below(&mut self, path: &str, node: &Node<'t>) -> Result<(), ReadError> {
        let (entries, rows, typed) = (&mut self.entries, self.rows, self.typed);
        self.walk.below(path, node, &mut |path, node| {
            if entries.len() >= rows as usize {
                return Err(ReadError::limit("number of facts in one file", rows.to_string()));
            }
            entries.push(Entry {
                path: path.to_owned(),
                value: Scalar::of(&node.value, typed),
                line: node.line,
                route: Route::Path,
            });
            Ok(())
        })
    }
}

/// Longest path, in bytes. Long names repeat in every path below them, so they multiply what a file costs.
const PATH_BYTES: usize = 16 << 10;

/// Counts a path against the bounds for one path and for all paths of a file.
pub(super) fn spend(spent: &mut u64, path: &str, line: u32, bound: u64) -> Result<(), ReadError> {
    *spent = spent.saturating_add(path.len() as u64);
    let (what, limit) = if path.len() > PATH_BYTES {
        ("length of a path", PATH_BYTES)
    } else if *spent > bound {
        ("size of all paths", usize::try_from(bound).unwrap_or(usize::MAX))
    } else {
        return Ok(());
    };
    Err(ReadError::Limit {
        what,
        limit: format!("{limit} bytes"),
        line: Some(line),
        locator: None,
    })
}

/// Appends a name to a path, escaped.
pub(super) fn push_name(path: &mut String, name: &str) {
    if !path.is_empty() {
        path.push('.');
    }
    if !name.bytes().any(|byte| matches!(byte, b'.' | b'[' | b'\\')) {
        path.push_str(name);
        return;
    }
    for character in name.chars() {
        if matches!(character, '.' | '[' | '\\') {
            path.push('\\');
        }
        path.push(character);
    }
}

/// Splits an escaped path into segments; a list item is a segment of its own (`[0]`).
pub(super) fn segments(path: &str) -> Vec<String> {
    let mut segments = Vec::new();
    let mut current = String::new();
    let mut rest = path;
    loop {
        // What is no sign is taken as it is, as far as it goes.
        let sign = |byte| matches!(byte, b'\\' | b'.' | b'[' | b']');
        let (plain, behind) = rest.split_at(rest.bytes().position(sign).unwrap_or(rest.len()));
        current.push_str(plain);
        let mut characters = behind.chars();
        match characters.next() {
            None => break,
            Some('\\') => current.extend(characters.next()),
            Some('.') => segments.push(std::mem::take(&mut current)),
            Some('[') => {
                // `name[0]`: the name ends here; after another item (`[0][1]`) there is no name to end.
                if !current.is_empty() {
                    segments.push(std::mem::take(&mut current));
                }
                current.push('[');
            }
            Some(']') if current.starts_with('[') => {
                current.push(']');
                segments.push(std::mem::take(&mut current));
                // The dot after an item only separates.
                let mut ahead = characters.clone();
                if ahead.next() == Some('.') {
                    characters = ahead;
                }
            }
            Some(other) => current.push(other),
        }
        rest = characters.as_str();
    }
    if !current.is_empty() || segments.is_empty() {
        segments.push(current);
    }
    segments
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_split_as_they_were_joined() {
        for names in [vec!["a", "b.c", "d[e]", "f\\g"], vec!["x"]] {
            let mut path = String::new();
            names.iter().for_each(|name| push_name(&mut path, name));
            assert_eq!(segments(&path), names);
        }
        assert_eq!(segments("a.b[0].c[1][2]"), ["a", "b", "[0]", "c", "[1]", "[2]"]);
        assert_eq!(segments("部.品\\.番]号[0]"), ["部", "品.番]号", "[0]"]);
        assert_eq!(segments("a..b."), ["a", "", "b"]);
        assert_eq!(segments(""), [""]);
    }

    #[test]
    fn untyped_texts_are_recognized_without_guessing() {
        let read = |text: &str| Scalar::untyped(Cow::Owned(text.to_owned()));
        assert_eq!(read("14").number, Some(14.0));
        assert_eq!(read("-1.5").number, Some(-1.5));
        assert_eq!(read("0640").number, None);
        assert_eq!(read("nan").number, None);
        assert_eq!(read("Yes").flag, Some(true));
        assert_eq!(read("1").flag, None);
    }
}
