//! Texts that the schemas of OSCAL take, whatever stands in them, and that no renderer of Markdown runs.
//!
//! OSCAL has three kinds: a string (one line, nothing around it), a line of markup and several lines of markup, both
//! `CommonMark`. Words that come from evidence or from a guideline are anybody's: their signs are escaped.

use sekisho_model::{Bilingual, Date, text::Language};

/// Stands where a text says nothing and OSCAL wants one.
const NOTHING: &str = "–";

/// One line without blanks around it and never empty: `StringDatatype`. Ends of lines and tabs become blanks; other
/// controls, and signs that reorder a line, become U+FFFD.
pub fn string(text: &str) -> String {
    let shown = text.chars().map(|c| match c {
        '\t' | '\n' | '\u{b}' | '\u{c}' | '\r' | '\u{85}' | '\u{2028}' | '\u{2029}' => ' ',
        '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200e}' | '\u{200f}' => '\u{fffd}',
        c if c.is_control() => '\u{fffd}',
        c => c,
    });
    let shown: String = shown.collect();
    match shown.trim_matches(|c: char| c.is_whitespace() || c == '\u{feff}') {
        "" => NOTHING.to_owned(),
        text => text.to_owned(),
    }
}

/// A text of anybody as a line of markup that shows it as it is: `MarkupLineDatatype`.
pub fn line(text: &str) -> String {
    escaped(&string(text))
}

/// A text of anybody as paragraphs, one for each of its lines that says something: `MarkupMultilineDatatype`.
pub fn prose(text: &str) -> String {
    let lines = text.split(['\n', '\r']).filter(|l| !l.trim().is_empty());
    let paragraphs: Vec<String> = lines.map(paragraph).collect();
    if paragraphs.is_empty() {
        NOTHING.to_owned()
    } else {
        paragraphs.join("\n\n")
    }
}

/// A text in both languages as paragraphs, that of the asked language first; once where both are the same.
pub fn both(text: &Bilingual, language: Language) -> String {
    let (first, second) = match language {
        Language::Ja => (&text.ja, &text.en),
        Language::En => (&text.en, &text.ja),
    };
    if first == second {
        return prose(first);
    }
    format!("{}\n\n{}", prose(first), prose(second))
}

/// What a text of markup says: without the escapes of `CommonMark` (a backslash before ASCII punctuation).
pub fn plain(markup: &str) -> String {
    let mut out = String::with_capacity(markup.len());
    let mut chars = markup.chars().peekable();
    while let Some(c) = chars.next() {
        match chars.peek() {
            Some(next) if c == '\\' && next.is_ascii_punctuation() => out.extend(chars.next()),
            _ => out.push(c),
        }
    }
    out
}

/// A day as the first moment of it in UTC; nothing for a day of which OSCAL's pattern knows no year (2000 to 2999).
pub fn moment(day: Date) -> Option<String> {
    let (year, _, _) = day.ymd();
    (2000..=2999).contains(&year).then(|| format!("{day}T00:00:00Z"))
}

/// The day nearest to the given one of which OSCAL knows the year, as a moment: for members that must be there.
pub fn nearest_moment(day: Date) -> String {
    moment(day).unwrap_or_else(|| {
        let is_before = day.ymd().0 < 2000;
        if is_before {
            "2000-01-01T00:00:00Z"
        } else {
            "2999-12-31T00:00:00Z"
        }
        .to_owned()
    })
}

/// A path as a relative reference (RFC 3986 §4.2): all but unreserved characters and `/` is encoded, and it leads to no
/// other host.
pub fn path(path: &str) -> String {
    let encoded = encoded(path, b"-._~/");
    if encoded.starts_with('/') {
        format!(".{encoded}")
    } else {
        encoded
    }
}

/// An address of the web as a URI: encoded where it has to be. Nothing for what is none.
pub fn address(text: &str) -> Option<String> {
    let (scheme, rest) = text.trim().split_once("://")?;
    if !matches!(scheme, "http" | "https") {
        return None;
    }
    let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    let (host, rest) = rest.split_at_checked(end)?;
    let (name, port) = host.split_once(':').unwrap_or((host, ""));
    let is_name = |b: u8| b.is_ascii_alphanumeric() || b"-.".contains(&b);
    if name.is_empty() || !name.bytes().all(is_name) || !port.bytes().all(|b| b.is_ascii_digit()) || port.len() > 5 {
        return None;
    }
    let (rest, fragment) = rest.split_once('#').map_or((rest, None), |(r, f)| (r, Some(f)));
    // A percent sign is kept: what is encoded already stays.
    let rest = encoded(rest, b"-._~/?!$&'()*+,;=:@%");
    let fragment = fragment.map_or_else(String::new, |f| format!("#{}", encoded(f, b"-._~/?!$&'()*+,;=:@%")));
    Some(format!("{scheme}://{host}{rest}{fragment}")).filter(|uri| percents_are_whole(uri))
}

