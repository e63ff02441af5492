//! What single statements of a document become.

use super::support::read;

#[test]
fn a_cyclonedx_document_becomes_rows() {
    let outcome = read(
        r#"{"bomFormat":"CycloneDX","specVersion":"1.6","signature":{"algorithm":"RS256"},
        "metadata":{"timestamp":"2025-03-01T00:00:00Z","lifecycles":[{"phase":"build"}],
          "authors":[{"name":"鈴木","email":"s@example.jp"}],
          "tools":{"components":[{"type":"application","name":"scanner","version":"2"}]},
          "supplier":{"name":"株式会社例"},"component":{"type":"application","bom-ref":"root","name":"app"}},
        "components":[{"type":"library","bom-ref":"a","name":"a","version":"1","supplier":{"name":"NOASSERTION"},
          "hashes":[{"alg":"SHA-256","content":"AB"}],"licenses":[{"license":{"id":"MIT"}}],
          "components":[{"type":"library","bom-ref":"b","name":"b"}],
          "externalReferences":[{"type":"security-contact","url":"mailto:x@example.jp"}]}],
        "dependencies":[{"ref":"root","dependsOn":["a","gone"]},{"ref":"a"}],
        "compositions":[{"aggregate":"incomplete_first_party_only","assemblies":["a"]}]}"#,
    )
    .unwrap();
    assert_eq!(outcome.label.as_deref(), Ok("cyclonedx-json-1.6"));
    assert_eq!(outcome.text("documents", "signature", 0), Some("present"));
    assert_eq!(outcome.text("documents", "lifecycle", 0), Some("build"));
    assert_eq!(outcome.number("documents", "root", 0), Some(0));
    let roles: Vec<_> = (0..3)
        .map(|row| outcome.text("authors", "role", row).unwrap())
        .collect();
    assert_eq!(roles, ["person", "tool", "supplier"]);
    assert_eq!(outcome.rows("components"), 3);
    assert_eq!(outcome.number("components", "parent", 2), Some(1));
    assert_eq!(outcome.text("components", "supplier", 1), None);
    assert_eq!(outcome.text("unknowns", "field", 0), Some("supplier"));
    assert_eq!(outcome.text("hashes", "algorithm", 0), Some("sha-256"));
    assert_eq!(outcome.text("hashes", "value", 0), Some("ab"));
    assert_eq!(outcome.text("licenses", "form", 0), Some("id"));
    assert_eq!(
        outcome.text("references", "reference_type", 0),
        Some("security-contact")
    );
    assert_eq!(outcome.text("dependencies", "to_reference", 1), Some("gone"));
    assert_eq!(outcome.number("dependencies", "to", 1), None);
    assert_eq!(outcome.text("dependency_lists", "state", 1), Some("none"));
    assert_eq!(
        outcome.text("compositions", "aggregate", 0),
        Some("incomplete-first-party-only")
    );
    let place = outcome
        .facts
        .find(outcome.facts.kind(sekisho_model::schema::Kind::Sbom).tables()[2].first() + 2);
    assert_eq!(place.unwrap().locator, "/components/0/components/0");
}

