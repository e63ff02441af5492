//! The JSON Canonicalization Scheme (RFC 8785), straight from text to text: a document of hundreds of megabytes is put
//! in its canonical form without a tree of it in memory.
//!
//! The text was read by `serde_json` before, so its syntax is known to be right; what can still be wrong is what only
//! signatures mind: a member that stands twice, or a number beyond double precision.

use std::borrow::Cow;
use std::ops::Range;

/// As deep as `serde_json` goes.
const DEPTH: u32 = 128;

/// Why a text has no canonical form, or is not of the form that was asked for.
pub(super) type Fault = String;

/// One member of an object: its name and its value as written.
pub(super) type Member<'t> = (Cow<'t, str>, &'t str);

/// The members of an object, in the order of the text.
pub(super) fn members(text: &str) -> Result<Vec<Member<'_>>, Fault> {
    let mut scanner = Scanner::new(text);
    let mut members = Vec::new();
    scanner.list(b'{', b'}', |scanner| {
        let name = scanner.name()?;
        members.push((name, scanner.raw()?));
        Ok(())
    })?;
    let mut names: Vec<&str> = members.iter().map(|(name, _)| name.as_ref()).collect();
    names.sort_unstable();
    match names.iter().zip(names.iter().skip(1)).find(|(a, b)| a == b) {
        Some((name, _)) => Err(twice(name)),
        None => Ok(members),
    }
}

/// The items of a list, as written.
pub(super) fn items(text: &str) -> Result<Vec<&str>, Fault> {
    let mut scanner = Scanner::new(text);
    let mut items = Vec::new();
    scanner.list(b'[', b']', |scanner| {
        items.push(scanner.raw()?);
        Ok(())
    })?;
    Ok(items)
}

/// Appends the canonical form of a value.
pub(super) fn write(text: &str, out: &mut Vec<u8>) -> Result<(), Fault> {
    Scanner::new(text).value(Some(out))
}

/// Appends the canonical form of an object whose values are written by the caller.
pub(super) fn write_object<V>(
    mut entries: Vec<(&str, V)>,
    out: &mut Vec<u8>,
    mut value: impl FnMut(V, &mut Vec<u8>) -> Result<(), Fault>,
) -> Result<(), Fault> {
    entries.sort_by(|(a, _), (b, _)| a.encode_utf16().cmp(b.encode_utf16()));
    out.push(b'{');
    for (index, (name, entry)) in entries.into_iter().enumerate() {
        if index > 0 {
            out.push(b',');
        }
        string(name, out)?;
        out.push(b':');
        value(entry, out)?;
    }
    out.push(b'}');
    Ok(())
}

struct Scanner<'t> {
    text: &'t str,
    at: usize,
    depth: u32,
}

impl<'t> Scanner<'t> {
    fn new(text: &'t str) -> Self {
        Self { text, at: 0, depth: 0 }
    }

    /// The next byte that is no blank.
    fn peek(&mut self) -> Option<u8> {
        let rest = self.text.as_bytes().get(self.at..).unwrap_or_default();
        let blanks = rest
            .iter()
            .take_while(|b| matches!(b, b' ' | b'\t' | b'\r' | b'\n'))
            .count();
        self.at += blanks;
        rest.get(blanks).copied()
    }

    fn take(&mut self, byte: u8) -> Result<(), Fault> {
        if self.peek() != Some(byte) {
            return Err(format!("`{}` is missing", char::from(byte)));
        }
        self.at += 1;
        Ok(())
    }

    /// Walks what stands between two brackets, separated by commas.
    fn list(&mut self, open: u8, close: u8, mut item: impl FnMut(&mut Self) -> Result<(), Fault>) -> Result<(), Fault> {
        self.take(open)?;
        self.depth += 1;
        if self.depth > DEPTH {
            return Err(format!("it is nested deeper than {DEPTH}"));
        }
        if self.peek() != Some(close) {
            loop {
                item(self)?;
                if self.peek() != Some(b',') {
                    break;
                }
                self.at += 1;
            }
        }
        self.depth -= 1;
        self.take(close)
    }

