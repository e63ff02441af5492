//! One firm held against an aggregate, item by item and chapter by chapter, with what to do first.
//!
//! What is compared is the share of controls on which nothing is left to do: met, attested or not applicable. That share
//! can be told of an aggregate even where the finer counts are told together. Averages of chapters are made from what is
//! told of each control and from nothing else.

use crate::aggregate::{Aggregate, By, Slice, UNSAID};
use crate::cells::Cell;
use crate::score::{PolicyName, Score, Standing};
use crate::{BenchmarkError, score};
use sekisho_model::{Bilingual, Severity};
use serde::Serialize;
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// The value of `format`.
pub const FORMAT: &str = "comparison/1";

/// One firm beside an aggregate.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Comparison {
    /// Always [`FORMAT`].
    pub format: &'static str,
    /// The policy.
    pub policy: PolicyName,
    /// Its title.
    pub title: Bilingual,
    /// Firms of the aggregate, or of the slice that was compared with.
    pub firms: usize,
    /// First and last month of their scores.
    pub months: (score::Month, score::Month),
    /// Month of the own score.
    pub month: score::Month,
    /// Which firms, where not all: titles of the attribute's values.
    pub of: Vec<Bilingual>,
    /// Firms that a told cell has at least.
    pub min_cell: usize,
    /// Controls of which something is told together or not at all.
    pub suppressed: usize,
    /// Controls of which nothing is told: they are in no average.
    pub untold: usize,
    /// Over all controls.
    pub all: Line,
    /// Chapter by chapter.
    pub groups: Vec<GroupLine>,
    /// Control by control.
    pub controls: Vec<ControlLine>,
    /// What to do first: ids of controls that are open or unknown here, those first that most others have done.
    pub priorities: Vec<String>,
}

/// Own share and average.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Line {
    /// How many controls.
    pub controls: usize,
    /// Share of them on which nothing is left to do here.
    pub own: f64,
    /// The same over the controls of which the average is told: what can be held against it.
    pub own_compared: Option<f64>,
    /// The same of the average, over the controls of which it is told.
    pub average: Option<Average>,
    /// Own share less average, over the controls of which the average is told.
    pub difference: Option<f64>,
}

/// An average, as far as it may be told.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Average {
    /// The middle of what it may be; the average itself where both ends are one.
    pub about: f64,
    /// At least.
    pub low: f64,
    /// At most.
    pub high: f64,
}

/// A chapter.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct GroupLine {
    /// Id.
    pub id: String,
    /// Title.
    pub title: Bilingual,
    /// Its numbers.
    #[serde(flatten)]
    pub line: Line,
}

/// A control.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ControlLine {
    /// Id.
    pub id: String,
    /// Chapter.
    pub group: String,
    /// Title.
    pub title: Bilingual,
    /// Severity of a failure.
    pub severity: Severity,
    /// The own standing.
    pub own: Standing,
    /// Share of the firms on which nothing is left to do.
    pub average: Option<Average>,
    /// 1 or 0 less the average.
    pub difference: Option<f64>,
    /// What is told of the firms.
    pub cells: Vec<Cell>,
    /// Whether something is told together or not at all.
    pub suppressed: bool,
}

/// Compares.
pub fn compare(own: &Score, aggregate: &Aggregate) -> Result<Comparison, BenchmarkError> {
    if own.policy != aggregate.policy {
        return Err(BenchmarkError::Unlike {
            own: own.policy.to_string(),
            aggregate: aggregate.policy.to_string(),
        });
    }
    let slice = slice(own, aggregate)?;
    let mut controls = Vec::with_capacity(aggregate.controls.len());
    for (control, cells) in aggregate.controls.iter().zip(&slice.controls) {
        let Some(standing) = own.standings.get(&control.id) else {
            return Err(BenchmarkError::Unlike {
                own: format!("{} without control `{}`", own.policy, control.id),
                aggregate: format!("{} with it", aggregate.policy),
            });
        };
        let average = average(cells, slice.firms);
        controls.push(ControlLine {
            id: control.id.clone(),
            group: control.group.clone(),
            title: control.title.clone(),
            severity: control.severity,
            own: *standing,
            average,
            difference: average.map(|a| round(f64::from(u8::from(standing.is_done())) - a.about)),
            suppressed: cells.iter().any(|c| c.firms.is_none() || c.standings.len() > 1),
            cells: cells.clone(),
        });
    }
    let groups = aggregate.groups.iter().filter_map(|group| {
        let line = line(controls.iter().filter(|c| c.group == group.id));
        (line.controls > 0).then(|| GroupLine {
            id: group.id.clone(),
            title: group.title.clone(),
            line,
        })
    });
    Ok(Comparison {
        format: FORMAT,
        policy: own.policy.clone(),
        title: aggregate.title.clone(),
        firms: slice.firms,
        months: aggregate.months,
        month: own.month,
        of: slice.of.iter().map(|value| name(aggregate.by, value)).collect(),
        min_cell: aggregate.min_cell,
        suppressed: controls.iter().filter(|c| c.suppressed).count(),
        untold: controls.iter().filter(|c| c.average.is_none()).count(),
        all: line(controls.iter()),
        groups: groups.collect(),
        priorities: priorities(&controls),
        controls,
    })
}

