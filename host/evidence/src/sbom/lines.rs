//! Lines of objects in JSON, worked out for those that become rows.
//!
//! While it is read, an object only keeps where its first name begins: the lower half of an address inside the text,
//! which is enough for the text's first four gigabytes. The line is counted from the last one asked for, so that a document that
//! is asked for in its own order is counted once.

use std::borrow::Cow;

/// Where a name begins, 0 where the text does not hold it as it is (names with escapes).
#[inline]
#[allow(clippy::ptr_arg, reason = "whether the name is borrowed is the question")]
pub(super) fn mark(name: &Cow<'_, str>) -> u32 {
    match name {
        Cow::Borrowed(name) => low(name).max(1),
        Cow::Owned(_) => 0,
    }
}

/// The mark of a name that begins at a byte of the text.
#[inline]
#[allow(clippy::cast_possible_truncation, reason = "the lower half is meant")]
pub(super) fn mark_at(text: &str, at: usize) -> u32 {
    low(text).wrapping_add(at as u32).max(1)
}

#[allow(clippy::cast_possible_truncation, reason = "the lower half is meant")]
fn low(text: &str) -> u32 {
    text.as_ptr().addr() as u32
}

/// How far the end of a line is looked for.
const AHEAD: usize = 8 << 10;

/// Tells the lines of one document.
#[derive(Debug)]
pub(super) struct Lines<'t> {
    // None where objects know their lines already.
    text: Option<&'t str>,
    at: usize,
    line: u32,
    /// How far the line that `at` stands in goes on at least: a file may be one line, and is not looked through for that.
    end: usize,
}

impl<'t> Lines<'t> {
    /// For syntaxes whose readers know the line of every object.
    pub(super) fn known() -> Self {
        Self {
            text: None,
            at: 0,
            line: 1,
            end: 0,
        }
    }

    /// For objects that keep marks into this text.
    pub(super) fn of(text: &'t str) -> Self {
        Self {
            text: Some(text),
            at: 0,
            line: 1,
            end: 0,
        }
    }

    /// The text, where objects keep marks into it.
    pub(super) fn text(&self) -> Option<&'t str> {
        self.text
    }

    /// Where the object stands that was asked for last, and how long the text is, where objects keep marks into it.
    pub(super) fn at(&self) -> Option<(usize, usize)> {
        Some((self.at, self.text?.len()))
    }

    /// The line from 1 of an object, 0 where it is not known.
    pub(super) fn line(&mut self, mark: u32) -> u32 {
        let Some(text) = self.text else { return mark };
        let offset = mark.wrapping_sub(low(text)) as usize;
        if mark == 0 || offset >= text.len() || u32::try_from(text.len()).is_err() {
            return 0;
        }
        if self.at <= offset && offset < self.end {
            self.at = offset;
            return self.line;
        }
        let between = text.as_bytes().get(self.at.min(offset)..self.at.max(offset));
        let breaks = memchr::memchr_iter(b'\n', between.unwrap_or_default()).count();
        let breaks = u32::try_from(breaks).unwrap_or(u32::MAX);
        self.line = if offset < self.at {
            self.line.saturating_sub(breaks)
        } else {
            self.line.saturating_add(breaks)
        };
        self.at = offset;
        let next = text.as_bytes().get(offset..).unwrap_or_default();
        let next = next.get(..AHEAD).unwrap_or(next);
        self.end = offset.saturating_add(memchr::memchr(b'\n', next).unwrap_or(next.len()));
        self.line
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_told_forwards_and_backwards() {
        let text = "{\n\"a\": 1,\n\n\"b\": 2}";
        let name = |name: &str| mark(&Cow::Borrowed(text.get(text.find(name).unwrap_or(0)..).unwrap_or("")));
        let mut lines = Lines::of(text);
        for (of, line) in [("b", 4), ("a", 2), ("b", 4), ("{", 1)] {
            assert_eq!(lines.line(name(of)), line, "{of}");
        }
        assert_eq!(lines.line(0), 0);
        assert_eq!(lines.line(mark(&Cow::Owned("a".to_owned()))), 0);
        assert_eq!(Lines::known().line(7), 7);
    }
}
