//! The trust store of a reader (enterprise, auditor): a folder with the pinned root, the last good metadata and what was
//! seen.
//!
//! ```text
//! root.json            the root that a person pinned; never replaced
//! generation-N/        the last good metadata and lists of signers, from the pinned root on
//! seen.json            which generation is in force, and the highest versions ever seen
//! lock                 held while the store is changed
//! ```
//! `seen.json` is the one file that is replaced, by a rename, after the new generation is on the disk. Whoever is killed in
//! between leaves the old state in force; what lies around is removed by the next change.

use super::carrier::SMALL;
use super::heads::{Link, one_log};
use super::load::{Chain, load};
use super::rules::not_older;
use super::seen::{Seen, SeenBundle, SeenLog};
use super::source::{Files, Folder, Source};
use super::state::TrustState;
use super::{TrustError, carrier, checks};
use cap_std::fs::{Dir, OpenOptions};
use sekisho_model::{Date, Digest};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

const PINNED: &str = "root.json";
const SEEN: &str = "seen.json";
const LOCK: &str = "lock";
/// Largest `seen.json`.
const SEEN_BYTES: u64 = 16 << 20;

/// A trust store.
#[derive(Debug)]
pub struct TrustStore {
    dir: Dir,
    scratch: PathBuf,
}

fn io(what: &str) -> impl Fn(io::Error) -> TrustError + '_ {
    move |e| TrustError::Source {
        path: what.to_owned(),
        reason: e.to_string(),
    }
}

impl TrustStore {
    /// Opens a store, or what will be one. `scratch` is a folder for files that last as long as a call.
    pub fn new(dir: Dir, scratch: &Path) -> Self {
        Self {
            dir,
            scratch: scratch.to_owned(),
        }
    }

    /// Pins a root that a person received from the association and compared. Answers its digest.
    pub fn init(&self, root: &[u8]) -> Result<Digest, TrustError> {
        super::pinnable(root)?;
        let _lock = self.lock()?;
        // A root without `seen.json` is what a killed run left.
        if self.dir.symlink_metadata(SEEN).is_ok() {
            return Err(TrustError::Store(
                "it is already a trust store; its root stays pinned".to_owned(),
            ));
        }
        let digest = Digest::of(root);
        self.replace(PINNED, root)?;
        self.replace(SEEN, &Seen::new(digest).to_bytes()?)?;
        Ok(digest)
    }

    /// Takes a newer copy of the repository. Nothing is changed where it is refused.
    pub fn update(&self, from: impl Source + 'static, on: Date) -> Result<TrustState, TrustError> {
        let _lock = self.lock()?;
        let (pinned, mut seen) = self.opened()?;
        let old = self.chain(&pinned, &seen)?;
        let mut known: Files = Files::new();
        if let Some(old) = &old {
            let roots = old
                .files
                .iter()
                .filter(|(path, _)| carrier::role_of(path).as_deref() == Some("root"));
            known.extend(roots.map(|(path, bytes)| (path.clone(), bytes.clone())));
        }
        let from = Overlay {
            known,
            from: Box::new(from),
        };
        let chain = load(&pinned, Arc::new(from), &self.scratch)?;
        seen.hold(&chain, old.as_ref())?;
        if let Some(expired) = checks::expired(&chain, on) {
            return Err(expired);
        }
        let state = TrustState::of(&chain, &pinned, on)?;
        seen.accept(&chain)?;
        let before = seen.generation;
        seen.generation = before.saturating_add(1);
        self.write_generation(seen.generation, &chain.files)?;
        self.replace(SEEN, &seen.to_bytes()?)?;
        self.tidy(seen.generation);
        Ok(self.with_bundles(state, seen))
    }

    /// What is trusted on a day. Refused where it has expired, or where the store was tampered with.
    pub fn state(&self, on: Date) -> Result<TrustState, TrustError> {
        self.look(on)?.valid()
    }

    /// The same, without a refusal of what has expired: to show it, not to trust it.
    pub fn look(&self, on: Date) -> Result<TrustState, TrustError> {
        let (pinned, seen) = self.opened()?;
        let Some(chain) = self.chain(&pinned, &seen)? else {
            return Err(TrustError::Store(
                "it holds a pinned root and nothing else yet; run `sekisho trust update`".to_owned(),
            ));
        };
        let state = TrustState::of(&chain, &pinned, on)?;
        Ok(self.with_bundles(state, seen))
    }

    /// The pinned root, byte for byte.
    pub fn pinned(&self) -> Result<Vec<u8>, TrustError> {
        Ok(self.opened()?.0)
    }

    /// Remembers a bundle that is used from now on; an older one is refused.
    pub fn saw_bundle(&self, bundle: &str, version: &semver::Version, digest: &Digest) -> Result<(), TrustError> {
        let _lock = self.lock()?;
        let (_, mut seen) = self.opened()?;
        not_older(seen.bundles.get(bundle), bundle, version, digest)?;
        let now = SeenBundle {
            version: version.clone(),
            digest: *digest,
        };
        if seen.bundles.insert(bundle.to_owned(), now.clone()).as_ref() != Some(&now) {
            self.replace(SEEN, &seen.to_bytes()?)?;
        }
        Ok(())
    }