    /// A string as written, quotes included.
    fn quoted(&mut self) -> Result<&'t str, Fault> {
        self.take(b'"')?;
        let from = self.at - 1;
        let mut escaped = false;
        for byte in self.text.as_bytes().get(self.at..).unwrap_or_default() {
            self.at += 1;
            match byte {
                b'"' if !escaped => return Ok(self.text.get(from..self.at).unwrap_or_default()),
                b'\\' => escaped = !escaped,
                _ => escaped = false,
            }
        }
        Err("a string does not end".to_owned())
    }

    fn text(&mut self) -> Result<Cow<'t, str>, Fault> {
        let quoted = self.quoted()?;
        if quoted.contains('\\') {
            return serde_json::from_str(quoted).map(Cow::Owned).map_err(|e| e.to_string());
        }
        Ok(Cow::Borrowed(quoted.get(1..quoted.len() - 1).unwrap_or_default()))
    }

    /// A member's name and the colon behind it.
    fn name(&mut self) -> Result<Cow<'t, str>, Fault> {
        let name = self.text()?;
        self.take(b':')?;
        Ok(name)
    }

    /// A value as written.
    fn raw(&mut self) -> Result<&'t str, Fault> {
        self.peek();
        let from = self.at;
        self.value(None)?;
        Ok(self.text.get(from..self.at).unwrap_or_default())
    }

    /// Walks a value and appends its canonical form, where that is wanted.
    fn value(&mut self, out: Option<&mut Vec<u8>>) -> Result<(), Fault> {
        match (self.peek(), out) {
            (Some(b'{'), Some(out)) => self.object(out),
            (Some(b'{'), None) => self.list(b'{', b'}', |scanner| {
                scanner.quoted()?;
                scanner.take(b':')?;
                scanner.value(None)
            }),
            (Some(b'['), Some(out)) => {
                out.push(b'[');
                let mut first = true;
                self.list(b'[', b']', |scanner| {
                    if !std::mem::take(&mut first) {
                        out.push(b',');
                    }
                    scanner.value(Some(out))
                })?;
                out.push(b']');
                Ok(())
            }
            (Some(b'['), None) => self.list(b'[', b']', |scanner| scanner.value(None)),
            (Some(b'"'), Some(out)) => string(&self.text()?, out),
            (Some(b'"'), None) => self.quoted().map(|_| ()),
            (Some(_), out) => {
                let word = self.word();
                out.map_or(Ok(()), |out| scalar(word, out))
            }
            (None, _) => Err("a value is missing".to_owned()),
        }
    }

    /// A number, `true`, `false` or `null`.
    fn word(&mut self) -> &'t str {
        let from = self.at;
        let rest = self.text.as_bytes().get(from..).unwrap_or_default();
        self.at += rest
            .iter()
            .take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'-' | b'.'))
            .count();
        self.text.get(from..self.at).unwrap_or_default()
    }

    /// An object in the order of its names, compared as UTF-16.
    fn object(&mut self, out: &mut Vec<u8>) -> Result<(), Fault> {
        let mut entries: Vec<(Cow<'t, str>, Range<usize>)> = Vec::new();
        out.push(b'{');
        let start = out.len();
        self.list(b'{', b'}', |scanner| {
            if !entries.is_empty() {
                out.push(b',');
            }
            let from = out.len();
            let name = scanner.name()?;
            string(&name, out)?;
            out.push(b':');
            scanner.value(Some(out))?;
            entries.push((name, from..out.len()));
            Ok(())
        })?;
        if !entries.is_sorted_by(|(a, _), (b, _)| a.encode_utf16().lt(b.encode_utf16())) {
            entries.sort_by(|(a, _), (b, _)| a.encode_utf16().cmp(b.encode_utf16()));
            if let Some((name, _)) = entries
                .iter()
                .zip(entries.iter().skip(1))
                .find_map(|(a, b)| (a.0 == b.0).then_some(a))
            {
                return Err(twice(name));
            }
            let unsorted = out.split_off(start);
            for (index, (_, range)) in entries.iter().enumerate() {
                if index > 0 {
                    out.push(b',');
                }
                let moved = range.start - start..range.end - start;
                out.extend_from_slice(unsorted.get(moved).unwrap_or_default());
            }
        }
        out.push(b'}');
        Ok(())
    }
}

