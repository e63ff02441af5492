//! Rows of settings before they are pushed: many go together, column by column.

use crate::config::snapshot::Scalar;
use crate::config::transform::Canonical;
use crate::{ReadError, Reading};
use sekisho_model::Origin;
use sekisho_model::facts::{Word, Words};
use sekisho_model::schema::rows::settings::Setting;
use sekisho_model::schema::{self, Kind, Row};
use std::borrow::Cow;
use std::sync::LazyLock;

/// Settings whose rows go together. Every way to read a snapshot keeps to it, so that texts have the same numbers.
pub(super) const TOGETHER: usize = 1_024;
/// Bytes of paths from which on fewer do: more than so many settings have whose paths are of a length that is learned.
const PATH_BYTES: usize = 1 << 20;

/// One row of a setting, before it is pushed.
#[derive(Debug, Clone)]
pub(in crate::config) struct Told<'e> {
    pub(super) key: Option<&'static str>,
    pub(super) value: Option<Cow<'e, str>>,
    pub(super) number: Option<f64>,
    pub(super) flag: Option<bool>,
    pub(super) ty: &'static str,
    known: Known,
}

/// Which words of this thread's list the texts of a row are.
#[derive(Debug, Default, Clone, Copy)]
struct Known {
    key: Word,
    value: Word,
    ty: Word,
}

impl<'e> Told<'e> {
    /// The row of a value that stands for nothing else.
    pub(super) fn raw(text: Option<&'e str>, value: &Scalar<'_>) -> Self {
        Self {
            key: None,
            value: text.map(Cow::Borrowed),
            number: value.number,
            flag: value.flag,
            ty: value.ty.name(),
            known: Known::default(),
        }
    }

    /// The row of a canonical setting.
    pub(super) fn canonical(key: &'static str, value: Canonical<'e>) -> Self {
        Self {
            key: Some(key),
            ty: match (value.flag, value.number) {
                (Some(_), _) => "boolean",
                (None, Some(_)) => "number",
                (None, None) => "string",
            },
            number: value.number,
            flag: value.flag,
            value: Some(value.text),
            known: Known::default(),
        }
    }

    /// The same for as long as the program runs, its texts among the words.
    pub(in crate::config) fn to_static(&self, words: &mut Words) -> Told<'static> {
        let mut word = |text: Option<&str>| text.map_or(Word::NONE, |text| words.add(text));
        let known = Known {
            key: word(self.key),
            value: word(self.value.as_deref()),
            ty: word(Some(self.ty)),
        };
        Told {
            key: self.key,
            value: self.value.as_ref().map(|value| Cow::Owned(value.as_ref().to_owned())),
            number: self.number,
            flag: self.flag,
            ty: self.ty,
            known,
        }
    }
}

/// One row, with its path (and which word that is) and where it stands.
#[derive(Debug, Clone, Copy)]
pub(super) struct Line<'l> {
    pub(super) path: &'l str,
    pub(super) path_word: Word,
    pub(super) origin: Origin,
    pub(super) told: &'l Told<'l>,
}

/// Rows that wait for others.
#[derive(Debug, Default)]
pub(super) struct Waiting<'e> {
    settings: usize,
    // All paths, one after the other; each row with where its path stands.
    paths: String,
    rows: Vec<(usize, usize, Origin, Told<'e>)>,
}

impl<'e> Waiting<'e> {
    /// Adds the rows of one setting.
    pub(super) fn add(&mut self, path: &str, origin: Origin, told: &mut Vec<Told<'e>>) {
        let start = self.paths.len();
        self.paths.push_str(path);
        let end = self.paths.len();
        self.settings += 1;
        self.rows.extend(told.drain(..).map(|told| (start, end, origin, told)));
    }

    /// Whether they go now.
    pub(super) fn is_full(&self) -> bool {
        self.settings == TOGETHER || self.paths.len() >= PATH_BYTES
    }

    /// Makes room for the next ones.
    pub(super) fn clear(&mut self) {
        self.settings = 0;
        self.paths.clear();
        self.rows.clear();
    }

    /// The rows.
    pub(super) fn lines(&self) -> impl Iterator<Item = Line<'_>> {
        self.rows.iter().map(|(start, end, origin, told)| Line {
            path: self.paths.get(*start..*end).unwrap_or_default(),
            path_word: Word::NONE,
            origin: *origin,
            told,
        })
    }
}

/// The columns of the table, by their numbers in the schema.
struct Columns {
    snapshot: usize,
    path: usize,
    key: usize,
    value: usize,
    number: usize,
    flag: usize,
    value_type: usize,
    derived_from: usize,
}

static COLUMNS: LazyLock<Columns> = LazyLock::new(|| {
    let table = schema::table(Kind::Settings, Setting::TABLE);
    let columns = table.map_or(&[][..], |table| table.columns);
    let at = |name: &str| {
        columns
            .iter()
            .position(|column| column.name == name)
            .unwrap_or(usize::MAX)
    };
    Columns {
        snapshot: at("snapshot"),
        path: at("path"),
        key: at("key"),
        value: at("value"),
        number: at("number"),
        flag: at("flag"),
        value_type: at("value_type"),
        derived_from: at("derived_from"),
    }
});

/// Pushes rows of one snapshot, whose words are of a list.
pub(super) fn push(
    snapshot: u32,
    lines: &[Line<'_>],
    words: &Words,
    reading: &mut Reading<'_>,
) -> Result<(), ReadError> {
    reading.count_rows(lines.len())?;
    let origins = lines.iter().map(|line| line.origin);
    let Some(mut fill) = reading.builder.fill(Kind::Settings, Setting::TABLE, origins) else {
        return Ok(());
    };
    let told = || lines.iter().map(|line| line.told);
    fill.references(COLUMNS.snapshot, snapshot);
    let is_derived = |line: &Line<'_>| line.told.key.is_some();
    let (key, value, ty) = (
        |line: &Line<'_>| line.told.known.key,
        |line: &Line<'_>| line.told.known.value,
        |line: &Line<'_>| line.told.known.ty,
    );
    fill.words(
        COLUMNS.path,
        words,
        lines,
        |line| line.path_word,
        |line| Some(line.path),
    );
    fill.words(COLUMNS.key, words, lines, key, |line| line.told.key);
    fill.words(COLUMNS.value, words, lines, value, |line| line.told.value.as_deref());
    fill.decimals(COLUMNS.number, told().map(|told| told.number));
    fill.flags(COLUMNS.flag, told().map(|told| told.flag));
    fill.words(COLUMNS.value_type, words, lines, ty, |line| Some(line.told.ty));
    let derived = |line: &Line<'_>| if is_derived(line) { line.path_word } else { Word::NONE };
    fill.words(COLUMNS.derived_from, words, lines, derived, |line| {
        is_derived(line).then_some(line.path)
    });
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::COLUMNS;

    #[test]
    fn every_column_is_in_the_schema() {
        let c = &*COLUMNS;
        let all = [
            c.snapshot,
            c.path,
            c.key,
            c.value,
            c.number,
            c.flag,
            c.value_type,
            c.derived_from,
        ];
        assert!(all.iter().all(|at| *at != usize::MAX), "{all:?}");
    }
}