    /// Remembers a checkpoint of a log that is relied on from now on; one that cannot be of the same log is refused.
    pub fn saw_log(
        &self,
        origin: &str,
        head: &SeenLog,
        links: &[Link],
        has_common_witness: bool,
    ) -> Result<(), TrustError> {
        let _lock = self.lock()?;
        let (_, mut seen) = self.opened()?;
        let known = seen.logs.get(origin).copied();
        if let Some(known) = &known {
            one_log(origin, known, head, links, has_common_witness)?;
        }
        if known.is_none_or(|known| known.leaves < head.leaves) {
            seen.logs.insert(origin.to_owned(), *head);
            self.replace(SEEN, &seen.to_bytes()?)?;
        }
        Ok(())
    }

    fn with_bundles(&self, mut state: TrustState, seen: Seen) -> TrustState {
        state.bundles = seen.bundles;
        state.logs = seen.logs;
        state
    }

    /// The pinned root and what was seen.
    fn opened(&self) -> Result<(Vec<u8>, Seen), TrustError> {
        let read = |name: &str, limit| Folder::new(self.dir.try_clone().map_err(io(name))?).read(name, limit);
        let (Some(pinned), Some(seen)) = (read(PINNED, SMALL)?, read(SEEN, SEEN_BYTES)?) else {
            return Err(TrustError::Store(
                "it is no trust store: `root.json` or `seen.json` is not there".to_owned(),
            ));
        };
        let seen = Seen::parse(&seen)?;
        let found = Digest::of(&pinned);
        if seen.pinned != found {
            return Err(TrustError::OtherRoot {
                pinned: seen.pinned,
                found,
            });
        }
        Ok((pinned, seen))
    }

    /// The last good metadata, verified again from the pinned root on and held against what was seen.
    fn chain(&self, pinned: &[u8], seen: &Seen) -> Result<Option<Chain>, TrustError> {
        if seen.generation == 0 {
            return Ok(None);
        }
        let name = generation(seen.generation);
        let dir = self
            .dir
            .open_dir(&name)
            .map_err(|e| TrustError::Store(format!("`{name}` cannot be read: {e}")))?;
        let chain = load(pinned, Arc::new(Folder::new(dir)), &self.scratch)?;
        seen.hold(&chain, None)?;
        Ok(Some(chain))
    }

    /// Held until it is dropped; the system lets go of it when the process ends, however it ends.
    fn lock(&self) -> Result<impl Sized + use<>, TrustError> {
        let mut options = OpenOptions::new();
        options.write(true).create(true).truncate(false);
        let file = self.dir.open_with(LOCK, &options).map_err(io(LOCK))?.into_std();
        match file.try_lock().map_err(io::Error::from) {
            Ok(()) => Ok(Held(move || drop(file.unlock()))),
            Err(e) if e.kind() == io::ErrorKind::WouldBlock => Err(TrustError::Busy),
            Err(e) => Err(io(LOCK)(e)),
        }
    }

    fn write_generation(&self, number: u64, files: &Files) -> Result<(), TrustError> {
        let name = generation(number);
        // A run that was killed may have left half of it.
        match self.dir.remove_dir_all(&name) {
            Err(e) if e.kind() != io::ErrorKind::NotFound => return Err(io(&name)(e)),
            _ => {}
        }
        self.dir.create_dir(&name).map_err(io(&name))?;
        let dir = self.dir.open_dir(&name).map_err(io(&name))?;
        for (path, bytes) in files {
            crate::disk::put(&dir, path, bytes)?;
        }
        crate::disk::settle(&dir);
        Ok(())
    }

    /// Beside it first, then renamed: a reader sees the old file or the new one.
    fn replace(&self, name: &str, bytes: &[u8]) -> Result<(), TrustError> {
        Ok(crate::disk::replace(&self.dir, name, bytes)?)
    }

    /// Removes generations that are not in force; what cannot be removed does no harm.
    fn tidy(&self, keep: u64) {
        let keep = generation(keep);
        let Ok(entries) = self.dir.entries() else { return };
        for entry in entries.flatten() {
            let name = entry.file_name().to_string_lossy().into_owned();
            if name.starts_with("generation-") && name != keep {
                let _ = self.dir.remove_dir_all(&name);
            }
        }
    }
}

/// Lets go of the lock by itself: a child that another thread is just starting has a copy of the file.
struct Held<F: FnMut()>(F);

impl<F: FnMut()> Drop for Held<F> {
    fn drop(&mut self) {
        (self.0)();
    }
}

fn generation(number: u64) -> String {
    format!("generation-{number}")
}

/// The roots that are known already, and another source for the rest: no source can replace a root that was followed.
#[derive(Debug)]
struct Overlay {
    known: Files,
    from: Box<dyn Source>,
}

impl Source for Overlay {
    fn read(&self, path: &str, limit: u64) -> Result<Option<Vec<u8>>, TrustError> {
        match self.known.get(path) {
            Some(bytes) => Ok(Some(bytes.clone())),
            None => self.from.read(path, limit),
        }
    }
}
