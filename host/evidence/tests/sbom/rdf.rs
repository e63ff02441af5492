//! RDF/XML says the same thing in many ways; all of them give the same facts as tag-value.

use super::support::{Outcome, read};
use sekisho_evidence::ReadError;
use sekisho_evidence::sbom::{SbomFormat, detect};

/// The reference, in the simplest syntax.
const TAG_VALUE: &str = "SPDXVersion: SPDX-2.3
DataLicense: CC0-1.0
SPDXID: SPDXRef-DOCUMENT
DocumentName: doc
DocumentNamespace: http://example.com/doc
Creator: Tool: maker-1.0
Created: 2026-01-02T03:04:05Z
Relationship: SPDXRef-DOCUMENT DESCRIBES SPDXRef-app
PackageName: app
SPDXID: SPDXRef-app
PackageVersion: 1.0
PackageSupplier: Organization: Example (mail@example.com)
PackageDownloadLocation: NOASSERTION
PackageHomePage: https://example.com/app
PackageChecksum: SHA3-256: 00ff
PackageLicenseDeclared: MIT AND (Apache-2.0 OR LicenseRef-own)
PackageLicenseConcluded: GPL-2.0-or-later WITH Classpath-exception-2.0
PackageLicenseInfoFromFiles: NONE
PackageCopyrightText: NONE
PrimaryPackagePurpose: OPERATING_SYSTEM
ExternalRef: PACKAGE-MANAGER purl pkg:generic/app@1.0
ExternalRefComment: as sold
Relationship: SPDXRef-app DEPENDS_ON SPDXRef-lib
Relationship: SPDXRef-app DEPENDS_ON DocumentRef-other:SPDXRef-part
PackageName: lib
SPDXID: SPDXRef-lib
PackageVersion: 2.0
PackageDownloadLocation: https://example.com/lib
PackageLicenseDeclared: GPL-2.0+
Relationship: SPDXRef-lib DEPENDS_ON NONE
";

