//! Small trees to try the rules on.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};

use super::tree::Tree;
use super::{Remark, Weight};

static NEXT: AtomicU32 = AtomicU32::new(0);

/// A folder of its own that goes away with the value.
#[derive(Debug)]
pub(crate) struct Scratch(PathBuf);

impl Scratch {
    pub(crate) fn new(files: &[(&str, &str)]) -> Self {
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let folder = std::env::temp_dir().join(format!("sekisho-xtask-{}-{number}", std::process::id()));
        let scratch = Self(folder);
        for (path, text) in files {
            scratch.write(path, text);
        }
        scratch
    }

    pub(crate) fn write(&self, path: &str, text: &str) {
        let path = self.0.join(path);
        let folder = path.parent().unwrap_or(&self.0);
        let done = std::fs::create_dir_all(folder).and_then(|()| std::fs::write(&path, text));
        assert!(done.is_ok(), "cannot write {}", path.display());
    }

    pub(crate) fn path(&self) -> &Path {
        &self.0
    }

    pub(crate) fn tree(&self) -> Tree {
        let tree = Tree::read(&self.0);
        assert!(tree.is_ok(), "cannot read {}", self.0.display());
        tree.unwrap_or_else(|_| unreachable!("checked above"))
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// What a rule refuses in a tree of these files, as `place: what`.
pub(super) fn violations(rule: fn(&Tree) -> Vec<Remark>, files: &[(&str, &str)]) -> Vec<String> {
    let remarks = rule(&Scratch::new(files).tree());
    let violations = remarks.into_iter().filter(|remark| remark.weight == Weight::Violation);
    violations
        .map(|remark| format!("{}: {}", remark.place, remark.what))
        .collect()
}
