//! A plugin, loaded: bytes are checked, compiled (or taken from the cache), linked and asked to describe themselves.

use crate::authority::{self, Authority};
use crate::bindings::EnginePre;
use crate::describe;
use crate::engine::Sandbox;
use crate::error::LoadError;
use crate::host::Guest;
use foldhash::fast::RandomState;
use sekisho_model::Digest;
use sekisho_model::check::PluginInfo;
use std::collections::HashSet;
use std::sync::Arc;
use wasmtime::component::{Component, ComponentExportIndex};

/// A loaded plugin; cheap to clone, shared by all threads.
#[derive(Clone)]
pub struct Plugin {
    pub(crate) inner: Arc<Loaded>,
}

pub(crate) struct Loaded {
    pub(crate) pre: EnginePre<Guest>,
    pub(crate) evaluate: ComponentExportIndex,
    pub(crate) info: PluginInfo,
    /// The ids of its messages, shared by all findings.
    pub(crate) messages: HashSet<Arc<str>, RandomState>,
    authority: Authority,
    digest: Digest,
    size: u64,
}

impl std::fmt::Debug for Plugin {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Plugin")
            .field("id", &self.inner.info.id)
            .field("digest", &self.inner.digest)
            .finish_non_exhaustive()
    }
}

impl Plugin {
    /// What it says about itself.
    pub fn info(&self) -> &PluginInfo {
        &self.inner.info
    }

    /// What it can read, computed from its imports.
    pub fn authority(&self) -> &Authority {
        &self.inner.authority
    }

    /// Digest of the component.
    pub fn digest(&self) -> Digest {
        self.inner.digest
    }

    /// Size of the component, in bytes.
    pub fn size(&self) -> u64 {
        self.inner.size
    }
}

impl Sandbox {
    /// Loads a component from its binary or text form. `name` stands in errors.
    pub fn load(&self, name: &str, bytes: &[u8]) -> Result<Plugin, LoadError> {
        let size = bytes.len() as u64;
        let limit = self.limits().component_bytes;
        if size > limit {
            return Err(LoadError::TooLarge {
                name: name.to_owned(),
                size,
                limit,
            });
        }
        let binary = wat::parse_bytes(bytes).map_err(|e| not_a_component(name, one_line(&e.to_string())))?;
        self.load_as(name, &binary, size, Digest::of(&binary))
    }

    /// Loads a component whose bytes are part of this program, as is their digest: neither needs to be looked at where its
    /// code is in the cache.
    pub fn load_built_in(&self, name: &str, binary: &[u8], digest: Digest) -> Result<Plugin, LoadError> {
        self.load_as(name, binary, binary.len() as u64, digest)
    }

    fn load_as(&self, name: &str, binary: &[u8], size: u64, digest: Digest) -> Result<Plugin, LoadError> {
        let inner = self.inner();
        let cache = inner.cache.as_ref();
        let (component, known, is_new) = match cache.and_then(|cache| cache.load(&inner.engine, &digest)) {
            Some(known) => (known.code, known.info, false),
            None => {
                let compiled = self.compile(binary).map_err(|reason| not_a_component(name, reason))?;
                (compiled, None, true)
            }
        };
        let authority = authority::of(name, &component, &inner.engine)?;
        let mismatch = |e: wasmtime::Error| LoadError::Mismatch {
            name: name.to_owned(),
            reason: one_line(&format!("{e:#}")),
        };
        let pre = inner.linker.instantiate_pre(&component).map_err(mismatch)?;
        let pre = EnginePre::new(pre).map_err(mismatch)?;
        let checks = component.get_export_index(None, format!("sekisho:policy/checks@{}", authority::INTERFACE));
        let evaluate = checks.and_then(|checks| component.get_export_index(Some(&checks), "evaluate"));
        // INVARIANT: the line before finds it as well.
        let evaluate = evaluate.ok_or_else(|| LoadError::NoChecks { name: name.to_owned() })?;
        let info = match known {
            Some(info) => info,
            None => describe::call(self, name, &pre)?,
        };
        if let (true, Some(cache)) = (is_new, cache) {
            cache.store(&digest, &component, &info);
        }
        Ok(Plugin {
            inner: Arc::new(Loaded {
                pre,
                evaluate,
                messages: info.messages.keys().map(|id| id.as_str().into()).collect(),
                info,
                authority,
                digest,
                size,
            }),
        })
    }

    /// What a component can read, from its imports alone: it is compiled, and nothing of it runs.
    pub fn look(&self, name: &str, bytes: &[u8]) -> Result<Authority, LoadError> {
        let (size, limit) = (bytes.len() as u64, self.limits().component_bytes);
        if size > limit {
            return Err(LoadError::TooLarge {
                name: name.to_owned(),
                size,
                limit,
            });
        }
        let binary = wat::parse_bytes(bytes).map_err(|e| not_a_component(name, one_line(&e.to_string())))?;
        let component = self.compile(&binary).map_err(|reason| not_a_component(name, reason))?;
        authority::of(name, &component, &self.inner().engine)
    }

    /// The id of a component, if it was loaded before and the cache still knows it. Costs next to nothing.
    pub fn known_id(&self, bytes: &[u8]) -> Option<String> {
        let cache = self.inner().cache.as_ref()?;
        let binary = wat::parse_bytes(bytes).ok()?;
        Some(cache.info(&Digest::of(&binary))?.id)
    }

    fn compile(&self, binary: &[u8]) -> Result<Component, String> {
        if !binary.starts_with(b"\0asm") {
            return Err("the file does not start like WebAssembly".to_owned());
        }
        Component::new(&self.inner().engine, binary).map_err(|e| one_line(&format!("{e:#}")))
    }
}

fn not_a_component(name: &str, reason: String) -> LoadError {
    LoadError::NotAComponent {
        name: name.to_owned(),
        reason,
    }
}

pub(crate) fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
