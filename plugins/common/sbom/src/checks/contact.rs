//! SB-14 `sbom.contact`: somebody can be told about a vulnerability in the product: a security contact in the SBOM
//! (CycloneDX external reference, SPDX annotation or reference), in the product's inventory record, or in the register
//! `contacts`. References of parts of the product lead to others and do not count.

use crate::identity::{Match, Root, compare, hashes, roots, same_text};
use crate::{label, scope};
use sekisho_sdk::prelude::*;
use sekisho_sdk::views::assets::Attribute;
use sekisho_sdk::views::sbom::ExternalReference;

/// Types of reference that lead to a security contact, in the words of the formats.
const TYPES: &[&str] = &[
    "security-contact",
    "rfc-9116",
    "securitycontact",
    "security-policy",
    "securitypolicy",
    "securitydisclosure",
];

/// The check.
#[derive(Debug)]
pub(crate) struct Contact;

impl Check for Contact {
    fn spec(&self) -> Spec {
        Spec::new("sbom.contact")
            .reads("sbom")
            .reads("advisories")
            .reads("registers")
            .reads("assets")
    }

    fn evaluate(&self, cx: &Context<'_>, out: &mut Findings) -> Result<(), CheckError> {
        let documents = scope::listing(cx);
        let contacts: Vec<Entry<'_>> = cx
            .registers()
            .rows("contacts")
            .filter(|r| r.get("kind") == Some("vulnerability") && reachable(*r))
            .collect();
        let records: Vec<Attribute<'_>> = cx
            .assets()
            .attributes()
            .filter(|a| a.field() == Some("security_contact") && a.has_value())
            .collect();
        if documents.is_empty() {
            return without_documents(cx, &contacts, &records, out);
        }
        let roots = roots(cx);
        let known = hashes(cx, |c| c.is_root() == Some(true));
        let mut found: Vec<ExternalReference<'_>> = Vec::new();
        let mut recorded: Vec<Attribute<'_>> = Vec::new();
        let mut registered: Vec<Entry<'_>> = Vec::new();
        for document in &documents {
            let own: Vec<Root<'_>> = roots
                .iter()
                .filter(|r| r.document.row() == document.row())
                .copied()
                .collect();
            let is_own = |r: &ExternalReference<'_>| {
                let same = r.document().is_some_and(|d| d.row() == document.row());
                same && r
                    .component()
                    .is_none_or(|c| own.iter().any(|root| root.component.row() == c.row()))
            };
            let of_asset = |a: &&Attribute<'_>| {
                a.asset()
                    .is_some_and(|a| own.iter().any(|r| compare(a, *r, &known, false) == Match::Yes))
            };
            let for_product = |row: &&Entry<'_>| {
                let named = |p: &str| own.iter().any(|r| r.component.name().is_some_and(|n| same_text(p, n)));
                row.get("product").is_none_or(named)
            };
            if let Some(reference) = cx.sbom().references().find(|r| is_own(r) && is_contact(*r)) {
                found.push(reference);
            } else if let Some(attribute) = records.iter().find(of_asset) {
                recorded.push(*attribute);
            } else if let Some(row) = contacts.iter().find(for_product) {
                registered.push(*row);
            } else {
                out.fail("missing")
                    .arg("document", label::document(*document))
                    .cite(document);
            }
        }
        if let Some(pass) = out.pass_if_clean("found") {
            pass.arg("documents", documents.len())
                .cite_all(&found)
                .cite_all(&recorded)
                .cite_all(&registered);
        }
        Ok(())
    }
}

/// Without an SBOM only the product record and the register are left to ask.
fn without_documents(
    cx: &Context<'_>,
    contacts: &[Entry<'_>],
    records: &[Attribute<'_>],
    out: &mut Findings,
) -> Result<(), CheckError> {
    if let Some(register) = cx
        .registers()
        .get("contacts")
        .filter(|_| contacts.is_empty() && records.is_empty())
    {
        out.fail("not-registered").cite(&register);
    } else if contacts.is_empty() && records.is_empty() {
        scope::without_sbom(cx, out);
    } else {
        let pass = out.pass("registered").arg("contacts", contacts.len() + records.len());
        pass.cite_all(contacts).cite_all(records);
    }
    Ok(())
}

fn reachable(row: Entry<'_>) -> bool {
    ["email", "phone", "url"].iter().any(|field| row.has(field))
}

fn is_contact(reference: ExternalReference<'_>) -> bool {
    let kind = reference.reference_type().unwrap_or("").to_lowercase();
    let kind = kind.rsplit(['/', '#']).next().unwrap_or("");
    if TYPES.contains(&kind) {
        return reference.has_url() || reference.has_comment();
    }
    let comment = reference.comment().unwrap_or("");
    kind == "annotation" && speaks_of_contact(comment)
}

/// An annotation that says it is about security contact and gives an address.
fn speaks_of_contact(comment: &str) -> bool {
    let lower = comment.to_lowercase();
    let english = ["security", "vulnerabilit", "psirt"].iter().any(|w| lower.contains(w))
        && ["contact", "report", "disclos", "psirt"]
            .iter()
            .any(|w| lower.contains(w));
    let japanese = ["脆弱性", "セキュリティ"].iter().any(|w| lower.contains(w))
        && ["窓口", "連絡", "報告", "届出"].iter().any(|w| lower.contains(w));
    let address = lower.contains("http://") || lower.contains("https://") || lower.contains('@');
    (english || japanese) && address
}

#[cfg(test)]
mod tests {
    use super::speaks_of_contact;

    #[test]
    fn an_annotation_needs_the_purpose_and_an_address() {
        assert!(speaks_of_contact("Security contact: psirt@example.com"));
        assert!(speaks_of_contact("脆弱性の連絡窓口 https://example.com/security"));
        assert!(!speaks_of_contact("Security reviewed on 2026-01-01"));
        assert!(!speaks_of_contact("Contact sales@example.com"));
        assert!(!speaks_of_contact("security contact: ask the supplier"));
    }
}
