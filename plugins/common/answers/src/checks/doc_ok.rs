//! Q-01 `doc.ok`: the document exists, has a version and an approver, covers what it must and was looked at within a
//! year. Source: document control as guidelines ask for it; approval or revision counts as a look.

use crate::ages::{Day, Names, day, max_age, recent, too_old};
use crate::aliases::{PASSAGES, covered};
use crate::documents::{Document, documents, find};
use crate::heard::{filled, items};
use crate::parts::Parts;
use crate::people::any_covers;
use crate::problem::{Mark, Problem, best, tell_all};
use sekisho_sdk::prelude::*;

/// The check.
#[derive(Debug)]
pub(crate) struct Documents;

const PARTS: &[&str] = &["exists", "version", "approved", "sections", "reviewed"];
const APPROVED: Names = Names {
    missing: "approval-missing",
    odd: "approval-odd",
    future: "approval-future",
    old: "approval-missing",
};

impl Check for Documents {
    fn spec(&self) -> Spec {
        Spec::new("doc.ok")
            .reads("registers")
            .parameter(Parameter::text("document", 200, ""))
            .parameter(Parameter::texts("require", &[]))
            .parameter(Parameter::texts("sections", &[]))
            .parameter(Parameter::texts("groups", &[]))
            .parameter(max_age(365))
    }

    fn evaluate(&self, cx: &Context<'_>, out: &mut Findings) -> Result<(), CheckError> {
        let ask = Ask {
            parts: Parts::read(cx, PARTS, PARTS)?,
            sections: cx.texts("sections")?,
            groups: cx.texts("groups")?,
            limit: cx.integer("max_age_days")?,
        };
        let token = cx.text("document")?;
        let Some(register) = cx.registers().get("documents") else {
            out.unknown("no-register");
            return Ok(());
        };
        if token.is_empty() {
            let all: Vec<Document<'_>> = documents(&register).into_iter().filter(|d| !d.is_draft()).collect();
            if all.is_empty() {
                out.not_applicable("none-listed").cite(&register);
            }
            for document in all {
                conclude(cx, &ask, document, ask.against(cx, document), out);
            }
            return Ok(());
        }
        let candidates = find(&register, token)
            .into_iter()
            .map(|document| (document, ask.against(cx, document)));
        match best(candidates) {
            Some((document, problems)) => conclude(cx, &ask, document, problems, out),
            None => {
                out.fail("missing").arg("document", token).cite(&register);
            }
        }
        Ok(())
    }
}

fn conclude<'a>(cx: &Context<'a>, ask: &Ask<'_>, document: Document<'a>, problems: Vec<Problem>, out: &mut Findings) {
    if !problems.is_empty() {
        return tell_all(problems, out);
    }
    let mut marks = vec![Mark::of(&document)];
    if ask.wants_sections() {
        marks.extend(document.passages(cx).iter().map(|p| p.mark));
        marks.dedup();
    }
    out.attested("met").arg("document", document.name()).cite_all(&marks);
}

#[derive(Debug, Clone, Copy)]
struct Ask<'a> {
    parts: Parts<'a>,
    sections: &'a [String],
    groups: &'a [String],
    limit: i64,
}

impl Ask<'_> {
    fn wants_sections(self) -> bool {
        self.parts.asks("sections") && !self.sections.is_empty()
    }

    /// What stands against a document.
    fn against<'a>(self, cx: &Context<'a>, document: Document<'a>) -> Vec<Problem> {
        let (row, name, today) = (&document.0, document.name(), cx.today());
        let fail = |message: &'static str| Problem::fail(message).arg("name", name.clone()).cite(row);
        let mut problems = Vec::new();
        if self.parts.asks("version") && filled(row, "version").is_none() {
            problems.push(fail("version-missing"));
        }
        if self.parts.asks("approved") {
            if document.is_draft() {
                problems.push(fail("draft"));
            }
            if filled(row, "approver").is_none() {
                problems.push(fail("approver-missing"));
            }
            problems.extend(recent(row, "approved_at", today, 0, &name, APPROVED).err());
        }
        if self.wants_sections() {
            problems.extend(self.against_sections(cx, document));
        }
        // Groups are only ever given on purpose, so they are looked at whatever parts are named.
        if !self.groups.is_empty() {
            let named = items(row, "target_groups");
            if named.is_empty() {
                problems.push(Problem::unknown("groups-unstated").arg("name", name.clone()).cite(row));
            } else {
                let left = self.groups.iter().filter(|group| !any_covers(group, &named));
                problems.extend(left.map(|group| fail("group-missing").arg("group", group)));
            }
        }
        if self.parts.asks("reviewed") {
            problems.extend(self.against_review(document, &name, today));
        }
        problems
    }

    fn against_sections<'a>(self, cx: &Context<'a>, document: Document<'a>) -> Vec<Problem> {
        let (passages, name) = (document.passages(cx), document.name());
        if passages.is_empty() {
            return vec![Problem::unknown("sections-unstated").arg("name", name).cite(&document)];
        }
        let texts: Vec<&str> = passages.iter().map(|p| p.text).collect();
        let left = self.sections.iter().filter(|token| !covered(PASSAGES, token, &texts));
        let problem = |token: &String| {
            Problem::fail("section-missing")
                .arg("name", name.clone())
                .arg("section", token)
                .cite(&document)
        };
        left.map(problem).collect()
    }

    fn against_review(self, document: Document<'_>, name: &str, today: Date) -> Option<Problem> {
        let row = &document.0;
        let looks = ["reviewed_at", "revised_at", "approved_at"].map(|field| day(row, field, today));
        let problem = match (looks.iter().filter_map(|d| d.past()).max(), looks) {
            (Some(last), _) if !too_old(last, today, self.limit) => return None,
            (_, [Day::Odd(text), ..]) => Problem::unknown("review-odd").arg("text", text),
            (_, [Day::Future(date), ..]) => Problem::fail("review-future").arg("date", date),
            (Some(last), _) => {
                let days = today.days_since(last);
                Problem::fail("review-old")
                    .arg("date", last)
                    .arg("days", days)
                    .arg("limit", self.limit)
            }
            (None, _) => Problem::fail("review-missing"),
        };
        Some(problem.arg("name", name).cite(row))
    }
}
