//! Compiled code, kept between runs under the digest of the component: a scan of a known bundle compiles nothing.
//!
//! This is the one module with unsafe code. Loading machine code is safe only if this very program and engine
//! configuration compiled it. An entry is therefore named by component digest and engine fingerprint, starts with the
//! digest of its contents, and is used only if that digest still holds. The cache directory must belong to the user who
//! runs the program; whoever can write to it can run code as that user in any case (SECURITY.md).

#![allow(
    unsafe_code,
    reason = "the one fenced module: loading code that this program compiled, digest-checked"
)]

use cap_std::fs::Dir;
use sekisho_model::Digest;
use std::hash::{Hash as _, Hasher};
use std::io::{Read as _, Write as _};
use wasmtime::Engine;
use wasmtime::component::Component;

/// A directory of compiled code.
#[derive(Debug)]
pub(crate) struct CodeCache {
    dir: Dir,
    fingerprint: String,
}

const HEADER: usize = 32;
/// No component within the size limit compiles to more than this.
const LARGEST: u64 = 1 << 30;

impl CodeCache {
    pub(crate) fn new(dir: Dir, engine: &Engine) -> Self {
        let mut hasher = Fingerprint(Vec::new());
        engine.precompile_compatibility_hash().hash(&mut hasher);
        let fingerprint = Digest::of(&hasher.0).hex().chars().take(16).collect();
        Self { dir, fingerprint }
    }

    fn name(&self, component: &Digest) -> String {
        format!("{}-{}.cwasm", component.hex(), self.fingerprint)
    }

    /// The compiled code of a component, if it is there and whole.
    pub(crate) fn load(&self, engine: &Engine, component: &Digest) -> Option<Component> {
        let file = self.dir.open(self.name(component)).ok()?;
        let length = file.metadata().ok()?.len();
        if length > LARGEST {
            return None;
        }
        let mut bytes = Vec::with_capacity(usize::try_from(length).ok()?);
        file.take(LARGEST).read_to_end(&mut bytes).ok()?;
        let (stored, code) = bytes.split_at_checked(HEADER)?;
        if Digest::of(code).as_bytes() != stored {
            return None;
        }
        // SAFETY: the file was written by `store` below: its name binds it to this component and to this engine's
        // compatibility hash, and its digest shows that its bytes are those that were written.
        unsafe { Component::deserialize(engine, code).ok() }
    }

    /// Keeps compiled code; failing to keep it is no failure.
    pub(crate) fn store(&self, component: &Digest, compiled: &Component) {
        let Ok(code) = compiled.serialize() else { return };
        let name = self.name(component);
        // Written beside and renamed, so that a reader never sees half an entry.
        let temporary = format!("{name}.{}.tmp", std::process::id());
        let written = self.dir.create(&temporary).and_then(|mut file| {
            file.write_all(Digest::of(&code).as_bytes())?;
            file.write_all(&code)?;
            file.sync_all()
        });
        if written.is_err() || self.dir.rename(&temporary, &self.dir, &name).is_err() {
            tracing::debug!(entry = name, "compiled code was not kept");
            let _ = self.dir.remove_file(&temporary);
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
