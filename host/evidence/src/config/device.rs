//! Configuration of network devices as a tree of indented lines (Cisco IOS and its like).
//!
//! Path: the lines of the blocks, then the first word of the line (behind `no`, where it stands), e.g.
//! `interface Vlan10.ip`; the rest of the line is the value. Every occurrence counts: the second is `ip[1]`.
//! `!` and `#` lines are remarks; a banner's body is one value.

use super::lines::{Doubled, Settings, numbered};
use super::snapshot::{Entry, Route, Scalar, Snapshot, ValueType, push_name};
use crate::{ReadError, Reading};
use std::borrow::Cow;
use std::rc::Rc;

struct Block {
    indent: usize,
    path: String,
    words: Rc<[String]>,
}

/// Reads a device configuration.
pub(super) fn parse<'t>(text: &'t str, reading: &mut Reading<'_>) -> Result<Snapshot<'t>, ReadError> {
    let mut settings = Settings::default();
    let mut snapshot = Snapshot::new("network-device");
    let mut blocks: Vec<Block> = Vec::new();
    let mut lines = numbered(text);
    while let Some((number, raw)) = lines.next() {
        let line = raw.trim();
        if line.is_empty() || line.starts_with(['!', '#']) {
            continue;
        }
        let indent = raw.len() - raw.trim_start().len();
        while blocks.last().is_some_and(|block| block.indent >= indent) {
            blocks.pop();
        }
        if blocks.len() >= reading.limits.depth as usize {
            let limit = reading.limits.depth.to_string();
            return Err(ReadError::Limit {
                what: "nesting depth",
                limit,
                line: Some(number),
                locator: None,
            });
        }
        super::bounded(line, number, reading)?;
        let words: Vec<String> = line.split_whitespace().map(str::to_owned).collect();
        let parent = blocks.last();
        let head = usize::from(words.len() > 1 && words.first().is_some_and(|w| w == "no")) + 1;
        let mut path = parent.map(|block| block.path.clone()).unwrap_or_default();
        for word in words.iter().take(head) {
            push_name(&mut path, word);
        }
        let mut rest = words.get(head..).unwrap_or_default().join(" ");
        if words.first().is_some_and(|w| w == "banner") {
            if let Some(body) = banner(line, &mut lines, number, reading)? {
                rest = body;
            }
        } else if blocks.is_empty()
            && matches!(
                words.first().map(String::as_str),
                Some("hostname" | "switchname" | "sysname")
            )
        {
            snapshot.asset = Some(rest.trim_matches('"').to_owned()).filter(|name| !name.is_empty());
        }
        let outer = parent.map_or_else(|| Rc::from([]), |block| Rc::clone(&block.words));
        let mut block_path = parent.map(|block| block.path.clone()).unwrap_or_default();
        push_name(&mut block_path, &words.join(" "));
        super::snapshot::spend(&mut 0, &block_path, number, u64::MAX)?;
        // A line may open a block whose words all its lines share.
        let mut block_words = outer.to_vec();
        block_words.extend(words.first().cloned());
        // The name of a block counts as one word, however many it has.
        block_words.extend(
            words
                .get(1..)
                .filter(|name| !name.is_empty())
                .map(|name| name.join(" ")),
        );
        blocks.push(Block {
            indent,
            path: block_path,
            words: block_words.into(),
        });
        let value = if rest.is_empty() {
            Scalar::bare(ValueType::Null)
        } else {
            Scalar::untyped(Cow::Owned(rest))
        };
        let route = Route::Words { blocks: outer, words };
        settings.put(
            Entry {
                path,
                value,
                line: number,
                route,
            },
            Doubled::All,
            reading,
        )?;
    }
    snapshot.entries = settings.finish();
    Ok(snapshot)
}

/// The body of `banner motd ^C … ^C`; none where the line has no delimiter.
fn banner<'t>(
    line: &str,
    lines: &mut impl Iterator<Item = (u32, &'t str)>,
    number: u32,
    reading: &Reading<'_>,
) -> Result<Option<String>, ReadError> {
    let Some(rest) = line.splitn(3, char::is_whitespace).nth(2).map(str::trim_start) else {
        return Ok(None);
    };
    let delimiter = match rest.strip_prefix("^C") {
        Some(_) => "^C",
        None => match rest.chars().next() {
            Some(c) if !c.is_alphanumeric() => rest.get(..c.len_utf8()).unwrap_or_default(),
            _ => return Ok(None),
        },
    };
    let first = rest.get(delimiter.len()..).unwrap_or_default();
    if let Some((body, _)) = first.split_once(delimiter) {
        return Ok(Some(body.trim().to_owned()));
    }
    let mut body = first.to_owned();
    for (_, next) in lines {
        body.push('\n');
        if let Some((tail, _)) = next.split_once(delimiter) {
            body.push_str(tail);
            return Ok(Some(body.trim().to_owned()));
        }
        body.push_str(next);
        super::bounded(&body, number, reading)?;
    }
    Err(ReadError::malformed_at(
        "device configuration",
        "a banner is not closed",
        number,
    ))
}
