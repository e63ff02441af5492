//! A new file takes the place of another: it is written whole beside it and then gets its name, so that nobody reads half of one.
//! Both can lie apart: what is written meanwhile and made durable does not wait for the system to write a large report out.

use super::renew::Renewed;
use crate::failure::Failure;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};

/// Whether a file is there only when the system comes to it, or as soon as it is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Lasting {
    Eventually,
    Durable,
}

/// A file that is written and waits for its name. Dropped before, it leaves nothing behind.
#[derive(Debug)]
#[must_use = "it has no name yet"]
pub(crate) struct Prepared {
    path: PathBuf,
    lasting: Lasting,
    /// None where what was written stands there already.
    part: Option<PathBuf>,
}

impl Prepared {
    /// Writes it beside `path`, with the permissions of the file that stands there, unless that one says the same. What leads to
    /// something else than a file, such as `/dev/null` or a pipe, is written into; a symbolic link stays.
    pub(super) fn new(
        path: &Path,
        lasting: Lasting,
        write: impl FnOnce(&mut dyn io::Write) -> io::Result<()>,
    ) -> Result<Self, Failure> {
        Self::written(path, lasting, write).map_err(|e| unwritable(path, &e))
    }

    fn written(
        path: &Path,
        lasting: Lasting,
        write: impl FnOnce(&mut dyn io::Write) -> io::Result<()>,
    ) -> io::Result<Self> {
        let path = match fs::metadata(path) {
            Ok(there) if !there.is_file() => {
                buffered(fs::OpenOptions::new().write(true).open(path)?, write)?;
                return Ok(Self {
                    path: path.to_owned(),
                    lasting: Lasting::Eventually,
                    part: None,
                });
            }
            Ok(_) => fs::canonicalize(path)?,
            Err(_) => path.to_owned(),
        };
        let mut name = path
            .file_name()
            .ok_or_else(|| io::Error::new(io::ErrorKind::InvalidInput, "the path names no file"))?
            .to_owned();
        // Two that wait may be meant for one place.
        static NUMBER: AtomicU32 = AtomicU32::new(0);
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        name.push(format!(".{}-{number}.part", std::process::id()));
        let part = path.with_file_name(name);
        let make = || fs::OpenOptions::new().write(true).create_new(true).open(&part);
        // What must last is written, whatever the system says of the file that stands there.
        let old = match lasting {
            Lasting::Durable => None,
            Lasting::Eventually => fs::File::open(&path).ok(),
        };
        let mut prepared = Self {
            path,
            lasting,
            part: Some(part.clone()),
        };
        match buffered(Renewed::over(old, make), write).and_then(Renewed::close)? {
            Some(new) => prepared.finish(&new)?,
            None => prepared.part = None,
        }
        Ok(prepared)
    }

    /// Before it has its name: nobody finds that name on half of a file.
    fn finish(&self, new: &fs::File) -> io::Result<()> {
        if let Ok(old) = fs::metadata(&self.path) {
            new.set_permissions(old.permissions())?;
        }
        match self.lasting {
            Lasting::Durable => new.sync_all(),
            Lasting::Eventually => Ok(()),
        }
    }

    /// Gives it its name.
    pub(crate) fn place(mut self) -> Result<(), Failure> {
        self.name().map_err(|e| unwritable(&self.path, &e))
    }

    fn name(&mut self) -> io::Result<()> {
        if let Some(part) = &self.part {
            fs::rename(part, &self.path)?;
            self.part = None;
        }
        match self.lasting {
            Lasting::Durable => settle(&self.path),
            Lasting::Eventually => Ok(()),
        }
    }
}

impl Drop for Prepared {
    fn drop(&mut self) {
        if let Some(part) = &self.part {
            let _ = fs::remove_file(part);
        }
    }
}

fn unwritable(path: &Path, error: &io::Error) -> Failure {
    Failure::usage(format!("cannot write `{}`: {error}", path.display()))
        .hint("choose a file in a directory that exists and is writable")
}

/// Writes in large strokes, however small the pieces are.
fn buffered<W: io::Write>(to: W, write: impl FnOnce(&mut dyn io::Write) -> io::Result<()>) -> io::Result<W> {
    let mut out = io::BufWriter::with_capacity(1 << 18, to);
    write(&mut out)?;
    out.into_inner().map_err(io::IntoInnerError::into_error)
}

/// Makes the name of a file durable. Elsewhere than on Unix a folder cannot be opened for that; a rename is durable there.
fn settle(path: &Path) -> io::Result<()> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    match cfg!(unix) {
        true => fs::File::open(folder.unwrap_or(Path::new(".")))?.sync_all(),
        false => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;

    fn prepared(path: &Path, bytes: &[u8]) -> Prepared {
        Prepared::new(path, Lasting::Eventually, |out| out.write_all(bytes)).unwrap()
    }

    fn names(folder: &Path) -> Vec<String> {
        let names = fs::read_dir(folder).unwrap();
        let mut names: Vec<String> = names
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    }

    #[test]
    fn what_waits_has_no_name_and_leaves_nothing_behind() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("report.json");
        fs::write(&path, "old").unwrap();
        let waiting = prepared(&path, b"new");
        assert_eq!(fs::read(&path).unwrap(), b"old");
        drop(waiting);
        assert_eq!(
            (fs::read(&path).unwrap(), names(folder.path())),
            (b"old".to_vec(), vec!["report.json".to_owned()])
        );
        prepared(&path, b"new").place().unwrap();
        assert_eq!(
            (fs::read(&path).unwrap(), names(folder.path())),
            (b"new".to_vec(), vec!["report.json".to_owned()])
        );
    }

    #[test]
    fn two_may_wait_for_one_place() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("report.json");
        let waiting = [prepared(&path, b"one"), prepared(&path, b"two")];
        waiting.into_iter().for_each(|waiting| waiting.place().unwrap());
        assert_eq!(
            (fs::read(&path).unwrap(), names(folder.path())),
            (b"two".to_vec(), vec!["report.json".to_owned()])
        );
    }

    #[test]
    fn a_place_that_is_gone_is_an_error_and_leaves_nothing_behind() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("report.json");
        let waiting = prepared(&path, b"new");
        fs::create_dir(&path).unwrap();
        assert!(waiting.place().unwrap_err().message().contains("report.json"));
        assert_eq!(names(folder.path()), ["report.json"]);
    }
}
