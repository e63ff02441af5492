//! JSON and YAML documents, parsed once: whether what is in them is tables or configuration is told from the tree, which
//! then goes on to the reader of the one or the other.

use crate::config::tree::Node;
use crate::config::{self, ConfigFormat, json, registers, yaml};
use crate::table::structured::{Spot, spots};
use crate::table::{self, Format, Statement, header, vocabulary::Register};
use crate::{ReadError, Reading};
use sekisho_model::Diagnostic;

/// Rows of a table that are looked at.
const SAMPLE_ROWS: usize = 20;

/// A tool whose own format is met where a standard one was meant.
#[derive(Debug)]
pub struct Tool {
    pub(crate) name: &'static str,
    pub(crate) label: &'static str,
    pub(crate) hint: &'static str,
    // Members that all must be there.
    members: &'static [&'static str],
}

const TOOLS: &[Tool] = &[
    Tool {
        name: "Syft",
        label: "syft-json",
        hint: "export CycloneDX or SPDX instead: `syft convert FILE -o cyclonedx-json`",
        members: &["artifacts", "artifactRelationships", "descriptor"],
    },
    Tool {
        name: "Grype",
        label: "grype-json",
        hint: "export CycloneDX instead: `grype -o cyclonedx-json`",
        members: &["matches", "source", "descriptor"],
    },
    Tool {
        name: "Trivy",
        label: "trivy-json",
        hint: "export CycloneDX or SPDX instead: `trivy convert --format cyclonedx FILE`",
        members: &["SchemaVersion", "ArtifactName", "ArtifactType"],
    },
    Tool {
        name: "GitHub's dependency graph",
        label: "github-sbom",
        hint: "hand in what stands inside `sbom`: it is SPDX",
        members: &["sbom"],
    },
];

/// Members without one of which no object is a list of parts, an advisory or a statement, or a result of Scorecard: what
/// those formats are told by (`sbom::detect`, `advisory::detect`, `scorecard::is_one`) asks for one of these at least.
const LISTED: &[&str] = &[
    "$schema",
    "@context",
    "SPDXID",
    "bomFormat",
    "document",
    "id",
    "predicateType",
    "scorecard",
    "specVersion",
    "spdxVersion",
    "vulnerabilities",
    "vulns",
];

/// One JSON document, or all documents of a YAML stream.
#[derive(Debug)]
pub struct Document<'t> {
    format: Format,
    trees: Vec<Node<'t>>,
}

/// A table of a document whose register is known.
struct Known<'n, 't> {
    spot: Spot<'n, 't>,
    register: &'static Register,
}

impl<'t> Document<'t> {
    /// Whether a text is an object whose first member does not yet speak for another format.
    pub(crate) fn is_worth_parsing(text: &str) -> bool {
        let first = text.trim_start().strip_prefix('{').map(str::trim_start);
        let name = first.and_then(|first| first.strip_prefix('"')?.split('"').next());
        name.is_some_and(|name| !LISTED.contains(&name))
    }

    /// Whether its members rule out the formats that are told by [`LISTED`].
    pub(crate) fn is_in_no_listed_format(&self) -> bool {
        matches!(self.trees.as_slice(), [tree] if tree.is_map() && !tree.has_any(LISTED))
    }

    /// The format of configuration that it is in.
    pub(crate) fn config_format(&self, name: &str, text: &str) -> Option<ConfigFormat> {
        match self.trees.as_slice() {
            [tree] if self.format == Format::Json && tree.is_map() => config::detect_object(tree, text),
            _ => config::detect(name, text),
        }
    }

    /// Parses a text that is JSON by its first character or YAML by its name; nothing where it is neither or broken.
    pub(crate) fn parse(name: &str, text: &'t str, reading: &mut Reading<'_>) -> Option<Self> {
        if text.len() as u64 > reading.limits.file_bytes {
            return None;
        }
        let before = reading.remarks();
        let parsed = Self::try_parse(name, text, reading);
        if parsed.is_none() {
            // Whoever reads it as something else makes remarks of its own.
            reading.forget(before);
        }
        parsed
    }

    fn try_parse(name: &str, text: &'t str, reading: &mut Reading<'_>) -> Option<Self> {
        let head = text.trim_start_matches('\u{feff}').trim_start();
        if head.starts_with('{') || (head.starts_with('[') && !head.starts_with("[[")) {
            let trees = vec![json::parse(text, reading).ok()?];
            return Some(Self {
                format: Format::Json,
                trees,
            });
        }
        let lower = name.to_ascii_lowercase();
        if head.starts_with('<') || !(lower.ends_with(".yaml") || lower.ends_with(".yml")) {
            return None;
        }
        let trees = yaml::parse(text, reading).ok()?;
        Some(Self {
            format: Format::Yaml,
            trees,
        })
    }

