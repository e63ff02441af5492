//! What a file is: by its content; its name only decides where contents are alike.

use crate::config::ConfigFormat;
pub use crate::config::shape::Fit;
pub use crate::document::{Document, Tool};
use crate::table::{self, Statement, workbook};
use crate::{ReadError, Reading, advisory, config, sbom, scorecard};
use sekisho_model::schema::Kind;
use sekisho_model::{Diagnostic, EvidenceKind};

/// What was found.
#[derive(Debug)]
pub enum Found<'t> {
    /// A workbook (bytes, not text).
    Workbook,
    /// A software bill of materials.
    Sbom(sbom::SbomFormat),
    /// Advisories or statements.
    Advisory(advisory::AdvisoryFormat),
    /// The result of OpenSSF Scorecard, which becomes a register.
    Scorecard,
    /// A table.
    Table(table::Format),
    /// A configuration snapshot.
    Config(config::ConfigFormat),
    /// Tables in a document, parsed.
    Tables(Document<'t>),
    /// Configuration snapshots in a document, parsed.
    Snapshots(config::ConfigFormat, Document<'t>),
    /// A configuration snapshot that looks like those before it.
    Fit(Fit),
    /// The own format of a tool that can write a standard one.
    Tool(&'static Tool),
}

/// Up to this size an object that does not begin like a list of parts is parsed before anything else: that costs less than
/// to look through it once for each format that it is not in. A larger one is looked through first, since it is likely
/// to be in one of them, and its tree would be thrown away.
const SMALL: usize = 64 << 10;

/// The kind of a text, where `kind` (from `evidence.toml`) leaves a choice. A document that must be parsed to tell is
/// parsed once, with remarks into `reading`.
pub fn text<'t>(name: &str, text: &'t str, kind: Option<EvidenceKind>, reading: &mut Reading<'_>) -> Option<Found<'t>> {
    let allowed = |of: &[EvidenceKind]| kind.is_none_or(|kind| of.contains(&kind));
    let tables = [
        EvidenceKind::Assets,
        EvidenceKind::Register,
        EvidenceKind::Answers,
        EvidenceKind::DataFlows,
    ];
    let (tables, settings) = (allowed(&tables), allowed(&[EvidenceKind::Settings]));
    let is_document = (tables || settings) && !(kind.is_none() && is_prose(name));
    if settings
        && is_document
        && let Some(fit) = Fit::of(name, text, reading.limits)
    {
        return Some(Found::Fit(fit));
    }
    let before = reading.remarks();
    let mut parsed = None;
    if is_document && text.len() <= SMALL && Document::is_worth_parsing(text) {
        parsed = Some(Document::parse(name, text, reading));
    }
    let is_settled = matches!(&parsed, Some(Some(document)) if document.is_in_no_listed_format());
    if !is_settled && let Some(found) = listed(name, text, kind) {
        reading.forget(before);
        return Some(found);
    }
    if !is_document {
        return None;
    }
    if let Some(document) = parsed.unwrap_or_else(|| Document::parse(name, text, reading)) {
        if kind.is_none()
            && let Some(tool) = document.tool()
        {
            return Some(Found::Tool(tool));
        }
        if tables && (kind.is_some() || document.is_table(name, reading)) {
            return Some(Found::Tables(document));
        }
        if settings && reading.remarks() == before && document.is_plain_snapshot() {
            document.learn(name, text);
        }
        return match document.config_format(name, text).filter(|_| settings)? {
            format @ (ConfigFormat::Json | ConfigFormat::Yaml | ConfigFormat::Kubernetes | ConfigFormat::Terraform) => {
                Some(Found::Snapshots(format, document))
            }
            other => {
                reading.forget(before);
                Some(Found::Config(other))
            }
        };
    }
    if tables && let Some(format) = table::detect(name, text).or_else(|| stated_table(name, text, kind)) {
        return Some(Found::Table(format));
    }
    config::detect(name, text).filter(|_| settings).map(Found::Config)
}

/// The formats with lists of their own, told by marks without reading all of the text.
fn listed<'t>(name: &str, text: &'t str, kind: Option<EvidenceKind>) -> Option<Found<'t>> {
    let allowed = |of: EvidenceKind| kind.is_none_or(|kind| of == kind);
    if allowed(EvidenceKind::Sbom)
        && let Some(format) = sbom::detect(text)
    {
        return Some(Found::Sbom(format));
    }
    if allowed(EvidenceKind::Advisories)
        && let Some(format) = advisory::detect(name, text)
    {
        return Some(Found::Advisory(format));
    }
    (allowed(EvidenceKind::Register) && scorecard::is_one(text)).then_some(Found::Scorecard)
}

