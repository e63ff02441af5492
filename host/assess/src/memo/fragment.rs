//! What the record says of one subject, as the bytes that stand in it, and what these rest on.

use crate::aside::Waiting;
use crate::cost::Cost;
use crate::memo::Remember;
use crate::plan::Plan;
use crate::section::{Frame, Gist, Section};
use sekisho_catalog::Waiver;
use sekisho_model::canonical::{CanonicalError, Items};
use sekisho_model::schema::KINDS;
use sekisho_model::{Bilingual, Date, Diagnostic, Digest};
use serde::{Deserialize, Serialize};

/// A list of the record, of which a fragment has some items with commas between them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(usize)]
pub(crate) enum Part {
    Evidence,
    Findings,
    Statuses,
    Entries,
}

/// How many lists there are.
pub(crate) const PARTS: usize = 4;

impl Part {
    pub(crate) const ALL: [Self; PARTS] = [Self::Evidence, Self::Findings, Self::Statuses, Self::Entries];
}

/// Everything about a fragment but its bytes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct About {
    pub(crate) id: String,
    pub(crate) name: Bilingual,
    pub(crate) gist: Gist,
    pub(crate) diagnostics: Vec<Diagnostic>,
    /// Per call of the plan.
    pub(crate) costs: Vec<Option<Cost>>,
    /// For each of the waivers that speak of the subject, how many entries it covers.
    pub(crate) waived: Vec<u64>,
    /// How many leaves of the ledger it has.
    pub(crate) leaves: usize,
    /// How many bytes its items have in each list.
    pub(crate) lengths: [usize; PARTS],
    /// What it rests on, besides the recipe; none where it is not to be remembered.
    pub(crate) basis: Option<Rests>,
}

/// What a fragment rests on, compared with what is now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Rests {
    /// The bytes of the subject, and how much of them is read.
    pub(crate) stamp: Digest,
    /// How many facts they gave: it decides with others whether the cost is measured.
    pub(crate) facts: u32,
    /// The day, where a call asked for it.
    pub(crate) day: Option<Date>,
    /// The waivers that speak of the subject.
    pub(crate) waivers: Digest,
}

impl About {
    /// How much it counts: one without bytes is still one.
    pub(crate) fn weight(&self) -> usize {
        self.lengths.iter().fold(1, |sum, length| sum.saturating_add(*length))
    }
}

/// A fragment that was made in this scan.
#[derive(Debug)]
pub(crate) struct Fragment {
    pub(crate) about: About,
    pub(crate) leaves: Vec<u8>,
    /// Its items, list by list, and what to remember of its calls.
    pub(crate) waiting: Waiting,
    /// Per call: whether it was remembered.
    pub(crate) remembered: Vec<bool>,
}

impl Fragment {
    pub(crate) fn of(section: Section, recipe: &Recipe) -> Result<Self, CanonicalError> {
        let bytes = [
            items(&section.evidence)?,
            section.written.findings,
            items(&section.statuses)?,
            section.written.entries,
            section.memory.unwrap_or_default(),
        ];
        let relevant = recipe.relevant(&section.id);
        let counts = relevant.iter().map(|waiver| section.waived.get(*waiver).copied());
        Ok(Self {
            about: About {
                gist: section.gist,
                diagnostics: section.diagnostics,
                costs: section.costs,
                waived: counts.map(Option::unwrap_or_default).collect(),
                leaves: section.leaves.len(),
                lengths: std::array::from_fn(|part| bytes.get(part).map_or(0, Vec::len)),
                basis: section.basis.map(|basis| Rests {
                    stamp: basis.stamp,
                    facts: basis.facts,
                    day: basis.asked_day.then_some(recipe.as_of),
                    waivers: recipe.waivers(&relevant),
                }),
                id: section.id,
                name: section.name,
            },
            leaves: section.leaves.iter().flat_map(|leaf| *leaf.as_bytes()).collect(),
            waiting: Waiting::Plain(bytes),
            remembered: section.remembered,
        })
    }
}

