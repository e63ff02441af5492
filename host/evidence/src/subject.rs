//! Subjects: which directories are one, and everything that is read of one. No file can spoil another.

use crate::file::{self, FileRead};
use crate::manifest::{Manifest, NAME, Subjects, is_id};
use crate::source::{Folder, Item, Opener};
use crate::{Limits, ReadError, Reading, archive, source};
use cap_std::fs::Dir;
use sekisho_model::facts::Wanted;
use sekisho_model::{Bilingual, Diagnostic, Digest, Evidence, Facts, FactsBuilder};
use std::collections::BTreeSet;
use std::sync::Arc;

/// Where one subject lies.
#[derive(Debug)]
pub struct SubjectSource {
    /// Its id.
    pub id: String,
    pub(crate) what: What,
}

/// What a subject is read from.
#[derive(Debug)]
pub(crate) enum What {
    /// Everything in a folder.
    Folder(Opener),
    /// One file of a folder.
    File(Folder, String),
    /// An archive that could not be used: the subject has no evidence, and says why.
    Broken(Diagnostic),
}

/// The subjects below a root.
#[derive(Debug, Default)]
pub struct SubjectList {
    /// The subjects, by id.
    pub subjects: Vec<SubjectSource>,
    /// What was odd on the way to them.
    pub diagnostics: Vec<Diagnostic>,
}

/// One subject, read.
#[derive(Debug)]
pub struct Subject {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: Bilingual,
    /// Its files, by path.
    pub evidence: Vec<Evidence>,
    /// Its facts.
    pub facts: Facts,
    /// What was odd, with the subject's id on every remark.
    pub diagnostics: Vec<Diagnostic>,
}

/// Finds the subjects in a directory: itself where `evidence.toml` or files lie in it, else its sub-directories.
///
/// `name` is the id of the directory where nothing states one.
pub fn subjects(root: &Arc<Dir>, name: &str, limits: &Limits) -> SubjectList {
    subjects_at(&Opener::Disk(Arc::clone(root), None), name, limits)
}

/// Finds the subjects in a folder that is open only as long as it is looked at, where it is one itself.
pub fn subjects_at(root: &Opener, name: &str, limits: &Limits) -> SubjectList {
    match root.open() {
        Ok(folder) => subjects_of(root, &folder, name, limits),
        Err(error) => SubjectList {
            subjects: Vec::new(),
            diagnostics: vec![error.diagnostic(name)],
        },
    }
}

/// Finds the subjects in an archive of a directory, as if it were the directory that was packed. One that cannot be used
/// at all is a subject without evidence. Nothing is unpacked outside memory.
pub fn archive_subjects(dir: &Dir, file: &str, limits: &Limits) -> SubjectList {
    let name = archive::stem(file);
    let opened = source::read(dir, file, limits).and_then(|bytes| archive::open(file, &bytes, limits));
    match opened {
        Ok(tree) => subjects_at(&Opener::Archive(Arc::new(tree), String::new()), name, limits),
        Err(error) => SubjectList {
            subjects: vec![SubjectSource {
                id: id_of(None, name),
                what: What::Broken(error.diagnostic(file)),
            }],
            diagnostics: Vec::new(),
        },
    }
}

fn subjects_of(opener: &Opener, root: &Folder, name: &str, limits: &Limits) -> SubjectList {
    let mut list = SubjectList::default();
    let mut entries = root.items("", limits.subjects, &mut list.diagnostics);
    let is_dir = |item: &Item| matches!(item, Item::Folder(_));
    let manifest = manifest(root, limits);
    let stated = manifest.as_ref().and_then(|m| m.as_ref().ok());
    let files = entries.iter().any(|(n, e)| n != NAME && !is_dir(e));
    let directories = match stated.and_then(|m| m.subjects) {
        Some(Subjects::Directories) => true,
        Some(Subjects::One) => false,
        None => !files && manifest.is_none() && entries.iter().any(|(_, e)| is_dir(e)),
    };
    if !directories {
        list.subjects.push(SubjectSource {
            id: id_of(stated, name),
            what: What::Folder(opener.clone()),
        });
        return list;
    }
    if entries.len() > limits.subjects as usize {
        entries.truncate(limits.subjects as usize);
        let limit = ReadError::limit("number of subjects", limits.subjects.to_string());
        list.diagnostics.push(limit.diagnostic(name));
    }
    for (entry_name, entry) in entries {
        if entry_name.starts_with('.') && is_dir(&entry) {
            let text = format!("the hidden directory `{entry_name}` is no subject");
            list.diagnostics
                .push(Diagnostic::note("directory-skipped", text).at_path(entry_name.clone()));
            continue;
        }
        let Item::Folder(opener) = entry else {
            if entry_name != NAME {
                let text = "a file beside the subjects' directories belongs to no subject and is not read";
                let remark = Diagnostic::warning("file-without-subject", text).at_path(entry_name.clone());
                list.diagnostics.push(remark.hint("move it into a subject's directory"));
            }
            continue;
        };
        let own = if opener.lacks(NAME) {
            None
        } else {
            match opener.open() {
                Ok(folder) => self::manifest(&folder, limits),
                Err(error) => {
                    list.diagnostics.push(error.diagnostic(&entry_name));
                    continue;
                }
            }
        };
        list.subjects.push(SubjectSource {
            id: id_of(own.as_ref().and_then(|m| m.as_ref().ok()), &entry_name),
            what: What::Folder(opener),
        });
    }
    list.subjects.sort_by(|a, b| a.id.cmp(&b.id));
    // Two directories may state one id: results must never be mixed.
    let mut seen = BTreeSet::new();
    let diagnostics = &mut list.diagnostics;
    list.subjects.retain(|subject| {
        let new = seen.insert(subject.id.clone());
        if !new {
            let text = format!(
                "the subject id `{}` is stated twice; the second directory is not read",
                subject.id
            );
            diagnostics.push(
                Diagnostic::error("duplicate-subject", text)
                    .hint("give every subject its own `subject` in `evidence.toml`"),
            );
        }
        new
    });
    list
}

