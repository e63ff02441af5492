//! Tar, plain or compressed by gzip. What comes out of gzip is measured as it comes; the end of the archive is looked
//! for, so that half an archive is not taken for a whole one.

use super::tree::{Packer, bounded};
use super::zipped::at;
use crate::source::{no_regular_file, symbolic_link, unreadable_name};
use crate::{Limits, ReadError};
use std::cell::Cell;
use std::io::Read;
use std::rc::Rc;
use tar::EntryType;

const FORMAT: &str = "tar archive";
/// Kind of the entry that holds the name of a volume.
const LABEL: u8 = b'V';
/// Kind of a directory whose content is a list of its files: incremental archives have it.
const LISTED: u8 = b'D';
/// Archives are made of blocks of this size.
const BLOCK: u64 = 512;

/// Reads a plain archive.
pub(super) fn read(bytes: &[u8], packer: &mut Packer<'_>) -> Result<(), ReadError> {
    entries(bytes, bytes.len() as u64, packer)
}

/// Reads an archive that is compressed by gzip.
pub(super) fn read_compressed(bytes: &[u8], packer: &mut Packer<'_>) -> Result<(), ReadError> {
    entries(flate2::bufread::MultiGzDecoder::new(bytes), bytes.len() as u64, packer)
}

/// Counts what passes, and stops at the bounds.
struct Metered<'l, R> {
    inner: R,
    packed: u64,
    limits: &'l Limits,
    meter: Rc<Meter>,
}

/// What the archive's reader and we both look at.
#[derive(Default)]
struct Meter {
    passed: Cell<u64>,
    exceeded: Cell<bool>,
}

impl<R: Read> Read for Metered<'_, R> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let read = self.inner.read(buffer)?;
        let passed = self.meter.passed.get().saturating_add(read as u64);
        self.meter.passed.set(passed);
        if bounded(passed, self.packed, self.limits).is_err() {
            self.meter.exceeded.set(true);
            return Err(std::io::Error::other("the archive expands too far"));
        }
        Ok(read)
    }
}

fn entries(source: impl Read, packed: u64, packer: &mut Packer<'_>) -> Result<(), ReadError> {
    let (meter, limits) = (Rc::new(Meter::default()), packer.limits());
    let mut archive = tar::Archive::new(Metered {
        inner: source,
        packed,
        limits,
        meter: Rc::clone(&meter),
    });
    let fault = |error: &std::io::Error, entry: &str| {
        if meter.exceeded.get()
            && let Err(limit) = bounded(meter.passed.get(), packed, limits)
        {
            return at(limit, entry);
        }
        let said = error.to_string();
        let reason = match said.split(':').next().unwrap_or_default() {
            // What follows are the bytes that should have been one.
            fault if fault.starts_with("numeric field") => "a number in the head of an entry is none".to_owned(),
            _ => super::tree::one_line(&said),
        };
        at(ReadError::malformed(FORMAT, reason), entry)
    };
    let mut end = 0;
    for found in archive.entries().map_err(|e| fault(&e, ""))? {
        let mut found = found.map_err(|e| fault(&e, ""))?;
        let stored = found.header().entry_size().map_err(|e| fault(&e, ""))?;
        let size = found.size();
        // What a file with holes takes in the archive is not what it takes outside.
        let holes = found.header().entry_type() == EntryType::GNUSparse;
        let taken = if holes { stored } else { size };
        end = taken
            .div_ceil(BLOCK)
            .saturating_mul(BLOCK)
            .saturating_add(found.raw_file_position());
        entry(&mut found, size, packer, &fault)?;
    }
    if meter.passed.get() < end.saturating_add(BLOCK) {
        return Err(ReadError::malformed(
            FORMAT,
            "the archive ends before its end mark; it is cut off",
        ));
    }
    rest(&mut archive.into_inner(), &fault)
}

fn entry<R: Read>(
    found: &mut tar::Entry<'_, R>,
    size: u64,
    packer: &mut Packer<'_>,
    fault: &dyn Fn(&std::io::Error, &str) -> ReadError,
) -> Result<(), ReadError> {
    let kind = found.header().entry_type();
    // Words about the archive: for all entries, or its label.
    if kind == EntryType::XGlobalHeader || kind.as_byte() == LABEL {
        return Ok(());
    }
    let raw = found.path_bytes().into_owned();
    let Ok(name) = String::from_utf8(raw) else {
        let shown = String::from_utf8_lossy(&found.path_bytes()).into_owned();
        return packer.refused(&shown, unreadable_name());
    };
    // Before there was a kind for directories, their names ended like this.
    if kind == EntryType::Directory || kind.as_byte() == LISTED || kind.is_file() && name.ends_with('/') {
        return packer.directory(&name);
    }
    let sparse = kind == EntryType::GNUSparse || is_sparse(found).map_err(|e| fault(&e, &name))?;
    let reason = match kind {
        _ if sparse => Some(ReadError::Refused {
            what: "a file stored with holes in an archive".to_owned(),
            line: None,
            hint: "pack the directory again without the option for sparse files".to_owned(),
        }),
        EntryType::Regular | EntryType::Continuous => None,
        EntryType::Symlink => Some(symbolic_link()),
        EntryType::Link => Some(ReadError::Outside {
            what: "a hard link is not followed".to_owned(),
        }),
        _ => Some(no_regular_file()),
    };
    if let Some(reason) = reason {
        return packer.refused(&name, reason);
    }
    // The stream's own ratio is measured where it is read.
    let bytes = packer.content(found, u64::MAX);
    let bytes = bytes.map_err(|e| fault(&e, &name))?.map_err(|e| at(e, &name))?;
    if bytes.len() as u64 != size {
        let cut = ReadError::malformed(FORMAT, "the archive ends inside an entry; it is cut off");
        return Err(at(cut, &name));
    }
    packer.file(&name, bytes)
}

/// Whether a newer form of a file with holes is used: the holes are listed in its own content or beside it.
fn is_sparse<R: Read>(found: &mut tar::Entry<'_, R>) -> std::io::Result<bool> {
    let Some(extensions) = found.pax_extensions()? else {
        return Ok(false);
    };
    for extension in extensions {
        let extension = extension?;
        let key = extension.key_bytes();
        if key.starts_with(b"GNU.sparse.") || key == b"SUN.holesdata" {
            return Ok(true);
        }
    }
    Ok(false)
}

/// After the end mark only zeros may come, to the last byte: then gzip has compared its sums, too.
fn rest(source: &mut dyn Read, fault: &dyn Fn(&std::io::Error, &str) -> ReadError) -> Result<(), ReadError> {
    let mut chunk = [0_u8; 16 << 10];
    loop {
        let read = source.read(&mut chunk).map_err(|e| fault(&e, ""))?;
        if read == 0 {
            return Ok(());
        }
        if chunk.get(..read).is_some_and(|c| c.iter().any(|b| *b != 0)) {
            return Err(ReadError::malformed(
                FORMAT,
                "there is content after the end of the archive",
            ));
        }
    }
}
