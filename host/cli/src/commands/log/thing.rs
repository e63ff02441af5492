//! What can be logged, read from a file: a bundle, or a statement in a kit or a Sigstore bundle.

use crate::bundle::artifact;
use crate::commands::audit;
use crate::failure::Failure;
use crate::machine;
use sekisho_attest::kit::Kit;
use sekisho_attest::log::entry::{self, Entry};
use sekisho_bundle::sign::{Content, STATEMENT_TYPE, SigstoreBundle};
use sekisho_model::text::Language;
use std::path::Path;

/// Largest attestation, as its room reads it.
const ATTESTATION_BYTES: u64 = 16 << 20;

/// The entry of the thing in a file.
pub(super) fn entry(path: &Path) -> Result<Vec<u8>, Failure> {
    if machine::is_dir(path) || !is_json(path)? {
        if let Some(mut kit) = kit(path)? {
            return Ok(entry::of_statement(&kit.statement()?)?);
        }
        let (_, bundle) = artifact::must(path)?;
        let about = &bundle.config.about;
        return Ok(entry::of_bundle(&about.id, &about.version, &bundle.digest())?);
    }
    let bytes = machine::read(path, ATTESTATION_BYTES)?;
    if let Some(format) = format_of(&bytes) {
        return Err(
            Failure::usage(format!("`{}` is `{format}`, which is not logged", path.display())).hint(
                "what is logged is the signed statement about an assessment; its parts are verified against that",
            ),
        );
    }
    let signed = SigstoreBundle::parse(&bytes)?;
    match signed.content() {
        Content::Dsse(envelope) if envelope.payload_type() == STATEMENT_TYPE => {
            Ok(entry::of_statement(envelope.unverified_payload()).map_err(|e| super::in_file(path, &e))?)
        }
        Content::Dsse(envelope) => Err(Failure::usage(format!(
            "`{}` signs `{}`, which is no statement",
            path.display(),
            envelope.payload_type()
        ))),
        Content::Message { .. } => Err(Failure::usage(format!(
            "`{}` is a signature and says nothing of its own",
            path.display()
        ))
        .hint("name the bundle that it signs")),
    }
}

/// The kit in a file, if it is one: what else may be one is told where it is read as such.
pub(super) fn kit(path: &Path) -> Result<Option<audit::KitFile>, Failure> {
    if machine::is_dir(path) || is_json(path)? {
        return Ok(None);
    }
    let file = std::io::BufReader::with_capacity(1 << 18, machine::open_file(path)?);
    match Kit::is_one(file)? {
        true => audit::open(path).map(Some),
        false => Ok(None),
    }
}

/// Whether a file begins as JSON does; a bundle never does.
fn is_json(path: &Path) -> Result<bool, Failure> {
    let start = machine::read_start(path, 64)?;
    let first = start.iter().find(|byte| !byte.is_ascii_whitespace());
    Ok(first == Some(&b'{'))
}

/// The format that a file of ours names.
fn format_of(bytes: &[u8]) -> Option<String> {
    #[derive(serde::Deserialize)]
    struct Head {
        format: String,
    }
    let head: Option<Head> = serde_json::from_slice(bytes).ok();
    Some(head?.format.chars().take(64).collect())
}

/// An entry in one line; bytes that are none of ours are told by their number.
pub(super) fn line(bytes: &[u8], l: Language) -> String {
    let pick = |ja: &'static str, en: &'static str| if l == Language::Ja { ja } else { en };
    match Entry::parse(bytes) {
        Ok(Entry::Bundle {
            id, version, digest, ..
        }) => format!("{}  {id} {version}  {digest}", pick("バンドル", "bundle")),
        Ok(Entry::Attestation {
            predicate_type, digest, ..
        }) => format!(
            "{}  {predicate_type}  {digest}",
            pick("アテステーション", "attestation")
        ),
        Err(_) => format!("{}  {} bytes", pick("不明な形式", "of an unknown form"), bytes.len()),
    }
}

/// The same for machines.
pub(super) fn json(bytes: &[u8]) -> serde_json::Value {
    match Entry::parse(bytes) {
        Ok(entry) => serde_json::json!(entry),
        Err(_) => serde_json::json!({ "kind": "unknown", "bytes": bytes.len() }),
    }
}
