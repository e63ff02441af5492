//! Configuration snapshots: one module per format, all ending in paths with values, then in canonical settings.
//!
//! Reading order: [`detect`] (which format), the readers of nested formats ([`json`], [`yaml`], [`toml`], [`xml`], all
//! ending in [`tree`] nodes), the line formats ([`ini`], [`properties`], [`sshd`], [`sysctl`], [`keyword`], [`reg`],
//! [`device`]), the formats with a meaning of their own ([`kubernetes`], [`terraform`], [`osquery`]), [`snapshot`]
//! (paths and typed values), [`vocabulary`] and [`transform`] (canonical settings), [`registers`] (tables inside a
//! snapshot), [`meaning`] (what a path stands for), [`shape`] (snapshots that look like those before) and [`emit`] (rows).
//!
//! Texts arrive decoded. A name that comes twice is a diagnostic; the last value wins (for `sshd` the first, as sshd
//! has it). A YAML stream gives one snapshot per document.

mod asset;
mod detect;
mod device;
mod emit;
mod ini;
pub(crate) mod json;
mod keyword;
mod kubernetes;
mod lines;
mod meaning;
mod osquery;
mod properties;
mod reg;
pub(crate) mod registers;
pub(crate) mod shape;
mod snapshot;
mod sshd;
mod sysctl;
mod terraform;
mod toml;
mod transform;
pub(crate) mod tree;
pub(crate) mod vocabulary;
mod xml;
pub(crate) mod yaml;

pub use detect::detect;
pub(crate) use detect::detect_object;
pub use vocabulary::{Choice, Map, Setting, SettingType, Vocabulary, vocabulary};

use crate::{ReadError, Reading};
use sekisho_model::{Date, Diagnostic};
use snapshot::Snapshot;
use tree::{Node, Value};

/// The formats of configuration that are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ConfigFormat {
    /// JSON of any meaning.
    Json,
    /// YAML of any meaning, one or more documents.
    Yaml,
    /// TOML.
    Toml,
    /// XML.
    Xml,
    /// INI.
    Ini,
    /// Java properties.
    Properties,
    /// Environment variables.
    Env,
    /// `keyword value` lines, with or without blocks.
    Keyword,
    /// `sshd_config`.
    Sshd,
    /// Kernel parameters.
    Sysctl,
    /// Security template of Windows.
    Secedit,
    /// Registry export of Windows.
    Reg,
    /// Kubernetes objects in YAML or JSON.
    Kubernetes,
    /// Terraform plan or state in JSON.
    Terraform,
    /// osquery result log.
    Osquery,
    /// Configuration of a network device.
    NetworkDevice,
}

impl ConfigFormat {
    /// Every format.
    pub const ALL: &'static [Self] = &[
        Self::Json,
        Self::Yaml,
        Self::Toml,
        Self::Xml,
        Self::Ini,
        Self::Properties,
        Self::Env,
        Self::Keyword,
        Self::Sshd,
        Self::Sysctl,
        Self::Secedit,
        Self::Reg,
        Self::Kubernetes,
        Self::Terraform,
        Self::Osquery,
        Self::NetworkDevice,
    ];

    /// The word for it, in facts and in `evidence.toml`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Json => "json",
            Self::Yaml => "yaml",
            Self::Toml => "toml",
            Self::Xml => "xml",
            Self::Ini => "ini",
            Self::Properties => "properties",
            Self::Env => "env",
            Self::Keyword => "keyword",
            Self::Sshd => "sshd",
            Self::Sysctl => "sysctl",
            Self::Secedit => "secedit",
            Self::Reg => "reg",
            Self::Kubernetes => "kubernetes",
            Self::Terraform => "terraform",
            Self::Osquery => "osquery",
            Self::NetworkDevice => "network-device",
        }
    }

    /// The format of a word.
    pub fn by_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|format| format.name() == name)
    }
}

/// Reads a configuration file into rows; answers the word of the format that was found inside.
pub fn read(format: ConfigFormat, text: &str, reading: &mut Reading<'_>) -> Result<String, ReadError> {
    if text.len() as u64 > reading.limits.file_bytes {
        return Err(ReadError::limit(
            "file size",
            format!("{} bytes", reading.limits.file_bytes),
        ));
    }
    let found = match format {
        ConfigFormat::Json | ConfigFormat::Terraform => documents("json", vec![json::parse(text, reading)?], reading)?,
        ConfigFormat::Kubernetes if text.trim_start_matches('\u{feff}').trim_start().starts_with('{') => {
            documents("json", vec![json::parse(text, reading)?], reading)?
        }
        ConfigFormat::Yaml | ConfigFormat::Kubernetes => documents("yaml", yaml::parse(text, reading)?, reading)?,
        ConfigFormat::Toml => documents("toml", vec![toml::parse(text, reading)?], reading)?,
        ConfigFormat::Xml => documents("xml", vec![xml::parse(text, reading)?], reading)?,
        ConfigFormat::Osquery => (osquery::parse(text, reading)?, Vec::new()),
        lines => (vec![line_format(lines, text, reading)?], Vec::new()),
    };
    land(format, &found, reading)
}

/// Reads documents that are parsed already into rows.
pub(crate) fn read_documents(
    format: ConfigFormat,
    is_json: bool,
    trees: Vec<Node<'_>>,
    reading: &mut Reading<'_>,
) -> Result<String, ReadError> {
    let found = documents(if is_json { "json" } else { "yaml" }, trees, reading)?;
    land(format, &found, reading)
}

