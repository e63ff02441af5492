//! Where a repository's files come from: a folder, a tar carried on a stick, or memory. Read up to a bound, and nothing
//! but plain files.

use super::TrustError;
use cap_std::fs::Dir;
use std::collections::BTreeMap;
use std::fmt;
use std::io::{self, Read as _};
use std::ops::Range;
use std::path::Component;

/// Files by path, e.g. `metadata/timestamp.json`.
pub type Files = BTreeMap<String, Vec<u8>>;

/// Most entries of a tar.
const ENTRIES: usize = 65_536;

/// What hands out the files of a repository by their path (`metadata/…`, `targets/…`, with `/`).
pub trait Source: fmt::Debug + Send + Sync {
    /// A file of at most `limit` bytes; nothing where there is none.
    fn read(&self, path: &str, limit: u64) -> Result<Option<Vec<u8>>, TrustError>;
}

fn oversize(path: &str, limit: u64) -> TrustError {
    TrustError::Oversize {
        path: path.to_owned(),
        limit,
    }
}

impl Source for Files {
    fn read(&self, path: &str, limit: u64) -> Result<Option<Vec<u8>>, TrustError> {
        match self.get(path) {
            Some(bytes) if bytes.len() as u64 > limit => Err(oversize(path, limit)),
            other => Ok(other.cloned()),
        }
    }
}

/// A folder that holds `metadata` and `targets`.
#[derive(Debug)]
pub struct Folder(Dir);

impl Folder {
    /// No link leads out of it.
    pub fn new(dir: Dir) -> Self {
        Self(dir)
    }
}

impl Source for Folder {
    fn read(&self, path: &str, limit: u64) -> Result<Option<Vec<u8>>, TrustError> {
        let fault = |e: io::Error| TrustError::Source {
            path: path.to_owned(),
            reason: e.to_string(),
        };
        // What is no plain file is not opened: a pipe would never end.
        match self.0.symlink_metadata(path) {
            Ok(there) if !there.is_file() => {
                return Err(TrustError::Malformed {
                    path: path.to_owned(),
                    reason: "it is no plain file".to_owned(),
                });
            }
            Ok(_) => {}
            Err(e) if e.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(e) => return Err(fault(e)),
        }
        let mut bytes = Vec::new();
        let file = self.0.open(path).map_err(fault)?;
        file.take(limit.saturating_add(1))
            .read_to_end(&mut bytes)
            .map_err(fault)?;
        if bytes.len() as u64 > limit {
            return Err(oversize(path, limit));
        }
        Ok(Some(bytes))
    }
}

/// A tar of such a folder, uncompressed; the folder may stand in one other folder.
#[derive(Clone)]
pub struct Tar {
    bytes: Vec<u8>,
    files: BTreeMap<String, Range<usize>>,
}

impl fmt::Debug for Tar {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Tar")
            .field("files", &self.files.len())
            .finish_non_exhaustive()
    }
}

impl Tar {
    /// Reads the directory of a tar. Links, devices, paths that lead out and names that stand twice are refused.
    pub fn new(bytes: Vec<u8>) -> Result<Self, TrustError> {
        let files = index(&bytes)?;
        Ok(Self { bytes, files })
    }
}

fn index(bytes: &[u8]) -> Result<BTreeMap<String, Range<usize>>, TrustError> {
    let tar = |reason: String| TrustError::Malformed {
        path: "tar".to_owned(),
        reason,
    };
    let mut archive = tar::Archive::new(bytes);
    let mut files = BTreeMap::new();
    let entries = archive.entries().map_err(|e| tar(e.to_string()))?;
    for (number, entry) in entries.enumerate() {
        if number >= ENTRIES {
            return Err(tar(format!("it has more than {ENTRIES} entries")));
        }
        let entry = entry.map_err(|e| tar(e.to_string()))?;
        let name = plain_path(&entry).ok_or_else(|| {
            let name = String::from_utf8_lossy(&entry.path_bytes()).into_owned();
            tar(format!("`{name}` is no path inside of it"))
        })?;
        match entry.header().entry_type() {
            tar::EntryType::Directory => continue,
            tar::EntryType::Regular => {}
            _ => return Err(tar(format!("`{name}` is no plain file"))),
        }
        let start = usize::try_from(entry.raw_file_position()).ok();
        let range = start.and_then(|start| {
            let end = start.checked_add(usize::try_from(entry.size()).ok()?)?;
            bytes.get(start..end).map(|_| start..end)
        });
        let range = range.ok_or_else(|| tar(format!("`{name}` ends too early")))?;
        if files.insert(name.clone(), range).is_some() {
            return Err(tar(format!("`{name}` stands in it twice")));
        }
    }
    Ok(unwrapped(files))
}

fn plain_path<R: io::Read>(entry: &tar::Entry<'_, R>) -> Option<String> {
    let path = entry.path().ok()?;
    let mut parts = Vec::new();
    for part in path.components() {
        match part {
            Component::Normal(part) => parts.push(part.to_str()?.to_owned()),
            Component::CurDir => {}
            _ => return None,
        }
    }
    Some(parts.join("/"))
}

/// Without the folder that all stands in.
fn unwrapped(files: BTreeMap<String, Range<usize>>) -> BTreeMap<String, Range<usize>> {
    let first = files
        .keys()
        .next()
        .and_then(|name| name.split_once('/'))
        .map(|(folder, _)| format!("{folder}/"));
    match first {
        Some(folder) if folder != "metadata/" && files.keys().all(|name| name.starts_with(&folder)) => files
            .into_iter()
            .filter_map(|(name, range)| Some((name.strip_prefix(&folder)?.to_owned(), range)))
            .collect(),
        _ => files,
    }
}

impl Source for Tar {
    fn read(&self, path: &str, limit: u64) -> Result<Option<Vec<u8>>, TrustError> {
        let Some(range) = self.files.get(path) else {
            return Ok(None);
        };
        if range.len() as u64 > limit {
            return Err(oversize(path, limit));
        }
        Ok(self.bytes.get(range.clone()).map(<[u8]>::to_vec))
    }
}
