//! What a subject's files are, without reading what they say: the name under which a result about them may be kept.
//!
//! Every byte is hashed. Sizes and times of files are not believed: an auditor could not.

use crate::manifest::NAME;
use crate::subject::{Subject, SubjectSource, What};
use crate::{Limits, source};
use sekisho_model::Digest;

/// A subject's files at one moment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stamp {
    digest: Digest,
    files: Vec<(String, Digest)>,
}

impl Stamp {
    /// The digest over everything that reading the subject can depend on, but for this program.
    pub fn digest(&self) -> Digest {
        self.digest
    }

    /// Whether a subject was read from these very bytes: files may change between two looks at them.
    pub fn is_of(&self, source: &SubjectSource, subject: &Subject, limits: &Limits) -> bool {
        // What `evidence.toml` says is in the facts and not in the list of evidence: it is looked at again.
        let manifest = |(path, digest): &(String, Digest)| (path == NAME).then_some(*digest);
        let stamped = self.files.iter().find_map(manifest);
        let is_same = match &source.what {
            What::File(..) => true,
            What::Folder(opener) => opener.open().is_ok_and(|folder| match stamped {
                None => !folder.has(NAME),
                Some(digest) => folder
                    .read(NAME, limits)
                    .is_ok_and(|bytes| Digest::of(&bytes) == digest),
            }),
            What::Broken(_) => false,
        };
        if !is_same {
            return false;
        }
        let read = subject.evidence.iter().map(|e| (e.path.as_str(), e.digest));
        let is_evidence = |path: &str| path != NAME || matches!(source.what, What::File(..));
        let stamped = self.files.iter().filter(|(path, _)| is_evidence(path));
        stamped.map(|(path, digest)| (path.as_str(), *digest)).eq(read)
    }
}

/// Stamps a subject; none where anything of it cannot be read, since that may be otherwise the next time.
pub fn stamp(subject: &SubjectSource, limits: &Limits) -> Option<Stamp> {
    let opened;
    let (folder, kind, names, remarks) = match &subject.what {
        What::File(folder, file) => (folder, "file", vec![file.clone()], String::new()),
        What::Folder(opener) => {
            opened = opener.open().ok()?;
            let listing = source::list(&opened, limits);
            (&opened, "folder", listing.files, format!("{:?}", listing.diagnostics))
        }
        What::Broken(_) => return None,
    };
    let mut files = Vec::with_capacity(names.len());
    let mut total = 0u64;
    for name in names {
        let bytes = folder.read(&name, limits).ok()?;
        total = total.saturating_add(bytes.len() as u64);
        if total > limits.subject_bytes {
            return None;
        }
        files.push((name, Digest::of(&bytes)));
    }
    let limits = format!("{limits:?}");
    let mut parts: Vec<&[u8]> = vec![
        b"subject/1",
        subject.id.as_bytes(),
        kind.as_bytes(),
        remarks.as_bytes(),
        limits.as_bytes(),
    ];
    for (name, digest) in &files {
        parts.push(name.as_bytes());
        parts.push(digest.as_bytes());
    }
    Some(Stamp {
        digest: Digest::of_parts(&parts),
        files,
    })
}