/// As writers nest it, with the usual prefixes.
const NESTED: &str = r#"<?xml version="1.0"?>
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:rdfs="http://www.w3.org/2000/01/rdf-schema#"
    xmlns:doap="http://usefulinc.com/ns/doap#" xmlns="http://spdx.org/rdf/terms#">
  <SpdxDocument rdf:about="http://example.com/doc#SPDXRef-DOCUMENT">
    <specVersion>SPDX-2.3</specVersion>
    <name>doc</name>
    <dataLicense rdf:resource="http://spdx.org/licenses/CC0-1.0"/>
    <creationInfo><CreationInfo>
      <creator>Tool: maker-1.0</creator>
      <created rdf:datatype="http://www.w3.org/2001/XMLSchema#dateTime">2026-01-02T03:04:05Z</created>
    </CreationInfo></creationInfo>
    <externalDocumentRef><ExternalDocumentRef rdf:about="http://example.com/doc#DocumentRef-other">
      <spdxDocument rdf:resource="http://example.com/other"/>
    </ExternalDocumentRef></externalDocumentRef>
    <relationship><Relationship>
      <relationshipType rdf:resource="http://spdx.org/rdf/terms#relationshipType_describes"/>
      <relatedSpdxElement><Package rdf:about="http://example.com/doc#SPDXRef-app">
        <name>app</name>
        <versionInfo>1.0</versionInfo>
        <supplier>Organization: Example (mail@example.com)</supplier>
        <downloadLocation rdf:resource="http://spdx.org/rdf/terms#noassertion"/>
        <doap:homepage rdf:resource="https://example.com/app"/>
        <checksum><Checksum>
          <algorithm rdf:resource="http://spdx.org/rdf/terms#checksumAlgorithm_sha3_256"/>
          <checksumValue>00ff</checksumValue>
        </Checksum></checksum>
        <licenseDeclared><ConjunctiveLicenseSet>
          <member><ListedLicense rdf:about="http://spdx.org/licenses/MIT">
            <licenseId>MIT</licenseId><licenseText>long &lt;text&gt;</licenseText>
          </ListedLicense></member>
          <member><DisjunctiveLicenseSet>
            <member rdf:resource="http://spdx.org/licenses/Apache-2.0"/>
            <member><ExtractedLicensingInfo rdf:about="http://example.com/doc#LicenseRef-own">
              <licenseId>LicenseRef-own</licenseId><extractedText>mine</extractedText>
            </ExtractedLicensingInfo></member>
          </DisjunctiveLicenseSet></member>
        </ConjunctiveLicenseSet></licenseDeclared>
        <licenseConcluded><WithExceptionOperator>
          <member rdf:resource="http://spdx.org/licenses/GPL-2.0-or-later"/>
          <licenseException><LicenseException rdf:about="http://spdx.org/licenses/Classpath-exception-2.0">
            <licenseExceptionId>Classpath-exception-2.0</licenseExceptionId>
          </LicenseException></licenseException>
        </WithExceptionOperator></licenseConcluded>
        <licenseInfoFromFiles rdf:resource="http://spdx.org/rdf/terms#none"/>
        <copyrightText rdf:resource="http://spdx.org/rdf/terms#none"/>
        <primaryPackagePurpose rdf:resource="http://spdx.org/rdf/terms#purpose_operatingSystem"/>
        <externalRef><ExternalRef>
          <referenceCategory rdf:resource="http://spdx.org/rdf/terms#referenceCategory_packageManager"/>
          <referenceType rdf:resource="http://spdx.org/rdf/references/purl"/>
          <referenceLocator>pkg:generic/app@1.0</referenceLocator>
          <rdfs:comment>as sold</rdfs:comment>
        </ExternalRef></externalRef>
        <relationship><Relationship>
          <relationshipType rdf:resource="http://spdx.org/rdf/terms#relationshipType_dependsOn"/>
          <relatedSpdxElement><Package rdf:about="http://example.com/doc#SPDXRef-lib">
            <name>lib</name>
            <versionInfo>2.0</versionInfo>
            <downloadLocation>https://example.com/lib</downloadLocation>
            <licenseDeclared><OrLaterOperator>
              <member rdf:resource="http://spdx.org/licenses/GPL-2.0"/>
            </OrLaterOperator></licenseDeclared>
            <relationship><Relationship>
              <relationshipType rdf:resource="http://spdx.org/rdf/terms#relationshipType_dependsOn"/>
              <relatedSpdxElement rdf:resource="http://spdx.org/rdf/terms#none"/>
            </Relationship></relationship>
          </Package></relatedSpdxElement>
        </Relationship></relationship>
        <relationship><Relationship>
          <relationshipType rdf:resource="http://spdx.org/rdf/terms#relationshipType_dependsOn"/>
          <relatedSpdxElement rdf:resource="http://example.com/other#SPDXRef-part"/>
        </Relationship></relationship>
      </Package></relatedSpdxElement>
    </Relationship></relationship>
  </SpdxDocument>
</rdf:RDF>"#;

