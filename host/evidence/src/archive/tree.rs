//! The files of an archive as a tree, and what every kind of archive goes through on the way into it.

use crate::source::{Item, Opener, join};
use crate::{Limits, ReadError};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Below this, a high ratio is only a short text repeated.
const RATIO_FROM: u64 = 1 << 20;

/// An archive in memory.
#[derive(Debug, Default)]
pub struct Tree {
    root: Directory,
}

#[derive(Debug, Default)]
struct Directory {
    entries: BTreeMap<String, Entry>,
}

#[derive(Debug)]
enum Entry {
    Directory(Directory),
    File(Vec<u8>),
    Refused(ReadError),
}

impl Tree {
    fn entry(&self, path: &str) -> Option<&Entry> {
        let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
        self.directory(folder)?.entries.get(name)
    }

    fn directory(&self, path: &str) -> Option<&Directory> {
        let mut parts = path.split('/').filter(|part| !part.is_empty());
        parts.try_fold(&self.root, |at, part| match at.entries.get(part)? {
            Entry::Directory(inner) => Some(inner),
            Entry::File(_) | Entry::Refused(_) => None,
        })
    }

    /// Whether something stands at a path.
    pub fn has(&self, path: &str) -> bool {
        self.entry(path).is_some()
    }

    /// The bytes of a file.
    pub fn read(&self, path: &str) -> Result<&[u8], ReadError> {
        match self.entry(path) {
            Some(Entry::File(bytes)) => Ok(bytes),
            Some(Entry::Refused(error)) => Err(error.clone()),
            Some(Entry::Directory(_)) => Err(crate::source::no_regular_file()),
            None => Err(ReadError::Io {
                reason: "no such file in the archive".to_owned(),
            }),
        }
    }

    /// What lies in a folder, by name, in order.
    pub fn items(self: &Arc<Self>, path: &str) -> Vec<(String, Item)> {
        let entries = self.directory(path).into_iter().flat_map(|d| &d.entries);
        let item = |(name, entry): (&String, &Entry)| {
            let item = match entry {
                Entry::File(_) => Item::File,
                Entry::Refused(error) => Item::Refused(error.clone()),
                Entry::Directory(_) => Item::Folder(Opener::Archive(Arc::clone(self), join(path, name))),
            };
            (name.clone(), item)
        };
        entries.map(item).collect()
    }
}

/// Puts entries into a tree, under the bounds.
pub(super) struct Packer<'l> {
    tree: Tree,
    limits: &'l Limits,
    /// Size of the archive itself.
    packed: u64,
    files: u32,
    directories: u32,
    expanded: u64,
}

impl<'l> Packer<'l> {
    /// For an archive of so many bytes.
    pub(super) fn new(packed: u64, limits: &'l Limits) -> Self {
        Self {
            tree: Tree::default(),
            limits,
            packed: packed.max(1),
            files: 0,
            directories: 0,
            expanded: 0,
        }
    }

    /// The tree.
    pub(super) fn finish(self) -> Tree {
        self.tree
    }

    /// Adds a directory; it may be stated more than once.
    pub(super) fn directory(&mut self, name: &str) -> Result<(), ReadError> {
        let parts = parts(name, self.limits)?;
        self.enter(&parts, name).map(|_| ())
    }

    /// Adds a file.
    pub(super) fn file(&mut self, name: &str, bytes: Vec<u8>) -> Result<(), ReadError> {
        self.put(name, Entry::File(bytes))
    }

    /// Adds something that is there and not read.
    pub(super) fn refused(&mut self, name: &str, reason: ReadError) -> Result<(), ReadError> {
        self.put(name, Entry::Refused(reason))
    }

    fn put(&mut self, name: &str, entry: Entry) -> Result<(), ReadError> {
        let parts = parts(name, self.limits)?;
        let Some((last, folders)) = parts.split_last() else {
            return Err(refused_name(name, "an entry without a name"));
        };
        self.files = self.files.saturating_add(1);
        if self.files > self.limits.files {
            let limit = self.limits.files.to_string();
            return Err(ReadError::limit("number of files in the archive", limit));
        }
        let folder = self.enter(folders, name)?;
        if folder.entries.insert((*last).to_owned(), entry).is_some() {
            return Err(refused_name(name, "a second entry with the name"));
        }
        Ok(())
    }

    /// The directory at a path, with all that lead to it.
    fn enter(&mut self, parts: &[&str], name: &str) -> Result<&mut Directory, ReadError> {
        let mut at = &mut self.tree.root;
        for part in parts {
            let inner = at.entries.entry((*part).to_owned()).or_insert_with(|| {
                self.directories = self.directories.saturating_add(1);
                Entry::Directory(Directory::default())
            });
            if self.directories > self.limits.files {
                let limit = self.limits.files.to_string();
                return Err(ReadError::limit("number of directories in the archive", limit));
            }
            at = match inner {
                Entry::Directory(inner) => inner,
                Entry::File(_) | Entry::Refused(_) => {
                    return Err(refused_name(name, "an entry inside another that is no directory,"));
                }
            };
        }
        Ok(at)
    }

