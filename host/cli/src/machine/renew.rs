//! A file takes the place of one that may say the same: as long as both agree nothing is written, and a file that is the same to
//! its last byte stays, with today's time. To free what the system holds of a large file costs as much as to write it.

use std::fs::File;
use std::io::{self, Read as _, Seek as _, SeekFrom, Write};
use std::time::SystemTime;

/// What is written in place of a file.
pub(super) struct Renewed<F> {
    old: Option<Old>,
    new: Option<File>,
    /// Makes the new file.
    make: F,
}

/// The file that stands there, as far as it agrees.
struct Old {
    file: File,
    agreed: u64,
    there: Vec<u8>,
}

/// Bytes that are compared at once.
const COMPARED: usize = 1 << 18;

impl Old {
    /// Whether these bytes come next in it.
    fn agrees(&mut self, bytes: &[u8]) -> bool {
        self.there.resize(bytes.len(), 0);
        // One that cannot be read, or ends before, agrees with nothing.
        let agrees = self.file.read_exact(&mut self.there).is_ok() && self.there == bytes;
        if agrees {
            self.agreed += bytes.len() as u64;
        }
        agrees
    }

    /// Whether nothing comes behind what agreed.
    fn is_all(&mut self) -> bool {
        matches!(self.file.read(&mut [0]), Ok(0))
    }
}

impl<F: FnMut() -> io::Result<File>> Renewed<F> {
    /// In place of this file, if there is one.
    pub(super) fn over(old: Option<File>, make: F) -> Self {
        let old = old.map(|file| Old {
            file,
            agreed: 0,
            there: Vec::new(),
        });
        Self { old, new: None, make }
    }

    /// The new file; none where the old one stays, which says the same.
    pub(super) fn close(mut self) -> io::Result<Option<File>> {
        if let Some(old) = &mut self.old
            && old.is_all()
            && old.file.set_modified(SystemTime::now()).is_ok()
        {
            return Ok(None);
        }
        self.begin()?;
        Ok(self.new)
    }

    /// The new file, which begins with what the old one agreed on.
    fn begin(&mut self) -> io::Result<&mut File> {
        if self.new.is_none() {
            let mut new = (self.make)()?;
            if let Some(Old { mut file, agreed, .. }) = self.old.take() {
                file.seek(SeekFrom::Start(0))?;
                if io::copy(&mut file.take(agreed), &mut new)? != agreed {
                    return Err(io::Error::other("the file that stands there became shorter meanwhile"));
                }
            }
            self.new = Some(new);
        }
        self.new.as_mut().ok_or_else(|| io::ErrorKind::NotFound.into())
    }
}

impl<F: FnMut() -> io::Result<File>> Write for Renewed<F> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if let Some(old) = &mut self.old {
            let next = bytes.get(..COMPARED).unwrap_or(bytes);
            if old.agrees(next) {
                return Ok(next.len());
            }
        }
        self.begin()?.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::disallowed_methods, reason = "tests")]
    use super::*;
    use std::time::Duration;

    /// Writes over a file in pieces of so many bytes; answers what stands there, and whether it was made anew.
    fn renewed(old: Option<&[u8]>, new: &[u8], piece: usize) -> (Vec<u8>, bool) {
        let folder = tempfile::tempdir().unwrap();
        let (path, part) = (folder.path().join("record"), folder.path().join("part"));
        let yesterday = SystemTime::now() - Duration::from_secs(86_400);
        if let Some(old) = old {
            std::fs::write(&path, old).unwrap();
            let file = File::options().write(true).open(&path).unwrap();
            file.set_modified(yesterday).unwrap();
        }
        let mut out = Renewed::over(File::open(&path).ok(), || File::create_new(&part));
        new.chunks(piece).for_each(|bytes| out.write_all(bytes).unwrap());
        let is_new = out.close().unwrap().is_some();
        assert_eq!(part.exists(), is_new);
        let path = if is_new { part } else { path };
        let age = path
            .metadata()
            .unwrap()
            .modified()
            .unwrap()
            .duration_since(yesterday)
            .unwrap();
        assert!(age > Duration::from_secs(3600), "it is of today");
        (std::fs::read(path).unwrap(), is_new)
    }

    #[test]
    fn what_is_the_same_stays_and_everything_else_is_made_anew() {
        let old: Vec<u8> = (0..10_000u32).flat_map(u32::to_le_bytes).collect();
        let mut first = old.clone();
        *first.first_mut().unwrap() ^= 1;
        let mut last = old.clone();
        *last.last_mut().unwrap() ^= 1;
        let longer = [&old[..], b"x"].concat();
        for piece in [1, 7, 4_096, 100_000] {
            assert_eq!(renewed(Some(&old), &old, piece), (old.clone(), false), "{piece}");
            for new in [&first, &last, &longer, &old[..39_999].to_vec(), &Vec::new()] {
                assert!(renewed(Some(&old), new, piece) == (new.clone(), true), "{piece}");
            }
            assert!(renewed(None, &old, piece) == (old.clone(), true));
            assert!(renewed(Some(b""), &old, piece) == (old.clone(), true));
        }
        assert_eq!(renewed(Some(b""), b"", 1), (Vec::new(), false));
        assert_eq!(renewed(None, b"", 1), (Vec::new(), true));
    }
}
