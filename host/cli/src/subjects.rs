//! From the paths on the command line to subjects: found first, read one at a time when their turn comes.

use crate::failure::Failure;
use crate::machine;
use cap_std::fs::Dir;
use sekisho_assess::{SubjectFacts, SubjectSource};
use sekisho_evidence::archive::is_archive;
use sekisho_evidence::source::Opener;
use sekisho_evidence::{Limits, Stamp, Subject, archive_subjects, file_subject, read_wanted, stamp, subjects_at};
use sekisho_model::facts::Wanted;
use sekisho_model::{Diagnostic, Digest};
use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

/// The subjects of a scan.
#[derive(Debug)]
pub(crate) struct Subjects {
    list: Vec<sekisho_evidence::SubjectSource>,
    limits: Limits,
    wanted: Arc<Wanted>,
    wanted_digest: Digest,
    /// Where results may be remembered: what is known of the bytes of each subject. None where they changed while they
    /// were read.
    stamps: Vec<OnceLock<Option<Stamp>>>,
    /// What was odd on the way to them.
    pub(crate) diagnostics: Vec<Diagnostic>,
}

impl Subjects {
    /// Finds them.
    pub(crate) fn find<'p>(paths: &'p [PathBuf], limits: Limits) -> Result<Self, Failure> {
        let mut list = Vec::new();
        let mut diagnostics = Vec::new();
        // What lies together shares one open directory: the system lends a process not many of them.
        let mut parents: BTreeMap<&'p Path, Arc<Dir>> = BTreeMap::new();
        for path in paths {
            let fault = |e: std::io::Error| {
                Failure::evidence(format!("cannot open evidence `{}`: {e}", path.display()))
                    .hint("check the path and its permissions")
            };
            let mut lies_in = |parent: &'p Path| -> std::io::Result<Arc<Dir>> {
                Ok(match parents.entry(parent) {
                    Entry::Occupied(known) => Arc::clone(known.get()),
                    Entry::Vacant(new) => Arc::clone(new.insert(Arc::new(machine::open_dir(parent)?))),
                })
            };
            if machine::is_dir(path) {
                let shared = name_in(path)
                    .and_then(|(parent, name)| Some(Opener::Disk(lies_in(parent).ok()?, Some(name.to_owned()))));
                // A link, which only the person who named it may follow, is opened by its path.
                let opener = match shared.filter(|opener| opener.open().is_ok()) {
                    Some(opener) => opener,
                    None => Opener::Disk(Arc::new(machine::open_dir(path).map_err(fault)?), None),
                };
                let found = subjects_at(&opener, &directory_name(path), &limits);
                diagnostics.extend(found.diagnostics);
                list.extend(found.subjects);
            } else {
                let (parent, name) =
                    name_in(path).ok_or_else(|| Failure::evidence(format!("`{}` names no file", path.display())))?;
                let dir = lies_in(parent).map_err(fault)?;
                dir.metadata(name).map_err(fault)?;
                if is_archive(name) {
                    let found = archive_subjects(&dir, name, &limits);
                    diagnostics.extend(found.diagnostics);
                    list.extend(found.subjects);
                    continue;
                }
                list.push(file_subject(&dir, name));
            }
        }
        if list.is_empty() {
            let names: Vec<String> = paths.iter().map(|p| format!("`{}`", p.display())).collect();
            return Err(
                Failure::evidence(format!("there is no evidence in {}", names.join(", ")))
                    .hint("give a directory that holds files"),
            );
        }
        list.sort_by(|a, b| a.id.cmp(&b.id));
        for pair in list.windows(2) {
            if let [a, b] = pair
                && a.id == b.id
            {
                return Err(Failure::usage(format!("two subjects have the id `{}`", a.id))
                    .hint("give each its own `subject` in its `evidence.toml`"));
            }
        }
        Ok(Self {
            list,
            limits,
            wanted: Arc::new(Wanted::everything()),
            wanted_digest: Digest::of(b"everything"),
            stamps: Vec::new(),
            diagnostics,
        })
    }

    /// Says which facts anybody can ask for; the others are not read.
    pub(crate) fn want(&mut self, wanted: Wanted) {
        self.wanted_digest = Digest::of(format!("{wanted:?}").as_bytes());
        self.wanted = Arc::new(wanted);
    }

    /// Names the bytes of every subject, so that results about them may be remembered.
    pub(crate) fn stamped(mut self) -> Self {
        self.stamps = self.list.iter().map(|_| OnceLock::new()).collect();
        self
    }

    fn stamp_of(&self, index: usize) -> Option<&Stamp> {
        let known = self.stamps.get(index)?;
        let source = self.list.get(index)?;
        known.get_or_init(|| stamp(source, &self.limits)).as_ref()
    }

    /// Names the bytes of a subject and how much of them is read: what nobody can ask for leaves no remarks.
    fn read_stamp(&self, stamp: &Stamp) -> Digest {
        Digest::of_parts(&[b"read/2", stamp.digest().as_bytes(), self.wanted_digest.as_bytes()])
    }

    /// Reads one as it stands.
    pub(crate) fn read(&self, index: usize) -> Option<Subject> {
        self.list
            .get(index)
            .map(|source| read_wanted(source, &self.limits, &self.wanted))
    }

    /// How many.
    pub(crate) fn count(&self) -> usize {
        self.list.len()
    }
}

impl SubjectSource for Subjects {
    fn len(&self) -> usize {
        self.list.len()
    }

    fn id(&self, index: usize) -> String {
        self.list.get(index).map(|source| source.id.clone()).unwrap_or_default()
    }

    fn stamp(&self, index: usize) -> Option<Digest> {
        Some(self.read_stamp(self.stamp_of(index)?))
    }

    fn load(&self, index: usize) -> SubjectFacts {
        // Stamped before and compared after: what changes meanwhile is not remembered.
        let before = self.stamp_of(index);
        match self.read(index) {
            Some(subject) => {
                let source = self.list.get(index);
                let is_same = |stamp: &&Stamp| source.is_some_and(|s| stamp.is_of(s, &subject, &self.limits));
                let stamp = before.filter(is_same).map(|stamp| self.read_stamp(stamp));
                let mut facts = SubjectFacts::new(
                    subject.id,
                    subject.name,
                    subject.evidence,
                    Arc::new(subject.facts),
                    subject.diagnostics,
                );
                facts.stamp = stamp;
                facts
            }
            // INVARIANT: asked for indices below `len` only.
            None => SubjectFacts::new(
                String::new(),
                sekisho_model::Bilingual::default(),
                Vec::new(),
                Arc::new(sekisho_model::FactsBuilder::new().finish()),
                Vec::new(),
            ),
        }
    }
}

/// The directory that a path lies in, and its name there; none where it ends in `..`, or in no text.
fn name_in(path: &Path) -> Option<(&Path, &str)> {
    let name = path.file_name()?.to_str()?;
    let parent = path.parent().filter(|p| !p.as_os_str().is_empty());
    Some((parent.unwrap_or(Path::new(".")), name))
}

/// Name of a directory, also where it is given as `.` or `..`.
fn directory_name(path: &Path) -> String {
    let whole = path.canonicalize().unwrap_or_else(|_| path.to_owned());
    whole
        .file_name()
        .and_then(|n| n.to_str())
        .unwrap_or("subject")
        .to_owned()
}
