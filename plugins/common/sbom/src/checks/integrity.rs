//! SB-09 `sbom.integrity`: each component has a hash of SHA-256 strength or more, the document's signature is valid, and
//! the hash of each delivered file (register `artifacts`) is the one in the SBOM.

use crate::identity::{Hashes, hash_value, hashes, same_text, same_version};
use crate::{field, label, scope};
use sekisho_sdk::prelude::*;
use sekisho_sdk::views::sbom::{Component, Document};
use sekisho_versions::Purl;

/// Hash algorithms of at least 256 bits without known collisions.
const STRONG: &[&str] = &[
    "sha-256",
    "sha-384",
    "sha-512",
    "sha3-256",
    "sha3-384",
    "sha3-512",
    "blake2b-256",
    "blake2b-384",
    "blake2b-512",
    "blake3",
    "streebog-256",
    "streebog-512",
];

/// The check.
#[derive(Debug)]
pub(crate) struct Integrity;

impl Check for Integrity {
    fn spec(&self) -> Spec {
        Spec::new("sbom.integrity")
            .reads("sbom")
            .reads("advisories")
            .reads("registers")
            .reads("assets")
            .parameter(Parameter::choice(
                "components",
                &["all", "without-root", "reachable"],
                "all",
            ))
            .parameter(Parameter::choice(
                "signature",
                &["required", "if-present", "ignore"],
                "required",
            ))
            .parameter(Parameter::texts("signature_keys", &[]))
            .parameter(Parameter::texts("algorithms", &[]))
    }

    fn evaluate(&self, cx: &Context<'_>, out: &mut Findings) -> Result<(), CheckError> {
        let Some(documents) = scope::documents(cx, out) else {
            return Ok(());
        };
        let components = field::counted(cx, cx.text("components")?);
        let known = hashes(cx, |_| true);
        let asked = cx.texts("algorithms")?;
        let counts = |algorithm: &str| {
            if asked.is_empty() {
                STRONG.contains(&algorithm)
            } else {
                asked.iter().any(|a| same_text(a, algorithm))
            }
        };
        let mut running = Vec::new();
        for component in &components {
            let own = known.get(&component.row()).map_or(&[][..], Vec::as_slice);
            let name = label::component(*component);
            if own.is_empty() && in_operation(*component) {
                running.push(*component);
            } else if own.is_empty() {
                out.fail("no-hash").arg("component", name).cite(component);
            } else if !own.iter().any(|(algorithm, _)| counts(algorithm)) {
                let others: Vec<&str> = own.iter().map(|(algorithm, _)| *algorithm).collect();
                let finding = if asked.is_empty() {
                    out.fail("weak-hash")
                } else {
                    out.fail("other-hash").arg("asked", asked.join(", "))
                };
                finding
                    .arg("component", name)
                    .arg("algorithms", others.join(", "))
                    .cite(component);
            }
        }
        if !running.is_empty() {
            out.informational("in-operation")
                .arg("components", running.len())
                .cite_all(&running);
        }
        if components.is_empty() {
            out.fail("no-components").cite_all(&documents);
        }
        let (signature, keys) = (cx.text("signature")?, cx.texts("signature_keys")?);
        for document in documents.iter().filter(|_| signature != "ignore") {
            signed(*document, signature == "required", keys, out);
        }
        let mut artifacts = 0usize;
        for artifact in cx.registers().rows("artifacts") {
            artifacts += 1;
            delivered(cx, artifact, &known, out);
        }
        if let Some(pass) = out.pass_if_clean("all") {
            pass.arg("components", components.len())
                .arg("artifacts", artifacts)
                .cite_all(&documents);
        }
        Ok(())
    }
}

/// An SBOM of a running service (lifecycle `operations`) lists what was seen there: there is no file to hash.
fn in_operation(component: Component<'_>) -> bool {
    let phase = component.document().and_then(Document::lifecycle);
    phase.is_some_and(|l| l.split([',', ' ']).any(|l| l.eq_ignore_ascii_case("operations")))
}

/// A valid signature shows that the document is as it was signed. Who signed it is known only where the organisation
/// names the keys that it accepts.
fn signed(document: Document<'_>, required: bool, accepted: &[String], out: &mut Findings) {
    let keys = document.signature_keys().unwrap_or("");
    let named = |key: &str| accepted.iter().any(|a| a.trim().trim_end_matches('=') == key);
    let finding = match document.signature() {
        Some("valid") if accepted.is_empty() => out.informational("signature-intact").arg("keys", keys),
        Some("valid") if keys.split(' ').any(named) => out.informational("signature-accepted").arg("keys", keys),
        Some("valid") => out.fail("signature-other-key").arg("keys", keys),
        Some("invalid") => out.fail("signature-invalid"),
        Some("present") => out.unknown("signature-unchecked"),
        _ if !required => return,
        _ => out.fail("unsigned"),
    };
    finding.arg("document", label::document(document)).cite(&document);
}

fn delivered(cx: &Context<'_>, artifact: Entry<'_>, known: &Hashes<'_>, out: &mut Findings) {
    let name = artifact.label();
    let Some(hash) = artifact.get("hash").map(hash_value) else {
        out.unknown("artifact-unhashed").arg("artifact", name).cite(&artifact);
        return;
    };
    let components: Vec<Component<'_>> = cx.sbom().components().filter(|c| is_artifact(*c, artifact)).collect();
    if components.is_empty() {
        out.unknown("artifact-unmatched").arg("artifact", name).cite(&artifact);
        return;
    }
    let plain = |algorithm: &str| algorithm.replace('-', "").to_ascii_lowercase();
    let asked = artifact.get("algorithm").map(plain);
    let comparable = |(algorithm, value): &&(&str, &str)| match &asked {
        Some(asked) => plain(algorithm).starts_with(asked.as_str()),
        None => value.len() == hash.len(),
    };
    let own: Vec<&(&str, &str)> = components
        .iter()
        .filter_map(|c| known.get(&c.row()))
        .flatten()
        .filter(comparable)
        .collect();
    let finding = if own.is_empty() {
        out.unknown("artifact-no-hash")
    } else if own.iter().any(|(_, value)| value.eq_ignore_ascii_case(hash)) {
        return;
    } else {
        out.fail("artifact-mismatch")
    };
    finding.arg("artifact", name).cite(&artifact).cite_all(&components);
}

/// Whether a component is what was delivered: by package URL, else by the product or the file's own name.
fn is_artifact(component: Component<'_>, artifact: Entry<'_>) -> bool {
    let parsed = |text: Option<&str>| text.and_then(|t| Purl::parse(t).ok());
    if let Some(purl) = parsed(artifact.get("purl")) {
        return parsed(component.purl()).is_some_and(|own| purl.designates(&own));
    }
    let name = component.name().unwrap_or("");
    let root = component.is_root() == Some(true);
    let named = root && artifact.get("asset").is_some_and(|a| same_text(a, name))
        || artifact.key().is_some_and(|k| same_text(k, name));
    let version = artifact.get("version").zip(component.version());
    named && version.is_none_or(|(a, c)| same_version(a, c))
}
