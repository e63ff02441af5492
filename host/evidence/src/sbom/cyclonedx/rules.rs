//! The rules of the specification that a document must keep. A broken rule is a warning that names rule and place; the
//! document is still used. What belongs inside one object is in `inside`.

use super::model::{Bom, Citation, Component, Composition, Dependency, Metadata};
use super::place::{Place, Syntax};
use super::words;
use crate::sbom::emit::{check_length, note_unknown};
use crate::sbom::lines::Lines;
use crate::sbom::value::{Text, Unknown, UnknownNames, text};
use crate::{ReadError, Reading};
use sekisho_model::Diagnostic;

/// The state of one check.
pub(super) struct Rules<'r, 'b, 't> {
    pub(super) reading: &'r mut Reading<'b>,
    pub(super) place: Place,
    pub(super) lines: Lines<'t>,
    pub(super) minor: u8,
    unknown: UnknownNames,
    // Where the present component or dependency stands.
    line: u32,
}

impl<'r, 'b, 't> Rules<'r, 'b, 't> {
    /// For one document.
    pub(super) fn new(reading: &'r mut Reading<'b>, place: Place, lines: Lines<'t>, minor: u8) -> Self {
        Self {
            reading,
            place,
            lines,
            minor,
            unknown: UnknownNames::default(),
            line: 0,
        }
    }
}

