//! Compiled code on its way from the cache to the engine. Where the system has files in memory that can be sealed, it goes
//! into one of those and is mapped from there: what was hashed on the way is what is mapped, nobody can change it any
//! more, and pages that no call needs are never touched. Elsewhere the engine copies it.

use std::io::{ErrorKind, Read};
use wasmtime::Engine;
use wasmtime::component::Component;

/// Bytes that are read, hashed and passed on at once: they stay in the processor's cache.
const PIECE: usize = 64 << 10;

/// Code, whole.
pub(super) struct Code {
    kept: Kept,
    length: u64,
}

enum Kept {
    #[cfg(target_os = "linux")]
    Sealed(sealed::File),
    Bytes(Vec<u8>),
}

impl Code {
    /// Takes all that `file` gives and shows every piece of it.
    pub(super) fn take(file: impl Read, seen: impl FnMut(&[u8])) -> std::io::Result<Self> {
        #[cfg(target_os = "linux")]
        if let Some(made) = sealed::File::new() {
            return Self::into_sealed(made, file, seen);
        }
        Self::into_bytes(file, seen)
    }

    #[cfg(target_os = "linux")]
    fn into_sealed(mut made: sealed::File, file: impl Read, seen: impl FnMut(&[u8])) -> std::io::Result<Self> {
        let length = pieces(file, seen, |piece| made.write(piece))?;
        made.seal()?;
        let kept = Kept::Sealed(made);
        Ok(Self { kept, length })
    }

    fn into_bytes(file: impl Read, seen: impl FnMut(&[u8])) -> std::io::Result<Self> {
        let mut bytes = Vec::new();
        let length = pieces(file, seen, |piece| {
            bytes.extend_from_slice(piece);
            Ok(())
        })?;
        let kept = Kept::Bytes(bytes);
        Ok(Self { kept, length })
    }

    /// How many bytes it has.
    pub(super) fn len(&self) -> u64 {
        self.length
    }

    /// Gives it to the engine.
    ///
    /// # Safety
    /// As [`Component::deserialize`]: it must be what this program's engine made.
    pub(super) unsafe fn load(&self, engine: &Engine) -> wasmtime::Result<Component> {
        match &self.kept {
            #[cfg(target_os = "linux")]
            Kept::Sealed(file) => {
                // SAFETY: the caller's promise; the file is sealed and stays what it is.
                match unsafe { Component::deserialize_file(engine, file.path()) } {
                    Ok(component) => Ok(component),
                    // A system without /proc, or one that lets nobody run what lies in such a file.
                    // SAFETY: the caller's promise.
                    Err(_) => unsafe { Component::deserialize(engine, file.read()?) },
                }
            }
            // SAFETY: the caller's promise.
            Kept::Bytes(bytes) => unsafe { Component::deserialize(engine, bytes) },
        }
    }
}

fn pieces(
    mut file: impl Read,
    mut seen: impl FnMut(&[u8]),
    mut keep: impl FnMut(&[u8]) -> std::io::Result<()>,
) -> std::io::Result<u64> {
    let mut room = vec![0; PIECE];
    let mut length = 0;
    loop {
        let read = match file.read(&mut room) {
            Ok(0) => return Ok(length),
            Ok(read) => read,
            Err(error) if error.kind() == ErrorKind::Interrupted => continue,
            Err(error) => return Err(error),
        };
        let piece = room.get(..read).unwrap_or_default();
        seen(piece);
        keep(piece)?;
        length += piece.len() as u64;
    }
}

#[cfg(target_os = "linux")]
mod sealed {
    //! A file in memory, without a name.

    use memfd::{FileSeal, Memfd, MemfdOptions};
    use std::io::{Read as _, Seek as _, Write as _};
    use std::os::fd::AsRawFd as _;
    use std::path::PathBuf;

    pub(super) struct File(Memfd);

    impl File {
        /// None where the system has none or allows none.
        pub(super) fn new() -> Option<Self> {
            let options = MemfdOptions::default().allow_sealing(true);
            options.create("sekisho-code").ok().map(Self)
        }

        pub(super) fn write(&mut self, bytes: &[u8]) -> std::io::Result<()> {
            self.0.as_file().write_all(bytes)
        }

        /// From here on it is what it is.
        pub(super) fn seal(&self) -> std::io::Result<()> {
            let seals = [
                FileSeal::SealWrite,
                FileSeal::SealShrink,
                FileSeal::SealGrow,
                FileSeal::SealSeal,
            ];
            self.0.add_seals(&seals).map_err(std::io::Error::other)
        }

        /// Under which name this process finds it.
        pub(super) fn path(&self) -> PathBuf {
            PathBuf::from(format!("/proc/self/fd/{}", self.0.as_raw_fd()))
        }

        pub(super) fn read(&self) -> std::io::Result<Vec<u8>> {
            let (mut file, mut bytes) = (self.0.as_file(), Vec::new());
            file.rewind()?;
            file.read_to_end(&mut bytes)?;
            Ok(bytes)
        }
    }
}

#[cfg(test)]
mod tests;
