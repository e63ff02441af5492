//! The bytes of a file while it is read. A long file has pages of its own, which the system has back as soon as nobody
//! reads them: an allocator would keep them for a while, just when the plugins have their memory beside them.

use memmap2::MmapMut;
use std::io::{Error, ErrorKind, Read};
use std::ops::Deref;

/// From how many bytes on a file is long.
const LONG: u64 = 1 << 20;

/// A file in memory.
#[derive(Debug)]
pub struct Bytes<'b>(Where<'b>);

#[derive(Debug)]
enum Where<'b> {
    /// Inside of something else, such as an archive.
    Lent(&'b [u8]),
    Heap(Vec<u8>),
    /// So many bytes at the beginning of these pages.
    Pages(MmapMut, usize),
}

impl<'b> Bytes<'b> {
    /// Bytes that somebody keeps.
    pub(crate) fn lent(bytes: &'b [u8]) -> Self {
        Self(Where::Lent(bytes))
    }
}

impl Bytes<'static> {
    /// Reads a file that has said how long it is, but for what is beyond `most` bytes and one. It may have grown since, or
    /// shrunk.
    pub(crate) fn of(file: impl Read, length: u64, most: u64) -> Result<Self, Error> {
        let mut file = file.take(most.saturating_add(1));
        let room = usize::try_from(length).unwrap_or(0);
        let mut bytes = Vec::new();
        if length >= LONG
            && let Ok(mut pages) = MmapMut::map_anon(room)
        {
            let read = fill(&mut file, &mut pages)?;
            if read < room {
                return Ok(Self(Where::Pages(pages, read)));
            }
            file.read_to_end(&mut bytes)?;
            if bytes.is_empty() {
                return Ok(Self(Where::Pages(pages, read)));
            }
            bytes.splice(..0, pages.iter().copied());
        } else {
            bytes.reserve_exact(room);
            file.read_to_end(&mut bytes)?;
        }
        Ok(Self(Where::Heap(bytes)))
    }
}

/// Reads until there is no more room, or no more file; answers how much there was.
fn fill(file: &mut impl Read, room: &mut [u8]) -> Result<usize, Error> {
    let mut read = 0;
    while let Some(rest) = room.get_mut(read..).filter(|rest| !rest.is_empty()) {
        match file.read(rest) {
            Ok(0) => break,
            Ok(more) => read += more,
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(read)
}

impl Deref for Bytes<'_> {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        match &self.0 {
            Where::Lent(bytes) => bytes,
            Where::Heap(bytes) => bytes,
            Where::Pages(pages, length) => pages.get(..*length).unwrap_or_default(),
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;

    /// Hands out a few bytes at a time, and is interrupted now and then.
    struct Slow<'a>(&'a [u8], u32);

    impl Read for Slow<'_> {
        fn read(&mut self, to: &mut [u8]) -> Result<usize, Error> {
            self.1 += 1;
            if self.1.is_multiple_of(5) {
                return Err(ErrorKind::Interrupted.into());
            }
            let length = to.len().min(70_001);
            self.0.read(to.get_mut(..length).unwrap())
        }
    }

    #[test]
    fn a_file_is_read_whatever_it_said_of_its_length() {
        let long = usize::try_from(LONG).unwrap();
        for length in [0, 1, 100, long - 1, long, long + 1, 2 * long + 77] {
            let file: Vec<u8> = (0..length).map(|n| u8::try_from(n % 251).unwrap()).collect();
            for said in [0, 1, length.saturating_sub(1), length, length + 1, 3 * long] {
                let read = Bytes::of(Slow(&file, 0), said as u64, 1 << 30).unwrap();
                assert!(*read == *file, "{length} bytes that said {said}");
            }
            let most = length.saturating_sub(9);
            let read = Bytes::of(Slow(&file, 0), length as u64, most as u64).unwrap();
            assert!(
                *read == *file.get(..length.min(most + 1)).unwrap(),
                "no more than one too many"
            );
        }
    }

    #[test]
    fn a_file_that_cannot_be_read_is_an_error() {
        struct Broken;
        impl Read for Broken {
            fn read(&mut self, _: &mut [u8]) -> Result<usize, Error> {
                Err(ErrorKind::StaleNetworkFileHandle.into())
            }
        }
        for said in [0, LONG] {
            assert!(Bytes::of(Broken, said, 1 << 30).is_err());
        }
    }
}
