//! Bundles kept on this machine, one file each, named by digest: what a lock file pins is found here, and nobody asks a network
//! for it. A process that is killed leaves the old file or the new one.

use crate::disk::{self, Fault};
use crate::{BundleError, Layout, Limits, open};
use cap_std::fs::{Dir, File, OpenOptions};
use sekisho_model::Digest;
use sekisho_model::error::Hint;
use std::any::Any;
use std::io::{self, Read as _};

/// Whoever writes holds this file.
const LOCK: &str = ".lock";

/// The folder.
#[derive(Debug)]
pub struct LocalStore {
    dir: Dir,
}

/// Why a bundle cannot be kept or found.
#[derive(Debug, thiserror::Error)]
pub enum LocalError {
    /// The disk.
    #[error("`{path}` of the local store: {reason}")]
    Disk {
        /// Which file.
        path: String,
        /// What the system says.
        reason: String,
    },
    /// What lies there is not what its name says, or what is to be kept is no bundle.
    #[error("`{path}` of the local store: {source}")]
    Bundle {
        /// Which file.
        path: String,
        /// What is wrong.
        source: BundleError,
    },
}

impl Hint for LocalError {
    fn code(&self) -> &'static str {
        match self {
            Self::Disk { .. } => "local-disk",
            Self::Bundle { .. } => "local-bundle",
        }
    }

    fn hint(&self) -> Option<String> {
        let text = match self {
            Self::Disk { .. } => "check the folder, its permissions and the room on the disk",
            Self::Bundle { .. } => "remove the file, and get the bundle again with `sekisho bundle pull` or `load`",
        };
        Some(text.to_owned())
    }
}

impl From<Fault> for LocalError {
    fn from(fault: Fault) -> Self {
        Self::Disk {
            path: fault.path,
            reason: fault.reason,
        }
    }
}

/// While it lives nobody else writes; the system lets go of it when the process ends, however it ends.
#[derive(Debug)]
pub struct Held(#[expect(dead_code, reason = "it is the lock, and let go of with the file")] Box<dyn Any + Send>);

impl LocalStore {
    /// The store in a folder.
    pub fn new(dir: Dir) -> Self {
        Self { dir }
    }

    /// Waits until nobody else writes.
    pub fn hold(&self) -> Result<Held, LocalError> {
        let mut options = OpenOptions::new();
        options.write(true).create(true).truncate(false);
        let file = self.dir.open_with(LOCK, &options).map(File::into_std);
        let file = file.map_err(|e| io_at(LOCK, &e))?;
        file.lock().map_err(|e| io_at(LOCK, &e))?;
        Ok(Held(Box::new(file)))
    }

    /// The bundle of a digest with its signatures, or nothing.
    pub fn get(&self, digest: Digest, limits: Limits) -> Result<Option<Layout>, LocalError> {
        let name = name(digest);
        let file = match self.dir.open(&name) {
            Ok(file) => file,
            Err(e) if e.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(e) => return Err(io_at(&name, &e)),
        };
        let mut bytes = Vec::new();
        let mut from = file.take(limits.total.saturating_add(1));
        from.read_to_end(&mut bytes).map_err(|e| io_at(&name, &e))?;
        let refused = |source| LocalError::Bundle {
            path: name.clone(),
            source,
        };
        if bytes.len() as u64 > limits.total {
            return Err(refused(BundleError::TooLarge {
                what: "the bundle".to_owned(),
                limit: limits.total,
            }));
        }
        let layout = Layout::from_tar(&bytes, limits).map_err(refused)?;
        match open(&layout).map_err(refused)?.digest() {
            found if found == digest => Ok(Some(layout)),
            found => Err(refused(BundleError::Digest {
                what: "the bundle".to_owned(),
                expected: digest,
                found,
            })),
        }
    }

    /// Keeps a bundle. Signatures that are there already stay beside the ones it brings. What lay there and is damaged is replaced.
    pub fn put(&self, held: &Held, layout: &Layout, limits: Limits) -> Result<Digest, LocalError> {
        let _ = held;
        let refused = |source| LocalError::Bundle {
            path: "the bundle".to_owned(),
            source,
        };
        let digest = open(layout).map_err(refused)?.digest();
        // Listed anew: what an index says beside digests is nobody's word.
        let mut all = Layout::default();
        layout.split().map_err(refused)?.iter().for_each(|part| all.join(part));
        if let Ok(Some(known)) = self.get(digest, limits) {
            all.join(&known);
        }
        let bytes = all.to_tar().map_err(refused)?;
        disk::replace(&self.dir, &name(digest), &bytes)?;
        Ok(digest)
    }
}

fn io_at(path: &str, e: &io::Error) -> LocalError {
    LocalError::Disk {
        path: path.to_owned(),
        reason: e.to_string(),
    }
}

fn name(digest: Digest) -> String {
    format!("{}.tar", digest.hex())
}
