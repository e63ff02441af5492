//! Evidence between a disk and a kit. For an audit it is copied first and assessed from the copy: what changes meanwhile on the
//! disk of somebody else is neither in the record nor in the kit. For a replay it is laid out as it lay.

use crate::failure::Failure;
use crate::machine;
use cap_std::fs::Dir;
use sekisho_attest::kit::form::{Entry, is_inside};
use sekisho_attest::kit::{Config, Kit, Root, RootForm, copy_hashed};
use sekisho_evidence::source::SKIPPED;
use sekisho_model::Digest;
use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::io::{self, Read, Seek};
use std::path::{Path, PathBuf};
use tempfile::TempDir;

/// Deepest directory that is taken in.
const DEPTH: usize = 128;

/// Evidence in a directory of our own.
#[derive(Debug)]
pub(super) struct Laid {
    /// Gone with all that is in it when this is dropped.
    _dir: TempDir,
    /// Where each root lies, in order.
    pub(super) paths: Vec<PathBuf>,
    /// Where the bytes of each digest lie.
    pub(super) by_digest: BTreeMap<Digest, PathBuf>,
}

/// Copies what a person named, and lists it.
pub(super) fn take(paths: &[PathBuf]) -> Result<(Vec<Root>, Laid), Failure> {
    let dir = machine::scratch_folder()?;
    let mut roots = Vec::new();
    let mut laid = Vec::new();
    let mut by_digest = BTreeMap::new();
    for (index, path) in paths.iter().enumerate() {
        let fault = |e: io::Error| {
            Failure::evidence(format!("cannot read evidence `{}`: {e}", path.display()))
                .hint("check the path and its permissions")
        };
        let real = path.canonicalize().map_err(fault)?;
        let name = real.file_name().and_then(|name| name.to_str());
        let name = name.ok_or_else(|| Failure::evidence(format!("`{}` has no name", path.display())))?;
        let to = dir.path().join(index.to_string()).join(name);
        let mut taking = Taking {
            shown: path.display().to_string(),
            files: Vec::new(),
            empty: Vec::new(),
            by_digest: &mut by_digest,
        };
        let form = if machine::is_dir(path) {
            std::fs::create_dir_all(&to).map_err(fault)?;
            taking.folder(&machine::open_dir(path).map_err(fault)?, "", &to, 0)?;
            RootForm::Directory
        } else {
            machine::make_way(&to)?;
            let parent = real.parent().unwrap_or(Path::new("/"));
            taking.file(&machine::open_dir(parent).map_err(fault)?, name, name, &to)?;
            RootForm::File
        };
        taking.files.sort();
        taking.empty.sort();
        roots.push(Root {
            name: name.to_owned(),
            form,
            empty: taking.empty,
            files: taking.files,
        });
        laid.push(to);
    }
    let laid = Laid {
        _dir: dir,
        paths: laid,
        by_digest,
    };
    Ok((roots, laid))
}

struct Taking<'a> {
    shown: String,
    files: Vec<Entry>,
    empty: Vec<String>,
    by_digest: &'a mut BTreeMap<Digest, PathBuf>,
}

impl Taking<'_> {
    fn fault(&self, path: &str, what: impl std::fmt::Display) -> Failure {
        let place = if path.is_empty() { "." } else { path };
        Failure::evidence(format!("`{place}` in `{}`: {what}", self.shown))
    }

    fn folder(&mut self, dir: &Dir, at: &str, to: &Path, depth: usize) -> Result<(), Failure> {
        if depth > DEPTH {
            return Err(self.fault(at, format!("is deeper than {DEPTH} directories")));
        }
        let mut taken = 0;
        for entry in dir.entries().map_err(|e| self.fault(at, e))? {
            let entry = entry.map_err(|e| self.fault(at, e))?;
            let name = entry.file_name();
            let Some(name) = name.to_str().filter(|name| is_inside(name)) else {
                return Err(self
                    .fault(
                        at,
                        format!("holds `{}`, whose name no kit can hold", name.to_string_lossy()),
                    )
                    .hint("rename it: UTF-8, no `\\`"));
            };
            let path = if at.is_empty() {
                name.to_owned()
            } else {
                format!("{at}/{name}")
            };
            let kind = entry.file_type().map_err(|e| self.fault(&path, e))?;
            taken += 1;
            if kind.is_dir() {
                std::fs::create_dir(to.join(name)).map_err(|e| self.fault(&path, e))?;
                if SKIPPED.contains(&name) {
                    // No evidence; that it is there stands in the record all the same.
                    self.empty.push(path);
                    continue;
                }
                let inner = entry.open_dir().map_err(|e| self.fault(&path, e))?;
                self.folder(&inner, &path, &to.join(name), depth + 1)?;
            } else if kind.is_file() {
                self.file(dir, name, &path, &to.join(name))?;
            } else {
                return Err(self
                    .fault(&path, "is a link or no regular file, and cannot be handed over")
                    .hint("put the file itself in its place, or take it out of the evidence"));
            }
        }
        if taken == 0 && !at.is_empty() {
            self.empty.push(at.to_owned());
        }
        Ok(())
    }

    fn file(&mut self, dir: &Dir, name: &str, path: &str, to: &Path) -> Result<(), Failure> {
        let copied = dir.open(name).and_then(|mut from| {
            let mut out = File::create_new(to)?;
            copy_hashed(&mut from, &mut out)
        });
        let part = copied.map_err(|e| self.fault(path, e))?;
        self.files.push(Entry {
            path: path.to_owned(),
            digest: part.digest,
            size: part.size,
        });
        self.by_digest.insert(part.digest, to.to_owned());
        Ok(())
    }
}

