//! `check-sheet/1`: how a check sheet is read. Everything in it is checked before a sheet is: nothing unknown, nothing twice.

use crate::ReadError;
use sekisho_words::fold;
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use toml::Spanned;

/// The value of `format`.
pub const FORMAT: &str = "check-sheet/1";
/// Most items of a mapping.
const ITEMS: usize = 20_000;

/// A checked mapping.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mapping {
    /// The policy whose controls are answered.
    pub policy: String,
    /// The sheet of a workbook; the only visible one where none is named.
    pub sheet: Option<String>,
    /// Headers of columns as the sheet has them.
    pub columns: Columns,
    /// Cells that hold for all items, such as the name of who filled it in: address by field.
    pub cells: BTreeMap<&'static str, (usize, u32)>,
    /// Folded word → `yes`, `partial`, `no`, `n/a`.
    words: BTreeMap<String, &'static str>,
    /// The words as written, for errors.
    known: Vec<String>,
    /// Items in order: id and controls. An item without controls is known and answers nothing.
    pub items: Vec<MappedItem>,
}

/// One item of the mapping.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MappedItem {
    /// Its id as the sheet has it.
    pub id: String,
    /// The controls it asks for.
    pub controls: Vec<String>,
    /// Line in the mapping.
    pub line: u32,
}

