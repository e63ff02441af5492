//! Entries that are not what they should be are never loaded; writers that meet or die leave whole entries.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

use super::{CodeCache, Kept, Known};
use crate::limits::Limits;
use cap_std::ambient_authority;
use cap_std::fs::Dir;
use sekisho_model::check::{Messages, PluginInfo};
use sekisho_model::{Bilingual, Digest};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};
use wasmtime::component::Component;
use wasmtime::{Config, Engine};

const ONE: &str = "(component (core module (func (export \"f\") (result i32) i32.const 1)))";
const TWO: &str = "(component (core module (func (export \"f\") (result i32) i32.const 2)))";

struct Scratch(PathBuf);

impl Scratch {
    fn new() -> Self {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let path = std::env::temp_dir().join(format!("sekisho-code-{}-{number}", std::process::id()));
        std::fs::create_dir_all(&path).unwrap();
        open_to(&path, 0o700);
        Self(path)
    }

    fn cache(&self, engine: &Engine) -> CodeCache {
        CodeCache::new(self.dir(), engine, &Limits::default())
    }

    fn dir(&self) -> Dir {
        Dir::open_ambient_dir(&self.0, ambient_authority()).unwrap()
    }

    fn names(&self) -> Vec<String> {
        let entries = std::fs::read_dir(&self.0).unwrap();
        let mut names: Vec<String> = entries.map(|e| e.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

fn open_to(path: &Path, mode: u32) {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).unwrap();
    }
    #[cfg(not(unix))]
    let _ = (path, mode);
}

fn info(id: &str) -> PluginInfo {
    PluginInfo {
        id: id.to_owned(),
        version: "1.0.0".to_owned(),
        title: Bilingual::new("試験", "test"),
        checks: Vec::new(),
        messages: Messages::default(),
    }
}

/// Compiles and keeps a component; answers its digest.
fn keep(cache: &CodeCache, engine: &Engine, text: &str) -> Digest {
    let digest = Digest::of(text.as_bytes());
    cache.store(&digest, &Component::new(engine, text).unwrap(), &info("test/x"));
    assert_eq!(cache.take_remarks(), []);
    digest
}

fn codes(cache: &CodeCache) -> Vec<String> {
    cache.take_remarks().into_iter().map(|r| r.code).collect()
}

#[test]
fn what_was_kept_is_loaded_with_its_description() {
    let (scratch, engine) = (Scratch::new(), Engine::default());
    let cache = scratch.cache(&engine);
    assert!(cache.load(&engine, &Digest::of(b"?")).is_none());
    let digest = keep(&cache, &engine, ONE);
    // Another process.
    let cache = scratch.cache(&engine);
    let Known { info: found, .. } = cache.load(&engine, &digest).unwrap();
    assert_eq!(found.unwrap(), info("test/x"));
    assert_eq!(cache.info(&digest).unwrap(), info("test/x"));
    assert_eq!(cache.take_remarks(), []);
    assert_eq!(scratch.names().len(), 1);
}

#[cfg(unix)]
#[test]
fn entries_are_closed_to_others() {
    use std::os::unix::fs::PermissionsExt as _;
    let (scratch, engine) = (Scratch::new(), Engine::default());
    let cache = scratch.cache(&engine);
    let digest = keep(&cache, &engine, ONE);
    let path = scratch.0.join(&scratch.names()[0]);
    assert_eq!(std::fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
    open_to(&path, 0o622);
    assert!(cache.load(&engine, &digest).is_none());
    assert_eq!(codes(&cache), ["compiled-code-discarded"]);
}

#[cfg(unix)]
#[test]
fn a_link_is_not_followed() {
    let (scratch, engine) = (Scratch::new(), Engine::default());
    let cache = scratch.cache(&engine);
    let digest = keep(&cache, &engine, ONE);
    let path = scratch.0.join(&scratch.names()[0]);
    std::fs::rename(&path, scratch.0.join("elsewhere")).unwrap();
    std::os::unix::fs::symlink("elsewhere", &path).unwrap();
    assert!(cache.load(&engine, &digest).is_none());
    assert_eq!(codes(&cache), ["compiled-code-discarded"]);
}

#[cfg(unix)]
#[test]
fn a_directory_open_to_others_is_not_used() {
    let (scratch, engine) = (Scratch::new(), Engine::default());
    open_to(&scratch.0, 0o777);
    let cache = scratch.cache(&engine);
    let digest = Digest::of(ONE.as_bytes());
    cache.store(&digest, &Component::new(&engine, ONE).unwrap(), &info("test/x"));
    assert!(cache.load(&engine, &digest).is_none());
    assert_eq!(codes(&cache), ["code-cache-refused"]);
    assert!(scratch.names().is_empty());
}

/// Cut at every place, and with a bit changed in every part: never loaded, always told, and gone afterwards.
#[test]
fn a_damaged_entry_is_discarded_and_told() {
    let (scratch, engine) = (Scratch::new(), Engine::default());
    let cache = scratch.cache(&engine);
    let digest = keep(&cache, &engine, ONE);
    let path = scratch.0.join(&scratch.names()[0]);
    let whole = std::fs::read(&path).unwrap();
    let step = (whole.len() / 150).max(1);
    let head = 0..240;
    let places: Vec<usize> = head
        .chain((240..whole.len()).step_by(step))
        .chain([whole.len() - 1])
        .collect();
    let mut damaged: Vec<Vec<u8>> = Vec::new();
    for at in places {
        damaged.push(whole[..at].to_vec());
        let mut flipped = whole.clone();
        flipped[at] ^= 0x10;
        damaged.push(flipped);
    }
    damaged.push([whole.as_slice(), b"more"].concat());
    for bytes in damaged {
        std::fs::write(&path, &bytes).unwrap();
        open_to(&path, 0o600);
        let loaded = cache.load(&engine, &digest);
        // The limits under which it described itself are part of the head and bind the description only.
        let remarks = codes(&cache);
        assert!(loaded.is_none(), "{} bytes were loaded", bytes.len());
        assert_eq!(remarks, ["compiled-code-discarded"]);
        assert!(!path.exists());
    }
    std::fs::write(&path, &whole).unwrap();
    open_to(&path, 0o600);
    assert!(cache.load(&engine, &digest).is_some());
}

#[test]
fn the_code_of_another_component_is_not_loaded_under_a_name() {
    let (scratch, engine) = (Scratch::new(), Engine::default());
    let cache = scratch.cache(&engine);
    let one = keep(&cache, &engine, ONE);
    let two = keep(&cache, &engine, TWO);
    let (of_one, of_two) = (scratch.0.join(cache.name(&one)), scratch.0.join(cache.name(&two)));
    std::fs::copy(of_two, &of_one).unwrap();
    assert!(cache.load(&engine, &one).is_none() && cache.info(&one).is_none());
    let remarks = cache.take_remarks();
    assert!(remarks[0].message.contains("another component"), "{remarks:?}");
    assert!(cache.load(&engine, &two).is_some(), "the other stands");
}

#[test]
fn the_code_of_another_engine_is_not_loaded() {
    let (scratch, engine) = (Scratch::new(), Engine::default());
    let other = Engine::new(Config::new().consume_fuel(true)).unwrap();
    let (cache, of_other) = (scratch.cache(&engine), scratch.cache(&other));
    let digest = keep(&of_other, &other, ONE);
    assert!(cache.load(&engine, &digest).is_none());
    assert_eq!(codes(&cache), [""; 0], "it has a name of its own");
    std::fs::rename(
        scratch.0.join(of_other.name(&digest)),
        scratch.0.join(cache.name(&digest)),
    )
    .unwrap();
    assert!(cache.load(&engine, &digest).is_none());
    let remarks = cache.take_remarks();
    assert!(
        remarks[0].message.contains("another program or for another machine"),
        "{remarks:?}"
    );
}

#[test]
fn under_other_limits_the_code_holds_and_the_description_is_asked_for_again() {
    let (scratch, engine) = (Scratch::new(), Engine::default());
    let digest = keep(&scratch.cache(&engine), &engine, ONE);
    let limits = Limits {
        fuel: 1,
        ..Limits::default()
    };
    let cache = CodeCache::new(scratch.dir(), &engine, &limits);
    assert!(cache.load(&engine, &digest).unwrap().info.is_none());
    assert_eq!(cache.take_remarks(), []);
}

#[test]
fn writers_and_readers_at_once_see_whole_entries() {
    let (scratch, engine) = (Scratch::new(), Engine::default());
    let digest = keep(&scratch.cache(&engine), &engine, ONE);
    let component = Component::new(&engine, ONE).unwrap();
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                let cache = scratch.cache(&engine);
                for _ in 0..40 {
                    cache.store(&digest, &component, &info("test/x"));
                    assert!(cache.load(&engine, &digest).is_some());
                }
                assert_eq!(cache.take_remarks(), []);
            });
        }
    });
    assert_eq!(scratch.names().len(), 1, "no part is left");
}

