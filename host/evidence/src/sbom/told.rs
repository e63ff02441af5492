//! Everything that reading a document gives, written out: what tests compare that read it in two ways.

use crate::{Limits, ReadError, Reading};
use sekisho_model::facts::{Column, Wanted};
use sekisho_model::schema::Kind;
use sekisho_model::{Facts, FactsBuilder};
use std::sync::Arc;

/// The label of a document or its error, its remarks, its rows and where they stand.
pub(super) fn told(
    wanted: &Arc<Wanted>,
    limits: &Limits,
    read: impl FnOnce(&mut Reading<'_>) -> Result<String, ReadError>,
) -> Vec<String> {
    let (mut builder, mut diagnostics) = (FactsBuilder::wanting(Arc::clone(wanted)), Vec::new());
    let mut reading = Reading::new(&mut builder, &mut diagnostics, limits, 0, "bom");
    let read = read(&mut reading);
    let mut told = vec![format!("{read:?} {}", reading.has_vulnerabilities)];
    reading.finish();
    told.extend(diagnostics.iter().map(|d| format!("{d:?}")));
    told.extend(facts(&builder.finish()));
    told
}

/// Every cell of facts, and where their rows stand.
pub(crate) fn facts(facts: &Facts) -> Vec<String> {
    let mut told = Vec::new();
    for kind in Kind::ALL {
        let kind = facts.kind(*kind);
        for (number, table) in kind.tables().iter().enumerate() {
            for column in table.columns() {
                told.push(match column {
                    Column::Text(codes) => {
                        let texts: Vec<_> = codes.iter().map(|code| kind.texts().get(*code)).collect();
                        format!("{number}: {texts:?}")
                    }
                    other => format!("{number}: {other:?}"),
                });
            }
        }
    }
    told.extend(
        (0..facts.count())
            .filter_map(|fact| facts.find(fact))
            .map(|place| format!("{place:?}")),
    );
    told
}
