//! Files that a person names on the command line: read up to a bound, written whole or not at all.

use super::replace::{Lasting, Prepared};
use crate::failure::Failure;
use std::fs;
use std::io::{self, Read as _, Write as _};
use std::path::{Path, PathBuf};

/// Reads a file named on the command line, up to a bound.
pub(crate) fn read(path: &Path, limit: u64) -> Result<Vec<u8>, Failure> {
    let fault = |e: io::Error| {
        Failure::usage(format!("cannot read `{}`: {e}", path.display())).hint("check the path and its permissions")
    };
    let file = fs::File::open(path).map_err(fault)?;
    let mut bytes = Vec::new();
    file.take(limit.saturating_add(1))
        .read_to_end(&mut bytes)
        .map_err(fault)?;
    if bytes.len() as u64 > limit {
        return Err(Failure::usage(format!(
            "`{}` is larger than {limit} bytes",
            path.display()
        )));
    }
    Ok(bytes)
}

/// Opens a plain file named on the command line.
pub(crate) fn open_file(path: &Path) -> Result<fs::File, Failure> {
    let fault = |e: io::Error| {
        Failure::usage(format!("cannot read `{}`: {e}", path.display())).hint("check the path and its permissions")
    };
    let file = fs::File::open(path).map_err(fault)?;
    match file.metadata().map_err(fault)?.is_file() {
        true => Ok(file),
        false => Err(Failure::usage(format!("`{}` is no regular file", path.display()))),
    }
}

/// The first bytes of a file named on the command line, at most so many.
pub(crate) fn read_start(path: &Path, most: u64) -> Result<Vec<u8>, Failure> {
    let mut bytes = Vec::new();
    let read = fs::File::open(path).and_then(|file| file.take(most).read_to_end(&mut bytes));
    read.map_err(|e| {
        Failure::usage(format!("cannot read `{}`: {e}", path.display())).hint("check the path and its permissions")
    })?;
    Ok(bytes)
}

/// Reads a text file named on the command line.
pub(crate) fn read_text(path: &Path, limit: u64) -> Result<String, Failure> {
    let bytes = read(path, limit)?;
    let text = String::from_utf8(bytes).map_err(|_| {
        Failure::usage(format!("`{}` is not UTF-8 text", path.display())).hint("save the file as UTF-8")
    })?;
    Ok(text.strip_prefix('\u{feff}').map(ToOwned::to_owned).unwrap_or(text))
}

/// The files of a directory that have an ending, by name; a file stands for itself.
pub(crate) fn files_of(path: &Path, ending: &str) -> Result<Vec<PathBuf>, Failure> {
    if !path.is_dir() {
        return Ok(vec![path.to_owned()]);
    }
    let fault = |e: io::Error| Failure::usage(format!("cannot read `{}`: {e}", path.display()));
    let entries = fs::read_dir(path).map_err(fault)?;
    let paths: Result<Vec<PathBuf>, io::Error> = entries.map(|entry| Ok(entry?.path())).collect();
    let mut paths = paths.map_err(fault)?;
    paths.retain(|p| p.is_file() && p.extension().is_some_and(|e| e == ending));
    paths.sort();
    Ok(paths)
}

/// Makes a folder that a command fills; one that holds something already is left alone.
pub(crate) fn make_folder(path: &Path) -> Result<(), Failure> {
    let fault = |e: io::Error| {
        Failure::usage(format!("cannot make `{}`: {e}", path.display())).hint("check the path and its permissions")
    };
    fs::create_dir_all(path).map_err(fault)?;
    if fs::read_dir(path).map_err(fault)?.next().is_some() {
        return Err(Failure::usage(format!("`{}` is not empty", path.display())).hint("name a new folder"));
    }
    Ok(())
}

/// Names of the folders in a folder, sorted; none where it is not there.
pub(crate) fn folders(path: &Path) -> Result<Vec<String>, Failure> {
    let Ok(entries) = fs::read_dir(path) else {
        return Ok(Vec::new());
    };
    let fault = |e: io::Error| Failure::usage(format!("cannot read `{}`: {e}", path.display()));
    let mut names = Vec::new();
    for entry in entries {
        let entry = entry.map_err(fault)?;
        if entry.file_type().map_err(fault)?.is_dir() {
            names.push(entry.file_name().to_string_lossy().into_owned());
        }
    }
    names.sort();
    Ok(names)
}

/// Makes the folders that lead to a file.
pub(crate) fn make_way(path: &Path) -> Result<(), Failure> {
    let Some(parent) = path.parent() else { return Ok(()) };
    fs::create_dir_all(parent).map_err(|e| {
        Failure::usage(format!("cannot make `{}`: {e}", parent.display())).hint("check the path and its permissions")
    })
}

/// Writes a file named on the command line: beside it first, then renamed, so that nobody reads half a report.
///
/// A path that leads to something else than a file, such as `/dev/null` or a pipe, is written into and never replaced;
/// a symbolic link stays and what it leads to is written.
pub(crate) fn write(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    write_by(path, |out| out.write_all(bytes))
}

/// The same for what is written in pieces.
pub(crate) fn write_by(path: &Path, write: impl FnOnce(&mut dyn io::Write) -> io::Result<()>) -> Result<(), Failure> {
    prepare(path, write)?.place()
}

/// The same, but it gets its name when it is told to.
pub(crate) fn prepare(
    path: &Path,
    write: impl FnOnce(&mut dyn io::Write) -> io::Result<()>,
) -> Result<Prepared, Failure> {
    Prepared::new(path, Lasting::Eventually, write)
}

/// The same for a file that binds its writer: once this has answered, no loss of power brings the old one back.
pub(crate) fn write_durably(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    Prepared::new(path, Lasting::Durable, |out| out.write_all(bytes))?.place()
}

/// Writes a new file that only its user may read: a secret key.
pub(crate) fn write_private(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt as _;
        options.mode(0o600);
    }
    let written = options.open(path).and_then(|mut file| {
        file.write_all(bytes)?;
        file.sync_all()
    });
    written.map_err(|e| {
        Failure::usage(format!("cannot write `{}`: {e}", path.display()))
            .hint("name a new file in a directory that exists")
    })
}