#[test]
fn spdx_absences_and_directions() {
    let text = "SPDXVersion: SPDX-2.3\nSPDXID: SPDXRef-DOCUMENT\nDocumentName: d\nDocumentNamespace: http://x\n\
        Creator: Tool: scan-1.2\nCreator: Organization: 例 (sec@example.jp)\nCreated: 2024-01-02T03:04:05Z\n\
        PackageName: a\nSPDXID: SPDXRef-a\nPackageDownloadLocation: NOASSERTION\nPackageSupplier: NOASSERTION\n\
        PackageLicenseConcluded: NONE\nPackageVersion: <text>1\n0</text>\n\
        PackageName: b\nSPDXID: SPDXRef-b\nPackageDownloadLocation: NONE\n\
        Relationship: SPDXRef-DOCUMENT DESCRIBES SPDXRef-a\nRelationship: SPDXRef-b DEPENDENCY_OF SPDXRef-a\n\
        Relationship: SPDXRef-b DEPENDS_ON NONE\n";
    let outcome = read(text).unwrap();
    assert_eq!(outcome.label.as_deref(), Ok("spdx-tag-value-2.3"));
    assert_eq!(outcome.text("authors", "version", 0), Some("1.2"));
    assert_eq!(outcome.text("authors", "name", 1), Some("例"));
    assert_eq!(outcome.text("authors", "email", 1), Some("sec@example.jp"));
    assert_eq!(outcome.number("components", "is_root", 0), Some(2));
    assert_eq!(outcome.text("components", "supplier", 0), None);
    let unknowns: Vec<_> = (0..outcome.rows("unknowns"))
        .map(|r| {
            (
                outcome.text("unknowns", "field", r),
                outcome.text("unknowns", "state", r),
            )
        })
        .collect();
    assert!(
        unknowns.contains(&(Some("supplier"), Some("noassertion"))),
        "{unknowns:?}"
    );
    assert!(
        unknowns.contains(&(Some("licenses.concluded"), Some("none"))),
        "{unknowns:?}"
    );
    assert_eq!(outcome.text("dependencies", "relation", 0), Some("describes"));
    assert_eq!(outcome.text("dependencies", "relation", 1), Some("depends-on"));
    assert_eq!(outcome.number("dependencies", "from", 1), Some(0));
    assert_eq!(outcome.number("dependencies", "to", 1), Some(1));
    assert_eq!(outcome.text("dependency_lists", "state", 1), Some("none"));
    let second = outcome.facts.kind(sekisho_model::schema::Kind::Sbom).tables()[2].first() + 1;
    assert_eq!(
        outcome.facts.find(second).unwrap().line,
        15,
        "lines count through <text>"
    );
}

#[test]
fn an_spdx_3_graph_becomes_rows() {
    let text = r#"{"@context":"https://spdx.org/rdf/3.0.1/spdx-context.jsonld","@graph":[
        {"type":"CreationInfo","@id":"_:c","specVersion":"3.0.1","created":"2024-05-31T00:00:00Z",
         "createdBy":["urn:org"],"createdUsing":["urn:tool"]},
        {"type":"Organization","spdxId":"urn:org","name":"例",
         "externalIdentifier":[{"type":"ExternalIdentifier","externalIdentifierType":"email","identifier":"a@example.jp"}]},
        {"type":"Tool","spdxId":"urn:tool","name":"scan"},
        {"type":"SpdxDocument","spdxId":"urn:doc","creationInfo":"_:c","rootElement":["urn:sbom"]},
        {"type":"software_Sbom","spdxId":"urn:sbom","rootElement":["urn:a"],"software_sbomType":["build"]},
        {"type":"software_Package","spdxId":"urn:a","name":"a","suppliedBy":"urn:org","software_primaryPurpose":"operatingSystem",
         "software_packageUrl":"pkg:generic/a@1","verifiedUsing":[{"type":"Hash","algorithm":"sha256","hashValue":"AB"}]},
        {"type":"software_Package","spdxId":"urn:b","name":"b"},
        {"type":"software_File","spdxId":"urn:f","name":"f"},
        {"type":"Relationship","spdxId":"urn:r1","relationshipType":"dependsOn","from":"urn:a","to":["urn:b","urn:gone","urn:f"]},
        {"type":"Relationship","spdxId":"urn:r2","relationshipType":"hasConcludedLicense","from":"urn:a","to":["https://spdx.org/licenses/MIT"]},
        {"type":"Relationship","spdxId":"urn:r3","relationshipType":"dependsOn","from":"urn:b",
         "to":["https://spdx.org/rdf/3.0.1/terms/Core/NoneElement"]}]}"#;
    let outcome = read(text).unwrap();
    assert_eq!(outcome.label.as_deref(), Ok("spdx3-json-3.0.1"));
    assert_eq!(outcome.rows("components"), 2);
    assert_eq!(outcome.number("documents", "root", 0), Some(0));
    assert_eq!(outcome.text("documents", "lifecycle", 0), Some("build"));
    assert_eq!(outcome.text("authors", "email", 0), Some("a@example.jp"));
    assert_eq!(outcome.text("authors", "role", 1), Some("tool"));
    assert_eq!(outcome.text("components", "supplier", 0), Some("例"));
    assert_eq!(
        outcome.text("components", "component_type", 0),
        Some("operating-system")
    );
    assert_eq!(outcome.text("hashes", "algorithm", 0), Some("sha-256"));
    assert_eq!(outcome.text("licenses", "expression", 0), Some("MIT"));
    assert_eq!(outcome.rows("dependencies"), 2, "the file is no end of an edge");
    assert_eq!(outcome.number("dependencies", "to", 1), None);
    assert_eq!(outcome.text("dependency_lists", "state", 1), Some("none"));
}
