//! ZIP. The list at the end of the file is what counts; each entry's own head must say the same.

use super::tree::Packer;
use crate::ReadError;
use crate::source::{no_regular_file, symbolic_link, unreadable_name};
use std::io::Cursor;
use zip::read::ZipReadOptions;
use zip::result::ZipError;
use zip::{CompressionMethod, ZipArchive};

const FORMAT: &str = "ZIP archive";

/// Reads all entries.
pub(super) fn read(bytes: &[u8], packer: &mut Packer<'_>) -> Result<(), ReadError> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|e| broken(&e, None))?;
    if archive.has_duplicate_names() {
        return Err(refused("an archive in which two entries have the same name"));
    }
    if archive.len() > (packer.limits().files as usize).saturating_mul(2) {
        let limit = packer.limits().files.to_string();
        return Err(ReadError::limit("number of files in the archive", limit));
    }
    if archive.has_overlapping_files().map_err(|e| broken(&e, None))? {
        return Err(refused("an archive in which entries share their bytes"));
    }
    for index in 0..archive.len() {
        entry(&mut archive, index, packer)?;
    }
    Ok(())
}

fn entry(archive: &mut ZipArchive<Cursor<&[u8]>>, index: usize, packer: &mut Packer<'_>) -> Result<(), ReadError> {
    let head = archive.by_index_raw(index).map_err(|e| broken(&e, None))?;
    let Some(name) = decoded(head.name_raw()) else {
        let shown = String::from_utf8_lossy(head.name_raw()).into_owned();
        return packer.refused(&shown, unreadable_name());
    };
    // The upper bits of a mode say what kind of thing it is; archives made elsewhere have none.
    let kind = head.unix_mode().unwrap_or(0) & 0o170_000;
    let (packed, size) = (head.compressed_size(), head.size());
    // Old programs mark a directory without writing a slash behind its name.
    let is_directory = head.is_dir() || kind == 0o040_000;
    let (is_link, is_encrypted) = (head.is_symlink(), head.encrypted());
    let is_readable = matches!(
        head.compression(),
        CompressionMethod::Stored | CompressionMethod::Deflated
    );
    drop(head);
    if is_link {
        return packer.refused(&name, symbolic_link());
    }
    if is_directory {
        return packer.directory(&name);
    }
    if !matches!(kind, 0 | 0o100_000) {
        return packer.refused(&name, no_regular_file());
    }
    if is_encrypted {
        return packer.refused(&name, refused("an encrypted entry of an archive"));
    }
    if !is_readable {
        return packer.refused(
            &name,
            refused("an entry that is compressed by another method than deflate"),
        );
    }
    let options = ZipReadOptions::new().enforce_header_consistency(true);
    let opened = archive.by_index_with_options(index, options);
    let mut reader = opened.map_err(|e| broken(&e, Some(&name)))?;
    let bytes = packer.content(&mut reader, packed);
    let bytes = bytes
        .map_err(|e| broken(&ZipError::Io(e), Some(&name)))?
        .map_err(|e| at(e, &name))?;
    if bytes.len() as u64 != size {
        let reason = format!("the entry has {} bytes, its head says {size}", bytes.len());
        return Err(at(ReadError::malformed(FORMAT, reason), &name));
    }
    packer.file(&name, bytes)
}

/// A name: UTF-8, or what Japanese machines write without saying so.
fn decoded(raw: &[u8]) -> Option<String> {
    if let Ok(name) = std::str::from_utf8(raw) {
        return Some(name.to_owned());
    }
    let name = encoding_rs::SHIFT_JIS.decode_without_bom_handling_and_without_replacement(raw)?;
    Some(name.into_owned())
}

fn refused(what: &str) -> ReadError {
    ReadError::Refused {
        what: what.to_owned(),
        line: None,
        hint: "pack the directory again without a password, with an ordinary program".to_owned(),
    }
}

fn broken(error: &ZipError, entry: Option<&str>) -> ReadError {
    let reason = super::tree::one_line(&error.to_string());
    at(
        ReadError::malformed(FORMAT, reason.trim_end_matches('.')),
        entry.unwrap_or_default(),
    )
}

/// The same error with the entry it is about.
pub(super) fn at(error: ReadError, entry: &str) -> ReadError {
    let entry: String = entry.chars().take(200).collect();
    let place = Some(entry).filter(|e| !e.is_empty());
    match error {
        ReadError::Malformed {
            format, reason, line, ..
        } => ReadError::Malformed {
            format,
            reason,
            line,
            locator: place,
        },
        ReadError::Limit { what, limit, line, .. } => ReadError::Limit {
            what,
            limit,
            line,
            locator: place,
        },
        other => other,
    }
}
