//! One file, from its bytes to rows: what it is, in which encoding, and why it could not be used.

use crate::detect::Found;
use crate::encoding::Text;
use crate::manifest::{FileStatement, NAME};
use crate::table::{Read, Statement};
use crate::{ReadError, Reading, detect, encoding, packed, table};
use sekisho_model::diagnostic::Level;
use sekisho_model::{Diagnostic, EvidenceKind};

/// What became of a file.
#[derive(Debug)]
pub struct FileRead {
    /// What it was read as.
    pub read: Read,
    /// The encoding, where it is a text.
    pub encoding: Option<String>,
    /// Why it could not be used.
    pub error: Option<ReadError>,
}

impl FileRead {
    fn broken(kind: Option<EvidenceKind>, format: &str, encoding: Option<String>, error: ReadError) -> Self {
        Self {
            read: unused(kind, format),
            encoding,
            error: Some(error),
        }
    }
}

fn unused(kind: Option<EvidenceKind>, format: &str) -> Read {
    Read {
        kind: kind.unwrap_or(EvidenceKind::Unrecognized),
        format: format.to_owned(),
    }
}

/// Reads one file, of which `evidence.toml` may state something.
pub fn read(bytes: &[u8], path: &str, stated: Option<&FileStatement>, reading: &mut Reading<'_>) -> FileRead {
    let kind = stated.and_then(|s| s.kind);
    if kind == Some(EvidenceKind::Unrecognized) {
        return FileRead {
            read: unused(kind, "unread"),
            encoding: None,
            error: None,
        };
    }
    let statement = Statement {
        register: stated.and_then(|s| s.register.clone()).or_else(|| register_of(kind)),
        mapping: stated.map(|s| s.mapping.clone()).unwrap_or_default(),
    };
    // A workbook that lost its end is an error, not something we do not know.
    if detect::bytes(bytes).is_some() || detect::is_broken_workbook(path, bytes) {
        return match table::read_workbook(bytes, &statement, reading) {
            Ok(read) => FileRead {
                read,
                encoding: None,
                error: None,
            },
            Err(error) => FileRead::broken(kind, "workbook", None, error),
        };
    }
    let file = File {
        path,
        stated,
        kind,
        statement: &statement,
    };
    if stated.is_none_or(|s| s.encoding.is_none())
        && let Some(text) = encoding::at_first_sight(bytes)
    {
        let before = reading.remarks();
        if let Some(read) = file.read_at_first_sight(&text, bytes, reading) {
            return read;
        }
        reading.forget(before);
    }
    file.read_decoded(bytes, reading)
}

/// What is known of a file before it is read.
#[derive(Debug, Clone, Copy)]
struct File<'f> {
    path: &'f str,
    stated: Option<&'f FileStatement>,
    kind: Option<EvidenceKind>,
    statement: &'f Statement,
}

