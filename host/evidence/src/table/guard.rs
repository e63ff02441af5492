//! What is looked at before a workbook is opened: how far its archive expands, and how large its sheets claim to be.
//!
//! The library that reads workbooks builds whole rectangles in memory. One cell at the far corner of a sheet is a file
//! of a few kilobytes and a rectangle of gigabytes, so the corners are found first, in bounded memory.

use crate::ReadError;
use crate::limits::Limits;
use std::io::{Cursor, Read as _};

/// Most entries of a workbook's archive: real ones have some dozens.
const ENTRIES: usize = 10_000;
/// Below this, a high ratio is only a short text repeated.
const RATIO_FROM: u64 = 1 << 20;

/// Inflates every entry into nothing, under the bounds; answers the entry `content.xml` where there is one.
pub fn archive(bytes: &[u8], limits: &Limits) -> Result<Option<Vec<u8>>, ReadError> {
    let broken = |e: zip::result::ZipError| {
        ReadError::malformed("workbook", format!("the archive is broken: {e}").to_lowercase())
    };
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(broken)?;
    if archive.len() > ENTRIES {
        return Err(ReadError::limit(
            "number of entries in the workbook",
            ENTRIES.to_string(),
        ));
    }
    let mut total = 0_u64;
    let mut content = None;
    for index in 0..archive.len() {
        let mut entry = archive.by_index(index).map_err(|e| match e {
            zip::result::ZipError::UnsupportedArchive(reason) if reason.contains("assword") => encrypted(),
            other => broken(other),
        })?;
        let room = limits.expanded_bytes.saturating_sub(total);
        let packed = entry.compressed_size().max(1);
        let is_content = entry.name().is_ok_and(|n| n == "content.xml");
        let mut kept = Vec::new();
        let mut chunk = [0_u8; 16 << 10];
        let mut size = 0_u64;
        loop {
            let n = entry
                .read(&mut chunk)
                .map_err(|e| ReadError::malformed("workbook", format!("the archive is broken: {e}").to_lowercase()))?;
            if n == 0 {
                break;
            }
            size += n as u64;
            if size > room {
                return Err(ReadError::limit(
                    "expanded size",
                    format!("{} bytes", limits.expanded_bytes),
                ));
            }
            if size > RATIO_FROM && size / packed > u64::from(limits.expansion_ratio) {
                return Err(ReadError::limit("expansion ratio", limits.expansion_ratio.to_string()));
            }
            if is_content {
                kept.extend_from_slice(chunk.get(..n).unwrap_or(&[]));
            }
        }
        total += size;
        if is_content {
            content = Some(kept);
        }
    }
    Ok(content)
}

/// A workbook under a password.
pub fn encrypted() -> ReadError {
    ReadError::Refused {
        what: "a workbook protected by a password".to_owned(),
        line: None,
        hint: "save it without a password".to_owned(),
    }
}

/// Whether a compound file holds an encrypted package: the stream has its name in UTF-16.
pub fn is_encrypted_package(bytes: &[u8]) -> bool {
    let name: Vec<u8> = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
    memchr::memmem::find(bytes, &name).is_some()
}

/// Bounds the rectangles of an OpenDocument sheet: rows and columns up to the last cell that holds something.
pub fn open_document(content: &[u8], cells: usize) -> Result<(), ReadError> {
    let (mut row, mut row_repeat, mut last_row) = (0_u64, 1_u64, 0_u64);
    let (mut column, mut last_column) = (0_u64, 0_u64);
    let too_large = || ReadError::limit("size of a sheet", format!("{cells} cells"));
    for at in memchr::memchr_iter(b'<', content) {
        let tag = content.get(at..).unwrap_or(&[]);
        let tag = tag.get(..memchr::memchr(b'>', tag).unwrap_or(tag.len())).unwrap_or(tag);
        if tag.starts_with(b"<table:table-row") && !tag.starts_with(b"<table:table-rows") {
            row += row_repeat;
            row_repeat = repeat(tag, b"number-rows-repeated=");
            column = 0;
        } else if tag.starts_with(b"<table:table-cell") || tag.starts_with(b"<table:covered-table-cell") {
            column = column.saturating_add(repeat(tag, b"number-columns-repeated="));
            if memchr::memmem::find(tag, b"value-type=").is_some() {
                last_column = last_column.max(column);
                last_row = row.saturating_add(row_repeat);
            }
            if last_row.saturating_mul(last_column) > cells as u64 {
                return Err(too_large());
            }
        } else if tag.starts_with(b"<table:table ") {
            (row, row_repeat, last_row, column, last_column) = (0, 1, 0, 0, 0);
        }
    }
    Ok(())
}

fn repeat(tag: &[u8], attribute: &[u8]) -> u64 {
    let Some(at) = memchr::memmem::find(tag, attribute) else {
        return 1;
    };
    let digits: Vec<u8> = tag
        .iter()
        .skip(at + attribute.len() + 1)
        .take_while(|b| b.is_ascii_digit())
        .take(9)
        .copied()
        .collect();
    std::str::from_utf8(&digits)
        .ok()
        .and_then(|d| d.parse().ok())
        .unwrap_or(1)
}

/// Bounds the rectangles of a BIFF workbook by walking its cell records.
pub fn binary(bytes: &[u8], cells: usize) -> Result<(), ReadError> {
    let broken = |e: std::io::Error| {
        ReadError::malformed("workbook", format!("the compound file is broken: {e}").to_lowercase())
    };
    let mut file = cfb::CompoundFile::open(Cursor::new(bytes)).map_err(broken)?;
    let name = ["/Workbook", "/Book", "/WORKBOOK", "/BOOK"]
        .into_iter()
        .find(|n| file.is_stream(n));
    let Some(name) = name else {
        return Err(ReadError::malformed("workbook", "there is no workbook stream in it"));
    };
    let mut stream = Vec::new();
    file.open_stream(name)
        .map_err(broken)?
        .take(bytes.len() as u64)
        .read_to_end(&mut stream)
        .map_err(broken)?;
    let (mut rows, mut columns, mut total) = (0_u64, 0_u64, 0_u64);
    let mut rest = stream.as_slice();
    while let Some(([k0, k1, l0, l1], after)) = rest.split_first_chunk::<4>() {
        let kind = u16::from_le_bytes([*k0, *k1]);
        let length = usize::from(u16::from_le_bytes([*l0, *l1]));
        let Some((data, after)) = after.split_at_checked(length) else {
            break;
        };
        rest = after;
        match (kind, data) {
            // The beginning of a sheet: a rectangle of its own.
            (0x0809 | 0x0409 | 0x0209 | 0x0009, _) => (rows, columns) = (0, 0),
            // Number, label, text, boolean, formula, RK and their runs all start with row and column.
            (
                0x0006 | 0x00BD | 0x00BE | 0x00D6 | 0x00FD | 0x0201 | 0x0203 | 0x0204 | 0x0205 | 0x027E | 0x0003
                | 0x0004 | 0x0005,
                [r0, r1, c0, c1, ..],
            ) => {
                let before = rows * columns;
                let run = if matches!(kind, 0x00BD) { length as u64 / 6 } else { 1 };
                rows = rows.max(u64::from(u16::from_le_bytes([*r0, *r1])) + 1);
                columns = columns.max(u64::from(u16::from_le_bytes([*c0, *c1])) + run);
                total += rows * columns - before;
            }
            _ => {}
        }
        if total > cells as u64 {
            return Err(ReadError::limit("size of a sheet", format!("{cells} cells")));
        }
    }
    Ok(())
}
