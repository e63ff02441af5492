//! What the page shows, made ready: words chosen, counts made, charts laid out.

use crate::by_subject::BySubject;
use crate::view::{Counts, Row, View, places};
use crate::words;
use sekisho_model::assessment::{PolicyRecord, SubjectRecord};
use sekisho_model::finding::Finding;
use sekisho_model::text::Language;
use sekisho_model::{Evidence, Outcome, Status};

/// The page's fixed words.
pub(super) struct Labels(pub(super) Language);

macro_rules! labels {
    ($($name:ident),*) => {
        impl Labels { $( pub(super) fn $name(&self) -> &'static str { words::$name(self.0) } )* }
    };
}
labels!(
    title,
    summary,
    verdict_label,
    as_of,
    policy,
    profile,
    issuer,
    source,
    requirement,
    status_label,
    findings,
    evidence,
    waivers,
    diagnostics,
    ledger,
    ledger_entries,
    ledger_root,
    plugins,
    reads,
    digest,
    format,
    path,
    controls,
    controls_counted,
    unverified,
    frame,
    excluded,
    scopes,
    approver,
    expires,
    justification,
    location,
    kind,
    worst_first,
    everything_met,
    paraphrase_note,
    attested_note,
    axes_note,
    generated_by,
    subject,
    control,
    scope,
    remark,
    waiver,
    open_risks,
    no_open_risks,
    risk_note,
    risk_source,
    layer,
    threat,
    table_of_contents
);

impl Labels {
    pub(super) fn waiver_state<'s>(&self, state: &'s str) -> &'s str {
        words::waiver_state(state, self.0)
    }
}

/// A policy's head.
pub(super) struct PolicySection {
    pub(super) id: String,
    pub(super) version: String,
    pub(super) title: String,
    pub(super) issuer: String,
    pub(super) document: String,
    pub(super) source_version: String,
    pub(super) date: String,
    pub(super) url: String,
    pub(super) note: String,
    /// Who made which document.
    pub(super) bodies: Vec<String>,
    pub(super) profile: String,
    pub(super) digest: String,
    pub(super) is_frame: bool,
    pub(super) excluded: Vec<(String, String, String)>,
    /// Control, where it applies, why.
    pub(super) scopes: Vec<(String, String, String)>,
}

impl PolicySection {
    pub(super) fn new(policy: &PolicyRecord, l: Language) -> Self {
        let scopes = policy.controls.iter().filter_map(|c| {
            let scope = c.scope.as_ref()?;
            Some((c.id.clone(), words::applies(scope, l), scope.reason.get(l).to_owned()))
        });
        let excluded = policy.controls.iter().filter_map(|c| {
            let reason = c.excluded.as_ref()?;
            Some((c.id.clone(), c.title.get(l).to_owned(), reason.get(l).to_owned()))
        });
        Self {
            id: policy.id.clone(),
            version: policy.version.clone(),
            title: policy.title.get(l).to_owned(),
            issuer: policy.issuer.get(l).to_owned(),
            document: policy.source.document.get(l).to_owned(),
            source_version: policy.source.version.clone(),
            // Some documents are known by their day alone.
            date: policy
                .source
                .date
                .map(|d| d.to_string())
                .filter(|day| *day != policy.source.version)
                .unwrap_or_default(),
            url: policy.source.url.clone().unwrap_or_default(),
            note: policy.source.note.get(l).to_owned(),
            bodies: policy.source.bodies.iter().map(|body| body.line(l)).collect(),
            profile: policy.profile.clone().unwrap_or_default(),
            digest: policy.digest.to_string(),
            is_frame: policy.completeness == "frame",
            excluded: excluded.collect(),
            scopes: scopes.collect(),
        }
    }
}

/// One subject's part of the page.
pub(super) struct SubjectSection {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) verdict: &'static str,
    pub(super) verdict_class: &'static str,
    pub(super) policies: Vec<SubjectPolicy>,
    pub(super) evidence: Vec<EvidenceLine>,
    /// Pictures as SVG, with their headings.
    pub(super) figures: Vec<(String, String)>,
    /// The flow of data as SVG, with its heading.
    pub(super) flow: Option<(String, String)>,
}

