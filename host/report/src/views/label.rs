//! The label of a consumer product, made from its record: binary, with the details under it. It says "meets" only where every
//! criterion of the policy is satisfied or attested, and each line says who looked: the maker alone, a tester, a certifier.
//!
//! A label policy is one whose every control asks for a conformity activity (`iot/product:product.conformity`); of others there is
//! none, so that no scheme's own label is imitated. The result id is the digest of the record and the subject; the QR code says it.

mod address;

use super::{ViewError, dates, pick};
use crate::by_subject::BySubject;
use crate::page::label::Label;
use crate::page::{Cell, Figure, Page, Section, Table};
use crate::view::{Row, View};
use crate::words;
use address::{checked, encoded, short};
use sekisho_model::assessment::PolicyRecord;
use sekisho_model::finding::Finding;
use sekisho_model::text::Language;
use sekisho_model::{Digest, Outcome, Status, canonical};
use serde_json::{Value, json};

/// What every control of a label policy asks for.
const CONFORMITY: &str = "iot/product:product.conformity";
/// Labels that a page draws; what is beyond stands in tables.
const DRAWN: usize = 50;

/// Who looked, and what there is to show for it.
struct Activity<'f> {
    kind: &'static str,
    finding: &'f Finding,
}

impl Activity<'_> {
    fn arg(&self, name: &str) -> Option<String> {
        let found = self.finding.message.args.get(name).map(ToString::to_string);
        found.filter(|text| text != "-")
    }
}

pub(super) fn page(view: &View<'_>, link: Option<&str>, l: Language) -> Result<Page, ViewError> {
    let link = link.map(checked).transpose()?;
    let policies: Vec<&PolicyRecord> = view.assessment.policies.iter().filter(|p| is_label(p)).collect();
    if policies.is_empty() {
        return Err(ViewError::new(
            "no policy of this record makes a label; scan with the policy us/nist-consumer-label-2022",
        ));
    }
    let record = canonical::digest(view.assessment).map_err(|e| ViewError::new(e.to_string()))?;
    let rows = view.rows();
    let rows = BySubject::rows(&rows);
    let (mut sections, mut data) = (Vec::new(), Vec::new());
    for policy in policies {
        for subject in &view.assessment.subjects {
            let one = One {
                policy,
                subject: &subject.id,
                name: subject.name.get(l),
                rows: rows.under(&subject.id, &policy.id),
                id: format!("{record}/{}", encoded(&subject.id)),
                record,
                link,
                as_of: view.assessment.as_of.to_string(),
            };
            let is_drawn = data.len() < DRAWN;
            data.push(one.json());
            sections.push(one.section(is_drawn, l));
            sections.extend([true, false].into_iter().filter_map(|met| one.plain(met, l)));
        }
    }
    let meets = data.iter().all(|one| one.get("meets") == Some(&Value::Bool(true)));
    Ok(Page {
        title: pick(
            l,
            "消費者向けIoT製品のラベル(詳細)",
            "Label of a consumer IoT product, with its details",
        )
        .to_owned(),
        tone: if meets { "conformant" } else { "indeterminate" },
        lead: vec![dates(view.assessment, l), disclaimer(l).to_owned()],
        sections,
        data: json!({ "view": "label", "as_of": view.assessment.as_of, "labels": data }),
    })
}

fn is_label(policy: &PolicyRecord) -> bool {
    !policy.controls.is_empty()
        && policy
            .controls
            .iter()
            .all(|c| c.checks.iter().any(|check| check == CONFORMITY))
}

const fn disclaimer(l: Language) -> &'static str {
    pick(
        l,
        "公的なラベル・認証マークではありません。",
        "This is no official label and no certification mark.",
    )
}

const fn activity_word(kind: &str, l: Language) -> &'static str {
    match kind.as_bytes() {
        b"certification" => pick(l, "第三者認証", "third-party certification"),
        b"test" => pick(l, "第三者による検査・試験", "third-party test or inspection"),
        b"self" => pick(l, "自己適合宣言(言明)", "declared by the maker"),
        _ => "–",
    }
}

/// The label of one subject.
struct One<'r, 'a> {
    policy: &'a PolicyRecord,
    subject: &'a str,
    name: &'a str,
    rows: Vec<&'r Row<'a>>,
    id: String,
    record: Digest,
    link: Option<&'r str>,
    as_of: String,
}

impl One<'_, '_> {
    const fn is_met(status: Status) -> bool {
        matches!(status, Status::Satisfied | Status::Attested)
    }

    fn met(&self) -> usize {
        self.rows.iter().filter(|r| Self::is_met(r.status.status)).count()
    }

    fn meets(&self) -> bool {
        self.met() == self.policy.controls.len()
    }

    fn payload(&self) -> String {
        match self.link {
            Some(link) => format!("{link}#{}", self.id),
            None => format!("sekisho:{}", self.id),
        }
    }

    /// Of several products of the subject the activity that shows least; a person's answer is a declaration.
    fn activity<'r>(row: &'r Row<'_>) -> Option<Activity<'r>> {
        let of = |finding: &Finding| finding.message.args.get("activity").map(ToString::to_string);
        for kind in ["self", "test", "certification"] {
            let found = row.findings.iter().copied().find(|finding| {
                let counts = matches!(finding.outcome, Outcome::Pass | Outcome::Attested);
                counts && finding.check == "product.conformity" && of(finding).as_deref() == Some(kind)
            });
            if let Some(finding) = found {
                return Some(Activity { kind, finding });
            }
        }
        let answered = row.findings.iter().copied().find(|f| f.outcome == Outcome::Attested);
        answered.map(|finding| Activity { kind: "self", finding })
    }