/// Headers of columns.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Columns {
    /// Ids of items.
    pub item: String,
    /// Answers.
    pub answer: String,
    /// Who answered.
    pub answered_by: Option<String>,
    /// Role of who answered.
    pub answered_role: Option<String>,
    /// When.
    pub answered_at: Option<String>,
    /// Where the proof is.
    pub evidence: Option<String>,
    /// Why not.
    pub reason: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    format: Spanned<String>,
    policy: Spanned<String>,
    sheet: Option<String>,
    columns: Spanned<Columns>,
    #[serde(default)]
    cells: CellsFile,
    words: Spanned<Words>,
    item: Vec<ItemFile>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct CellsFile {
    answered_by: Option<Spanned<String>>,
    answered_role: Option<Spanned<String>>,
    answered_at: Option<Spanned<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Words {
    yes: Vec<Spanned<String>>,
    no: Vec<Spanned<String>>,
    #[serde(default)]
    partial: Vec<Spanned<String>>,
    #[serde(default)]
    not_applicable: Vec<Spanned<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ItemFile {
    id: Spanned<String>,
    controls: Vec<String>,
}

impl Columns {
    /// The header of a column by its field.
    pub fn of(&self, field: &str) -> Option<&str> {
        match field {
            "item" => Some(&self.item),
            "answer" => Some(&self.answer),
            "answered_by" => self.answered_by.as_deref(),
            "answered_role" => self.answered_role.as_deref(),
            "answered_at" => self.answered_at.as_deref(),
            "evidence" => self.evidence.as_deref(),
            "reason" => self.reason.as_deref(),
            _ => None,
        }
    }

    /// All fields that a column may be.
    pub const FIELDS: [&'static str; 7] = [
        "item",
        "answer",
        "answered_by",
        "answered_role",
        "answered_at",
        "evidence",
        "reason",
    ];
}

impl Mapping {
    /// Reads a mapping.
    ///
    /// Errors: it is no such file; a header, word or item stands there twice or is empty; an address is none. With the line.
    pub fn parse(text: &str) -> Result<Self, ReadError> {
        let line = |at: usize| {
            let before = text.as_bytes().get(..at.min(text.len())).unwrap_or(&[]);
            u32::try_from(memchr::memchr_iter(b'\n', before).count() + 1).unwrap_or(u32::MAX)
        };
        let fault = |reason: String, at: usize| ReadError::malformed_at(FORMAT, reason, line(at));
        let raw: File = toml::from_str(text).map_err(|error| {
            let reason = error.message().lines().collect::<Vec<_>>().join(" ");
            fault(
                reason.trim_end_matches('.').to_owned(),
                error.span().map_or(0, |span| span.start),
            )
        })?;
        if raw.format.get_ref() != FORMAT {
            let found = raw.format.get_ref().escape_debug();
            return Err(fault(
                format!("format is `{found}`, this program reads `{FORMAT}`"),
                raw.format.span().start,
            ));
        }
        let columns = raw.columns.get_ref();
        let mut headers = BTreeSet::new();
        for header in Columns::FIELDS.iter().filter_map(|field| columns.of(field)) {
            if header.trim().is_empty() || !headers.insert(crate::table::vocabulary::normalize(header)) {
                let reason = format!("the column `{}` is empty or stands there twice", header.escape_debug());
                return Err(fault(reason, raw.columns.span().start));
            }
        }
        let mut cells = BTreeMap::new();
        for (field, cell) in [
            ("answered_by", &raw.cells.answered_by),
            ("answered_role", &raw.cells.answered_role),
            ("answered_at", &raw.cells.answered_at),
        ] {
            let Some(cell) = cell else { continue };
            let Some(address) = address(cell.get_ref()) else {
                let reason = format!("`{}` is no cell such as `C3`", cell.get_ref().escape_debug());
                return Err(fault(reason, cell.span().start));
            };
            if columns.of(field).is_some() {
                let reason = format!("`{field}` is a column and a cell at once");
                return Err(fault(reason, cell.span().start));
            }
            cells.insert(field, address);
        }
        let (mut words, mut known) = (BTreeMap::new(), Vec::new());
        let lists = raw.words.get_ref();
        for (answer, list) in [
            ("yes", &lists.yes),
            ("partial", &lists.partial),
            ("no", &lists.no),
            ("n/a", &lists.not_applicable),
        ] {
            for word in list {
                let folded = fold(word.get_ref());
                if folded.is_empty() || words.insert(folded, answer).is_some() {
                    let reason = format!(
                        "the word `{}` is empty or stands there twice",
                        word.get_ref().escape_debug()
                    );
                    return Err(fault(reason, word.span().start));
                }
                known.push(word.get_ref().trim().to_owned());
            }
        }
        if lists.yes.is_empty() || lists.no.is_empty() {
            let reason = "`yes` and `no` need a word each".to_owned();
            return Err(fault(reason, raw.words.span().start));
        }
        if raw.item.len() > ITEMS {
            return Err(ReadError::limit("number of items", ITEMS.to_string()));
        }
        let mut seen = BTreeSet::new();
        let mut items = Vec::with_capacity(raw.item.len());
        for item in raw.item {
            let at = item.id.span().start;
            let id = item.id.get_ref().trim().to_owned();
            if id.is_empty() || id.chars().any(char::is_control) || !seen.insert(key(&id)) {
                let reason = format!("the item `{}` is empty or stands there twice", id.escape_debug());
                return Err(fault(reason, at));
            }
            let mut controls = BTreeSet::new();
            if let Some(twice) = item.controls.iter().find(|control| !controls.insert(control.as_str())) {
                let reason = format!("the item `{id}` names `{}` twice", twice.escape_debug());
                return Err(fault(reason, at));
            }
            items.push(MappedItem {
                id,
                controls: item.controls,
                line: line(at),
            });
        }
        Ok(Self {
            policy: raw.policy.into_inner(),
            sheet: raw.sheet,
            columns: raw.columns.into_inner(),
            cells,
            words,
            known,
            items,
        })
    }

    /// What a word of the sheet means.
    pub fn word(&self, text: &str) -> Option<&'static str> {
        self.words.get(&fold(text)).copied()
    }

    /// The words that the mapping knows, as written.
    pub fn known(&self) -> &[String] {
        &self.known
    }

    /// The item of an id, by its number.
    pub fn item(&self, id: &str) -> Option<usize> {
        let id = key(id);
        self.items.iter().position(|item| key(&item.id) == id)
    }
}

/// What ids of items are compared by: `No. １` is not `1`, but `１` is.
pub(super) fn key(id: &str) -> String {
    fold(id)
}

/// `C3` as column from 0 and row from 1.
fn address(text: &str) -> Option<(usize, u32)> {
    let text = fold(text);
    let letters = text.find(|c: char| !c.is_ascii_lowercase())?;
    let (letters, row) = text.split_at(letters);
    if letters.is_empty() || letters.len() > 3 || !row.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let column = letters
        .bytes()
        .fold(0_usize, |sum, b| sum * 26 + usize::from(b - b'a') + 1);
    let row: u32 = row.parse().ok().filter(|row| *row > 0)?;
    Some((column.checked_sub(1)?, row))
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    const HEAD: &str = "format = \"check-sheet/1\"\npolicy = \"scs/star3\"\n\
        [columns]\nitem = \"No.\"\nanswer = \"回答\"\n[words]\nyes = [\"○\"]\nno = [\"×\"]\n";

    #[test]
    fn addresses_of_cells() {
        assert_eq!(address("C3"), Some((2, 3)));
        assert_eq!(address("ａａ１０"), Some((26, 10)));
        for wrong in ["", "3", "C", "C0", "C-1", "C3:D4", "ABCD1", "C99999999999"] {
            assert_eq!(address(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn every_mistake_has_its_line() {
        let good = format!("{HEAD}[[item]]\nid = \"1\"\ncontrols = [\"1-3-1-1\"]\n");
        let mapping = Mapping::parse(&good).unwrap();
        assert_eq!(mapping.word(" ○ "), Some("yes"));
        assert_eq!(mapping.item("１"), Some(0));
        for (text, line, reason) in [
            (good.replace("check-sheet/1", "check-sheet/2"), 1, "format is"),
            (good.replace("policy =", "polcy ="), 2, "unknown field"),
            (good.replace("answer = \"回答\"", "answer = \"No.\""), 3, "twice"),
            (good.replace("no = [\"×\"]", "no = [\"○\"]"), 8, "word `○`"),
            (good.replace("no = [\"×\"]", "no = []"), 6, "need a word"),
            (
                good.replace("[words]", "[cells]\nanswered_by = \"3C\"\n[words]"),
                7,
                "no cell",
            ),
            (
                good.replace(
                    "[words]",
                    "answered_by = \"氏名\"\n[cells]\nanswered_by = \"C3\"\n[words]",
                ),
                8,
                "a column and a cell",
            ),
            (format!("{good}[[item]]\nid = \"１\"\ncontrols = []\n"), 13, "item `１`"),
            (good.replace("[\"1-3-1-1\"]", "[\"a\", \"a\"]"), 10, "twice"),
        ] {
            let error = Mapping::parse(&text).unwrap_err();
            let ReadError::Malformed { line: found, .. } = &error else {
                unreachable!("{error}")
            };
            assert_eq!(*found, Some(line), "{error}: {text}");
            assert!(error.to_string().contains(reason), "{error}");
        }
    }
}