    /// The tool whose own format it is.
    pub(crate) fn tool(&self) -> Option<&'static Tool> {
        let [tree] = self.trees.as_slice() else {
            return None;
        };
        TOOLS.iter().find(|tool| {
            let all = tool.members.iter().all(|member| tree.get(member).is_some());
            all && (tool.members.len() > 1 || tree.entries().len() == 1)
        })
    }

    /// Whether its tables are what it is about. What then is not read is remarked upon, whichever way it goes.
    pub(crate) fn is_table(&self, name: &str, reading: &mut Reading<'_>) -> bool {
        if self.trees.iter().any(config::has_own_meaning) {
            return false;
        }
        let file = name.to_lowercase();
        let spots = self.trees.iter().flat_map(spots);
        let known: Vec<Known<'_, '_>> = spots
            .filter_map(|spot| {
                let grid = spot.grid(SAMPLE_ROWS, reading.limits).ok()?;
                let found = header::recognize(&grid, &file, &Statement::default())?;
                let register = found.register;
                Some(Known { spot, register })
            })
            .collect();
        let Some(first) = known.first() else {
            return false;
        };
        let all: usize = self.trees.iter().map(Node::leaves).sum();
        let inside: usize = known.iter().map(|k| k.spot.node.leaves()).sum();
        // Tables side by side share what stands above them.
        let common = known.iter().map(|k| k.spot.common().count()).max().unwrap_or(0);
        let outside = all.saturating_sub(inside);
        let unread = outside.saturating_sub(common);
        let is_table = if known.iter().any(|k| k.register.id == "answers") {
            true
        } else if unread > 0 && self.holds_registers(&known) {
            // A snapshot with registers inside: both are read.
            return false;
        } else {
            outside <= inside || known.iter().any(|k| header::is_named(k.register, &file))
        };
        if is_table && unread > 0 {
            let text = format!("{unread} values outside the tables of this document are not read");
            let remark = Diagnostic::note("outside-tables", text);
            reading.note(remark.hint("put settings into a file of their own"));
        } else if !is_table {
            let text = format!(
                "`{}` looks like the register `{}`, but most of the document lies outside; all of it is read as settings",
                first.spot.pointer, first.register.id
            );
            let remark = Diagnostic::note("register-inside-settings", text).at(first.spot.pointer.clone());
            reading.note(remark.hint("put the list into a file of its own if it is a register"));
        }
        is_table
    }

    /// Whether it says that it is a snapshot and all its tables are registers that a snapshot may hold.
    fn holds_registers(&self, known: &[Known<'_, '_>]) -> bool {
        let is_marked = |tree: &Node<'_>| registers::is_marked(tree.entries());
        let is_embedded = |known: &Known<'_, '_>| {
            let name = known.spot.pointer.trim_start_matches('/');
            registers::register_of(name, known.spot.node).is_some()
        };
        self.trees.iter().all(is_marked) && known.iter().all(is_embedded)
    }

    /// Whether it is one map of settings and would be nothing else if some of it were left out.
    pub(crate) fn is_plain_snapshot(&self) -> bool {
        let [tree] = self.trees.as_slice() else {
            return false;
        };
        self.format == Format::Json
            && !tree.entries().is_empty()
            && !tree.has_any(LISTED)
            && !tree.has_any(config::MARKS)
            && !TOOLS.iter().any(|tool| tree.has_any(tool.members))
            && spots(tree).is_empty()
    }

    /// Remembers what it looks like.
    pub(crate) fn learn(&self, name: &str, text: &str) {
        self.trees
            .iter()
            .for_each(|tree| config::shape::learn(name, tree, text));
    }

    /// Reads its tables into facts.
    pub(crate) fn read_tables(
        self,
        statement: &Statement,
        reading: &mut Reading<'_>,
    ) -> Result<table::Read, ReadError> {
        table::read_documents(self.format, &self.trees, statement, reading)
    }

    /// Reads it as configuration into facts; answers the word of the format that was found inside.
    pub(crate) fn read_snapshots(self, format: ConfigFormat, reading: &mut Reading<'_>) -> Result<String, ReadError> {
        config::read_documents(format, self.format == Format::Json, self.trees, reading)
    }
}
