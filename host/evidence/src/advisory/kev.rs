//! The catalogue of known exploited vulnerabilities, as JSON and as a table.

use super::json;
use super::records::{AdvisoryRecord, AffectedRecord, day};
use crate::{ReadError, Reading};
use sekisho_model::Diagnostic;

/// One line of the catalogue, whatever it was written in.
fn record(get: &dyn Fn(&str) -> Option<String>, line: u32, locator: String) -> Option<AdvisoryRecord> {
    let product = match (get("vendorProject"), get("product")) {
        (Some(vendor), Some(product)) => Some(format!("{vendor} {product}")),
        (vendor, product) => vendor.or(product),
    };
    Some(AdvisoryRecord {
        source: "kev",
        id: get("cveID")?,
        summary: get("vulnerabilityName").or_else(|| get("shortDescription")),
        published: day(get("dateAdded").as_deref()),
        due: day(get("dueDate").as_deref()),
        exploited: Some(true),
        affected: vec![AffectedRecord {
            product,
            name: get("product"),
            ..AffectedRecord::default()
        }],
        line,
        locator,
        ..AdvisoryRecord::default()
    })
}

fn left_out(reading: &mut Reading<'_>, line: u32, locator: &str) {
    let mut diagnostic = Diagnostic::warning(
        "advisory-record",
        "an entry of the exploited list is left out: it has no `cveID`",
    );
    if line > 0 {
        diagnostic = diagnostic.at_line(line);
    }
    reading.note(if locator.is_empty() {
        diagnostic
    } else {
        diagnostic.at(locator)
    });
}

pub(super) fn read_json(text: &str, reading: &mut Reading<'_>) -> Result<String, ReadError> {
    let document = json::parse(text, "KEV JSON")?;
    let Some(entries) = json::get(&document, &["vulnerabilities"]).as_array() else {
        return Err(ReadError::malformed("KEV JSON", "there is no list `vulnerabilities`"));
    };
    let mut records = Vec::with_capacity(entries.len());
    for (index, entry) in entries.iter().enumerate() {
        let locator = format!("/vulnerabilities/{index}");
        match record(&|key| json::text(entry, &[key]), 0, locator.clone()) {
            Some(record) => records.push(record),
            None => left_out(reading, 0, &locator),
        }
    }
    if let Some(count) = json::get(&document, &["count"]).as_u64()
        && count != entries.len() as u64
    {
        let text = format!("the catalogue says it has {count} entries, but holds {}", entries.len());
        reading.note(Diagnostic::warning("advisory-count", text).hint("fetch the catalogue again"));
    }
    for record in &records {
        record.push(reading)?;
    }
    Ok(json::text(&document, &["catalogVersion"]).map_or_else(|| "kev-json".to_owned(), |v| format!("kev-json-{v}")))
}

pub(super) fn read_csv(text: &str, reading: &mut Reading<'_>) -> Result<String, ReadError> {
    let mut reader = csv::ReaderBuilder::new()
        .flexible(true)
        .trim(csv::Trim::All)
        .from_reader(text.as_bytes());
    let fail = |error: &csv::Error| {
        let line = error
            .position()
            .map_or(0, |p| u32::try_from(p.line()).unwrap_or(u32::MAX));
        ReadError::malformed_at("KEV CSV", error.to_string(), line)
    };
    let header = reader.headers().map_err(|e| fail(&e))?.clone();
    let column = |name: &str| header.iter().position(|h| h.eq_ignore_ascii_case(name));
    if column("cveID").is_none() {
        return Err(ReadError::malformed_at("KEV CSV", "there is no column `cveID`", 1));
    }
    let mut records = Vec::new();
    for row in reader.records() {
        let row = row.map_err(|e| fail(&e))?;
        let line = row
            .position()
            .map_or(0, |p| u32::try_from(p.line()).unwrap_or(u32::MAX));
        let get = |name: &str| {
            let cell = column(name).and_then(|index| row.get(index));
            cell.filter(|c| !c.is_empty()).map(str::to_owned)
        };
        match record(&get, line, String::new()) {
            Some(record) => records.push(record),
            None => left_out(reading, line, ""),
        }
        if records.len() > reading.limits.rows as usize {
            return Err(ReadError::limit(
                "number of facts in one file",
                reading.limits.rows.to_string(),
            ));
        }
    }
    for record in &records {
        record.push(reading)?;
    }
    Ok("kev-csv".to_owned())
}
