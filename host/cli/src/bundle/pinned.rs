//! Bundles that are named by `oci://…`: the lock file says which digest is meant, the folder beside it has the bytes. No registry
//! is asked here.

use super::artifact;
use crate::args::Pins;
use crate::failure::Failure;
use crate::machine;
use sekisho_bundle::local::{Held, LocalError};
use sekisho_bundle::registry::lock::{self, Lock, Pin};
use sekisho_bundle::registry::{Reference, Target};
use sekisho_bundle::{Bundle as Artifact, Layout, Limits, LocalStore, open};
use sekisho_model::Digest;
use sekisho_model::error::Hint as _;
use std::path::{Path, PathBuf};

/// The lock file where none is named.
const FILE: &str = "sekisho.lock";
/// Where bundles lie, beside the lock file.
const FOLDER: &str = ".sekisho/bundles";

/// The lock file and its folder.
#[derive(Debug)]
pub(crate) struct Pinned {
    path: PathBuf,
    folder: PathBuf,
    lock: Lock,
}

/// The layout that a path or a reference names, as [`artifact::layout`].
pub(crate) fn layout(path: &Path, pins: &Pins) -> Result<Option<Layout>, Failure> {
    match path.to_str().filter(|text| Reference::is_meant(text)) {
        Some(text) => Pinned::open(pins)?.find(&Reference::parse(text)?).map(Some),
        None => artifact::layout(path),
    }
}

/// The bundle that a path or a reference names, where there must be one.
pub(crate) fn must(path: &Path, pins: &Pins) -> Result<Artifact, Failure> {
    match layout(path, pins)? {
        Some(layout) => Ok(open(&layout)?),
        None => Err(artifact::not_built(path)),
    }
}

impl Pinned {
    /// Reads the lock file; one that is not there pins nothing.
    pub(crate) fn open(pins: &Pins) -> Result<Self, Failure> {
        let path = pins.lock.clone().unwrap_or_else(|| PathBuf::from(FILE));
        Ok(Self {
            folder: path.with_file_name(FOLDER),
            lock: read(&path)?,
            path,
        })
    }

    /// What is pinned.
    pub(crate) fn lock(&self) -> &Lock {
        &self.lock
    }

    /// Everything that is pinned.
    pub(crate) fn references(&self) -> Result<Vec<Reference>, Failure> {
        let pins = self.lock.pins().iter();
        pins.map(|pin| Ok(Reference::parse(&format!("oci://{}:{}", pin.repository, pin.tag))?))
            .collect()
    }

    /// Where it is pinned, for people.
    pub(crate) fn place(&self) -> String {
        self.path.display().to_string()
    }

    /// The digest that a reference stands for; nothing for a tag without a pin.
    pub(crate) fn digest(&self, reference: &Reference) -> Option<Digest> {
        match &reference.target {
            Target::Digest(digest) => Some(*digest),
            Target::Tag(_) => self.lock.pin(reference).map(|pin| pin.digest),
        }
    }

    /// A bundle that is kept here, or nothing.
    pub(crate) fn get(&self, digest: Digest) -> Result<Option<Layout>, Failure> {
        if !machine::is_dir(&self.folder) {
            return Ok(None);
        }
        Ok(self.store()?.get(digest, Limits::default())?)
    }

    /// The bundle of a reference, which must be pinned and kept here.
    pub(crate) fn find(&self, reference: &Reference) -> Result<Layout, Failure> {
        let Some(digest) = self.digest(reference) else {
            return Err(
                Failure::usage(format!("`{reference}` is not pinned in `{}`", self.place())).hint(format!(
                    "`sekisho bundle pull {reference}` pins it; `--lock` names another file"
                )),
            );
        };
        let layout = self.must_get(digest)?;
        if let Some(pin) = self.lock.pin(reference) {
            check_pin(pin, &open(&layout)?)?;
        }
        Ok(layout)
    }

    /// The bundle of a digest, which must be kept here.
    pub(crate) fn must_get(&self, digest: Digest) -> Result<Layout, Failure> {
        self.get(digest)?.ok_or_else(|| {
            Failure::usage(format!("bundle {digest} is not in `{}`", self.folder.display()))
                .hint("get it with `sekisho bundle pull --locked`, or `sekisho bundle load` from a stick")
        })
    }

    /// Keeps bundles, then pins one of them. A pin that is not the one that was seen when this began was set by somebody else.
    pub(crate) fn keep(&mut self, layouts: &[Layout], pin: Option<Pin>) -> Result<(), Failure> {
        machine::make_way(&self.folder.join("x"))?;
        let store = self.store()?;
        let held = store.hold()?;
        for layout in layouts {
            store.put(&held, layout, Limits::default())?;
        }
        match pin {
            Some(pin) => self.set(&held, pin),
            None => Ok(()),
        }
    }

    fn set(&mut self, _held: &Held, pin: Pin) -> Result<(), Failure> {
        let reference = Reference::parse(&format!("oci://{}:{}", pin.repository, pin.tag))?;
        let mut now = read(&self.path)?;
        if now.pin(&reference) != self.lock.pin(&reference) {
            return Err(Failure::usage(format!(
                "somebody else pinned `{reference}` in `{}` meanwhile",
                self.place()
            ))
            .hint("try again"));
        }
        now.set(pin);
        if now != self.lock || !self.path.exists() {
            machine::write_durably(&self.path, now.to_text().as_bytes())?;
        }
        self.lock = now;
        Ok(())
    }

    fn store(&self) -> Result<LocalStore, Failure> {
        let dir = machine::open_dir(&self.folder)
            .map_err(|e| Failure::usage(format!("cannot open `{}`: {e}", self.folder.display())))?;
        Ok(LocalStore::new(dir))
    }
}

/// A pin says which bundle it is about: one whose content is another is not used.
pub(crate) fn check_pin(pin: &Pin, found: &Artifact) -> Result<(), Failure> {
    let about = &found.config.about;
    if pin.id == about.id && pin.version == about.version && pin.digest == found.digest() {
        return Ok(());
    }
    Err(Failure::untrusted(format!(
        "the lock pins `oci://{}:{}` as {} {}, and {} is {} {} [registry-pin]",
        pin.repository,
        pin.tag,
        pin.id,
        pin.version,
        found.digest(),
        about.id,
        about.version
    ))
    .hint("somebody edited the lock file: get it back from version control"))
}

fn read(path: &Path) -> Result<Lock, Failure> {
    if !path.exists() {
        return Ok(Lock::default());
    }
    let text = machine::read_text(path, lock::LARGEST)?;
    Lock::parse(&text).map_err(|e| {
        let text = format!("`{}`: {e} [{}]", path.display(), e.code());
        Failure::of_hint(&e, Failure::usage(text))
    })
}

impl From<LocalError> for Failure {
    fn from(error: LocalError) -> Self {
        let text = error.to_string();
        let failure = match error {
            LocalError::Disk { .. } => Self::usage(text),
            LocalError::Bundle { .. } => Self::untrusted(text),
        };
        Self::of_hint(&error, failure)
    }
}
