//! Flaws in registers: which of them count as grave, and whether a mitigation bridges the time until the fix.

use crate::age::is_over;
use crate::scope::fold;
use sekisho_sdk::parts::holds;
use sekisho_sdk::prelude::*;

/// Kinds of measure in the register of mitigations.
pub(crate) const MEASURES: &[&str] = &[
    "isolate",
    "restrict",
    "disable",
    "workaround",
    "virtual-patch",
    "monitor",
    "other",
];
/// Stated severities; `unknown` stands for none stated.
pub(crate) const SEVERITIES: &[&str] = &["critical", "high", "medium", "low", "none", "unknown"];
/// What bridges the time until the fix: watching alone does not.
pub(crate) const BRIDGES: &[&str] = &["isolate", "restrict", "disable", "workaround", "virtual-patch"];

/// Which flaws count.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Grave<'a> {
    pub(crate) min_cvss: f64,
    pub(crate) severities: &'a [String],
}

impl Grave<'_> {
    /// Whether a row's flaw counts: by its score, by its stated severity, or because it states neither.
    pub(crate) fn counts(&self, row: &Entry<'_>) -> bool {
        if row.number("cvss").is_some_and(|score| score >= self.min_cvss) {
            return true;
        }
        match row.get("severity") {
            Some(severity) if SEVERITIES.contains(&severity) && severity != "unknown" => {
                holds(self.severities, severity)
            }
            // No severity that anybody understands: a score that was read (and is below the bound) settles it.
            _ => row.number("cvss").is_none() && holds(self.severities, "unknown"),
        }
    }
}

/// Whether a measure of an accepted kind is in force on a day.
fn in_force(row: &Entry<'_>, day: Date, kinds: &[String]) -> bool {
    let started = row.date("started_at").is_some_and(|start| start <= day);
    let readable = !row.has("until") || row.date("until").is_some();
    let kind = row.get("kind").is_some_and(|kind| holds(kinds, kind));
    started && readable && kind && row.has("measure") && !is_over(row.date("until"), day)
}

/// Measures that speak of a row: named by it, or for the same update or flaw on the same asset (or on all).
pub(crate) fn measures_for<'a>(cx: &Context<'a>, row: &Entry<'_>, asset: Option<&str>) -> Vec<Entry<'a>> {
    let named = row.get("mitigation").map(fold);
    let update = row.get("update").map(fold);
    let mut flaws: Vec<String> = row.list("vulnerabilities").into_iter().map(fold).collect();
    flaws.extend(row.list("vulnerability").into_iter().map(fold));
    let asset = asset.map(fold);
    let speaks = |measure: &Entry<'a>| {
        if named.is_some() && measure.key().map(fold) == named {
            return true;
        }
        let same_asset = measure.get("asset").map(fold).is_none_or(|a| Some(a) == asset);
        let same_update = update.is_some() && measure.get("update").map(fold) == update;
        let same_flaw = measure
            .list("vulnerability")
            .into_iter()
            .any(|flaw| flaws.contains(&fold(flaw)));
        same_asset && (same_update || same_flaw)
    };
    cx.registers().rows("mitigations").filter(speaks).collect()
}

/// The first measure in force on a day, among those that speak of a row.
pub(crate) fn bridge<'a>(measures: &[Entry<'a>], day: Date, kinds: &[String]) -> Option<Entry<'a>> {
    measures.iter().find(|measure| in_force(measure, day, kinds)).copied()
}
