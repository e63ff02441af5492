//! Where evidence comes from: one directory handle or one archive in memory, listed in order, never left.

use crate::archive::Tree;
use crate::bytes::Bytes;
use crate::{Limits, ReadError};
use cap_std::fs::{Dir, FileType};
use sekisho_model::Diagnostic;
use std::sync::Arc;

/// Files of a directory, with what was refused.
#[derive(Debug, Default)]
pub struct Listing {
    /// Paths from the directory, `/` between the parts, sorted.
    pub files: Vec<String>,
    /// What was refused or left out.
    pub diagnostics: Vec<Diagnostic>,
}

/// Directories that tools leave behind and nobody means as evidence.
pub const SKIPPED: [&str; 4] = [".git", ".svn", ".hg", "__MACOSX"];

/// A folder that evidence lies in: on disk, never left, or of an archive that was read into memory.
#[derive(Debug)]
pub enum Folder {
    /// A directory.
    Disk(Arc<Dir>),
    /// A folder of an archive: the tree, and the path from its root.
    Archive(Arc<Tree>, String),
}

/// One thing in a folder.
#[derive(Debug)]
pub enum Item {
    /// A file.
    File,
    /// A folder, to be opened.
    Folder(Opener),
    /// What is not read, with the reason.
    Refused(ReadError),
}

/// A folder that is not open: a system lends a process a thousand open ones, and a scan may have more subjects.
#[derive(Debug, Clone)]
pub enum Opener {
    /// On disk: its name in a directory that is open; none for that directory itself.
    Disk(Arc<Dir>, Option<String>),
    /// Of an archive.
    Archive(Arc<Tree>, String),
}

impl Opener {
    /// Opens it.
    pub fn open(&self) -> Result<Folder, ReadError> {
        match self {
            Self::Disk(dir, None) => Ok(Folder::Disk(Arc::clone(dir))),
            Self::Disk(dir, Some(name)) => {
                // It may have become a link since it was listed.
                if dir.symlink_metadata(name).map_err(|e| io(&e))?.is_symlink() {
                    return Err(symbolic_link());
                }
                let inner = dir.open_dir(name).map_err(|e| io(&e))?;
                Ok(Folder::Disk(Arc::new(inner)))
            }
            Self::Archive(tree, path) => Ok(Folder::Archive(Arc::clone(tree), path.clone())),
        }
    }

    /// Whether nothing has this name in it, as far as that can be told without opening it.
    pub fn lacks(&self, name: &str) -> bool {
        match self {
            Self::Disk(dir, own) => {
                let path = join(own.as_deref().unwrap_or_default(), name);
                let found = dir.symlink_metadata(path);
                found.is_err_and(|e| e.kind() == std::io::ErrorKind::NotFound)
            }
            Self::Archive(tree, path) => !tree.has(&join(path, name)),
        }
    }
}

impl Folder {
    /// Whether something has this name, whatever it is.
    pub fn has(&self, name: &str) -> bool {
        match self {
            Self::Disk(dir) => dir.symlink_metadata(name).is_ok(),
            Self::Archive(tree, path) => tree.has(&join(path, name)),
        }
    }

    /// Reads one file, bounded.
    pub fn read(&self, path: &str, limits: &Limits) -> Result<Bytes<'_>, ReadError> {
        match self {
            Self::Disk(dir) => read(dir, path, limits),
            Self::Archive(tree, at) => tree.read(&join(at, path)).map(Bytes::lent),
        }
    }

    /// What lies in the folder, by name, in order; names that are no text are refused. One more than `most` is enough to see
    /// that there are too many.
    pub fn items(&self, at: &str, most: u32, diagnostics: &mut Vec<Diagnostic>) -> Vec<(String, Item)> {
        match self {
            Self::Disk(dir) => entries(dir, at, most, diagnostics),
            Self::Archive(tree, path) => tree.items(path),
        }
    }
}

/// Lists all files below a folder.
pub fn list(root: &Folder, limits: &Limits) -> Listing {
    let mut listing = Listing::default();
    let mut full = false;
    walk(root, "", 0, limits, &mut listing, &mut full);
    listing.files.sort();
    listing
}

/// The entries of one directory on disk.
fn entries(dir: &Arc<Dir>, at: &str, most: u32, diagnostics: &mut Vec<Diagnostic>) -> Vec<(String, Item)> {
    let mut out = Vec::new();
    let listed = match dir.entries() {
        Ok(listed) => listed,
        Err(error) => {
            diagnostics.push(io(&error).diagnostic(at));
            return out;
        }
    };
    for entry in listed {
        match entry {
            Ok(entry) => match entry.file_name().into_string() {
                Ok(name) => {
                    let item = item(dir, &name, entry.file_type());
                    out.push((name, item));
                }
                Err(name) => {
                    diagnostics.push(unreadable_name().diagnostic(&join(at, &name.to_string_lossy())));
                }
            },
            Err(error) => diagnostics.push(io(&error).diagnostic(at)),
        }
        if out.len() > most as usize {
            break;
        }
    }
    out.sort_by(|a, b| a.0.cmp(&b.0));
    out
}

