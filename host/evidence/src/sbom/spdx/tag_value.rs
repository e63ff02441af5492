//! SPDX tag-value text: `Tag: value` lines, values over several lines between `<text>` and `</text>`.

use super::model::{
    Annotation, Checksum, CreationInfo, Creator, Document, Element, ExternalRef, Package, Relationship,
};
use crate::ReadError;
use crate::sbom::value::{Plain, text};
use std::collections::HashMap;

const FORMAT: &str = "SPDX tag-value";

/// Which element the next lines speak of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Section {
    Document,
    Package,
    File,
    Snippet,
    License,
}

/// Reads the whole text.
pub(super) fn parse(source: &str) -> Result<Document<'_>, ReadError> {
    let mut parser = Parser {
        document: Document {
            creation: Some(CreationInfo::default()),
            ..Document::default()
        },
        section: Section::Document,
    };
    each(source, &mut |tag, value, line| parser.take(tag, value, line))?;
    Ok(parser.finish())
}

/// Hands over every tag with its value and its line.
pub(super) fn each<'a>(source: &'a str, take: &mut dyn FnMut(&'a str, &'a str, u32)) -> Result<(), ReadError> {
    let mut rest = source;
    let mut line = 0u32;
    while !rest.is_empty() {
        line = line.saturating_add(1);
        let (head, tail) = rest.split_once('\n').unwrap_or((rest, ""));
        let trimmed = head.trim();
        if trimmed.is_empty() || trimmed.starts_with('#') {
            rest = tail;
            continue;
        }
        let Some((tag, value)) = head.split_once(':').filter(|(tag, _)| is_tag(tag.trim())) else {
            let start: String = trimmed.chars().take(40).collect();
            return Err(ReadError::malformed_at(
                FORMAT,
                format!("`{start}` is no `Tag: value` line"),
                line,
            ));
        };
        let tag = tag.trim();
        let Some(open) = value.find("<text>") else {
            take(tag, value.trim(), line);
            rest = tail;
            continue;
        };
        // The value goes on to the closing mark, maybe lines later.
        let offset = head.len() - value.len() + open + "<text>".len();
        let body = rest.get(offset..).unwrap_or("");
        let Some(close) = body.find("</text>") else {
            return Err(ReadError::malformed_at(
                FORMAT,
                format!("`<text>` of `{tag}` is never closed"),
                line,
            ));
        };
        let whole = body.get(..close).unwrap_or("");
        take(tag, whole.trim(), line);
        line = line.saturating_add(u32::try_from(whole.matches('\n').count()).unwrap_or(u32::MAX));
        let after = body.get(close + "</text>".len()..).unwrap_or("");
        rest = after.split_once('\n').map_or("", |(_, tail)| tail);
    }
    Ok(())
}

fn is_tag(tag: &str) -> bool {
    !tag.is_empty() && tag.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_')
}

struct Parser<'a> {
    document: Document<'a>,
    section: Section,
}

impl<'a> Parser<'a> {
    fn take(&mut self, tag: &str, value: &'a str, line: u32) {
        let plain = || Some(Plain::new(value));
        if self.document_tag(tag, value, line) || self.shared_tag(tag, value, line) {
            return;
        }
        let package = self.document.packages.0.last_mut();
        if let (Section::Package, Some(package)) = (self.section, package) {
            let slot = match tag {
                "SPDXID" => &mut package.id,
                "PackageVersion" => &mut package.version,
                "PackageSupplier" => &mut package.supplier,
                "PackageOriginator" => &mut package.originator,
                "PackageDownloadLocation" => &mut package.download_location,
                "PackageHomePage" => &mut package.homepage,
                "PackageLicenseConcluded" => &mut package.concluded,
                "PackageLicenseDeclared" => &mut package.declared,
                "PackageCopyrightText" => &mut package.copyright,
                "PackageSummary" => &mut package.summary,
                "PackageDescription" => &mut package.description,
                "PrimaryPackagePurpose" => &mut package.purpose,
                "ValidUntilDate" => &mut package.valid_until,
                _ => return self.package_list(tag, value, line),
            };
            *slot = plain();
        } else if tag == "SPDXID" {
            match self.section {
                Section::File => {
                    if let Some(file) = self.document.files.0.last_mut() {
                        file.id = plain();
                    }
                }
                _ => self.document.id = plain(),
            }
        } else if !is_known(tag) {
            self.document.unknown.note(tag);
        }
    }

