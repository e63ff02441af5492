//! A tar written one way: names in order, plain files, no times, no owners, nothing in between. So there is one file for each
//! content, and a byte that was changed anywhere is found. Written and read in one pass, whatever its size.

use super::error::KitError;
use sekisho_model::Digest;
use sha2::{Digest as _, Sha256};
use std::io::{self, Read, Seek, SeekFrom, Write};

/// A tar's unit.
const BLOCK: usize = 512;

/// Where some bytes lie in a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) offset: u64,
    pub(super) size: u64,
}

/// Writes.
pub(super) struct Writer<W> {
    out: W,
    last: Option<String>,
}

impl<W: Write> Writer<W> {
    pub(super) fn new(out: W) -> Self {
        Self { out, last: None }
    }

    /// Writes a file of exactly this size; its name comes after the one before. Answers with the digest of what was written.
    pub(super) fn put(&mut self, name: &str, size: u64, from: &mut dyn Read) -> Result<Digest, KitError> {
        if self.last.as_deref().is_some_and(|last| last >= name) {
            return Err(KitError::NotCanonical("its entries are not in order"));
        }
        self.out.write_all(&header(name, size)?)?;
        let mut hashed = Hashed::new((&mut *from).take(size));
        let copied = io::copy(&mut hashed, &mut self.out)?;
        let digest = hashed.digest();
        // One byte more would be another content than was promised.
        if copied != size || from.read(&mut [0])? != 0 {
            return Err(KitError::unreadable(name, "it changed while the kit was written"));
        }
        self.out.write_all(padding(size))?;
        self.last = Some(name.to_owned());
        Ok(digest)
    }

    /// Ends the tar.
    pub(super) fn finish(mut self) -> Result<W, KitError> {
        self.out.write_all(&[0; 2 * BLOCK])?;
        Ok(self.out)
    }
}

/// Reads, entry by entry, from one place of a file to another.
pub(super) struct Tape<'r, R> {
    from: &'r mut R,
    at: u64,
    end: u64,
    last: Option<String>,
}

impl<'r, R: Read + Seek> Tape<'r, R> {
    pub(super) fn new(from: &'r mut R, place: Place) -> Result<Self, KitError> {
        from.seek(SeekFrom::Start(place.offset))?;
        Ok(Self {
            from,
            at: place.offset,
            end: place.offset.saturating_add(place.size),
            last: None,
        })
    }

    /// The next entry: its name, where its bytes lie, and their digest. None after the last one, if nothing follows it.
    pub(super) fn entry(&mut self) -> Result<Option<(String, Place, Digest)>, KitError> {
        let block = self.block()?;
        if block == [0; BLOCK] {
            let is_end = self.block()? == [0; BLOCK] && self.at == self.end;
            return match is_end {
                true => Ok(None),
                false => Err(KitError::NotCanonical("something follows its end")),
            };
        }
        let head = tar::Header::from_byte_slice(&block);
        let name = String::from_utf8_lossy(&head.path_bytes()).into_owned();
        let size = head
            .entry_size()
            .map_err(|_| KitError::NotCanonical("a size in it is no number"))?;
        if *head.as_bytes() != header(&name, size)? {
            return Err(KitError::Entry {
                name: name.chars().take(256).collect(),
                reason: "it is no plain file, or its head is not written as kits are",
            });
        }
        if self.last.as_deref().is_some_and(|last| last >= name.as_str()) {
            return Err(KitError::NotCanonical("its entries are not in order"));
        }
        let place = Place { offset: self.at, size };
        let padding = padding(size);
        if size > self.end.saturating_sub(self.at) {
            return Err(KitError::NotCanonical("it ends too early"));
        }
        let mut hashed = Hashed::new((&mut self.from).take(size));
        if io::copy(&mut hashed, &mut io::sink())? != size {
            return Err(KitError::NotCanonical("it ends too early"));
        }
        let digest = hashed.digest();
        self.at += size;
        let mut rest = vec![0; padding.len()];
        self.exact(&mut rest)?;
        if rest != padding {
            return Err(KitError::NotCanonical("something stands between its entries"));
        }
        self.last = Some(name.clone());
        Ok(Some((name, place, digest)))
    }

    fn block(&mut self) -> Result<[u8; BLOCK], KitError> {
        let mut block = [0; BLOCK];
        self.exact(&mut block)?;
        Ok(block)
    }

    fn exact(&mut self, to: &mut [u8]) -> Result<(), KitError> {
        if to.len() as u64 > self.end.saturating_sub(self.at) {
            return Err(KitError::NotCanonical("it ends too early"));
        }
        self.from.read_exact(to).map_err(|error| match error.kind() {
            io::ErrorKind::UnexpectedEof => KitError::NotCanonical("it ends too early"),
            _ => error.into(),
        })?;
        self.at += to.len() as u64;
        Ok(())
    }
}

/// What is read is hashed on the way.
pub(super) struct Hashed<R> {
    from: R,
    state: Sha256,
}

impl<R> Hashed<R> {
    pub(super) fn new(from: R) -> Self {
        Self {
            from,
            state: Sha256::new(),
        }
    }

    pub(super) fn digest(self) -> Digest {
        Digest::from_bytes(self.state.finalize().into())
    }
}

impl<R: Read> Read for Hashed<R> {
    fn read(&mut self, to: &mut [u8]) -> io::Result<usize> {
        let read = self.from.read(to)?;
        self.state.update(to.get(..read).unwrap_or_default());
        Ok(read)
    }
}

fn header(name: &str, size: u64) -> Result<[u8; BLOCK], KitError> {
    let mut header = tar::Header::new_ustar();
    header.set_path(name).map_err(|_| KitError::Entry {
        name: name.chars().take(256).collect(),
        reason: "its name is none of a kit",
    })?;
    header.set_size(size);
    header.set_mode(0o644);
    header.set_mtime(0);
    header.set_uid(0);
    header.set_gid(0);
    header.set_cksum();
    Ok(*header.as_bytes())
}

/// Zeros up to the next block.
fn padding(size: u64) -> &'static [u8] {
    const ZEROS: [u8; BLOCK] = [0; BLOCK];
    let over = usize::try_from(size % BLOCK as u64).unwrap_or(0);
    let missing = if over == 0 { 0 } else { BLOCK - over };
    ZEROS.get(..missing).unwrap_or_default()
}

/// Copies everything that is read, and tells what it was.
pub fn copy_hashed(from: &mut dyn Read, to: &mut dyn Write) -> io::Result<super::form::Part> {
    let mut hashed = Hashed::new(from);
    let size = io::copy(&mut hashed, to)?;
    Ok(super::form::Part {
        digest: hashed.digest(),
        size,
    })
}