/// One policy for one subject.
pub(super) struct SubjectPolicy {
    pub(super) id: String,
    pub(super) title: String,
    pub(super) total: usize,
    pub(super) legend: Vec<Share>,
    pub(super) bars: Vec<Bar>,
    pub(super) open: Vec<ControlView>,
    pub(super) groups: Vec<GroupView>,
}

/// How many controls have a status.
pub(super) struct Share {
    pub(super) class: &'static str,
    pub(super) name: &'static str,
    pub(super) count: usize,
}

/// One bar of the chart: a category and its shares, laid out on 600 units of width.
pub(super) struct Bar {
    pub(super) label: String,
    pub(super) total: usize,
    pub(super) y: usize,
    pub(super) parts: Vec<Part>,
}

/// One part of a bar.
pub(super) struct Part {
    pub(super) class: &'static str,
    pub(super) name: &'static str,
    pub(super) count: usize,
    pub(super) x: usize,
    pub(super) width: usize,
}

/// A category with its controls.
pub(super) struct GroupView {
    pub(super) title: String,
    pub(super) controls: Vec<ControlView>,
}

/// A piece of a title; with a note where it is a term.
pub(super) struct Piece {
    pub(super) text: String,
    pub(super) note: String,
}

/// The title, cut where the policy tells a word of it.
fn pieces(row: &Row<'_>, l: Language) -> Vec<Piece> {
    let title = row.control.title.get(l);
    let terms = row.policy.terms.iter().filter(|t| row.control.terms.contains(&t.id));
    let mut cuts: Vec<_> = terms.filter_map(|t| Some((t.find(title, l)?, t.text.get(l)))).collect();
    cuts.sort_by_key(|(at, _)| at.start);
    let piece = |range: std::ops::Range<usize>, note: &str| Piece {
        text: title.get(range).unwrap_or_default().to_owned(),
        note: note.to_owned(),
    };
    let mut out = Vec::new();
    let mut done = 0;
    for (at, note) in cuts {
        // Of two terms that overlap the first is told.
        if at.start < done {
            continue;
        }
        out.push(piece(done..at.start, ""));
        done = at.end;
        out.push(piece(at, note));
    }
    out.push(piece(done..title.len(), ""));
    out
}

/// One control.
pub(super) struct ControlView {
    pub(super) anchor: String,
    pub(super) id: String,
    pub(super) clause: String,
    pub(super) kinds: String,
    pub(super) title: Vec<Piece>,
    pub(super) unverified: bool,
    pub(super) status: &'static str,
    pub(super) status_class: &'static str,
    pub(super) severity: &'static str,
    pub(super) waived: &'static str,
    pub(super) findings: Vec<FindingView>,
}

/// One finding.
pub(super) struct FindingView {
    pub(super) outcome: &'static str,
    pub(super) class: &'static str,
    pub(super) check: String,
    pub(super) text: String,
    pub(super) hint: String,
    pub(super) places: Vec<String>,
    pub(super) waiver: String,
}

/// One evidence file.
pub(super) struct EvidenceLine {
    pub(super) path: String,
    pub(super) kind: &'static str,
    pub(super) format: String,
    pub(super) digest: String,
}

impl SubjectSection {
    pub(super) fn new(
        subject: &SubjectRecord,
        policies: &[PolicyRecord],
        rows: &BySubject<'_, Row<'_>>,
        evidence: &[&Evidence],
        l: Language,
    ) -> Self {
        let policies = policies
            .iter()
            .map(|policy| SubjectPolicy::new(subject, policy, &rows.under(&subject.id, &policy.id), l));
        let evidence = evidence.iter().map(|e| EvidenceLine {
            path: e.path.clone(),
            kind: words::kind_of(e.kind, l),
            format: e.format.clone(),
            digest: e.digest.to_string(),
        });
        Self {
            id: subject.id.clone(),
            name: subject.name.get(l).to_owned(),
            verdict: words::verdict(subject.verdict, l),
            verdict_class: subject.verdict.name(),
            policies: policies.collect(),
            evidence: evidence.collect(),
            figures: Vec::new(),
            flow: None,
        }
    }
}