/// The firms like the own one.
fn slice<'a>(own: &Score, aggregate: &'a Aggregate) -> Result<&'a Slice, BenchmarkError> {
    let value = aggregate.by.value(own).unwrap_or(UNSAID);
    let is_own = |slice: &&Slice| slice.of.is_empty() || slice.of.iter().any(|one| one == value);
    let found = aggregate.slices.iter().find(is_own);
    found.ok_or_else(|| BenchmarkError::NoSlice(name(aggregate.by, value).en))
}

fn name(by: By, value: &str) -> Bilingual {
    let unsaid = || Bilingual::new("属性の申告なし", "firms that do not say what they are");
    by.title(value).unwrap_or_else(unsaid)
}

/// The share of firms on which nothing is left to do, as far as the cells tell it.
fn average(cells: &[Cell], firms: usize) -> Option<Average> {
    let share = |count: usize| {
        #[allow(clippy::cast_precision_loss, reason = "counts of firms are far below 2^52")]
        let share = count.min(firms) as f64 / firms.max(1) as f64;
        share
    };
    let (mut least, mut most) = (0, 0);
    for cell in cells {
        let is_done = cell.standings.iter().all(|s| s.is_done());
        if !is_done && cell.standings.iter().any(|s| s.is_done()) {
            return None;
        }
        match (is_done, cell.firms, cell.fewer_than) {
            (true, Some(count), _) => {
                least += count;
                most += count;
            }
            (true, None, Some(bound)) => most += bound.saturating_sub(1),
            (false, None, Some(bound)) => {
                least += firms.saturating_sub(bound.saturating_sub(1));
                most += firms.saturating_sub(1);
            }
            _ => {}
        }
    }
    let (low, high) = (share(least), share(most));
    Some(Average {
        about: round(f64::midpoint(low, high)),
        low: round(low),
        high: round(high),
    })
}

#[allow(clippy::cast_precision_loss, reason = "counts of controls are far below 2^52")]
fn line<'c>(controls: impl Iterator<Item = &'c ControlLine> + Clone) -> Line {
    let share = |done: usize, of: usize| done as f64 / of.max(1) as f64;
    let count = controls.clone().count();
    let done = controls.clone().filter(|c| c.own.is_done()).count();
    let told: Vec<(Average, bool)> = controls.filter_map(|c| Some((c.average?, c.own.is_done()))).collect();
    let mean = |of: fn(&Average) -> f64| told.iter().map(|(a, _)| of(a)).sum::<f64>() / told.len().max(1) as f64;
    let average = (!told.is_empty()).then(|| Average {
        about: round(mean(|a| a.about)),
        low: round(mean(|a| a.low)),
        high: round(mean(|a| a.high)),
    });
    let own_of_told = share(told.iter().filter(|(_, is_done)| *is_done).count(), told.len());
    Line {
        controls: count,
        own: round(share(done, count)),
        own_compared: average.map(|_| round(own_of_told)),
        average,
        difference: average.map(|_| round(own_of_told - mean(|a| a.about))),
    }
}

/// Open here, done by most others: first. Of equals the graver one, then the order of the guideline.
fn priorities(controls: &[ControlLine]) -> Vec<String> {
    let mut open: Vec<&ControlLine> = controls.iter().filter(|c| !c.own.is_done()).collect();
    let others = |c: &ControlLine| c.average.map_or(-1.0, |a| a.about);
    open.sort_by(|a, b| {
        let by_others = others(b).total_cmp(&others(a));
        by_others.then_with(|| (Reverse(a.severity), Reverse(a.own)).cmp(&(Reverse(b.severity), Reverse(b.own))))
    });
    open.into_iter().map(|c| c.id.clone()).collect()
}

impl Line {
    /// The own share beside an average: over the same controls, where there is one.
    pub fn beside(&self) -> f64 {
        self.own_compared.unwrap_or(self.own)
    }
}

impl Comparison {
    /// The control of an id.
    pub fn control(&self, id: &str) -> Option<&ControlLine> {
        self.controls.iter().find(|c| c.id == id)
    }

    /// The controls to do first, in order.
    pub fn first(&self) -> Vec<&ControlLine> {
        let by_id: BTreeMap<&str, &ControlLine> = self.controls.iter().map(|c| (c.id.as_str(), c)).collect();
        let ids = self.priorities.iter();
        ids.filter_map(|id| by_id.get(id.as_str()).copied()).collect()
    }
}

/// Four places, and no minus before a zero.
fn round(share: f64) -> f64 {
    (share * 10_000.0).round() / 10_000.0 + 0.0
}