    /// Tags that open a section or belong to the document.
    fn document_tag(&mut self, tag: &str, value: &'a str, line: u32) -> bool {
        let plain = Some(Plain::new(value));
        match tag {
            "SPDXVersion" => self.document.spdx_version = plain,
            "DocumentName" => self.document.name = plain,
            "DocumentNamespace" => self.document.namespace = plain,
            "Creator" => {
                let creation = self.document.creation.get_or_insert_default();
                creation.creators.0.extend(plain.map(Creator));
            }
            "Created" => self.document.creation.get_or_insert_default().created = plain,
            "PackageName" => {
                self.section = Section::Package;
                self.document.packages.0.push(Package {
                    name: plain,
                    line,
                    ..Package::default()
                });
            }
            "FileName" => {
                self.section = Section::File;
                self.document.files.0.push(Element::default());
            }
            "SnippetSPDXID" | "SnippetSPDXIdentifier" => {
                self.section = Section::Snippet;
                self.document.snippets.0.push(Element { id: plain });
            }
            "LicenseID" => self.section = Section::License,
            _ => return false,
        }
        true
    }

    /// Tags that may stand in any section.
    fn shared_tag(&mut self, tag: &str, value: &'a str, line: u32) -> bool {
        let plain = Some(Plain::new(value));
        match tag {
            "Relationship" => {
                let mut words = value.split_whitespace().map(|w| Some(Plain::new(w)));
                let mut next = || words.next().flatten();
                let relationship = Relationship {
                    from: next(),
                    kind: next(),
                    to: next(),
                    line,
                    ..Relationship::default()
                };
                self.document.relationships.0.push(relationship);
            }
            "Annotator" => {
                self.document.annotations.0.push(Annotation {
                    line,
                    ..Annotation::default()
                });
            }
            "AnnotationType" | "AnnotationComment" | "SPDXREF" => {
                if let Some(annotation) = self.document.annotations.0.last_mut() {
                    match tag {
                        "AnnotationType" => annotation.kind = plain,
                        "AnnotationComment" => annotation.comment = plain,
                        _ => annotation.element = plain,
                    }
                }
            }
            _ => return false,
        }
        true
    }

    /// Tags of a package that may be repeated.
    fn package_list(&mut self, tag: &str, value: &'a str, line: u32) {
        let Some(package) = self.document.packages.0.last_mut() else {
            return;
        };
        match tag {
            "PackageChecksum" => {
                let (algorithm, digits) = value.split_once(':').unwrap_or(("", value));
                package.checksums.0.push(Checksum {
                    algorithm: Some(Plain::new(algorithm.trim())),
                    value: Some(Plain::new(digits.trim())),
                    line,
                    ..Checksum::default()
                });
            }
            "PackageLicenseInfoFromFiles" => package.from_files.0.push(Plain::new(value)),
            "ExternalRef" => {
                let mut words = value.splitn(2, char::is_whitespace);
                let category = words.next().map(Plain::new);
                let mut words = words.next().unwrap_or("").trim_start().splitn(2, char::is_whitespace);
                package.external_references.0.push(ExternalRef {
                    category,
                    kind: words.next().map(Plain::new),
                    locator: words.next().map(Plain::new),
                    line,
                    ..ExternalRef::default()
                });
            }
            "ExternalRefComment" => {
                if let Some(reference) = package.external_references.0.last_mut() {
                    reference.comment = Some(Plain::new(value));
                }
            }
            other if is_known(other) => {}
            other => package.unknown.note(other),
        }
    }

    /// Puts annotations where they belong: with their package, with the document, or away (files, snippets).
    fn finish(mut self) -> Document<'a> {
        let document_id = text(&self.document.id).unwrap_or("SPDXRef-DOCUMENT").to_owned();
        let annotations = std::mem::take(&mut self.document.annotations.0);
        if annotations.is_empty() {
            return self.document;
        }
        let packages = self.document.packages.0.iter().enumerate();
        let ids: HashMap<String, usize> = packages
            .filter_map(|(index, p)| Some((text(&p.id)?.to_owned(), index)))
            .collect();
        for annotation in annotations {
            let element = text(&annotation.element).unwrap_or(&document_id);
            if element == document_id {
                self.document.annotations.0.push(annotation);
            } else if let Some(package) = ids.get(element).and_then(|i| self.document.packages.0.get_mut(*i)) {
                package.annotations.0.push(annotation);
            }
        }
        self.document
    }
}

/// Tags of the specification that are not read.
pub(super) fn is_known(tag: &str) -> bool {
    const PREFIXES: [&str; 6] = ["File", "Snippet", "License", "Artifact", "Review", "Annotation"];
    PREFIXES.iter().any(|p| tag.starts_with(p))
        || matches!(
            tag,
            "DataLicense"
                | "DocumentComment"
                | "CreatorComment"
                | "ExternalDocumentRef"
                | "ExtractedText"
                | "RelationshipComment"
                | "PackageFileName"
                | "PackageVerificationCode"
                | "PackageSourceInfo"
                | "PackageLicenseComments"
                | "PackageComment"
                | "PackageAttributionText"
                | "BuiltDate"
                | "ReleaseDate"
                | "FilesAnalyzed"
                | "SPDXID"
        )
}
