//! Compiled code, kept between runs under the digest of the component: a scan of a known bundle compiles nothing and
//! asks no plugin what it is.
//!
//! This is the one module with unsafe code. Loading machine code is safe only if this very program and engine
//! configuration compiled it from that very component. An entry says of which component and for which engine it is, and
//! a digest over both and the code is compared before the code is touched: an entry that is cut, changed, or stands under
//! another component's name is discarded, and said so. The directory must belong to whoever runs the program and be
//! closed to others; whoever can write to it can run code as that user in any case (SECURITY.md).

#![allow(
    unsafe_code,
    reason = "the one fenced module: loading code that this program compiled, digest-checked"
)]

mod code;
mod entry;
mod files;

use crate::limits::Limits;
use cap_std::fs::Dir;
use entry::{Entry, Fault, Key};
use sekisho_model::check::PluginInfo;
use sekisho_model::{Diagnostic, Digest};
use std::hash::{Hash as _, Hasher};
use std::sync::{Mutex, PoisonError};
use wasmtime::Engine;
use wasmtime::component::Component;

/// A directory of compiled code.
#[derive(Debug)]
pub(crate) struct CodeCache {
    dir: Option<Dir>,
    engine: Digest,
    limits: Digest,
    remarks: Mutex<Vec<Diagnostic>>,
}

/// The code of a component that is loaded, for other engines of this program.
pub(crate) struct Kept(code::Code);

impl Kept {
    /// None where the system has no room for it.
    pub(crate) fn of(component: &Component) -> Option<Self> {
        let bytes = component.serialize().ok()?;
        code::Code::take(bytes.as_slice(), |_| {}).ok().map(Self)
    }

    /// The component in another engine, if that takes it.
    pub(crate) fn load(&self, engine: &Engine) -> Option<Component> {
        // SAFETY: the bytes are those that `serialize` gave for a component of this program; an engine that is configured
        // otherwise refuses them.
        unsafe { self.0.load(engine) }.ok()
    }
}

/// What is known of a component.
pub(crate) struct Known {
    pub(crate) code: Component,
    /// What it said about itself, if it was asked under the same limits.
    pub(crate) info: Option<PluginInfo>,
}

impl CodeCache {
    pub(crate) fn new(dir: Dir, engine: &Engine, limits: &Limits) -> Self {
        let mut hasher = Fingerprint(Vec::new());
        engine.precompile_compatibility_hash().hash(&mut hasher);
        // A description is checked by this program as well, so that another release asks again.
        hasher.0.extend_from_slice(env!("CARGO_PKG_VERSION").as_bytes());
        let mut cache = Self {
            dir: None,
            engine: Digest::of(&hasher.0),
            limits: Digest::of(format!("{limits:?}").as_bytes()),
            remarks: Mutex::default(),
        };
        match files::is_private(&dir) {
            Ok(()) => cache.dir = Some(dir),
            Err(reason) => cache.remark(
                Diagnostic::warning(
                    "code-cache-refused",
                    format!("the cache of compiled code is not used: {reason}"),
                )
                .hint("give it a directory of its own with mode 0700 (SEKISHO_CACHE_DIR)"),
            ),
        }
        cache
    }

    /// What was odd since the last time.
    pub(crate) fn take_remarks(&self) -> Vec<Diagnostic> {
        std::mem::take(&mut *self.remarks.lock().unwrap_or_else(PoisonError::into_inner))
    }

    fn remark(&self, remark: Diagnostic) {
        self.remarks.lock().unwrap_or_else(PoisonError::into_inner).push(remark);
    }

    fn key(&self, component: &Digest) -> Key {
        Key {
            component: *component,
            engine: self.engine,
            limits: self.limits,
        }
    }

    /// An entry is named by all that its code depends on; that its name is right is checked, not believed.
    fn name(&self, component: &Digest) -> String {
        let engine: String = self.engine.hex().chars().take(16).collect();
        format!("{}-{engine}.cwasm", component.hex())
    }

    /// What a component said about itself, without loading its code.
    pub(crate) fn info(&self, component: &Digest) -> Option<PluginInfo> {
        let name = self.name(component);
        let head = self.usable(&name, |dir| {
            let Some(file) = files::open(dir, &name)? else {
                return Ok(None);
            };
            Entry::read_head(file, &self.key(component)).map(Some)
        })?;
        head.info
    }

    /// The compiled code of a component, if it is there and whole.
    pub(crate) fn load(&self, engine: &Engine, component: &Digest) -> Option<Known> {
        let name = self.name(component);
        self.usable(&name, |dir| {
            let Some(file) = files::open(dir, &name)? else {
                return Ok(None);
            };
            let entry = Entry::read(file, &self.key(component))?;
            // SAFETY: `Entry::read` has compared the digest over component, engine and code with the one that `store`
            // below wrote: these are the bytes that this program's engine made of this component.
            let code = unsafe { entry.code.load(engine) };
            let code = code.map_err(|_| Fault::Unusable("the engine does not take it".to_owned()))?;
            Ok(Some(Known {
                code,
                info: entry.head.info,
            }))
        })
    }

    /// What an entry gives; an entry that cannot be used is removed, and that is told.
    fn usable<T>(&self, name: &str, read: impl FnOnce(&Dir) -> Result<Option<T>, Fault>) -> Option<T> {
        let dir = self.dir.as_ref()?;
        match read(dir) {
            Ok(found) => found,
            Err(Fault::Unusable(reason)) => {
                let _ = dir.remove_file(name);
                let text = format!("an entry of the cache of compiled code was discarded: {reason}");
                let hint = "it is compiled anew; if this comes back, find out who else writes to the cache directory";
                self.remark(
                    Diagnostic::warning("compiled-code-discarded", text)
                        .at_path(name)
                        .hint(hint),
                );
                None
            }
            Err(Fault::Io(error)) => {
                let text = format!("the cache of compiled code cannot be read: {}", files::reason(&error));
                self.remark(Diagnostic::warning("code-cache-unreadable", text).at_path(name));
                None
            }
        }
    }

    /// Keeps compiled code and description; failing to keep them is told and is no failure.
    pub(crate) fn store(&self, component: &Digest, code: &Component, info: &PluginInfo) {
        let Some(dir) = self.dir.as_ref() else { return };
        let Ok(code) = code.serialize() else { return };
        let Some(bytes) = Entry::write(&self.key(component), info, &code) else {
            return;
        };
        let name = self.name(component);
        if let Err(error) = files::replace(dir, &name, &bytes) {
            let text = format!("compiled code was not kept: {}", files::reason(&error));
            let hint = "check the permissions of the cache directory and the space left on its disk";
            self.remark(
                Diagnostic::note("compiled-code-not-kept", text)
                    .at_path(name)
                    .hint(hint),
            );
        }
    }
}

/// Collects what is hashed instead of hashing it weakly: the fingerprint is then a SHA-256.
struct Fingerprint(Vec<u8>);

impl Hasher for Fingerprint {
    fn finish(&self) -> u64 {
        0
    }
    fn write(&mut self, bytes: &[u8]) {
        self.0.extend_from_slice(bytes);
    }
}

#[cfg(test)]
mod tests;