/// The same statements flat, out of order, under odd prefixes, with names relative to a base, blank nodes with names,
/// attributes for properties, `rdf:Description` for everything and the namespace declared where it is used.
const FLAT: &str = r##"<r:RDF xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xml:base="http://example.com/doc">
  <r:Description r:nodeID="rel3" xmlns:q="http://spdx.org/rdf/terms#">
    <r:type r:resource="http://spdx.org/rdf/terms#Relationship"/>
    <q:relatedSpdxElement r:resource="http://spdx.org/rdf/terms#none"/>
    <q:relationshipType r:resource="http://spdx.org/rdf/terms#relationshipType_dependsOn"/>
  </r:Description>
  <q:Package r:ID="SPDXRef-lib" xmlns:q="http://spdx.org/rdf/terms#" q:name="lib" q:versionInfo="2.0"
      q:downloadLocation="https://example.com/lib">
    <q:licenseDeclared r:nodeID="later"/>
    <q:relationship r:nodeID="rel3"/>
  </q:Package>
  <q:OrLaterOperator r:nodeID="later" xmlns:q="http://spdx.org/rdf/terms#">
    <q:member r:resource="http://spdx.org/licenses/GPL-2.0"/>
  </q:OrLaterOperator>
  <r:Description r:about="#SPDXRef-app" xmlns:q="http://spdx.org/rdf/terms#" xmlns:h="http://usefulinc.com/ns/doap#">
    <h:homepage>https://example.com/app</h:homepage>
    <q:name><![CDATA[app]]></q:name>
    <q:supplier>Organization: Example (mail&#64;example.com)</q:supplier>
    <q:downloadLocation>NOASSERTION</q:downloadLocation>
    <q:copyrightText>NONE</q:copyrightText>
    <q:licenseInfoFromFiles>NONE</q:licenseInfoFromFiles>
    <q:primaryPackagePurpose r:resource="http://spdx.org/rdf/terms#purpose_operating_system"/>
    <q:checksum q:checksumValue="00ff"><!-- nothing --></q:checksum>
  </r:Description>
  <q:Package r:about="http://example.com/doc#SPDXRef-app" xmlns:q="http://spdx.org/rdf/terms#"
      xmlns:c="http://www.w3.org/2000/01/rdf-schema#">
    <q:versionInfo>1.0</q:versionInfo>
    <q:licenseDeclared r:parseType="Resource">
      <r:type r:resource="http://spdx.org/rdf/terms#ConjunctiveLicenseSet"/>
      <q:member r:resource="http://spdx.org/licenses/MIT"/>
      <q:member r:nodeID="choice"/>
    </q:licenseDeclared>
    <q:licenseConcluded>
      <q:WithExceptionOperator>
        <q:member r:resource="http://spdx.org/licenses/GPL-2.0-or-later"/>
        <q:licenseException r:resource="http://spdx.org/licenses/Classpath-exception-2.0"/>
      </q:WithExceptionOperator>
    </q:licenseConcluded>
    <q:externalRef r:parseType="Resource">
      <q:referenceType r:resource="http://spdx.org/rdf/references/purl"/>
      <q:referenceLocator>pkg:generic/app@1.0</q:referenceLocator>
      <c:comment>as sold</c:comment>
    </q:externalRef>
    <q:relationship r:nodeID="rel1"/>
    <q:relationship r:nodeID="rel2"/>
  </q:Package>
  <q:DisjunctiveLicenseSet r:nodeID="choice" xmlns:q="http://spdx.org/rdf/terms#">
    <q:member r:parseType="Collection">
      <q:License r:about="http://spdx.org/licenses/Apache-2.0"/>
      <q:License r:about="#LicenseRef-own"/>
    </q:member>
  </q:DisjunctiveLicenseSet>
  <q:Relationship r:nodeID="rel1" xmlns:q="http://spdx.org/rdf/terms#">
    <q:relationshipType r:resource="http://spdx.org/rdf/terms#relationshipType_dependsOn"/>
    <q:relatedSpdxElement r:resource="#SPDXRef-lib"/>
  </q:Relationship>
  <q:Relationship r:nodeID="rel2" xmlns:q="http://spdx.org/rdf/terms#">
    <q:relationshipType r:resource="http://spdx.org/rdf/terms#relationshipType_dependsOn"/>
    <q:relatedSpdxElement r:resource="http://example.com/other#SPDXRef-part"/>
  </q:Relationship>
  <q:Relationship r:nodeID="rel0" xmlns:q="http://spdx.org/rdf/terms#">
    <q:relationshipType r:resource="http://spdx.org/rdf/terms#relationshipType_describes"/>
    <q:relatedSpdxElement r:resource="#SPDXRef-app"/>
  </q:Relationship>
  <q:SpdxDocument r:about="#SPDXRef-DOCUMENT" xmlns:q="http://spdx.org/rdf/terms#">
    <q:specVersion>SPDX-2.3</q:specVersion>
    <q:name>doc</q:name>
    <q:creationInfo q:creator="Tool: maker-1.0" q:created="2026-01-02T03:04:05Z"/>
    <q:externalDocumentRef>
      <q:ExternalDocumentRef q:externalDocumentId="DocumentRef-other">
        <q:spdxDocument r:resource="http://example.com/other"/>
      </q:ExternalDocumentRef>
    </q:externalDocumentRef>
    <q:relationship r:nodeID="rel0"/>
  </q:SpdxDocument>
</r:RDF>"##;

fn used(text: &str) -> Outcome {
    let outcome = read(text).expect("detected");
    assert!(outcome.is_accepted(), "{:?} {:?}", outcome.label, outcome.diagnostics);
    outcome
}

#[test]
fn nested_and_flat_forms_say_what_tag_value_says() {
    let reference = super::syntaxes::fingerprint(&used(TAG_VALUE));
    for (name, text) in [("nested", NESTED), ("flat", FLAT)] {
        let outcome = used(text);
        assert_eq!(outcome.label.as_deref(), Ok("spdx-rdf-2.3"));
        let mut found = super::syntaxes::fingerprint(&outcome);
        let mut wanted = reference.clone();
        if name == "flat" {
            // The algorithm cannot stand in an attribute, so this text has none.
            wanted.retain(|line| !line.starts_with("hashes "));
            found.retain(|line| !line.starts_with("hashes "));
        }
        assert_eq!(found, wanted, "{name}");
    }
}

#[test]
fn a_single_node_needs_no_wrapper() {
    let text = r#"<s:SpdxDocument xmlns:s="http://spdx.org/rdf/terms#"
        xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" rdf:about="http://example.com/d#SPDXRef-DOCUMENT">
        <s:specVersion>SPDX-2.2</s:specVersion><s:describesPackage><s:Package rdf:about="http://example.com/d#SPDXRef-a"
        s:name="a"/></s:describesPackage></s:SpdxDocument>"#;
    let outcome = used(text);
    assert_eq!(outcome.rows("components"), 1);
    assert_eq!(outcome.number("components", "is_root", 0), Some(2));
}

#[test]
fn facts_have_lines() {
    let outcome = used(NESTED);
    let line = NESTED.lines().position(|l| l.contains("#SPDXRef-lib\">")).unwrap() + 1;
    let mut rows = 0..outcome.rows("components");
    let lib = rows
        .find(|r| outcome.text("components", "name", *r) == Some("lib"))
        .unwrap();
    let first = outcome.facts.kind(sekisho_model::schema::Kind::Sbom).tables()[2].first();
    assert_eq!(outcome.facts.find(first + lib).unwrap().line as usize, line);
}

fn document(inside: &str) -> String {
    format!(
        "<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\" xmlns=\"http://spdx.org/rdf/terms#\">\n\
         <SpdxDocument rdf:about=\"http://x/d#SPDXRef-DOCUMENT\"><specVersion>SPDX-2.3</specVersion></SpdxDocument>\n\
         {inside}\n</rdf:RDF>"
    )
}

#[test]
fn broken_text_is_one_error_with_its_line() {
    for inside in [
        "<Package rdf:about='http://x/d#SPDXRef-a'><name>a</nam></Package>",
        "<q:Package/>",
        "<Package rdf:about='a' rdf:nodeID='b'/>",
        "<Package rdf:about='http://x/d#SPDXRef-a'>text</Package>",
        "<Package><name>a<Package/></name></Package>",
        "<Package name='a' name='b'/>",
        "<Package><name>&#xD800;</name></Package>",
    ] {
        let error = read(&document(inside)).unwrap().label.unwrap_err();
        assert!(
            matches!(error, ReadError::Malformed { line: Some(3), .. }),
            "{inside}: {error:?}"
        );
    }
    let cut = document("<Package>");
    let error = read(cut.split("</rdf:RDF>").next().unwrap())
        .unwrap()
        .label
        .unwrap_err();
    assert!(matches!(error, ReadError::Malformed { line: Some(_), .. }), "{error:?}");
}

#[test]
fn entities_and_document_types_are_refused() {
    let text = format!("<!DOCTYPE r [<!ENTITY a 'b'>]>\n{}", document(""));
    assert_eq!(detect(&text), Some(SbomFormat::SpdxRdf));
    assert!(matches!(
        read(&text).unwrap().label,
        Err(ReadError::Refused { line: Some(_), .. })
    ));
    let text = document("<Package><name>&a;</name></Package>");
    assert!(matches!(
        read(&text).unwrap().label,
        Err(ReadError::Refused { line: Some(3), .. })
    ));
    let xml = "<!DOCTYPE Document [<!ENTITY a 'b'>]><Document><spdxVersion>SPDX-2.3</spdxVersion></Document>";
    assert_eq!(detect(xml), Some(SbomFormat::SpdxXml));
    assert!(matches!(read(xml).unwrap().label, Err(ReadError::Refused { .. })));
}

#[test]
fn nesting_is_bounded_and_real_chains_are_read() {
    let chain = |n: usize| {
        let mut text = String::new();
        for i in 0..n {
            text.push_str(&format!(
                "<Package rdf:about='http://x/d#SPDXRef-{i}'><name>p{i}</name><relationship><Relationship>\
                 <relationshipType rdf:resource='http://spdx.org/rdf/terms#relationshipType_dependsOn'/>\
                 <relatedSpdxElement>"
            ));
        }
        text.push_str("<Package rdf:about='http://x/d#SPDXRef-end'/>");
        text.push_str(&"</relatedSpdxElement></Relationship></relationship></Package>".repeat(n));
        document(&text)
    };
    let outcome = used(&chain(400));
    assert_eq!((outcome.rows("components"), outcome.rows("dependencies")), (401, 400));
    let error = read(&chain(100_000)).unwrap().label.unwrap_err();
    assert!(
        matches!(
            error,
            ReadError::Limit {
                what: "nesting depth",
                line: Some(3),
                ..
            }
        ),
        "{error:?}"
    );
    let xml = format!(
        "<Document><spdxVersion>SPDX-2.3</spdxVersion>{}",
        "<packages>".repeat(100_000)
    );
    assert!(matches!(read(&xml).unwrap().label, Err(ReadError::Limit { .. })));
}

/// A set of two sets, each of which has the same two sets for members, each of which …
fn doubled(levels: usize, last: &str) -> String {
    let mut text =
        String::from("<Package rdf:about='http://x/d#SPDXRef-a'><licenseDeclared rdf:nodeID='a0'/></Package>");
    for i in 0..levels {
        let next = |letter: &str| {
            if i + 1 == levels {
                format!("{last}{letter}")
            } else {
                format!("{letter}{}", i + 1)
            }
        };
        for (letter, class) in [("a", "ConjunctiveLicenseSet"), ("b", "DisjunctiveLicenseSet")] {
            text.push_str(&format!(
                "<{class} rdf:nodeID='{letter}{i}'><member rdf:nodeID='{}'/><member rdf:nodeID='{}'/></{class}>",
                next("b"),
                next("a"),
            ));
        }
    }
    text.push_str("<License rdf:nodeID='end-a'><licenseId>MIT</licenseId></License>");
    text.push_str("<License rdf:nodeID='end-b'><licenseId>Zlib</licenseId></License>");
    document(&text)
}

#[test]
fn licenses_that_multiply_or_hold_themselves_are_refused() {
    let small = used(&doubled(2, "end-"));
    assert_eq!(
        small.text("licenses", "expression", 0),
        Some("(MIT AND Zlib) AND (MIT OR Zlib)")
    );
    for levels in [30, 100, 1_000] {
        let error = read(&doubled(levels, "end-")).unwrap().label.unwrap_err();
        assert!(matches!(error, ReadError::Limit { .. }), "{levels}: {error:?}");
    }
    let text = document(
        "<Package rdf:about='http://x/d#SPDXRef-a'><licenseDeclared rdf:nodeID='s'/></Package>\n\
         <ConjunctiveLicenseSet rdf:nodeID='s'><member rdf:nodeID='t'/></ConjunctiveLicenseSet>\n\
         <OrLaterOperator rdf:nodeID='t'><member rdf:nodeID='s'/></OrLaterOperator>",
    );
    let error = read(&text).unwrap().label.unwrap_err();
    assert!(matches!(error, ReadError::Malformed { line: Some(4), .. }), "{error:?}");
}

#[test]
fn what_is_said_twice_and_what_is_unknown_is_said() {
    let text = document(
        "<Package rdf:about='http://x/d#SPDXRef-a'><name>a</name><name>b</name><nonsense>1</nonsense></Package>\n\
         <Snippet rdf:about='http://x/d#SPDXRef-s'/>\n\
         <Package rdf:about='http://x/d#SPDXRef-b'><name>b</name><licenseDeclared rdf:nodeID='nobody'/></Package>",
    );
    let outcome = used(&text);
    let codes: Vec<&str> = outcome.diagnostics.iter().map(|d| d.code.as_str()).collect();
    for code in [
        "repeated-element",
        "unknown-fields",
        "snippets-not-read",
        "invalid-value",
    ] {
        assert!(codes.contains(&code), "{code}: {codes:?}");
    }
    assert_eq!(outcome.text("components", "name", 0), Some("a"));
}

#[test]
fn other_rdf_is_no_bill_of_materials() {
    let skos = "<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\"/>";
    assert_eq!(detect(skos), None);
    let pain = "<Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:pain.001.001.09\"><CstmrCdtTrfInitn/></Document>";
    assert_eq!(detect(pain), None);
}
