//! The fields that every catalogue has, looked for before anything else: whoever writes one is told of all that is missing at once.

use crate::CatalogError;
use crate::source::Source;

/// Fields by their path.
const NEEDED: [&str; 13] = [
    "format",
    "id",
    "version",
    "completeness",
    "title.ja",
    "title.en",
    "issuer.ja",
    "issuer.en",
    "source.document.ja",
    "source.document.en",
    "source.version",
    "source.note.ja",
    "source.note.en",
];

/// Names every field that is not there. A text that is no TOML is told of when it is read.
pub(super) fn check(source: Source<'_>) -> Result<(), CatalogError> {
    let Ok(table) = source.text.parse::<toml::Table>() else {
        return Ok(());
    };
    let missing = NEEDED.iter().filter(|path| is_missing(&table, path));
    let fields: Vec<String> = missing.map(|path| (*path).to_owned()).collect();
    if fields.is_empty() {
        return Ok(());
    }
    Err(CatalogError::Missing {
        file: source.file.to_owned(),
        fields,
    })
}

fn is_missing(table: &toml::Table, path: &str) -> bool {
    match path.split_once('.') {
        None => !table.contains_key(path),
        Some((first, rest)) => match table.get(first) {
            None => true,
            // Of another type than a table: that is told when it is read.
            Some(value) => value.as_table().is_some_and(|inner| is_missing(inner, rest)),
        },
    }
}
