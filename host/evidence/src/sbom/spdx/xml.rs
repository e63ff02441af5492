//! SPDX 2 XML: the JSON document with an element for every member and a repeated element for every list.

use super::model::{
    Annotation, Checksum, CreationInfo, Creator, Document, Element as Part, ExternalRef, Package, Relationship,
};
use crate::Limits;
use crate::sbom::cursor::{Cursor, Element};
use crate::sbom::from_xml::{FromXml, Parsed, from_xml, once};
use sekisho_model::Diagnostic;

/// Reads the whole text; answers the document and the broken rules that only the syntax shows.
pub(super) fn parse<'a>(text: &'a str, limits: &'a Limits) -> Parsed<(Document<'a>, Vec<Diagnostic>)> {
    let mut cursor = Cursor::new(text, limits, "SPDX XML");
    // No version of SPDX defines a namespace for its XML; writers that want one use that of the terms.
    let (root, _) = cursor.root(|namespace| namespace.is_empty() || namespace.contains("spdx.org/"))?;
    if root.name() != "Document" {
        return Err(cursor.malformed("the root element is not `Document`"));
    }
    let document = Document::read(&mut cursor, root)?;
    cursor.end()?;
    Ok((document, cursor.remarks))
}

from_xml!(Document {
    once {
        "spdxVersion" => spdx_version, "SPDXID" => id, "name" => name, "documentNamespace" => namespace,
        "creationInfo" => creation,
    }
    items {
        "annotations" => annotations, "documentDescribes" => describes, "packages" => packages, "files" => files,
        "snippets" => snippets, "relationships" => relationships,
    }
    skip { "dataLicense", "comment", "externalDocumentRefs", "hasExtractedLicensingInfos", "revieweds" }
});
from_xml!(CreationInfo {
    once { "created" => created } items { "creators" => creators } skip { "comment", "licenseListVersion" }
});
from_xml!(Annotation {
    once { "annotationType" => kind, "comment" => comment, "element" => element }
    skip { "annotationDate", "annotator" }
});
from_xml!(Package {
    once {
        "SPDXID" => id, "name" => name, "versionInfo" => version, "supplier" => supplier, "originator" => originator,
        "downloadLocation" => download_location, "homepage" => homepage, "licenseConcluded" => concluded,
        "licenseDeclared" => declared, "copyrightText" => copyright, "summary" => summary,
        "description" => description, "primaryPackagePurpose" => purpose, "validUntilDate" => valid_until,
    }
    items {
        "checksums" => checksums, "licenseInfoFromFiles" => from_files, "externalRefs" => external_references,
        "annotations" => annotations,
    }
    skip {
        "packageFileName", "filesAnalyzed", "packageVerificationCode", "sourceInfo", "licenseComments", "comment",
        "attributionTexts", "hasFiles", "builtDate", "releaseDate",
    }
});
from_xml!(Checksum { once { "algorithm" => algorithm, "checksumValue" => value } });
from_xml!(ExternalRef {
    once {
        "referenceCategory" => category, "referenceType" => kind, "referenceLocator" => locator, "comment" => comment,
    }
});
from_xml!(Relationship {
    once { "spdxElementId" => from, "relationshipType" => kind, "relatedSpdxElement" => to } skip { "comment" }
});

impl<'a> FromXml<'a> for Creator<'a> {
    fn read(cursor: &mut Cursor<'a>, element: Element<'a>) -> Parsed<Self> {
        FromXml::read(cursor, element).map(Creator)
    }
}

impl<'a> FromXml<'a> for Part<'a> {
    fn read(cursor: &mut Cursor<'a>, element: Element<'a>) -> Parsed<Self> {
        let mut part = Part::default();
        cursor.children(&element, &mut |_| {}, &mut |cursor, child| {
            if child.name() != "SPDXID" {
                return Ok(Some(child));
            }
            once(cursor, child, &mut part.id)?;
            Ok(None)
        })?;
        Ok(part)
    }
}