impl SubjectPolicy {
    fn new(subject: &SubjectRecord, policy: &PolicyRecord, rows: &[&Row<'_>], l: Language) -> Self {
        let counts = View::counts(rows.iter().copied());
        let legend = Status::WORST_FIRST.iter().zip(counts).map(|(status, count)| Share {
            class: status.name(),
            name: words::status(*status, l),
            count,
        });
        let mut bars = Vec::new();
        let mut groups = Vec::new();
        for top in policy.groups.iter().filter(|g| g.parent.is_none()) {
            let members: Vec<&Row<'_>> = rows
                .iter()
                .copied()
                .filter(|r| top_group(policy, &r.control.group) == top.id)
                .collect();
            if members.is_empty() {
                continue;
            }
            let y = bars.len() * 28;
            bars.push(Bar::new(top.title.get(l), View::counts(members.iter().copied()), y, l));
            groups.push(GroupView {
                title: top.title.get(l).to_owned(),
                controls: members.iter().map(|r| ControlView::new(subject, r, l)).collect(),
            });
        }
        let mut open: Vec<&Row<'_>> = rows
            .iter()
            .copied()
            .filter(|r| matches!(r.status.status, Status::NotSatisfied | Status::Indeterminate))
            .collect();
        open.sort_by_key(|r| (r.status.waived, r.status.status, std::cmp::Reverse(r.severity())));
        Self {
            id: policy.id.clone(),
            title: policy.title.get(l).to_owned(),
            total: rows.len(),
            legend: legend.collect(),
            bars,
            open: open.into_iter().map(|r| ControlView::new(subject, r, l)).collect(),
            groups,
        }
    }

    /// Height of the chart.
    pub(super) fn height(&self) -> usize {
        self.bars.len() * 28 + 4
    }
}

/// The outermost chapter of a chapter.
fn top_group<'p>(policy: &'p PolicyRecord, group: &'p str) -> &'p str {
    let mut at = group;
    // Parents stand before children in a checked catalogue, so this ends; the bound covers records from elsewhere.
    for _ in 0..policy.groups.len() {
        match policy
            .groups
            .iter()
            .find(|g| g.id == at)
            .and_then(|g| g.parent.as_deref())
        {
            Some(parent) => at = parent,
            None => break,
        }
    }
    at
}

impl Bar {
    fn new(label: &str, counts: Counts, y: usize, l: Language) -> Self {
        let total: usize = counts.iter().sum();
        let mut x = 0;
        let mut before = 0;
        let mut parts = Vec::new();
        for (status, count) in Status::WORST_FIRST.iter().zip(counts) {
            before += count;
            let end = (before * 600).checked_div(total).unwrap_or(0);
            if count > 0 {
                parts.push(Part {
                    class: status.name(),
                    name: words::status(*status, l),
                    count,
                    x,
                    width: end - x,
                });
            }
            x = end;
        }
        Self {
            label: label.to_owned(),
            total,
            y,
            parts,
        }
    }
}

impl ControlView {
    fn new(subject: &SubjectRecord, row: &Row<'_>, l: Language) -> Self {
        Self {
            anchor: format!("{}/{}/{}", subject.id, row.policy.id, row.control.id),
            id: row.control.id.clone(),
            clause: row.control.clause.clone(),
            kinds: words::class(&row.control.class, l),
            title: pieces(row, l),
            unverified: row.control.confidence == "unverified",
            status: words::status(row.status.status, l),
            status_class: row.status.status.name(),
            severity: words::severity(row.severity(), l),
            waived: if row.status.waived { words::waived(l) } else { "" },
            findings: row
                .findings_worst_first()
                .into_iter()
                .map(|f| FindingView::new(f, l))
                .collect(),
        }
    }

    /// The findings that leave something to do.
    pub(super) fn todo(&self) -> impl Iterator<Item = &FindingView> {
        self.findings
            .iter()
            .filter(|f| matches!(f.class, "fail" | "error" | "unknown"))
    }
}

impl FindingView {
    fn new(finding: &Finding, l: Language) -> Self {
        let text = match l {
            Language::Ja => &finding.message.ja,
            Language::En => &finding.message.en,
        };
        let with_hint = !matches!(finding.outcome, Outcome::Pass | Outcome::NotApplicable);
        Self {
            outcome: words::outcome(finding.outcome, l),
            class: finding.outcome.name(),
            check: format!("{}:{}", finding.plugin, finding.check),
            text: text.clone(),
            hint: finding
                .message
                .hint
                .as_ref()
                .filter(|_| with_hint)
                .map(|h| h.get(l).to_owned())
                .unwrap_or_default(),
            places: places(&finding.evidence),
            waiver: finding.waived.clone().unwrap_or_default(),
        }
    }
}