    fn json(&self) -> Value {
        let criteria: Vec<Value> = self
            .rows
            .iter()
            .map(|row| {
                let activity = Self::activity(row);
                let arg = |name: &str| activity.as_ref().and_then(|a| a.arg(name));
                json!({
                    "control": row.control.id, "title": row.control.title, "plain": row.control.plain,
                    "status": row.status.status.name(),
                    "conformity_activity": activity.as_ref().map(|a| a.kind),
                    "body": arg("body"), "accreditation": arg("accreditation"), "declared_by": arg("declared_by"),
                    "reference": arg("reference"), "valid_until": arg("valid_until"),
                })
            })
            .collect();
        json!({
            "subject": self.subject, "name": self.name, "policy": self.policy.id, "policy_version": self.policy.version,
            "criteria_total": self.policy.controls.len(), "criteria_met": self.met(), "meets": self.meets(),
            "record": self.record, "result_id": self.id, "qr": self.payload(), "official": false, "criteria": criteria,
        })
    }

    fn label(&self, l: Language) -> Label {
        let total = self.policy.controls.len();
        let count = |kind: &str| {
            let own = self.rows.iter().filter(|r| Self::is_met(r.status.status));
            own.filter(|r| Self::activity(r).is_some_and(|a| a.kind == kind))
                .count()
        };
        let says = match (l, self.meets()) {
            (Language::Ja, true) => format!("{total}の基準を満たす"),
            (Language::En, true) => format!("Meets all {total} criteria"),
            (Language::Ja, false) => format!("{total}の基準を満たすことは示されていない"),
            (Language::En, false) => format!("Not shown to meet all {total} criteria"),
        };
        let mut lines = Vec::new();
        if self.meets() {
            for kind in ["self", "test", "certification"] {
                if count(kind) > 0 {
                    lines.push(format!("{}: {}", activity_word(kind, l), count(kind)));
                }
            }
        }
        lines.push(format!("{}: {}", pick(l, "基準日", "As of"), self.as_of));
        lines.push(format!("{}: {}", pick(l, "結果id", "Result id"), short(&self.id)));
        let title = self.policy.source.document.get(l).to_owned();
        let description = format!("{}: {says}. {}. {}", self.name, lines.join(". "), disclaimer(l));
        Label {
            title,
            description,
            language: match l {
                Language::Ja => "ja",
                Language::En => "en",
            },
            product: self.name.to_owned(),
            says,
            meets: self.meets(),
            lines,
            disclaimer: disclaimer(l).to_owned(),
            payload: self.payload(),
            anchor: self.id.clone(),
        }
    }

    fn section(&self, is_drawn: bool, l: Language) -> Section {
        let row = |row: &&Row<'_>| {
            let activity = Self::activity(row);
            let arg = |name: &str| activity.as_ref().and_then(|a| a.arg(name));
            let by = [arg("body"), arg("declared_by"), arg("accreditation"), arg("reference")];
            let by: Vec<String> = by.into_iter().flatten().collect();
            vec![
                Cell::text(row.control.title.get(l)),
                Cell::status(row.status.status, words::status(row.status.status, l)),
                Cell::text(activity_word(activity.as_ref().map_or("", |a| a.kind), l)),
                Cell::text(by.join(" / ")),
                Cell {
                    text: arg("valid_until").unwrap_or_default(),
                    class: "num",
                    tag: "",
                },
            ]
        };
        let columns = [
            pick(l, "基準", "criterion"),
            pick(l, "状態", "status"),
            pick(l, "確認の種類", "conformity activity"),
            pick(l, "誰の、どの文書か", "by whom, which document"),
            pick(l, "有効期限", "valid until"),
        ];
        let label = self.label(l);
        Section {
            heading: self.name.to_owned(),
            text: vec![label.says.clone()],
            table: Some(Table {
                columns: columns.map(ToOwned::to_owned).to_vec(),
                rows: self.rows.iter().map(row).collect(),
                is_matrix: false,
                is_drawn: false,
            }),
            notes: vec![
                words::attested_note(l).to_owned(),
                format!(
                    "{}: {}",
                    pick(
                        l,
                        "結果id(記録のSHA-256/対象)",
                        "Result id (SHA-256 of the record / subject)"
                    ),
                    self.id
                ),
                format!("{}: {}", pick(l, "QRコードの内容", "The QR code says"), label.payload),
            ],
            figures: is_drawn.then(|| Figure::Label(Box::new(label))).into_iter().collect(),
            ..Section::default()
        }
    }

    /// What the criteria mean for whoever buys it; those that are not met apart, so that no text reads as a promise.
    fn plain(&self, met: bool, l: Language) -> Option<Section> {
        let texts = self.rows.iter().filter(|row| Self::is_met(row.status.status) == met);
        let texts = texts.filter_map(|row| {
            let plain = row.control.plain.as_ref()?;
            Some(format!("{}: {}", row.control.title.get(l), plain.get(l)))
        });
        let text: Vec<String> = texts.collect();
        let heading = match met {
            true => pick(l, "それぞれの基準の意味", "What each criterion means for you"),
            false => pick(
                l,
                "示されていないこと(次のことは当てにしないでください)",
                "Not shown: do not rely on these",
            ),
        };
        (!text.is_empty()).then(|| Section {
            heading: heading.to_owned(),
            text,
            ..Section::default()
        })
    }
}
