//! The second tree over a record: one salted leaf for each entry of the ledger. Its root is what a statement commits to for disclosures.

use super::document::{Controlled, Evident};
use super::error::DiscloseError;
use super::secret::{Salt, Secret};
use super::whole::Item;
use sekisho_model::Digest;
use sekisho_model::Status;
use sekisho_model::assessment::Assessment;
use sekisho_model::canonical::{self, CanonicalError};
use sekisho_model::ledger::Entry;
use sekisho_model::merkle::{self, Head, Tree};
use serde::Serialize;

/// The number of entries and the root of the salted tree over a record: the claim that a statement makes beside the ledger's head, so that parts
/// of the record can be disclosed later.
///
/// The record is held against itself first.
pub fn commitment(record: &Assessment, secret: &Secret) -> Result<Head, DiscloseError> {
    let items = super::whole::items(record)?;
    Ok(tree(&items, &record.ledger.root, secret)?.head())
}

pub(super) fn tree(items: &[Item<'_>], ledger: &Digest, secret: &Secret) -> Result<Tree, CanonicalError> {
    let leaves = (0..).zip(items).map(|(index, item)| {
        let control = item.control();
        let evidence = item.evidence();
        leaf(&control, item.entry, evidence.iter(), &secret.salt(ledger, index))
    });
    Ok(Tree::of(leaves.collect::<Result<_, _>>()?))
}

/// What is hashed for an entry, as canonical JSON. Findings are bound by the digest in the entry, the files they cite by theirs.
#[derive(Serialize)]
struct Leaf<'a> {
    control: Control<'a>,
    entry: &'a Entry,
    /// By path, each once.
    evidence: Vec<File<'a>>,
    salt: &'a Salt,
}

#[derive(Serialize)]
struct Control<'a> {
    checks: &'a [String],
    status: Option<Status>,
    waived: bool,
}

#[derive(Serialize)]
struct File<'a> {
    path: &'a str,
    digest: &'a Digest,
}

/// The leaf of an entry, from its control, the files that its findings cite (by path, each once), and its salt.
pub(super) fn leaf<'e>(
    control: &Controlled,
    entry: &Entry,
    evidence: impl Iterator<Item = &'e Evident>,
    salt: &Salt,
) -> Result<Digest, CanonicalError> {
    let file = |e: &'e Evident| File {
        path: &e.path,
        digest: &e.digest,
    };
    let leaf = Leaf {
        control: Control {
            checks: &control.checks,
            status: control.status,
            waived: control.waived,
        },
        entry,
        evidence: evidence.map(file).collect(),
        salt,
    };
    Ok(merkle::leaf(&canonical::to_vec(&leaf)?))
}