fn items<T: Serialize>(list: &[T]) -> Result<Vec<u8>, CanonicalError> {
    let mut items = Items::default();
    for item in list {
        items.push(item)?;
    }
    Ok(items.close())
}

/// What the fragments of a scan rest on, besides the subject itself.
#[derive(Debug)]
pub(crate) struct Recipe {
    /// Names the scan: one with other policies or profiles leaves its fragments alone.
    pub(crate) scan: Digest,
    /// Program, policies with their parameters, plugins, limits, schema.
    pub(crate) digest: Digest,
    pub(crate) as_of: Date,
    /// The waivers, as patterns of subjects, and all that a fragment shows of each.
    waivers: Vec<(Waiver, String)>,
}

impl Recipe {
    pub(crate) fn of(remember: Option<Remember<'_>>, frame: &Frame<'_>) -> Self {
        let (input, plan): (_, &Plan) = (frame.input, frame.plan);
        // Written with every field, quoted and typed, so that no two inputs are written alike.
        let policies = format!("{:?}", input.policies);
        let limits = format!("{:?}", input.limits);
        let schema = format!("{KINDS:?}");
        let program = remember.map_or_else(|| Digest::of(b""), |remember| remember.program);
        let mut parts: Vec<Vec<u8>> = vec![b"fragment/1".to_vec(), program.as_bytes().to_vec()];
        parts.extend([policies.into_bytes(), limits.into_bytes(), schema.into_bytes()]);
        for plugin in plan.calls.iter().filter_map(|call| input.plugins.get(call.plugin)) {
            parts.push(plugin.digest().as_bytes().to_vec());
            parts.push(plugin.authority().interface.to_string().into_bytes());
        }
        let names = input.policies.iter().map(|p| (&p.record.id, &p.record.profile));
        let names = format!("{:?}", names.collect::<Vec<_>>());
        let waivers = input.waivers.iter().map(|waiver| {
            let of_any = Waiver {
                policy: "*".to_owned(),
                control: "*".to_owned(),
                check: "*".to_owned(),
                ..waiver.clone()
            };
            let Waiver {
                id,
                policy,
                control,
                check,
                subject,
                expires,
                ..
            } = waiver;
            // Who approved it and why stands beside the fragments.
            let shown = (
                id,
                policy,
                control,
                check,
                subject,
                expires,
                waiver.holds_on(input.as_of),
            );
            (of_any, format!("{shown:?}"))
        });
        Self {
            scan: Digest::of_parts(&[b"scan/2", names.as_bytes()]),
            digest: Digest::of_parts(&parts.iter().map(Vec::as_slice).collect::<Vec<_>>()),
            as_of: input.as_of,
            waivers: waivers.collect(),
        }
    }

    /// The waivers that can speak of a subject, by number.
    pub(crate) fn relevant(&self, subject: &str) -> Vec<usize> {
        let speaks = |(_, (waiver, _)): &(usize, &(Waiver, String))| waiver.covers(subject, "", "", "");
        let waivers = self.waivers.iter().enumerate();
        waivers.filter(speaks).map(|(number, _)| number).collect()
    }

    /// Names waivers by all that a fragment shows of them.
    pub(crate) fn waivers(&self, relevant: &[usize]) -> Digest {
        let shown = relevant.iter().filter_map(|number| self.waivers.get(*number));
        let shown: Vec<&[u8]> = shown.map(|(_, shown)| shown.as_bytes()).collect();
        Digest::of_parts(&shown)
    }

    /// Whether a fragment says what would be found out now of a subject with these bytes.
    pub(crate) fn fits(&self, about: &About, stamp: &Digest, waivers: &Digest, is_measured: bool) -> bool {
        about.basis.as_ref().is_some_and(|basis| {
            basis.stamp == *stamp
                && basis.waivers == *waivers
                && basis.day.is_none_or(|day| day == self.as_of)
                && (about.costs.iter().all(Option::is_some) || !is_measured)
        })
    }
}