impl File<'_> {
    /// Reads a text that may still turn out to be in another encoding; then nothing of it was read, and the answer is none.
    fn read_at_first_sight(&self, text: &Text<'_>, bytes: &[u8], reading: &mut Reading<'_>) -> Option<FileRead> {
        let found = self.find(text, reading).ok()?;
        let takes_only_json = matches!(&found, Some(Found::Sbom(format)) if format.is_json());
        if !takes_only_json && encoding::has_odd_bytes(bytes) {
            return None;
        }
        let read = self.read_text(found, text, reading);
        (read.error.is_none() || !encoding::has_odd_bytes(bytes)).then_some(read)
    }

    /// Decodes a file and reads it.
    fn read_decoded(&self, bytes: &[u8], reading: &mut Reading<'_>) -> FileRead {
        if let Some(how) = packed::how(self.path, bytes) {
            return self.packed(how, reading);
        }
        let text = match encoding::decode(bytes, self.stated.and_then(|s| s.encoding.as_deref())) {
            Ok(Some(text)) => text,
            Ok(None) if self.kind.is_some() || is_named_text(self.path) => {
                let error = ReadError::malformed("text", "the file holds bytes that no text has");
                return FileRead::broken(self.kind, "binary", None, error);
            }
            Ok(None) => {
                let text = "the file is no text and no workbook; it is kept in the record with its digest only";
                reading.note(Diagnostic::note("not-recognized", text));
                return FileRead {
                    read: unused(None, "binary"),
                    encoding: None,
                    error: None,
                };
            }
            Err(error) => return FileRead::broken(self.kind, "text", None, error),
        };
        match self.find(&text, reading) {
            Ok(found) => self.read_text(found, &text, reading),
            Err(error) => FileRead::broken(self.kind, "text", Some(text.encoding), error),
        }
    }

    /// What is in a packed file is not read: an error where the file is meant to be evidence itself.
    fn packed(&self, how: &str, reading: &mut Reading<'_>) -> FileRead {
        if self.kind.is_some() || is_named_text(self.path) {
            let reason = format!("the file is packed ({how}); unpack it");
            return FileRead::broken(self.kind, "packed", None, ReadError::malformed("text", reason));
        }
        let text = format!(
            "the file is packed ({how}): nothing in it was read, it is kept in the record with its digest only"
        );
        let hint = "unpack it where it lies if there is evidence in it; a whole subject may be a ZIP or tar archive of its own";
        reading.note(Diagnostic::warning("packed", text).hint(hint));
        FileRead {
            read: unused(None, "packed"),
            encoding: None,
            error: None,
        }
    }

    /// What a text is: as it is stated, or by its content.
    fn find<'t>(&self, text: &'t Text<'_>, reading: &mut Reading<'_>) -> Result<Option<Found<'t>>, ReadError> {
        if let Some(name) = self.stated.and_then(|s| s.format.as_deref()) {
            let found = stated_format(name, &text.text);
            let reason = format!("`{name}` is the name of no format that is read");
            return found.map(Some).ok_or_else(|| ReadError::malformed(NAME, reason));
        }
        let is_register = self.stated.is_some_and(|s| s.register.is_some());
        let tables = self.kind.or(is_register.then_some(EvidenceKind::Register));
        Ok(detect::text(self.path, &text.text, tables, reading))
    }

    /// Reads a text as what it was found to be.
    fn read_text(&self, found: Option<Found<'_>>, text: &Text<'_>, reading: &mut Reading<'_>) -> FileRead {
        let encoding = Some(text.encoding.clone());
        let Some(found) = found else {
            return FileRead {
                read: unused(None, "text"),
                encoding,
                error: unrecognized(self.kind, self.path, reading),
            };
        };
        let known = self.kind.or(Some(detect::kind(&found)));
        match detect::read(found, &text.text, self.statement, reading) {
            Ok(read) => FileRead {
                read,
                encoding,
                error: None,
            },
            Err(error) => FileRead::broken(known, "unreadable", encoding, error),
        }
    }
}

/// Whether a file is named as only texts of evidence are.
fn is_named_text(path: &str) -> bool {
    const NAMES: &[&str] = &[
        "csv", "tsv", "json", "jsonl", "ndjson", "xml", "yaml", "yml", "toml", "spdx", "rdf",
    ];
    let extension = path.rsplit_once('.').map_or("", |(_, extension)| extension);
    NAMES.iter().any(|name| extension.eq_ignore_ascii_case(name))
}

fn unrecognized(kind: Option<EvidenceKind>, path: &str, reading: &mut Reading<'_>) -> Option<ReadError> {
    if let Some(kind) = kind {
        let reason = format!(
            "stated as `{}` in `evidence.toml`, but its content is nothing of the kind",
            kind.name()
        );
        return Some(ReadError::malformed("evidence", reason));
    }
    let text = "the content is of no kind that we read; it is kept in the record with its digest only";
    // Whoever named it like evidence meant it to be read.
    let level = if is_named_text(path) {
        Level::Warning
    } else {
        Level::Note
    };
    let remark = Diagnostic::new(level, "not-recognized", text);
    reading.note(remark.hint("state `kind` for the file in `evidence.toml` if it is evidence"));
    None
}

fn register_of(kind: Option<EvidenceKind>) -> Option<String> {
    match kind {
        Some(EvidenceKind::Assets) => Some("assets".to_owned()),
        Some(EvidenceKind::Answers) => Some("answers".to_owned()),
        _ => None,
    }
}

/// A format named in `evidence.toml`.
fn stated_format(name: &str, text: &str) -> Option<Found<'static>> {
    use table::Format;
    let table = match name {
        "csv" => Some(Format::Delimited(table::delimited::sniff(text))),
        "tsv" => Some(Format::Delimited(b'\t')),
        "table-json" => Some(Format::Json),
        "ndjson" | "jsonl" => Some(Format::JsonLines),
        "table-yaml" => Some(Format::Yaml),
        _ => None,
    };
    table
        .map(Found::Table)
        .or_else(|| crate::sbom::detect(text).filter(|f| f.name() == name).map(Found::Sbom))
        .or_else(|| crate::advisory::AdvisoryFormat::from_name(name).map(Found::Advisory))
        .or_else(|| crate::config::ConfigFormat::by_name(name).map(Found::Config))
}

#[cfg(test)]
mod tests;
