//! The words of SPDX in RDF: namespaces, classes and properties, and how a word of the RDF is written elsewhere.

/// SPDX's own words.
pub(super) const SPDX: &str = "http://spdx.org/rdf/terms#";
/// The words of RDF itself.
pub(super) const RDF: &str = "http://www.w3.org/1999/02/22-rdf-syntax-ns#";
/// The namespace that the prefix `xml` always has.
pub(super) const XML: &str = "http://www.w3.org/XML/1998/namespace";
const RDFS: &str = "http://www.w3.org/2000/01/rdf-schema#";
const DOAP: &str = "http://usefulinc.com/ns/doap#";

/// Classes that matter, sorted.
const CLASSES: [&str; 10] = [
    "ConjunctiveLicenseSet",
    "DisjunctiveLicenseSet",
    "ExternalDocumentRef",
    "File",
    "OrLaterOperator",
    "Package",
    "Relationship",
    "Snippet",
    "SpdxDocument",
    "WithExceptionOperator",
];

/// Properties that are read, sorted.
const READ: [&str; 33] = [
    "algorithm",
    "annotation",
    "checksum",
    "checksumValue",
    "copyrightText",
    "created",
    "creationInfo",
    "creator",
    "describesPackage",
    "description",
    "downloadLocation",
    "externalDocumentId",
    "externalDocumentRef",
    "externalRef",
    "licenseConcluded",
    "licenseDeclared",
    "licenseException",
    "licenseExceptionId",
    "licenseId",
    "licenseInfoFromFiles",
    "member",
    "name",
    "originator",
    "primaryPackagePurpose",
    "referenceLocator",
    "referenceType",
    "relatedSpdxElement",
    "relationship",
    "relationshipType",
    "spdxDocument",
    "specVersion",
    "summary",
    "supplier",
];

/// The rest of those that are read.
const READ_LATE: [&str; 2] = ["validUntilDate", "versionInfo"];

/// Properties of the specification that are not read, sorted.
const PASSED: [&str; 66] = [
    "agent",
    "annotationDate",
    "annotationType",
    "annotator",
    "artifactOf",
    "attributionText",
    "builtDate",
    "crossRef",
    "dataLicense",
    "date",
    "deprecatedVersion",
    "example",
    "exceptionTextHtml",
    "extractedText",
    "fileContributor",
    "fileDependency",
    "fileName",
    "fileType",
    "filesAnalyzed",
    "hasExtractedLicensingInfo",
    "hasFile",
    "isDeprecatedLicenseId",
    "isFsfLibre",
    "isLive",
    "isOsiApproved",
    "isValid",
    "isWayBackLink",
    "licenseComments",
    "licenseExceptionTemplate",
    "licenseExceptionText",
    "licenseInfoInFile",
    "licenseInfoInSnippet",
    "licenseListVersion",
    "licenseText",
    "licenseTextHtml",
    "match",
    "noticeText",
    "order",
    "packageFileName",
    "packageName",
    "packageVerificationCode",
    "packageVerificationCodeExcludedFile",
    "packageVerificationCodeValue",
    "range",
    "referenceCategory",
    "referencesFile",
    "relatedElement",
    "releaseDate",
    "reviewDate",
    "reviewed",
    "reviewer",
    "seeAlso",
    "snippet",
    "snippetFromFile",
    "sourceInfo",
    "standardLicenseHeader",
    "standardLicenseHeaderHtml",
    "standardLicenseHeaderTemplate",
    "standardLicenseTemplate",
    "subject",
    "timestamp",
    "url",
    "usesFile",
    "version",
    "versionFrom",
    "wayBackLink",
];

/// The class of SPDX with this name, where it matters.
pub(super) fn class(namespace: &str, name: &str) -> Option<&'static str> {
    let found = CLASSES.binary_search(&name).ok().filter(|_| namespace == SPDX)?;
    CLASSES.get(found).copied()
}

/// What a property means here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Property {
    /// It is read, under this name.
    Read(&'static str),
    /// It is known, or another vocabulary's, and says nothing that becomes a fact.
    Passed,
    /// SPDX defines no such property.
    Unknown,
}

/// Name under which the type of a node stands among its properties.
pub(super) const TYPE: &str = "type";

/// Tells what a property means.
pub(super) fn property(namespace: &str, name: &str) -> Property {
    match (namespace, name) {
        (RDF, "type") => Property::Read(TYPE),
        (RDFS, "comment") => Property::Read("comment"),
        (DOAP, "homepage") => Property::Read("homepage"),
        (SPDX, name) => {
            let early = READ.binary_search(&name).ok().and_then(|i| READ.get(i));
            let found = early.or_else(|| READ_LATE.iter().find(|known| **known == name));
            match found {
                Some(known) => Property::Read(known),
                None if PASSED.binary_search(&name).is_ok() => Property::Passed,
                None => Property::Unknown,
            }
        }
        _ => Property::Passed,
    }
}

/// `relationshipType_dependsOn` → `DEPENDS_ON`: capitals begin words, and a run of them is one word.
pub(super) fn upper_snake(word: &str) -> String {
    let mut out = String::with_capacity(word.len() + 4);
    let mut lower_before = false;
    for c in word.chars() {
        if c.is_uppercase() && lower_before {
            out.push('_');
        }
        lower_before = c.is_lowercase() || c.is_ascii_digit();
        out.extend(c.to_uppercase());
    }
    out
}

/// `checksumAlgorithm_sha3_256` → `SHA3-256`, `blake2b384` → `BLAKE2B-384`, as the other syntaxes write them.
pub(super) fn algorithm(word: &str) -> String {
    let word = word.to_ascii_uppercase().replace('_', "-");
    for family in ["SHA3", "BLAKE2B", "BLAKE2S"] {
        if let Some(bits) = word.strip_prefix(family)
            && !bits.is_empty()
            && bits.bytes().all(|b| b.is_ascii_digit())
        {
            return format!("{family}-{bits}");
        }
    }
    word
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_are_sorted() {
        assert!(CLASSES.is_sorted() && READ.is_sorted() && PASSED.is_sorted());
    }

    #[test]
    fn words_are_written_as_elsewhere() {
        for (rdf, elsewhere) in [
            ("describes", "DESCRIBES"),
            ("dependsOn", "DEPENDS_ON"),
            ("devDependencyOf", "DEV_DEPENDENCY_OF"),
            ("DEPENDS_ON", "DEPENDS_ON"),
            ("hasPrerequisite", "HAS_PREREQUISITE"),
        ] {
            assert_eq!(upper_snake(rdf), elsewhere);
        }
        for (rdf, elsewhere) in [
            ("sha1", "SHA1"),
            ("sha256", "SHA256"),
            ("sha3_256", "SHA3-256"),
            ("sha3512", "SHA3-512"),
            ("blake2b384", "BLAKE2B-384"),
            ("blake2b_256", "BLAKE2B-256"),
            ("blake3", "BLAKE3"),
            ("adler32", "ADLER32"),
        ] {
            assert_eq!(algorithm(rdf), elsewhere);
        }
    }
}