/// A single file of a directory as a subject of its own.
pub fn file_subject(dir: &Arc<Dir>, file: &str) -> SubjectSource {
    let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
    let id = if is_id(stem) { stem } else { "subject" };
    SubjectSource {
        id: id.to_owned(),
        what: What::File(Folder::Disk(Arc::clone(dir)), file.to_owned()),
    }
}

fn manifest(folder: &Folder, limits: &Limits) -> Option<Result<Manifest, ReadError>> {
    let there = folder.has(NAME);
    there.then(|| folder.read(NAME, limits).and_then(|bytes| Manifest::parse(&bytes)))
}

fn id_of(manifest: Option<&Manifest>, name: &str) -> String {
    let stated = manifest.and_then(|m| m.subject.clone());
    stated.unwrap_or_else(|| {
        if is_id(name) {
            name.to_owned()
        } else {
            "subject".to_owned()
        }
    })
}

/// Reads everything of a subject. A bad file is an error diagnostic and nothing else.
pub fn read_subject(subject: &SubjectSource, limits: &Limits) -> Subject {
    read_wanted(subject, limits, &Arc::new(Wanted::everything()))
}

/// Reads of a subject what is wanted; parts of documents that serve nothing wanted are not looked at.
pub fn read_wanted(subject: &SubjectSource, limits: &Limits, wanted: &Arc<Wanted>) -> Subject {
    let mut diagnostics = Vec::new();
    let mut statements = Manifest::default();
    let opened;
    let (folder, files) = match &subject.what {
        What::File(folder, file) => (Some(folder), vec![file.clone()]),
        What::Broken(reason) => {
            diagnostics.push(reason.clone());
            (None, Vec::new())
        }
        What::Folder(opener) => {
            opened = opener.open();
            match &opened {
                Ok(folder) => {
                    match manifest(folder, limits) {
                        Some(Ok(found)) => statements = found,
                        Some(Err(error)) => diagnostics.push(error.diagnostic(NAME)),
                        None => {}
                    }
                    let listing = source::list(folder, limits);
                    diagnostics.extend(listing.diagnostics);
                    (Some(folder), listing.files.into_iter().filter(|f| f != NAME).collect())
                }
                Err(error) => {
                    diagnostics.push(error.diagnostic("."));
                    (None, Vec::new())
                }
            }
        }
    };
    for file in &statements.files {
        let met = if file.path.ends_with('/') {
            files.iter().any(|f| f.starts_with(&file.path))
        } else {
            files.contains(&file.path)
        };
        if !met {
            let text = format!("`{}` states something about `{}`, which is not there", NAME, file.path);
            diagnostics.push(
                Diagnostic::warning("manifest-file-missing", text)
                    .at_path(NAME)
                    .hint("correct the path"),
            );
        }
    }
    let mut builder = FactsBuilder::wanting(Arc::clone(wanted));
    let mut evidence: Vec<Evidence> = Vec::new();
    let mut total = 0_u64;
    for path in &files {
        let Some(folder) = folder else { break };
        let bytes = match folder.read(path, limits) {
            Ok(bytes) => bytes,
            Err(error) => {
                diagnostics.push(error.diagnostic(path));
                continue;
            }
        };
        total = total.saturating_add(bytes.len() as u64);
        if total > limits.subject_bytes {
            let limit = ReadError::limit("size of all files", format!("{} bytes", limits.subject_bytes));
            diagnostics.push(limit.diagnostic(path));
            break;
        }
        let statement = statements.file(path);
        let index = u32::try_from(evidence.len()).unwrap_or(u32::MAX);
        let mut reading = Reading::new(&mut builder, &mut diagnostics, limits, index, path);
        reading.asset = statement.and_then(|s| s.asset.as_deref());
        reading.collected_at = statement.and_then(|s| s.collected_at);
        let FileRead { read, encoding, error } = file::read(&bytes, path, statement, &mut reading);
        reading.finish();
        diagnostics.extend(error.map(|e| e.diagnostic(path)));
        evidence.push(Evidence {
            subject: subject.id.clone(),
            path: path.clone(),
            kind: read.kind,
            format: read.format,
            digest: Digest::of(&bytes),
            size: bytes.len() as u64,
            encoding,
            origin: statement.and_then(|s| s.origin.clone()),
            collected_at: statement.and_then(|s| s.collected_at),
        });
    }
    let name = statements.name.clone().filter(Bilingual::is_complete);
    let name = name.unwrap_or_else(|| Bilingual::new(subject.id.clone(), subject.id.clone()));
    let diagnostics = diagnostics
        .into_iter()
        .map(|d| d.of_subject(subject.id.clone()))
        .collect();
    Subject {
        id: subject.id.clone(),
        name,
        evidence,
        facts: builder.finish(),
        diagnostics,
    }
}
