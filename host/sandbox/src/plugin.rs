//! A plugin, loaded: bytes are checked, compiled (or taken from the cache), linked and asked to describe themselves.

use crate::authority::{self, Authority};
use crate::bindings::EnginePre;
use crate::compiled::Kept;
use crate::describe;
use crate::engine::Sandbox;
use crate::error::LoadError;
use crate::host::Guest;
use crate::lane::{InLanes, Lane};
use foldhash::fast::RandomState;
use sekisho_model::Digest;
use sekisho_model::check::{MessageNumber, PluginInfo};
use std::collections::HashMap;
use std::sync::{Arc, OnceLock};
use wasmtime::component::{Component, ComponentExportIndex};

/// A loaded plugin; cheap to clone, shared by all threads.
#[derive(Clone)]
pub struct Plugin {
    pub(crate) inner: Arc<Loaded>,
}

pub(crate) struct Loaded {
    /// In the common lane.
    pub(crate) linked: Linked,
    pub(crate) in_lanes: InLanes,
    /// Its code, for the other lanes.
    kept: OnceLock<Option<Kept>>,
    pub(crate) info: PluginInfo,
    /// The numbers of its messages, by id.
    pub(crate) messages: HashMap<Box<str>, MessageNumber, RandomState>,
    authority: Authority,
    digest: Digest,
    size: u64,
}

/// A plugin in one lane, ready to be called.
pub(crate) struct Linked {
    pub(crate) pre: EnginePre<Guest>,
    pub(crate) evaluate: ComponentExportIndex,
}

impl Linked {
    fn new(lane: &Lane, component: &Component) -> wasmtime::Result<Self> {
        let pre = EnginePre::new(lane.linker.instantiate_pre(component)?)?;
        let checks = component.get_export_index(None, format!("sekisho:policy/checks@{}", authority::INTERFACE));
        let evaluate = checks.and_then(|checks| component.get_export_index(Some(&checks), "evaluate"));
        // INVARIANT: `EnginePre::new` finds it as well.
        let evaluate = evaluate.ok_or_else(|| wasmtime::format_err!("it exports no `evaluate`"))?;
        Ok(Self { pre, evaluate })
    }
}

impl Loaded {
    /// The same plugin in another lane; none where its code cannot be loaded there.
    pub(crate) fn linked_in(&self, lane: &Lane) -> Option<Linked> {
        let component = self.linked.pre.instance_pre().component();
        let kept = self.kept.get_or_init(|| Kept::of(component)).as_ref()?;
        Linked::new(lane, &kept.load(&lane.engine)?).ok()
    }
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
        let (component, known, is_new) = match cache.and_then(|cache| cache.load(&inner.common.engine, &digest)) {
            Some(known) => (known.code, known.info, false),
            None => {
                let compiled = self.compile(binary).map_err(|reason| not_a_component(name, reason))?;
                (compiled, None, true)
            }
        };
        let authority = authority::of(name, &component, &inner.common.engine)?;
        let mismatch = |e: wasmtime::Error| LoadError::Mismatch {
            name: name.to_owned(),
            reason: one_line(&format!("{e:#}")),
        };
        let linked = Linked::new(&inner.common, &component).map_err(mismatch)?;
        let info = match known {
            Some(info) => info,
            None => describe::call(self, name, &linked.pre)?,
        };
        if let (true, Some(cache)) = (is_new, cache) {
            cache.store(&digest, &component, &info);
        }
        Ok(Plugin {
            inner: Arc::new(Loaded {
                linked,
                in_lanes: inner.lanes.for_plugin(),
                kept: OnceLock::new(),
                messages: info
                    .messages
                    .numbers()
                    .map(|(id, number)| (id.into(), number))
                    .collect(),
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
        authority::of(name, &component, &self.inner().common.engine)
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
        Component::new(&self.inner().common.engine, binary).map_err(|e| one_line(&format!("{e:#}")))
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