    /// Reads the content of one entry, of which `packed` bytes stand in the archive.
    pub(super) fn content(
        &mut self,
        source: &mut dyn std::io::Read,
        packed: u64,
    ) -> Result<Result<Vec<u8>, ReadError>, std::io::Error> {
        let mut bytes = Vec::new();
        let mut chunk = [0_u8; 16 << 10];
        loop {
            let read = match source.read(&mut chunk) {
                Ok(read) => read,
                Err(error) if error.kind() == std::io::ErrorKind::Interrupted => continue,
                Err(error) => return Err(error),
            };
            if read == 0 {
                return Ok(Ok(bytes));
            }
            bytes.extend_from_slice(chunk.get(..read).unwrap_or(&[]));
            let size = bytes.len() as u64;
            if size > self.limits.file_bytes {
                let limit = format!("{} bytes", self.limits.file_bytes);
                return Ok(Err(ReadError::limit("file size", limit)));
            }
            if let Err(error) = ratio(size, packed, self.limits) {
                return Ok(Err(error));
            }
            self.expanded = self.expanded.saturating_add(read as u64);
            if let Err(error) = bounded(self.expanded, self.packed, self.limits) {
                return Ok(Err(error));
            }
        }
    }

    /// The bounds, for what comes before a tree.
    pub(super) fn limits(&self) -> &'l Limits {
        self.limits
    }
}

/// Bounds what an archive expands to in all.
pub(super) fn bounded(expanded: u64, packed: u64, limits: &Limits) -> Result<(), ReadError> {
    if expanded > limits.expanded_bytes {
        let limit = format!("{} bytes", limits.expanded_bytes);
        return Err(ReadError::limit("expanded size", limit));
    }
    ratio(expanded, packed, limits)
}

fn ratio(expanded: u64, packed: u64, limits: &Limits) -> Result<(), ReadError> {
    if expanded > RATIO_FROM && expanded / packed.max(1) > u64::from(limits.expansion_ratio) {
        let limit = limits.expansion_ratio.to_string();
        return Err(ReadError::limit("expansion ratio", limit));
    }
    Ok(())
}

/// The parts of a name that stays inside; `.` says nothing.
fn parts<'n>(name: &'n str, limits: &Limits) -> Result<Vec<&'n str>, ReadError> {
    if name.starts_with('/') {
        return Err(refused_name(name, "an entry with the absolute path"));
    }
    if name.contains('\\') {
        return Err(refused_name(name, "an entry with a backslash in its path"));
    }
    if name.contains('\0') {
        return Err(refused_name(name, "an entry with a NUL in its path"));
    }
    let mut drive = name.chars();
    if drive.next().is_some_and(|c| c.is_ascii_alphabetic()) && drive.next() == Some(':') {
        return Err(refused_name(name, "an entry with a drive in its path"));
    }
    let parts: Vec<&str> = name.split('/').filter(|part| !matches!(*part, "" | ".")).collect();
    if parts.contains(&"..") {
        return Err(refused_name(name, "an entry with `..` in its path"));
    }
    if parts.len() > limits.depth as usize {
        return Err(ReadError::limit("depth of directories", limits.depth.to_string()));
    }
    Ok(parts)
}

/// A library's word for what is wrong, with whatever names of the archive stand in it.
pub(super) fn one_line(text: &str) -> String {
    let shown = text.chars().flat_map(char::to_lowercase).take(200);
    shown.map(|c| if c.is_control() { ' ' } else { c }).collect()
}

fn refused_name(name: &str, what: &str) -> ReadError {
    let name: String = name.escape_debug().take(120).collect::<String>().replace("\\\\", "\\");
    ReadError::Refused {
        what: format!("{what} `{name}` in an archive"),
        line: None,
        hint: "pack the directory again, with relative names that stand once".to_owned(),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    fn packer(limits: &Limits) -> Packer<'_> {
        Packer::new(100, limits)
    }

    #[test]
    fn names_that_lead_elsewhere_are_refused() {
        let limits = Limits::default();
        for name in ["/a", "../a", "a/../b", "a\\b", "C:/a", "c:a", "a\0b", "", ".", "./"] {
            let error = packer(&limits).file(name, Vec::new()).unwrap_err();
            assert!(matches!(error, ReadError::Refused { .. }), "{name:?}: {error}");
        }
        let deep = "a/".repeat(1_000);
        assert!(matches!(packer(&limits).directory(&deep), Err(ReadError::Limit { .. })));
    }

    #[test]
    fn one_name_stands_for_one_thing() {
        let limits = Limits::default();
        let mut twice = packer(&limits);
        twice.directory("a/").unwrap();
        twice.directory("./a").unwrap();
        twice.file("a/b", vec![1]).unwrap();
        for name in ["a/b", "./a/b", "a//b", "a/b/c", "a"] {
            assert!(twice.file(name, vec![2]).is_err(), "{name}");
        }
    }

    #[test]
    fn files_and_directories_are_counted() {
        let limits = Limits {
            files: 3,
            ..Limits::default()
        };
        let mut many = packer(&limits);
        for name in ["a", "b", "c"] {
            many.file(name, Vec::new()).unwrap();
        }
        assert!(many.file("d", Vec::new()).is_err());
        assert!(
            packer(&limits).file("a/b/c/d/e", Vec::new()).is_err(),
            "four directories"
        );
    }

    #[test]
    fn a_tree_reads_like_a_directory() {
        let limits = Limits::default();
        let mut made = packer(&limits);
        made.file("b/x.csv", b"x".to_vec()).unwrap();
        made.file("a.csv", b"a".to_vec()).unwrap();
        made.directory("c").unwrap();
        let tree = Arc::new(made.finish());
        let names: Vec<String> = tree.items("").into_iter().map(|(name, _)| name).collect();
        assert_eq!(names, ["a.csv", "b", "c"]);
        assert_eq!(tree.read("b/x.csv"), Ok(&b"x"[..]));
        assert!(tree.has("c") && !tree.has("b/y.csv") && tree.read("b").is_err() && tree.read("d").is_err());
    }
}
