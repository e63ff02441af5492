//! What the program takes from the machine: the day, the environment, directories. Nowhere else.
#![allow(
    clippy::disallowed_methods,
    reason = "the one place that reads clock and environment"
)]

mod aside;
mod file;
mod renew;
mod replace;

pub(crate) use aside::AsideFile;
pub(crate) use file::{
    files_of, folders, make_folder, make_way, open_file, prepare, read, read_start, read_text, write, write_by,
    write_durably, write_private,
};
pub(crate) use replace::Prepared;

use cap_std::ambient_authority;
use cap_std::fs::Dir;
use sekisho_model::{Date, Digest};
use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

/// Today in UTC.
pub(crate) fn today() -> Date {
    let seconds = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |d| d.as_secs());
    Date::from_days(i32::try_from(seconds / 86_400).unwrap_or(i32::MAX))
}

/// This moment: `YYYY-MM-DDThh:mm:ssZ`.
pub(crate) fn now() -> String {
    moment(SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |d| d.as_secs()))
}

/// A moment from the seconds since 1970-01-01T00:00:00Z.
pub(crate) fn moment(seconds: u64) -> String {
    let (minutes, second) = (seconds / 60, seconds % 60);
    let (hour, minute) = (minutes / 60 % 24, minutes % 60);
    let day = Date::from_days(i32::try_from(seconds / 86_400).unwrap_or(i32::MAX));
    format!("{day}T{hour:02}:{minute:02}:{second:02}Z")
}

/// A directory of our own that is gone when it is dropped.
pub(crate) fn scratch_folder() -> Result<tempfile::TempDir, crate::failure::Failure> {
    let made = tempfile::Builder::new().prefix("sekisho-").tempdir();
    made.map_err(|e| {
        crate::failure::Failure::usage(format!("cannot make a directory for the time being: {e}"))
            .hint("`TMPDIR` says where such directories are made")
    })
}

/// SHA-256 of this program's file.
pub(crate) fn program_digest() -> Result<Digest, crate::failure::Failure> {
    let fault = |e: std::io::Error| crate::failure::Failure::internal(format!("cannot read this program: {e}"));
    let mut file = std::env::current_exe().and_then(std::fs::File::open).map_err(fault)?;
    Ok(sekisho_attest::kit::copy_hashed(&mut file, &mut std::io::sink())
        .map_err(fault)?
        .digest)
}

/// `NO_COLOR` and `TERM=dumb` are honored.
pub(crate) fn color_wanted() -> bool {
    let no_color = std::env::var_os("NO_COLOR").is_some_and(|v| !v.is_empty());
    !no_color && std::env::var_os("TERM").is_none_or(|t| t != "dumb")
}

/// Language of the person: `--lang` first, then the locale.
pub(crate) fn locale_is_japanese() -> bool {
    ["LC_ALL", "LC_MESSAGES", "LANG"]
        .iter()
        .filter_map(std::env::var_os)
        .find(|v| !v.is_empty())
        .is_some_and(|v| v.to_string_lossy().to_lowercase().starts_with("ja"))
}

/// How many workers: the processors, at least one.
pub(crate) fn processors() -> usize {
    std::thread::available_parallelism().map_or(1, std::num::NonZero::get)
}

/// Where compiled code is kept: `SEKISHO_CACHE_DIR`, else the user's cache directory, else nowhere.
pub(crate) fn cache() -> Option<Dir> {
    let path = match std::env::var_os("SEKISHO_CACHE_DIR") {
        Some(path) if path.is_empty() => return None,
        Some(path) => PathBuf::from(path),
        None => match std::env::var_os("XDG_CACHE_HOME").filter(|p| !p.is_empty()) {
            Some(base) => PathBuf::from(base).join("sekisho"),
            None => PathBuf::from(std::env::var_os("HOME").filter(|p| !p.is_empty())?).join(".cache/sekisho"),
        },
    };
    let path = path.join("compiled");
    make_private(&path).ok()?;
    Dir::open_ambient_dir(&path, ambient_authority()).ok()
}

/// Names this very build: its version, and size and time of its file, since two builds may have one version.
pub(crate) fn program() -> Digest {
    let file = std::env::current_exe().and_then(|path| path.metadata());
    let (size, time) = file.map_or((0, None), |m| (m.len(), m.modified().ok()));
    let since = time
        .and_then(|time| time.duration_since(UNIX_EPOCH).ok())
        .unwrap_or_default();
    Digest::of_parts(&[
        env!("CARGO_PKG_VERSION").as_bytes(),
        &size.to_be_bytes(),
        &since.as_nanos().to_be_bytes(),
    ])
}

/// 128 bits that nobody can foretell: the standard library seeds its hash tables from the machine's source of chance.
pub(crate) fn chance() -> u128 {
    use std::hash::{BuildHasher as _, RandomState};
    let [a, b] = [0, 1].map(|part: u8| u128::from(RandomState::new().hash_one((part, SystemTime::now()))));
    (a << 64) | b
}

/// Bytes fit for keys, from the system.
pub(crate) fn random<const N: usize>() -> Result<[u8; N], crate::failure::Failure> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes)
        .map_err(|e| crate::failure::Failure::internal(format!("the system gives no randomness: {e}")))?;
    Ok(bytes)
}

/// The same for as many bytes as somebody wants; tells whether the system gave them.
pub(crate) fn fill_random(bytes: &mut [u8]) -> bool {
    getrandom::fill(bytes).is_ok()
}

/// Seconds since 1970.
pub(crate) fn seconds() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |d| d.as_secs())
}

/// Where files may lie for as long as a command runs.
pub(crate) fn scratch() -> PathBuf {
    std::env::temp_dir()
}

/// The password of keys, where no file holds it: `SEKISHO_KEY_PASSWORD`.
pub(crate) fn key_password() -> Option<zeroize::Zeroizing<Vec<u8>>> {
    let text = std::env::var_os("SEKISHO_KEY_PASSWORD").filter(|text| !text.is_empty())?;
    Some(zeroize::Zeroizing::new(text.into_encoded_bytes()))
}

/// The password of a registry, where no file holds it: `SEKISHO_REGISTRY_PASSWORD`.
pub(crate) fn registry_password() -> Option<zeroize::Zeroizing<Vec<u8>>> {
    let text = std::env::var_os("SEKISHO_REGISTRY_PASSWORD").filter(|text| !text.is_empty())?;
    Some(zeroize::Zeroizing::new(text.into_encoded_bytes()))
}

/// Certificates (DER) of the authorities that this machine trusts.
pub(crate) fn authorities() -> Result<Vec<Vec<u8>>, crate::failure::Failure> {
    let found = rustls_native_certs::load_native_certs();
    if let (true, Some(error)) = (found.certs.is_empty(), found.errors.first()) {
        return Err(crate::failure::Failure::usage(format!(
            "cannot read the authorities that this machine trusts: {error}"
        ))
        .hint("name the registry's authority with `--ca-file`"));
    }
    Ok(found.certs.iter().map(|certificate| certificate.to_vec()).collect())
}

/// Makes a directory that only its user may enter.
pub(crate) fn make_private(path: &Path) -> std::io::Result<()> {
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::DirBuilderExt as _;
        builder.mode(0o700);
    }
    builder.create(path)
}

/// Opens a directory named on the command line.
pub(crate) fn open_dir(path: &Path) -> std::io::Result<Dir> {
    Dir::open_ambient_dir(path, ambient_authority())
}

/// Whether a path named on the command line is a directory.
pub(crate) fn is_dir(path: &Path) -> bool {
    path.is_dir()
}