/// Reads a snapshot that fits what was known of its like; answers the word of its format.
pub(crate) fn read_fit(fit: shape::Fit, text: &str, reading: &mut Reading<'_>) -> Result<String, ReadError> {
    let before = reading.mark();
    match emit::push_fit(fit, text, reading) {
        Ok(()) => Ok("json".to_owned()),
        Err(error) => {
            reading.take_back(&before);
            Err(error)
        }
    }
}

/// Names without one of which no document says what kind of snapshot it is: see [`has_own_meaning`].
pub(crate) const MARKS: &[&str] = &["apiVersion", "planned_values", "resource_changes", "terraform_version"];

/// Whether a document says itself what kind of snapshot it is.
pub(crate) fn has_own_meaning(document: &Node<'_>) -> bool {
    kubernetes::is_object(document) || terraform::is_plan(document)
}

/// Pushes the rows of snapshots.
fn land(format: ConfigFormat, found: &Documents<'_>, reading: &mut Reading<'_>) -> Result<String, ReadError> {
    let (snapshots, embedded) = found;
    let label = match snapshots.first() {
        Some(first) if snapshots.iter().all(|s| s.format == first.format) => first.format,
        _ => format.name(),
    };
    if snapshots.iter().all(Snapshot::is_empty) && embedded.is_empty() {
        reading.note(Diagnostic::warning("no-settings", "the snapshot holds no settings"));
    }
    let before = reading.mark();
    let landed = snapshots
        .iter()
        .try_for_each(|snapshot| emit::push(snapshot, reading))
        .and_then(|()| registers::push(embedded, reading));
    if let Err(error) = landed {
        reading.take_back(&before);
        return Err(error);
    }
    Ok(label.to_owned())
}

fn line_format<'t>(format: ConfigFormat, text: &'t str, reading: &mut Reading<'_>) -> Result<Snapshot<'t>, ReadError> {
    if let Some(at) = text.find('\0') {
        let line = tree::LineIndex::new(text.get(..at).unwrap_or_default()).line(at);
        return Err(ReadError::malformed_at(
            format.name(),
            "a NUL character stands in the text",
            line,
        ));
    }
    match format {
        ConfigFormat::Ini => ini::parse(text, reading),
        ConfigFormat::Secedit => ini::parse_secedit(text, reading),
        ConfigFormat::Properties => properties::parse(text, reading),
        ConfigFormat::Env => properties::parse_env(text, reading),
        ConfigFormat::Sshd => sshd::parse(text, reading),
        ConfigFormat::Sysctl => sysctl::parse(text, reading),
        ConfigFormat::Reg => reg::parse(text, reading),
        ConfigFormat::NetworkDevice => device::parse(text, reading),
        _ => keyword::parse(text, reading),
    }
}

type Documents<'t> = (Vec<Snapshot<'t>>, Vec<registers::Embedded>);

/// Documents of a nested format to snapshots: what a document is, it says itself.
fn documents<'t>(
    format: &'static str,
    documents: Vec<Node<'t>>,
    reading: &mut Reading<'_>,
) -> Result<Documents<'t>, ReadError> {
    let (mut snapshots, mut embedded) = (Vec::new(), Vec::new());
    let mut settings = 0usize;
    for document in documents {
        let from = snapshots.len();
        if kubernetes::is_object(&document) {
            kubernetes::snapshots(&document, &mut snapshots, reading)?;
        } else if terraform::is_plan(&document) {
            snapshots.push(terraform::snapshot(&document, reading)?);
        } else {
            let (document, tables) = registers::split(document);
            embedded.extend(tables);
            snapshots.push(generic(format, document));
        }
        settings += snapshots.iter().skip(from).map(|s| s.entries.len()).sum::<usize>();
        if settings > reading.limits.rows as usize {
            return Err(ReadError::limit(
                "number of facts in one file",
                reading.limits.rows.to_string(),
            ));
        }
    }
    Ok((snapshots, embedded))
}

fn generic<'t>(format: &'static str, document: Node<'t>) -> Snapshot<'t> {
    let mut snapshot = Snapshot::new(format);
    let said = |name: &str| document.get(name).and_then(Node::filled).map(str::to_owned);
    snapshot.asset = said("asset").or_else(|| said("hostname"));
    snapshot.collected = said("collected_at").and_then(|text| Date::parse(&text));
    snapshot.class = said("class");
    snapshot.line = document.line;
    // A map that only lost its registers has no settings of its own.
    if !matches!(&document.value, Value::Map(entries) if entries.is_empty()) {
        snapshot.document = Some((document, format != "xml"));
    }
    snapshot
}

/// A text that is not longer than a text may be.
fn bounded(text: &str, line: u32, reading: &Reading<'_>) -> Result<(), ReadError> {
    if text.len() > reading.limits.text_bytes as usize {
        let limit = format!("{} bytes", reading.limits.text_bytes);
        return Err(ReadError::Limit {
            what: "length of a text",
            limit,
            line: Some(line),
            locator: None,
        });
    }
    Ok(())
}

/// The remark about a name that comes twice.
fn duplicate(name: &str, line: u32, winner: &str) -> Diagnostic {
    let short: String = name.chars().take(200).collect();
    Diagnostic::warning(
        "duplicate-key",
        format!("`{short}` stands more than once; the {winner} value counts"),
    )
    .at_line(line)
}
