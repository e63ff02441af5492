//! Carries files from a [`Source`] to the TUF library, and keeps what was read: every file once, up to its bound, with the
//! first trouble in our own words.
//!
//! The library takes a root that cannot be fetched for one that does not exist; here it stays a trouble.

use super::source::{Files, Source};
use super::{TrustError, json};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tough::{Bytes, Transport, TransportError, TransportErrorKind, TransportStream, async_trait};
use url::Url;

/// Most bytes of `root.json`, `timestamp.json` and `snapshot.json`.
pub(super) const SMALL: u64 = 1 << 20;
/// Most bytes of a targets file, and of a list of signers.
pub(super) const LARGE: u64 = 4 << 20;
/// Most bytes of all files of an update together.
const TOTAL: u64 = 64 << 20;

/// Most files of an update.
const FILES: usize = 1500;
/// Most delegated roles.
const ROLES: usize = 256;

/// Where metadata stands.
pub(super) const METADATA: &str = "trust:///metadata/";
/// Where targets stand.
pub(super) const TARGETS: &str = "trust:///targets/";

/// The way from a source to the library.
#[derive(Debug, Clone)]
pub(super) struct Carrier {
    from: Arc<dyn Source>,
    state: Arc<Mutex<State>>,
}

/// What was carried.
#[derive(Debug, Default)]
pub(super) struct State {
    /// Every file that was handed over.
    pub(super) files: Files,
    /// The last path that was asked for.
    pub(super) last: String,
    /// The first thing that went wrong here.
    pub(super) trouble: Option<TrustError>,
    total: u64,
    roles: usize,
}

impl Carrier {
    pub(super) fn new(from: Arc<dyn Source>) -> Self {
        Self {
            from,
            state: Arc::default(),
        }
    }

    pub(super) fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A file, as it was handed over the first time.
    fn read(&self, path: &str) -> Result<Option<Vec<u8>>, TrustError> {
        let mut state = self.state();
        path.clone_into(&mut state.last);
        if let Some(bytes) = state.files.get(path) {
            return Ok(Some(bytes.clone()));
        }
        let bytes = match self.from.read(path, limit(path))? {
            // TUF puts the digest before the file's own name, the library before the whole path.
            None => match moved(path) {
                Some(path) => self.from.read(&path, limit(&path))?,
                None => None,
            },
            bytes => bytes,
        };
        let Some(bytes) = bytes else { return Ok(None) };
        if path.starts_with("metadata/") {
            json::check(path, &bytes)?;
            head(path, &bytes)?;
            let role = role_of(path).unwrap_or_default();
            if role == "root" {
                super::checks::root_file(path, &bytes)?;
            }
            state.roles += usize::from(super::checks::plain_role(&role));
        }
        if state.roles > ROLES || state.files.len() >= FILES {
            let reason = format!("it has more than {ROLES} delegated roles or {FILES} files");
            return Err(json::malformed("repository", &reason));
        }
        state.total = state.total.saturating_add(bytes.len() as u64);
        if state.total > TOTAL {
            return Err(TrustError::Oversize {
                path: "all files together".to_owned(),
                limit: TOTAL,
            });
        }
        state.files.insert(path.to_owned(), bytes.clone());
        Ok(Some(bytes))
    }
}

#[async_trait]
impl Transport for Carrier {
    async fn fetch(&self, url: Url) -> Result<TransportStream, TransportError> {
        let path = url.path().trim_start_matches('/').to_owned();
        match self.read(&path) {
            Ok(Some(bytes)) => Ok(Box::pin(futures_util::stream::iter([Ok(Bytes::from(bytes))]))),
            Ok(None) => Err(TransportError::new(TransportErrorKind::FileNotFound, url)),
            Err(error) => {
                self.state().trouble.get_or_insert(error);
                Err(TransportError::new(TransportErrorKind::Other, url))
            }
        }
    }
}

/// `targets/<digest>.a/b.json` as TUF writes it: `targets/a/<digest>.b.json`.
fn moved(path: &str) -> Option<String> {
    let (digest, name) = path.strip_prefix("targets/")?.split_once('.')?;
    let (folder, file) = name.rsplit_once('/')?;
    Some(format!("targets/{folder}/{digest}.{file}"))
}

fn limit(path: &str) -> u64 {
    match role_of(path).as_deref() {
        Some("root" | "timestamp" | "snapshot") => SMALL,
        _ => LARGE,
    }
}

/// The role that a metadata file is of: `metadata/3.snapshot.json` is of `snapshot`.
pub(super) fn role_of(path: &str) -> Option<String> {
    let name = path.strip_prefix("metadata/")?.strip_suffix(".json")?;
    let role = match name.split_once('.') {
        Some((version, role)) if version.bytes().all(|b| b.is_ascii_digit()) => role,
        _ => name,
    };
    Some(role.to_owned())
}

/// What the library does not look at: the type that a file says it has, and the version of the specification.
fn head(path: &str, bytes: &[u8]) -> Result<(), TrustError> {
    #[derive(serde::Deserialize)]
    struct Outer {
        signed: Inner,
    }
    #[derive(serde::Deserialize)]
    struct Inner {
        _type: String,
        spec_version: String,
        version: u64,
    }
    let Outer { signed } = serde_json::from_slice(bytes).map_err(|e| json::malformed(path, &e))?;
    let role = role_of(path).unwrap_or_default();
    let expected = match role.as_str() {
        "root" | "timestamp" | "snapshot" => role.as_str(),
        _ => "targets",
    };
    if signed._type != expected {
        let reason = format!("it is of type `{}` and not `{expected}`", signed._type);
        return Err(json::malformed(path, &reason));
    }
    let spec = signed.spec_version;
    if spec != "1" && !spec.starts_with("1.") {
        let reason = format!("it follows TUF version {spec}, and only version 1 is known");
        return Err(json::malformed(path, &reason));
    }
    if signed.version > super::LAST_VERSION {
        return Err(TrustError::FastForward {
            role,
            version: signed.version,
        });
    }
    Ok(())
}