impl Rules<'_, '_, '_> {
    /// Notes a broken rule at a member of the present object (empty: at the object itself).
    pub(super) fn broken(&mut self, code: &str, member: &str, message: String) {
        let mut diagnostic = Diagnostic::warning(code, message).at(self.place.member(member));
        let line = self.lines.line(self.line);
        if line > 0 {
            diagnostic = diagnostic.at_line(line);
        }
        self.reading.note(diagnostic);
    }

    /// Counts the unknown members of an object.
    pub(super) fn known(&mut self, unknown: &Unknown) {
        self.unknown.add(unknown);
    }

    /// A member that must be there and not empty.
    pub(super) fn required(&mut self, member: &str, value: &Option<Text<'_>>) {
        if text(value).is_none() {
            self.broken(
                "missing-field",
                member,
                format!("`{member}` is required and missing or empty"),
            );
        }
    }

    /// A member that may be left out, and must be one of some words where it is there.
    pub(super) fn one_of(&mut self, member: &str, value: &Option<Text<'_>>, words: &[&str]) {
        if let Some(value) = value
            && !words.contains(&value.as_str())
        {
            let shown = shown(value.as_str());
            self.broken(
                "invalid-value",
                member,
                format!("`{member}` has `{shown}`, which is no word of the format"),
            );
        }
    }

    /// A member that must be a string: numbers and booleans are taken, with a remark.
    pub(super) fn strings(&mut self, members: &[(&str, &Option<Text<'_>>)]) {
        let is_odd = |value: &Option<Text<'_>>| value.as_ref().is_some_and(|v| v.odd);
        for (member, _) in members.iter().filter(|(_, value)| is_odd(value)) {
            self.broken("invalid-value", member, format!("`{member}` must be a string"));
        }
    }

    /// A text of a format.
    pub(super) fn form(&mut self, member: &str, value: &Option<Text<'_>>, fits: impl Fn(&str) -> bool, what: &str) {
        if let Some(value) = value
            && !fits(value.as_str())
        {
            let shown = shown(value.as_str());
            self.broken(
                "invalid-value",
                member,
                format!("`{member}` has `{shown}`, which is not {what}"),
            );
        }
    }

    /// What stands at the top of the document, as far as it was read.
    pub(super) fn head(&mut self, bom: &Bom<'_>) {
        if self.place.syntax == Syntax::Json {
            self.required("bomFormat", &bom.bom_format);
            self.one_of("bomFormat", &bom.bom_format, &["CycloneDX"]);
        }
        self.form(
            "serialNumber",
            &bom.serial_number,
            words::is_serial_number,
            "`urn:uuid:` and a UUID",
        );
        self.form(
            "version",
            &bom.version,
            |v| v.parse::<u64>().is_ok_and(|n| n > 0),
            "a whole number from 1",
        );
    }

    /// What gives no rows.
    pub(super) fn tail(&mut self, bom: &Bom<'_>) {
        self.known(&bom.unknown);
        self.each("citations", "citation", &bom.citations, Self::citation);
        self.properties(&bom.properties);
        note_unknown(self.reading, &self.unknown);
    }

    /// The line of an object in the text.
    pub(super) fn line(&mut self, mark: u32) -> u32 {
        self.lines.line(mark)
    }

    /// Walks a list with the place kept.
    pub(super) fn each<T>(
        &mut self,
        list: &'static str,
        item: &'static str,
        items: &[T],
        check: impl Fn(&mut Self, &T),
    ) {
        for (index, one) in items.iter().enumerate() {
            let mark = self.place.enter_item(list, item, index);
            check(self, one);
            self.place.leave(mark);
        }
    }

    /// What the document says about itself, but for its component.
    pub(super) fn metadata(&mut self, metadata: &Metadata<'_>) {
        let mark = self.place.enter("metadata");
        self.known(&metadata.unknown);
        let zone = self.place.syntax == Syntax::Json;
        self.form(
            "timestamp",
            &metadata.timestamp,
            |t| words::is_timestamp(t, zone),
            "a date with time and zone",
        );
        self.each("lifecycles", "lifecycle", &metadata.lifecycles, |rules, lifecycle| {
            rules.known(&lifecycle.unknown);
            rules.one_of("phase", &lifecycle.phase, words::PHASES);
            if text(&lifecycle.phase).is_none() && text(&lifecycle.name).is_none() {
                rules.broken(
                    "missing-field",
                    "",
                    "a lifecycle has neither `phase` nor `name`".to_owned(),
                );
            }
        });
        self.licenses(&metadata.licenses);
        self.properties(&metadata.properties);
        for tool in &metadata.tools.list {
            self.known(&tool.unknown);
        }
        self.known(&metadata.tools.new.unknown);
        for contact in metadata.authors.iter() {
            self.known(&contact.unknown);
        }
        for organization in [&metadata.manufacture, &metadata.manufacturer, &metadata.supplier]
            .into_iter()
            .flatten()
        {
            self.known(&organization.unknown);
        }
        if let Some(distribution) = &metadata.distribution {
            self.known(&distribution.unknown);
            self.one_of("distributionConstraints/tlp", &distribution.tlp, words::TLP);
        }
        self.place.leave(mark);
    }

    /// One component without those inside it.
    pub(super) fn component(&mut self, c: &Component<'_>) -> Result<(), ReadError> {
        let before = std::mem::replace(&mut self.line, c.line);
        let texts = [
            text(&c.name),
            text(&c.version),
            text(&c.bom_ref),
            text(&c.group),
            text(&c.purl),
            text(&c.cpe),
            text(&c.description),
            text(&c.copyright),
            text(&c.publisher),
            text(&c.author),
        ];
        check_length(self.reading, &texts, || (self.lines.line(c.line), self.place.written()))?;
        self.inside(c);
        self.line = before;
        Ok(())
    }

    pub(super) fn dependency(&mut self, dependency: &Dependency<'_>) {
        self.known(&dependency.unknown);
        let before = std::mem::replace(&mut self.line, dependency.line);
        self.required("ref", &dependency.reference);
        for (member, targets) in [
            ("dependsOn", &dependency.depends_on),
            ("provides", &dependency.provides),
        ] {
            if targets.iter().any(|t| t.as_str().is_empty()) {
                self.broken("missing-field", member, format!("`{member}` has an empty reference"));
            }
        }
        self.line = before;
    }

    pub(super) fn composition(&mut self, composition: &Composition<'_>) {
        self.known(&composition.unknown);
        self.required("aggregate", &composition.aggregate);
        self.one_of("aggregate", &composition.aggregate, words::AGGREGATES);
    }

    fn citation(&mut self, citation: &Citation<'_>) {
        self.known(&citation.unknown);
        self.required("timestamp", &citation.timestamp);
        if text(&citation.attributed_to).is_none() && text(&citation.process).is_none() {
            let message = "a citation needs `attributedTo` or `process`".to_owned();
            self.broken("missing-field", "", message);
        }
        if citation.pointers.0 == citation.expressions.0 {
            let message = "a citation needs either `pointers` or `expressions`".to_owned();
            self.broken("invalid-value", "", message);
        }
    }
}

/// A value as shown in a message.
pub(super) fn shown(value: &str) -> String {
    value.chars().take(80).collect()
}
