//! SB-14 `sbom.contact`: somebody can be told about a vulnerability.

use sekisho_sdk::prelude::*;

/// The check.
#[derive(Debug)]
pub struct Contact;

impl Check for Contact {
    fn spec(&self) -> Spec {
        Spec::new("sbom.contact").reads("sbom").reads("registers")
    }

    fn evaluate(&self, cx: &Context<'_>, out: &mut Findings) -> Result<(), CheckError> {
        let mut documents = cx.sbom().documents();
        if documents.is_empty() {
            out.unknown("no-sbom");
            return Ok(());
        }
        let contact = cx
            .sbom()
            .references()
            .find(|r| r.reference_type() == Some("security-contact") && r.has_url());
        match contact {
            Some(reference) => out.pass("found").arg("url", reference.url().unwrap_or("")).cite(&reference),
            None => match documents.next() {
                Some(document) => out.fail("missing").cite(&document),
                None => out.unknown("no-sbom"),
            },
        };
        Ok(())
    }
}