/// What an entry is.
fn item(dir: &Arc<Dir>, name: &str, kind: std::io::Result<FileType>) -> Item {
    match kind {
        Err(error) => Item::Refused(io(&error)),
        Ok(kind) if kind.is_symlink() => Item::Refused(symbolic_link()),
        Ok(kind) if kind.is_dir() => Item::Folder(Opener::Disk(Arc::clone(dir), Some(name.to_owned()))),
        Ok(kind) if kind.is_file() => Item::File,
        Ok(_) => Item::Refused(no_regular_file()),
    }
}

/// Links are never followed.
pub fn symbolic_link() -> ReadError {
    outside("a symbolic link is not followed")
}

/// Pipes, sockets and devices.
pub fn no_regular_file() -> ReadError {
    outside("it is no regular file")
}

/// A name that is no text.
pub fn unreadable_name() -> ReadError {
    outside("its name is not valid UTF-8")
}

fn outside(what: &str) -> ReadError {
    ReadError::Outside { what: what.to_owned() }
}

fn walk(folder: &Folder, at: &str, depth: u32, limits: &Limits, listing: &mut Listing, full: &mut bool) {
    let items = folder.items(at, limits.files, &mut listing.diagnostics);
    let is_cut = items.len() > limits.files as usize;
    for (name, item) in items {
        if *full {
            return;
        }
        let path = join(at, &name);
        match item {
            Item::Refused(error) => listing.diagnostics.push(error.diagnostic(&path)),
            Item::Folder(_) if SKIPPED.contains(&name.as_str()) => {
                let text = format!("the directory `{name}` is no evidence and is left out");
                listing
                    .diagnostics
                    .push(Diagnostic::note("directory-skipped", text).at_path(path));
            }
            Item::Folder(_) if depth + 1 >= limits.depth => {
                listing
                    .diagnostics
                    .push(ReadError::limit("depth of directories", limits.depth.to_string()).diagnostic(&path));
            }
            Item::Folder(inner) => match inner.open() {
                Ok(inner) => walk(&inner, &path, depth + 1, limits, listing, full),
                Err(error) => listing.diagnostics.push(error.diagnostic(&path)),
            },
            Item::File if listing.files.len() >= limits.files as usize => {
                *full = true;
                listing
                    .diagnostics
                    .push(ReadError::limit("number of files", limits.files.to_string()).diagnostic(&path));
            }
            Item::File => listing.files.push(path),
        }
    }
    if is_cut && !*full {
        let limit = ReadError::limit("files and directories in one directory", limits.files.to_string());
        listing.diagnostics.push(limit.diagnostic(at));
    }
}

/// Joins with `/`.
pub fn join(at: &str, name: &str) -> String {
    if at.is_empty() {
        name.to_owned()
    } else {
        format!("{at}/{name}")
    }
}

/// Whether a path stays where it starts: relative, without `..`, `.`, `\` or empty parts.
pub fn is_inside(path: &str) -> bool {
    !path.is_empty() && !path.contains(['\\', '\0']) && path.split('/').all(|p| !matches!(p, "" | "." | ".."))
}

/// Reads one file, bounded. Every part of the path is opened by its own name, so that no link is followed.
pub fn read(root: &Dir, path: &str, limits: &Limits) -> Result<Bytes<'static>, ReadError> {
    if !is_inside(path) {
        return Err(outside("the path leaves the evidence directory"));
    }
    let meta = root.symlink_metadata(path).map_err(|e| io(&e))?;
    if meta.is_symlink() {
        return Err(symbolic_link());
    }
    // A pipe would hold us for ever: it is refused before it is opened.
    if !meta.is_file() {
        return Err(no_regular_file());
    }
    let too_large = || ReadError::limit("file size", format!("{} bytes", limits.file_bytes));
    if meta.len() > limits.file_bytes {
        return Err(too_large());
    }
    let file = root.open(path).map_err(|e| io(&e))?;
    if !file.metadata().map_err(|e| io(&e))?.is_file() {
        return Err(no_regular_file());
    }
    // As the standard library's own, a small file is read into memory that nobody fills before.
    let bytes = Bytes::of(file.into_std(), meta.len(), limits.file_bytes).map_err(|e| io(&e))?;
    if bytes.len() as u64 > limits.file_bytes {
        return Err(too_large());
    }
    Ok(bytes)
}

/// The system's word, without machine-specific numbers.
pub fn io(error: &std::io::Error) -> ReadError {
    let text = error.to_string();
    let reason = text.split(" (os error").next().unwrap_or("").to_lowercase();
    ReadError::Io { reason }
}

#[cfg(test)]
mod tests {
    use super::is_inside;

    #[test]
    fn paths_stay_inside() {
        assert!(is_inside("a/b.csv") && is_inside("..a"));
        for path in ["", "/etc/passwd", "../x", "a/../../x", "a//b", "./a", "C:\\x", "a\0"] {
            assert!(!is_inside(path), "{path}");
        }
    }
}
