//! SB-02 `sbom.ntia7`: the seven baseline fields of NTIA's minimum elements (12 July 2021), with a count for each.
//!
//! Each offending component (or document) has its finding, and each field a summary "n of m". The parameters are there for
//! readings of the paper that differ: which components count, what is an identifier, what is a relationship.

use crate::field::{self, Absences, Presence};
use crate::{label, scope};
use sekisho_sdk::prelude::*;
use sekisho_sdk::views::sbom::{Component, Document};

/// The fields, in the order of the paper.
const FIELDS: &[&str] = &[
    "supplier",
    "name",
    "version",
    "identifier",
    "dependency",
    "author",
    "timestamp",
];

/// The check.
#[derive(Debug)]
pub(crate) struct Ntia7;

impl Check for Ntia7 {
    fn spec(&self) -> Spec {
        let fields: Vec<&str> = std::iter::once("all").chain(FIELDS.iter().copied()).collect();
        Spec::new("sbom.ntia7")
            .reads("sbom")
            .reads("advisories")
            .reads("assets")
            .parameter(Parameter::choice("field", &fields, "all"))
            .parameter(Parameter::choice(
                "components",
                &["all", "without-root", "reachable"],
                "all",
            ))
            .parameter(Parameter::texts("identifiers", &["purl", "cpe", "swid"]))
            .parameter(Parameter::choice(
                "dependency_by",
                &["relation", "description"],
                "relation",
            ))
            .parameter(Parameter::boolean("tool_is_author", false))
            .parameter(Parameter::choice("timestamp_form", &["rfc3339", "any"], "rfc3339"))
    }

    fn evaluate(&self, cx: &Context<'_>, out: &mut Findings) -> Result<(), CheckError> {
        let Some(documents) = scope::documents(cx, out) else {
            return Ok(());
        };
        let asked = cx.text("field")?;
        let components = field::counted(cx, cx.text("components")?);
        let absences = Absences::of(cx);
        for field in FIELDS.iter().filter(|f| asked == "all" || **f == asked) {
            let mut count = Count {
                out,
                field,
                documents: &documents,
                present: 0,
                total: 0,
                offenders: 0,
            };
            match *field {
                "supplier" => count.components(&components, |c| {
                    absences.presence(c, "supplier", field::has_supplier(c))
                }),
                "name" => count.components(&components, |c| absences.presence(c, "name", c.has_name())),
                "version" => count.components(&components, |c| absences.presence(c, "version", c.has_version())),
                "identifier" => {
                    let identified = field::identified(cx, cx.texts("identifiers")?);
                    count.components(&components, |c| given(identified.get(c.row() as usize) == Some(&true)));
                }
                "dependency" => {
                    let by_relation = cx.text("dependency_by")? == "relation";
                    let has = if by_relation {
                        field::related(cx)
                    } else {
                        field::describing(cx)
                    };
                    count.each_document("dependency-missing", |d| {
                        given(has.get(d.row() as usize) == Some(&true))
                    });
                }
                "author" => {
                    let tool_is_author = cx.boolean("tool_is_author")?;
                    let authors = field::authors(cx);
                    count.each_document("author-tool-only", |d| match authors.get(d.row() as usize) {
                        Some((true, _)) => Presence::Given,
                        Some((false, true)) if tool_is_author => Presence::Given,
                        Some((false, true)) => Presence::Declared(""),
                        _ => Presence::Missing,
                    });
                }
                _ => {
                    let any = cx.text("timestamp_form")? == "any";
                    count.each_document("timestamp-malformed", |d| match field::timestamp(d) {
                        Presence::Declared(_) if any => Presence::Given,
                        other => other,
                    });
                }
            }
            count.summary();
        }
        Ok(())
    }
}

fn given(yes: bool) -> Presence<'static> {
    if yes { Presence::Given } else { Presence::Missing }
}

/// The count of one field, with its findings.
struct Count<'o, 'a> {
    out: &'o mut Findings,
    field: &'o str,
    documents: &'o [Document<'a>],
    present: usize,
    total: usize,
    offenders: usize,
}

impl<'a> Count<'_, 'a> {
    fn components(&mut self, components: &[Component<'a>], presence: impl Fn(Component<'a>) -> Presence<'a>) {
        for component in components {
            self.total += 1;
            let message = match presence(*component) {
                Presence::Given => {
                    self.present += 1;
                    continue;
                }
                Presence::Declared(_) if matches!(self.field, "supplier" | "version") => "declared",
                _ => "missing",
            };
            self.offenders += 1;
            let id = format!("{}-{message}", self.field);
            self.out
                .fail(&id)
                .arg("component", label::component(*component))
                .cite(component);
        }
    }

    /// `second` is the message where something stands in the field that does not satisfy it.
    fn each_document(&mut self, second: &str, presence: impl Fn(Document<'a>) -> Presence<'a>) {
        for document in self.documents {
            self.total += 1;
            let missing = format!("{}-missing", self.field);
            let (message, value) = match presence(*document) {
                Presence::Given => {
                    self.present += 1;
                    continue;
                }
                Presence::Declared(value) => (second, value),
                Presence::Missing => (missing.as_str(), ""),
            };
            self.offenders += 1;
            let finding = self
                .out
                .fail(message)
                .arg("document", label::document(*document))
                .cite(document);
            if !value.is_empty() {
                finding.arg("value", value);
            }
        }
    }

    /// "supplier 7/10". A document without components has nothing to show: that is not met.
    fn summary(self) {
        let finding = if self.total == 0 {
            self.out.fail("no-components")
        } else if self.offenders > 0 {
            self.out.fail(&format!("{}-incomplete", self.field))
        } else {
            self.out.pass(&format!("{}-complete", self.field))
        };
        finding
            .arg("present", self.present)
            .arg("total", self.total)
            .cite_all(self.documents);
    }
}