fn percents_are_whole(uri: &str) -> bool {
    uri.split('%').skip(1).all(|behind| {
        let code = behind.as_bytes().get(..2);
        code.is_some_and(|code| code.iter().all(u8::is_ascii_hexdigit))
    })
}

fn encoded(text: &str, kept: &[u8]) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || kept.contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}

/// One line of several: what begins a list, a heading or a rule does not.
fn paragraph(line: &str) -> String {
    let line = escaped(&string(line));
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    match line.split_at_checked(digits) {
        Some((number, rest)) if digits > 0 && rest.starts_with(['.', ')']) => format!("{number}\\{rest}"),
        _ if line.starts_with(['#', '+', '-', '=']) => format!("\\{line}"),
        _ => line,
    }
}

/// The signs that mean something inside a line of `CommonMark` or of OSCAL's own (`^`, `~`, `{{ insert }}`).
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if matches!(
            c,
            '\\' | '`' | '*' | '_' | '~' | '^' | '[' | ']' | '<' | '>' | '&' | '{' | '}' | '|'
        ) {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;
    use proptest::prelude::*;
    use serde_json::{Value, json};

    /// Whether a text holds a `pattern` or a `format` of a schema.
    fn holds(word: &str, of: &str, value: &str) -> bool {
        let schema = Value::Object([(word.to_owned(), json!(of))].into_iter().collect());
        let validator = jsonschema::options()
            .should_validate_formats(true)
            .build(&schema)
            .unwrap();
        validator.is_valid(&json!(value))
    }

    #[test]
    fn texts_show_what_they_say() {
        assert_eq!(string(" 設備\u{3000}台帳\r\n\u{feff}"), "設備\u{3000}台帳");
        assert_eq!(string("\u{1b}[31m\u{202e}x\u{2028}y"), "\u{fffd}[31m\u{fffd}x y");
        assert_eq!((string("\u{feff}\n"), prose("\r\n")), ("–".to_owned(), "–".to_owned()));
        assert_eq!(
            line("<img> a_b {{ insert: x }}"),
            "\\<img\\> a\\_b \\{\\{ insert: x \\}\\}"
        );
        assert_eq!(prose("1. a\n# b\n\n- c"), "1\\. a\n\n\\# b\n\n\\- c");
        assert_eq!(plain(&prose("1. a_b\\c\n# <b>")), "1. a_b\\c\n\n# <b>");
        assert_eq!(plain("C:\\temp\\"), "C:\\temp\\");
    }

    #[test]
    fn references_lead_nowhere_else() {
        assert_eq!(path("工場/a b.csv"), "%E5%B7%A5%E5%A0%B4/a%20b.csv");
        assert_eq!(path("//evil.example/x"), ".//evil.example/x");
        assert_eq!(path("javascript:alert(1)"), "javascript%3Aalert%281%29");
        assert_eq!(
            address("https://a.example/x y?z=%20#第1"),
            Some("https://a.example/x%20y?z=%20#%E7%AC%AC1".to_owned())
        );
        for odd in [
            "javascript://x",
            "https://",
            "https://a b/",
            "https://a:x/",
            "https://u@a/",
            "https://a/%zz",
        ] {
            assert_eq!(address(odd), None, "{odd}");
        }
    }

    #[test]
    fn days_outside_the_pattern_are_not_written() {
        let day = |text: &str| Date::parse(text).unwrap();
        assert_eq!(moment(day("2028-02-29")).as_deref(), Some("2028-02-29T00:00:00Z"));
        assert_eq!((moment(day("1999-12-31")), moment(day("9999-12-31"))), (None, None));
        assert_eq!(nearest_moment(day("1700-01-01")), "2000-01-01T00:00:00Z");
        assert_eq!(nearest_moment(Date::from_days(i32::MAX / 2)), "2999-12-31T00:00:00Z");
    }

    proptest! {
        #[test]
        fn any_text_holds_the_patterns(text in any::<String>()) {
            prop_assert!(holds("pattern", "^\\S(.*\\S)?$", &string(&text)));
            prop_assert!(holds("pattern", "^[^\n]+$", &line(&text)));
            prop_assert_eq!(plain(&line(&text)), string(&text));
            prop_assert!(holds("format", "uri-reference", &path(&text)));
            prop_assert!(address(&text).is_none_or(|uri| holds("format", "uri", &uri)));
        }

        #[test]
        fn any_address_is_a_uri(text in "https?://[a-z0-9.:@%\\[\\]-]{0,12}[/?#]?\\PC{0,12}") {
            prop_assert!(address(&text).is_none_or(|uri| holds("format", "uri", &uri)));
        }
    }
}