fn twice(name: &str) -> Fault {
    let name: String = name.chars().take(40).collect();
    format!("member `{name}` stands twice in one object")
}

/// As `JSON.stringify` of ECMAScript writes it, which `serde_json` does too.
fn string(text: &str, out: &mut Vec<u8>) -> Result<(), Fault> {
    serde_json::to_writer(out, text).map_err(|e| e.to_string())
}

fn scalar(word: &str, out: &mut Vec<u8>) -> Result<(), Fault> {
    if matches!(word, "true" | "false" | "null") {
        out.extend_from_slice(word.as_bytes());
        return Ok(());
    }
    let number: f64 = word.parse().map_err(|_| "a number cannot be read".to_owned())?;
    if !number.is_finite() {
        return Err("a number is beyond double precision".to_owned());
    }
    out.extend_from_slice(ryu_js::Buffer::new().format_finite(number).as_bytes());
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn canonical(text: &str) -> Result<String, Fault> {
        let mut out = Vec::new();
        write(text, &mut out)?;
        Ok(String::from_utf8(out).unwrap())
    }

    #[test]
    fn the_examples_of_the_standard() {
        // RFC 8785 §3.2.2 and §3.2.3.
        let text = r#"{ "numbers": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],
            "string": "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/", "literals": [null, true, false] }"#;
        let expected = "{\"literals\":[null,true,false],\"numbers\":[333333333.3333333,1e+30,4.5,0.002,1e-27],\
            \"string\":\"€$\\u000f\\nA'B\\\"\\\\\\\\\\\"/\"}";
        assert_eq!(canonical(text).unwrap(), expected);
        let text = "{\"\\u20ac\":1,\"\\r\":2,\"\\ufb33\":3,\"1\":4,\"\\ud83d\\ude00\":5,\"\\u0080\":6,\"\\u00f6\":7}";
        let expected = "{\"\\r\":2,\"1\":4,\"\u{80}\":6,\"ö\":7,\"€\":1,\"😀\":5,\"\u{fb33}\":3}";
        assert_eq!(canonical(text).unwrap(), expected);
    }

    #[test]
    fn what_has_no_canonical_form() {
        for text in [r#"{"a":1,"b":2,"a":1}"#, r#"{"a":1,"\u0061":1}"#, "[1e999]"] {
            canonical(text).unwrap_err();
        }
        members(r#"{"a":1,"\u0061":1}"#).unwrap_err();
        assert_eq!(
            canonical("[-0, 1e2, 9007199254740993]").unwrap(),
            "[0,100,9007199254740992]"
        );
    }

    #[test]
    fn blanks_and_order_change_nothing() {
        let spread = " { \"b\" : [ ] ,\n \"a\" : { \"d\" : { } , \"c\" : \"x\\\\\" } } ";
        assert_eq!(canonical(spread).unwrap(), r#"{"a":{"c":"x\\","d":{}},"b":[]}"#);
        let parts: Vec<_> = members(spread).unwrap();
        assert_eq!(
            parts,
            [("b".into(), "[ ]"), ("a".into(), "{ \"d\" : { } , \"c\" : \"x\\\\\" }")]
        );
        assert_eq!(items("[1, [2,3] ,{}]").unwrap(), ["1", "[2,3]", "{}"]);
    }
}