#[test]
fn what_a_killed_writer_left_hurts_nobody_and_is_swept() {
    let (scratch, engine) = (Scratch::new(), Engine::default());
    let cache = scratch.cache(&engine);
    let name = cache.name(&Digest::of(ONE.as_bytes()));
    // A killed process with our own number, lately; another one long ago.
    let own = format!("{name}.{}-0.part", std::process::id());
    std::fs::write(scratch.0.join(&own), "half").unwrap();
    let old = scratch.0.join(format!("{name}.1-0.part"));
    std::fs::write(&old, "half").unwrap();
    let file = std::fs::File::options().write(true).open(&old).unwrap();
    file.set_modified(std::time::UNIX_EPOCH).unwrap();
    let digest = keep(&cache, &engine, ONE);
    assert!(cache.load(&engine, &digest).is_some());
    assert_eq!(scratch.names(), [name, own]);
}

#[test]
fn code_goes_to_another_engine_of_the_same_settings_and_to_no_other() {
    let engine = Engine::default();
    let component = Component::new(&engine, ONE).unwrap();
    let kept = Kept::of(&component).unwrap();
    for _ in 0..2 {
        let copy = kept.load(&Engine::default()).unwrap();
        assert_eq!(copy.serialize().unwrap(), component.serialize().unwrap());
    }
    let other = Engine::new(Config::new().consume_fuel(true)).unwrap();
    assert!(kept.load(&other).is_none());
}