/// A table by statement only: whatever its headers are.
fn stated_table(name: &str, text: &str, kind: Option<EvidenceKind>) -> Option<table::Format> {
    kind?;
    let head = text.trim_start();
    if head.starts_with('[') || head.starts_with('{') {
        return table::structured::sample(text).map(|(format, _)| format);
    }
    let lower = name.to_ascii_lowercase();
    if lower.ends_with(".yaml") || lower.ends_with(".yml") {
        return Some(table::Format::Yaml);
    }
    Some(table::Format::Delimited(table::delimited::sniff(text)))
}

/// Notes for people, whatever they look like to a reader of configurations.
fn is_prose(name: &str) -> bool {
    let name = name.rsplit('/').next().unwrap_or(name).to_ascii_lowercase();
    [".md", ".markdown", ".rst", ".adoc", ".html", ".htm", ".pdf"]
        .iter()
        .any(|end| name.ends_with(end))
        || name.starts_with("readme")
}

/// Reads a text as what it was found to be.
pub fn read(
    found: Found<'_>,
    text: &str,
    statement: &Statement,
    reading: &mut Reading<'_>,
) -> Result<table::Read, ReadError> {
    let of = |kind, format| table::Read { kind, format };
    match found {
        Found::Sbom(format) => {
            let label = sbom::read(format, text, reading)?;
            // One CycloneDX document may state components and vulnerabilities.
            if std::mem::take(&mut reading.has_vulnerabilities) && reading.builder.wanted().kind(Kind::Advisories) {
                advisory::read_cyclonedx_vex(text, reading)?;
            }
            Ok(of(EvidenceKind::Sbom, label))
        }
        Found::Advisory(format) => Ok(of(EvidenceKind::Advisories, advisory::read(format, text, reading)?)),
        Found::Scorecard => scorecard::read(text, reading),
        Found::Config(format) => Ok(of(EvidenceKind::Settings, config::read(format, text, reading)?)),
        Found::Table(format) => table::read(format, text, statement, reading),
        Found::Tables(document) => document.read_tables(statement, reading),
        Found::Snapshots(format, document) => Ok(of(EvidenceKind::Settings, document.read_snapshots(format, reading)?)),
        Found::Fit(fit) => Ok(of(EvidenceKind::Settings, config::read_fit(fit, text, reading)?)),
        Found::Tool(tool) => {
            let text = format!("this is {}'s own format, which is not read", tool.name);
            reading.note(Diagnostic::warning("format-of-a-tool", text).hint(tool.hint));
            Ok(of(EvidenceKind::Unrecognized, tool.label.to_owned()))
        }
        Found::Workbook => Err(ReadError::malformed("workbook", "it was read as text")),
    }
}

/// Whether bytes are a workbook.
pub fn bytes(bytes: &[u8]) -> Option<Found<'static>> {
    workbook::detect(bytes).map(|_| Found::Workbook)
}

/// Whether a file that no workbook is recognized in is named and begins like one.
pub fn is_broken_workbook(path: &str, bytes: &[u8]) -> bool {
    let extension = path.rsplit_once('.').map_or("", |(_, extension)| extension);
    let named = ["xlsx", "xlsm", "xlsb", "ods"]
        .iter()
        .any(|name| extension.eq_ignore_ascii_case(name));
    named && bytes.starts_with(b"PK")
}

/// The kind that a found format is about, before it is read.
pub fn kind(found: &Found<'_>) -> EvidenceKind {
    match found {
        Found::Sbom(_) => EvidenceKind::Sbom,
        Found::Advisory(_) => EvidenceKind::Advisories,
        Found::Scorecard => EvidenceKind::Register,
        Found::Config(_) | Found::Snapshots(..) | Found::Fit(_) => EvidenceKind::Settings,
        Found::Table(_) | Found::Tables(_) | Found::Workbook | Found::Tool(_) => EvidenceKind::Unrecognized,
    }
}
