//! What reading an SPDX 2 document loses: fields of the specification that become no fact, counted by name, and fields that the
//! specification does not know, kept raw with their place. For people who hand an SBOM on; checks never see it.

use super::tag_value;
use crate::ReadError;
use crate::advisory::json;
use crate::sbom::SbomFormat;
use serde::Serialize;
use serde_json::Value;
use std::collections::BTreeMap;

/// The loss of one document.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Loss {
    /// Fields of the specification that are not read, with how often they stand there.
    pub unread: BTreeMap<String, u64>,
    /// Fields that the specification does not know, as they stand there.
    pub raw: Vec<Raw>,
}

/// A field that nobody knows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Raw {
    /// Where: a JSON pointer, or the name of the tag.
    pub place: String,
    /// Line from 1, where the syntax has one.
    pub line: Option<u32>,
    /// The value as written: JSON, or the text of the tag.
    pub value: String,
}

/// What an object may hold: names that are read, names that are only known, and what lies below.
struct Shape {
    read: &'static [&'static str],
    known: &'static [&'static str],
    below: &'static [(&'static str, &'static Shape)],
}

const DOCUMENT: Shape = Shape {
    read: &[
        "spdxVersion",
        "SPDXID",
        "name",
        "documentNamespace",
        "documentDescribes",
    ],
    known: &[
        "dataLicense",
        "comment",
        "externalDocumentRefs",
        "hasExtractedLicensingInfos",
        "revieweds",
        "$schema",
    ],
    below: &[
        ("creationInfo", &CREATION),
        ("annotations", &ANNOTATION),
        ("packages", &PACKAGE),
        ("files", &FILE),
        ("snippets", &SNIPPET),
        ("relationships", &RELATIONSHIP),
    ],
};
const CREATION: Shape = Shape {
    read: &["created", "creators"],
    known: &["comment", "licenseListVersion"],
    below: &[],
};
const ANNOTATION: Shape = Shape {
    read: &["annotationType", "comment", "element"],
    known: &["annotationDate", "annotator"],
    below: &[],
};
const PACKAGE: Shape = Shape {
    read: &[
        "SPDXID",
        "name",
        "versionInfo",
        "supplier",
        "originator",
        "downloadLocation",
        "homepage",
        "licenseConcluded",
        "licenseDeclared",
        "licenseInfoFromFiles",
        "copyrightText",
        "summary",
        "description",
        "primaryPackagePurpose",
        "validUntilDate",
    ],
    known: &[
        "packageFileName",
        "filesAnalyzed",
        "packageVerificationCode",
        "sourceInfo",
        "licenseComments",
        "comment",
        "attributionTexts",
        "hasFiles",
        "builtDate",
        "releaseDate",
    ],
    below: &[
        ("checksums", &CHECKSUM),
        ("externalRefs", &REFERENCE),
        ("annotations", &ANNOTATION),
    ],
};
const CHECKSUM: Shape = Shape {
    read: &["algorithm", "checksumValue"],
    known: &[],
    below: &[],
};
const REFERENCE: Shape = Shape {
    read: &["referenceCategory", "referenceType", "referenceLocator", "comment"],
    known: &[],
    below: &[],
};
const RELATIONSHIP: Shape = Shape {
    read: &["spdxElementId", "relationshipType", "relatedSpdxElement"],
    known: &["comment"],
    below: &[],
};
const FILE: Shape = Shape {
    read: &["SPDXID"],
    known: &[
        "annotations",
        "artifactOfs",
        "attributionTexts",
        "checksums",
        "comment",
        "copyrightText",
        "fileContributors",
        "fileDependencies",
        "fileName",
        "fileTypes",
        "licenseComments",
        "licenseConcluded",
        "licenseInfoInFiles",
        "noticeText",
    ],
    below: &[],
};
const SNIPPET: Shape = Shape {
    read: &["SPDXID"],
    known: &[
        "annotations",
        "attributionTexts",
        "comment",
        "copyrightText",
        "licenseComments",
        "licenseConcluded",
        "licenseInfoInSnippets",
        "name",
        "ranges",
        "snippetFromFile",
    ],
    below: &[],
};

