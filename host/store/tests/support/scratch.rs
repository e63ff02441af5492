//! A directory of a test's own that goes away with the value.
#![allow(
    clippy::unwrap_used,
    clippy::new_without_default,
    dead_code,
    unreachable_pub,
    missing_debug_implementations,
    reason = "tests"
)]

use cap_std::ambient_authority;
use cap_std::fs::Dir;
use sekisho_store::{Place, StoreError};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};

pub struct Scratch(PathBuf);

impl Scratch {
    pub fn new() -> Self {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let path = std::env::temp_dir().join(format!("sekisho-store-{}-{number}", std::process::id()));
        std::fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    pub fn path(&self) -> &Path {
        &self.0
    }

    pub fn try_place(&self) -> Result<Place, StoreError> {
        place(&self.0)
    }

    pub fn place(&self) -> Place {
        self.try_place().unwrap()
    }

    /// Every file with its bytes.
    pub fn files(&self) -> Vec<(PathBuf, Vec<u8>)> {
        let mut found = Vec::new();
        let mut left = vec![self.0.clone()];
        while let Some(dir) = left.pop() {
            for entry in std::fs::read_dir(dir).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    left.push(path);
                } else {
                    found.push((path.clone(), std::fs::read(&path).unwrap()));
                }
            }
        }
        found.sort();
        found
    }
}

pub fn place(path: &Path) -> Result<Place, StoreError> {
    Place::open(Dir::open_ambient_dir(path, ambient_authority()).unwrap(), path)
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}
