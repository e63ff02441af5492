//! Rust text with everything blanked that is not code: enough of a lexer for rules that look for words in code.

use std::ops::Range;

/// The same bytes, with comments and the inside of strings and characters turned into spaces; lines stay where they are.
pub(super) fn code_only(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut out = bytes.to_vec();
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        let rest = bytes.get(at..).unwrap_or_default();
        let end = match byte {
            b'/' if rest.starts_with(b"//") => at + rest.iter().position(|b| *b == b'\n').unwrap_or(rest.len()),
            b'/' if rest.starts_with(b"/*") => at + block_comment(rest),
            b'"' => at + string(rest),
            b'r' if !continues_word(bytes, at) => match raw_string(rest) {
                Some(length) => at + length,
                None => {
                    at += 1;
                    continue;
                }
            },
            b'\'' => at + character(rest),
            _ => {
                at += 1;
                continue;
            }
        };
        let end = end.min(bytes.len());
        for blank in out.get_mut(at..end).unwrap_or_default() {
            if *blank != b'\n' {
                *blank = b' ';
            }
        }
        at = end.max(at + 1);
    }
    String::from_utf8(out).unwrap_or_default()
}

fn block_comment(rest: &[u8]) -> usize {
    let mut depth = 0_usize;
    let mut at = 0;
    while at < rest.len() {
        let here = rest.get(at..).unwrap_or_default();
        if here.starts_with(b"/*") {
            depth += 1;
            at += 2;
        } else if here.starts_with(b"*/") {
            depth = depth.saturating_sub(1);
            at += 2;
            if depth == 0 {
                break;
            }
        } else {
            at += 1;
        }
    }
    at
}

fn string(rest: &[u8]) -> usize {
    let mut at = 1;
    while let Some(byte) = rest.get(at) {
        match byte {
            b'\\' => at += 2,
            b'"' => return at + 1,
            _ => at += 1,
        }
    }
    rest.len()
}

/// `r"…"`, `r#"…"#`; the `b` or `c` before it is left standing.
fn raw_string(rest: &[u8]) -> Option<usize> {
    let hashes = rest.get(1..)?.iter().take_while(|byte| **byte == b'#').count();
    if rest.get(1 + hashes) != Some(&b'"') {
        return None;
    }
    let mut end = vec![b'"'];
    end.resize(hashes + 1, b'#');
    let inside = rest.get(2 + hashes..)?;
    let length = inside
        .windows(end.len())
        .position(|window| window == end)
        .unwrap_or(inside.len());
    Some(2 + hashes + length + end.len())
}

/// `'x'` and `'\n'`; a lifetime has no closing quote and is left alone (length 0).
fn character(rest: &[u8]) -> usize {
    if rest.get(1) == Some(&b'\\') {
        let close = rest.iter().skip(3).position(|byte| *byte == b'\'');
        return close.map_or(0, |close| close + 4);
    }
    // One character is one to four bytes.
    (2..=5)
        .find(|at| rest.get(*at) == Some(&b'\''))
        .filter(|at| is_one_character(rest.get(1..*at)))
        .map_or(0, |at| at + 1)
}

fn is_one_character(bytes: Option<&[u8]>) -> bool {
    bytes
        .and_then(|bytes| std::str::from_utf8(bytes).ok())
        .is_some_and(|text| text.chars().count() == 1)
}

fn continues_word(bytes: &[u8], at: usize) -> bool {
    let before = at.checked_sub(1).and_then(|before| bytes.get(before));
    // `br` and `cr` begin a raw string too.
    before.is_some_and(|byte| (byte.is_ascii_alphanumeric() || *byte == b'_') && !matches!(byte, b'b' | b'c'))
}

/// The items under `#[cfg(test)]` in text that `code_only` gave.
pub(super) fn test_items(code: &str) -> Vec<Range<usize>> {
    const MARK: &str = "#[cfg(test)]";
    let mut items = Vec::new();
    let mut from = 0;
    while let Some(found) = code.get(from..).and_then(|rest| rest.find(MARK)) {
        let begin = from + found;
        let end = item_end(code, begin + MARK.len());
        items.push(begin..end);
        from = end;
    }
    items
}

/// An item ends with its `;`, or with the brace that closes its first one.
fn item_end(code: &str, from: usize) -> usize {
    let mut depth = 0_usize;
    for (at, byte) in code.bytes().enumerate().skip(from) {
        match byte {
            b';' if depth == 0 => return at + 1,
            b'{' => depth += 1,
            b'}' => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    return at + 1;
                }
            }
            _ => {}
        }
    }
    code.len()
}

/// Code without comments, strings and tests, with lines where they were.
pub(super) fn shipped_code(text: &str) -> String {
    let mut code = code_only(text);
    for item in test_items(&code) {
        let blank: String = code
            .get(item.clone())
            .unwrap_or_default()
            .chars()
            .map(|c| if c == '\n' { '\n' } else { ' ' })
            .collect();
        // Outside strings and comments Rust is nearly ASCII, but a name may not be: lengths may then differ, so later
        // items would be off. Blanking byte by byte keeps them.
        let padding = " ".repeat(item.len().saturating_sub(blank.len()));
        code.replace_range(item, &(blank + &padding));
    }
    code
}

/// Is this file itself only for tests?
pub(super) fn is_test_file(path: &str) -> bool {
    let mut pieces: Vec<&str> = path.split('/').collect();
    let file = pieces.pop().unwrap_or_default();
    matches!(file, "tests.rs" | "testing.rs")
        || pieces
            .iter()
            .any(|piece| matches!(*piece, "tests" | "benches" | "fuzz"))
}

/// Did a tool write it?
pub(super) fn is_generated(path: &str, text: &str) -> bool {
    path.split('/').any(|piece| piece == "generated")
        || text
            .lines()
            .take(5)
            .any(|line| line.contains("Generated by") || line.contains("@generated"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_code_is_left() {
        let text = "let a = \"std::fs \\\" x\"; // std::fs\n/* std::fs /* a */ std::fs */ let b = r#\"std::fs \" \"#;\nlet c = '\"'; let d = 'あ'; fn e<'a>(f: &'a str) {} let g = '\\''; use std::env;";
        let code = code_only(text);
        assert_eq!(code.len(), text.len());
        assert!(!code.contains("std::fs"), "{code}");
        assert!(
            code.contains("use std::env;") && code.contains("fn e<'a>(f: &'a str) {}"),
            "{code}"
        );
        assert_eq!(code.lines().count(), text.lines().count());
    }

    #[test]
    fn tests_are_not_shipped() {
        let text = "fn a() {}\n#[cfg(test)]\nmod tests { fn b() { let _ = \"}\"; std::fs::read(x); } }\nfn c() {}\n#[cfg(test)]\nmod more;\nfn d() {}";
        let code = shipped_code(text);
        assert!(!code.contains("std::fs") && !code.contains("more"));
        assert!(code.contains("fn a()") && code.contains("fn c()") && code.contains("fn d()"));
    }

    #[test]
    fn unfinished_text_ends_the_scan() {
        for text in ["\"abc", "/* a", "r#\"a", "'\\", "'", "#[cfg(test)] mod a {"] {
            assert_eq!(shipped_code(text).len(), text.len(), "{text}");
        }
    }
}
