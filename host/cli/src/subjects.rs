//! From the paths on the command line to subjects: found first, read one at a time when their turn comes.

use crate::failure::Failure;
use crate::machine;
use sekisho_assess::{SubjectFacts, SubjectSource};
use sekisho_evidence::archive::is_archive;
use sekisho_evidence::{Limits, Subject, archive_subjects, file_subject, read_wanted, subjects};
use sekisho_model::Diagnostic;
use sekisho_model::facts::Wanted;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The subjects of a scan.
#[derive(Debug)]
pub(crate) struct Subjects {
    list: Vec<sekisho_evidence::SubjectSource>,
    limits: Limits,
    wanted: Arc<Wanted>,
    /// What was odd on the way to them.
    pub(crate) diagnostics: Vec<Diagnostic>,
}

impl Subjects {
    /// Finds them.
    pub(crate) fn find(paths: &[PathBuf], limits: Limits) -> Result<Self, Failure> {
        let mut list = Vec::new();
        let mut diagnostics = Vec::new();
        for path in paths {
            let fault = |e: std::io::Error| {
                Failure::evidence(format!("cannot open evidence `{}`: {e}", path.display()))
                    .hint("check the path and its permissions")
            };
            if machine::is_dir(path) {
                let dir = machine::open_dir(path).map_err(fault)?;
                let found = subjects(&dir, &directory_name(path), &limits);
                diagnostics.extend(found.diagnostics);
                list.extend(found.subjects);
            } else {
                let parent = path
                    .parent()
                    .filter(|p| !p.as_os_str().is_empty())
                    .unwrap_or(Path::new("."));
                let name = path
                    .file_name()
                    .and_then(|n| n.to_str())
                    .ok_or_else(|| Failure::evidence(format!("`{}` names no file", path.display())))?;
                let dir = machine::open_dir(parent).map_err(fault)?;
                dir.metadata(name).map_err(fault)?;
                if is_archive(name) {
                    let found = archive_subjects(&dir, name, &limits);
                    diagnostics.extend(found.diagnostics);
                    list.extend(found.subjects);
                    continue;
                }
                let subject =
                    file_subject(&dir, name).map_err(|e| Failure::evidence(format!("`{}`: {e}", path.display())))?;
                list.push(subject);
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
            diagnostics,
        })
    }

    /// Says which facts anybody can ask for; the others are not read.
    pub(crate) fn want(&mut self, wanted: Wanted) {
        self.wanted = Arc::new(wanted);
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

    fn load(&self, index: usize) -> SubjectFacts {
        match self.read(index) {
            Some(subject) => SubjectFacts {
                id: subject.id,
                name: subject.name,
                evidence: subject.evidence,
                facts: Arc::new(subject.facts),
                diagnostics: subject.diagnostics,
            },
            // INVARIANT: asked for indices below `len` only.
            None => SubjectFacts {
                id: String::new(),
                name: sekisho_model::Bilingual::default(),
                evidence: Vec::new(),
                facts: Arc::new(sekisho_model::FactsBuilder::new().finish()),
                diagnostics: Vec::new(),
            },
        }
    }
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