/// Lays out what lies in a kit.
pub(super) fn lay_out<R: Read + Seek>(kit: &mut Kit<R>) -> Result<Laid, Failure> {
    let config: Config = kit.config.clone();
    let dir = machine::scratch_folder()?;
    let mut paths = Vec::new();
    let mut by_digest: BTreeMap<Digest, PathBuf> = BTreeMap::new();
    for (index, root) in config.evidence.iter().enumerate() {
        let place = dir.path().join(index.to_string());
        let base = match root.form {
            RootForm::Directory => place.join(&root.name),
            RootForm::File => place.clone(),
        };
        let fault = |path: &str, e: io::Error| Failure::evidence(format!("cannot lay `{path}` out: {e}"));
        std::fs::create_dir_all(&base).map_err(|e| fault(&root.name, e))?;
        let folders = root.files.iter().filter_map(|file| Some(file.path.rsplit_once('/')?.0));
        let folders: BTreeSet<&str> = folders.chain(root.empty.iter().map(String::as_str)).collect();
        for folder in folders {
            std::fs::create_dir_all(base.join(folder)).map_err(|e| fault(folder, e))?;
        }
        for file in &root.files {
            let to = base.join(&file.path);
            match by_digest.get(&file.digest) {
                // The same bytes once more take no space: a kit cannot unfold into more than it is.
                Some(first) if file.size > 0 => std::fs::hard_link(first, &to).map_err(|e| fault(&file.path, e))?,
                _ => {
                    let mut out = File::create_new(&to).map_err(|e| fault(&file.path, e))?;
                    kit.copy(&file.digest, &mut out)?;
                    by_digest.insert(file.digest, to);
                }
            }
        }
        paths.push(place.join(&root.name));
    }
    Ok(Laid {
        _dir: dir,
        paths,
        by_digest,
    })
}

/// Holds evidence that somebody brought along against what a kit lists.
pub(super) fn hold(config: &Config, brought: &[Root]) -> Result<(), Failure> {
    let differs = |what: String| {
        Err(Failure::untrusted(format!(
            "the evidence is not what was assessed: {what} [evidence-differs]"
        ))
        .hint("bring the very files, in the order in which they were named"))
    };
    if config.evidence.len() != brought.len() {
        return differs(format!(
            "{} were assessed, {} are named",
            config.evidence.len(),
            brought.len()
        ));
    }
    for (expected, found) in config.evidence.iter().zip(brought) {
        if (&expected.name, expected.form) != (&found.name, found.form) {
            return differs(format!("`{}` was assessed, `{}` is named", expected.name, found.name));
        }
        let list = |root: &Root| -> BTreeMap<String, Option<Digest>> {
            let files = root.files.iter().map(|file| (file.path.clone(), Some(file.digest)));
            files
                .chain(root.empty.iter().map(|path| (path.clone(), None)))
                .collect()
        };
        let (expected, found) = (list(expected), list(found));
        let paths: BTreeSet<&String> = expected.keys().chain(found.keys()).collect();
        if let Some(path) = paths.into_iter().find(|path| expected.get(*path) != found.get(*path)) {
            return differs(format!("`{path}`"));
        }
    }
    Ok(())
}
