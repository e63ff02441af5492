//! The repository as the rules see it: a sorted list of files, read when asked.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// Folders that hold nothing we wrote.
const FOREIGN: &[&str] = &["target", ".git", "node_modules", ".venv", "__pycache__"];

#[derive(Debug)]
pub(crate) struct Tree {
    root: PathBuf,
    files: Vec<String>,
}

impl Tree {
    pub(crate) fn read(root: &Path) -> std::io::Result<Self> {
        let mut files = Vec::new();
        let mut open = vec![PathBuf::new()];
        while let Some(folder) = open.pop() {
            for entry in std::fs::read_dir(root.join(&folder))? {
                let entry = entry?;
                let name = entry.file_name();
                let path = folder.join(&name);
                // A link leads elsewhere, or in circles.
                let kind = entry.file_type()?;
                if kind.is_dir() {
                    if !FOREIGN.iter().any(|foreign| name == *foreign) {
                        open.push(path);
                    }
                } else if kind.is_file() {
                    files.push(path.to_string_lossy().replace('\\', "/"));
                }
            }
        }
        files.sort();
        Ok(Self {
            root: root.to_owned(),
            files,
        })
    }

    /// All files, relative to the root, with forward slashes, sorted.
    pub(crate) fn files(&self) -> impl Iterator<Item = &str> {
        self.files.iter().map(String::as_str)
    }

    pub(crate) fn has(&self, path: &str) -> bool {
        self.files.binary_search_by(|file| file.as_str().cmp(path)).is_ok()
    }

    pub(crate) fn bytes(&self, path: &str) -> Vec<u8> {
        std::fs::read(self.root.join(path)).unwrap_or_default()
    }

    /// The text of a file; empty when it is not UTF-8.
    pub(crate) fn text(&self, path: &str) -> String {
        String::from_utf8(self.bytes(path)).unwrap_or_default()
    }

    /// The folders exactly `depth` below `top` that hold a file somewhere: `plugins` and 2 gives `plugins/common/sbom`.
    pub(crate) fn folders(&self, top: &str, depth: usize) -> BTreeSet<String> {
        let parts = top.split('/').count() + depth;
        let inside = self
            .files()
            .filter(|file| file.strip_prefix(top).is_some_and(|rest| rest.starts_with('/')));
        inside
            .filter_map(|file| {
                let pieces: Vec<&str> = file.split('/').collect();
                // One more piece than the folder has: the file itself.
                if pieces.len() > parts {
                    pieces.get(..parts).map(|pieces| pieces.join("/"))
                } else {
                    None
                }
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::Scratch;

    #[test]
    fn folders_are_those_with_files_at_that_depth() {
        let scratch = Scratch::new(&[
            ("plugins/common/sbom/src/lib.rs", ""),
            ("plugins/README.md", ""),
            ("plugins-old/a/b/c", ""),
            ("target/plugins/x/y/z", ""),
        ]);
        let tree = scratch.tree();
        assert_eq!(
            tree.folders("plugins", 2).into_iter().collect::<Vec<_>>(),
            ["plugins/common/sbom"]
        );
        assert!(tree.has("plugins/README.md") && !tree.has("plugins"));
        assert!(!tree.files().any(|file| file.starts_with("target")));
    }
}