/// Tags that are read.
const TAGS: &[&str] = &[
    "SPDXVersion",
    "SPDXID",
    "DocumentName",
    "DocumentNamespace",
    "Creator",
    "Created",
    "PackageName",
    "PackageVersion",
    "PackageSupplier",
    "PackageOriginator",
    "PackageDownloadLocation",
    "PackageHomePage",
    "PackageLicenseConcluded",
    "PackageLicenseDeclared",
    "PackageCopyrightText",
    "PackageSummary",
    "PackageDescription",
    "PrimaryPackagePurpose",
    "ValidUntilDate",
    "PackageChecksum",
    "PackageLicenseInfoFromFiles",
    "ExternalRef",
    "ExternalRefComment",
    "Relationship",
    "Annotator",
    "AnnotationType",
    "AnnotationComment",
    "SPDXREF",
    "SnippetSPDXID",
    "SnippetSPDXIdentifier",
];

/// The loss of a document; nothing for forms whose loss is not told.
pub fn loss(format: SbomFormat, text: &str) -> Result<Option<Loss>, ReadError> {
    let mut loss = Loss::default();
    match format {
        SbomFormat::SpdxJson => walk(&json::parse(text, "SPDX JSON")?, &DOCUMENT, "", "", &mut loss),
        SbomFormat::SpdxTagValue => tag_value::each(text, &mut |tag, value, line| {
            if TAGS.contains(&tag) {
                return;
            }
            if tag_value::is_known(tag) {
                *loss.unread.entry(tag.to_owned()).or_default() += 1;
            } else {
                loss.raw.push(Raw {
                    place: tag.to_owned(),
                    line: Some(line),
                    value: value.to_owned(),
                });
            }
        })?,
        _ => return Ok(None),
    }
    Ok(Some(loss))
}

fn walk(value: &Value, shape: &Shape, pointer: &str, name: &str, loss: &mut Loss) {
    match value {
        Value::Array(items) => {
            for (at, item) in items.iter().enumerate() {
                walk(item, shape, &format!("{pointer}/{at}"), name, loss);
            }
        }
        Value::Object(members) => {
            for (member, value) in members {
                let inner = format!("{pointer}/{}", member.replace('~', "~0").replace('/', "~1"));
                let called = match name {
                    "" => member.clone(),
                    name => format!("{name}.{member}"),
                };
                if let Some((_, below)) = shape.below.iter().find(|(below, _)| below == member) {
                    walk(value, below, &inner, &called, loss);
                } else if shape.known.contains(&member.as_str()) {
                    *loss.unread.entry(called).or_default() += 1;
                } else if !shape.read.contains(&member.as_str()) {
                    loss.raw.push(Raw {
                        place: inner,
                        line: None,
                        value: value.to_string(),
                    });
                }
            }
        }
        // Readers tell what is no object where one should be.
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::loss;
    use crate::sbom::SbomFormat;

    #[test]
    fn what_is_not_read_is_counted_and_what_nobody_knows_is_kept() {
        let text = r#"{"spdxVersion":"SPDX-2.3","x/y":{"a":[1]},"packages":[{"name":"a","comment":"c"},{"name":"b","colour":"red"}],
            "files":[{"SPDXID":"SPDXRef-f","fileName":"f"}]}"#;
        let told = loss(SbomFormat::SpdxJson, text).expect("reads").expect("is told");
        let unread: Vec<(&str, u64)> = told
            .unread
            .iter()
            .map(|(name, count)| (name.as_str(), *count))
            .collect();
        assert_eq!(unread, [("files.fileName", 1), ("packages.comment", 1)]);
        let raw: Vec<(&str, &str)> = told
            .raw
            .iter()
            .map(|raw| (raw.place.as_str(), raw.value.as_str()))
            .collect();
        assert_eq!(raw, [("/packages/1/colour", "\"red\""), ("/x~1y", "{\"a\":[1]}")]);
    }

    #[test]
    fn tags_are_told_with_their_line() {
        let text = "SPDXVersion: SPDX-2.3\nFileName: ./a\nPackageColour: <text>red\ngreen</text>\nShape: round\n";
        let told = loss(SbomFormat::SpdxTagValue, text).expect("reads").expect("is told");
        assert_eq!(told.unread.keys().collect::<Vec<_>>(), ["FileName"]);
        let raw: Vec<(&str, Option<u32>, &str)> = told
            .raw
            .iter()
            .map(|raw| (raw.place.as_str(), raw.line, raw.value.as_str()))
            .collect();
        assert_eq!(
            raw,
            [("PackageColour", Some(3), "red\ngreen"), ("Shape", Some(5), "round")]
        );
    }
}
