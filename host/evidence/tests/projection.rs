//! What is read of evidence when only some facts are wanted: the very same, as far as they are wanted.

#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

use sekisho_evidence::table::Statement;
use sekisho_evidence::{Limits, Reading, detect};
use sekisho_model::facts::{Column, Wanted};
use sekisho_model::schema::{KINDS, Kind, KindSchema};
use sekisho_model::{Diagnostic, Facts, FactsBuilder};
use std::sync::Arc;

const BOM: &str = r#"{"bomFormat":"CycloneDX","specVersion":"1.6","serialNumber":"urn:uuid:3e671687-395b-41f5-a30f-a58921a69b79",
"metadata":{"timestamp":"2025-03-01T00:00:00Z","lifecycles":[{"phase":"build"}],"authors":[{"name":"鈴木"}],
 "component":{"type":"application","bom-ref":"root","name":"app","version":"1"}},
"components":[
 {"type":"library","bom-ref":"a","name":"a","version":"1","supplier":{"name":"NOASSERTION"},
  "hashes":[{"alg":"SHA-256","content":"AB"}],"licenses":[{"license":{"id":"MIT"}}],
  "swid":{"tagId":"t","name":"a"},"swhid":["swh:1:cnt:94a9ed024d3859793618152ea559a168bbcbb5e2"],
  "properties":[{"name":"cdx:lifecycle:milestone:endOfSupport","value":"2030-01-31"}],
  "externalReferences":[{"type":"distribution","url":"https://example.jp/a"},
   {"type":"vcs","url":"https://example.jp/a.git"}],
  "components":[{"type":"library","bom-ref":"b\u002d1","name":"b","purl":"pkg:generic/b@2"}]},
 {"type":"cryptographic-asset","bom-ref":"c","name":"AES","licenses":[{"expression":"NOASSERTION"}],
  "cryptoProperties":{"assetType":"algorithm","algorithmProperties":{"parameterSetIdentifier":"128"}},
  "evidence":{"licenses":[{"license":{"id":"ISC"}}]}}],
"services":[{"bom-ref":"s","name":"s"}],
"dependencies":[{"ref":"root","dependsOn":["a","gone","s"]},{"ref":"a","dependsOn":["b-1"]},{"ref":"c"}],
"compositions":[{"aggregate":"incomplete","assemblies":["a"]}],
"vulnerabilities":[{"id":"CVE-2024-1","affects":[{"ref":"a"}],"analysis":{"state":"not_affected"}}]}"#;

const SETTINGS: &str =
    r#"{"hostname":"h","password":{"min_length":12},"ports":[22,443],"ssh":{"permit_root_login":"no"}}"#;

const ASSETS: &str =
    "id,name,class,owner,last_reviewed,color\nA-1,x,server,Sato,2026-01-02,red\nA-2,y,plc,,2026-02-30,\n";

fn read(name: &str, text: &str, wanted: Option<Wanted>) -> (Facts, Vec<Diagnostic>) {
    let limits = Limits::default();
    let mut builder = wanted.map_or_else(FactsBuilder::new, |w| FactsBuilder::wanting(Arc::new(w)));
    let mut diagnostics = Vec::new();
    let mut reading = Reading::new(&mut builder, &mut diagnostics, &limits, 0, name);
    let found = detect::text(name, text, None, &mut reading).unwrap();
    detect::read(found, text, &Statement::default(), &mut reading).unwrap();
    reading.finish();
    (builder.finish(), diagnostics)
}

/// The cells of a column as texts, `None` where it was not read.
fn cells(facts: &Facts, kind: Kind, table: usize, column: usize) -> Option<Vec<String>> {
    let of = facts.kind(kind);
    let column = of.tables().get(table).unwrap().columns().get(column).unwrap();
    Some(match column {
        Column::Unread => return None,
        Column::Text(v) => v.iter().map(|c| format!("{:?}", of.texts().get(*c))).collect(),
        Column::Flag(v) => v.iter().map(ToString::to_string).collect(),
        Column::Integer(v) => v.iter().map(ToString::to_string).collect(),
        Column::Decimal(v) => v.iter().map(ToString::to_string).collect(),
        Column::Date(v) => v.iter().map(ToString::to_string).collect(),
        Column::Reference(v) => v.iter().map(ToString::to_string).collect(),
    })
}

fn places(facts: &Facts, kind: Kind, table: usize) -> Vec<(u32, u32, String)> {
    let table = facts.kind(kind).tables().get(table).unwrap();
    table
        .facts()
        .map(|fact| facts.find(fact).unwrap())
        .map(|place| (place.file, place.line, place.locator.into_owned()))
        .collect()
}

/// The functions of a kind's interface, with table and column.
fn functions(kind: &KindSchema) -> Vec<(String, usize, Option<usize>)> {
    let mut all = Vec::new();
    for (index, table) in kind.tables.iter().enumerate() {
        all.push((table.name.replace('_', "-"), index, None));
        for (at, column) in table.columns.iter().enumerate() {
            all.push((
                format!("{}-{}", table.singular, column.name).replace('_', "-"),
                index,
                Some(at),
            ));
        }
    }
    all
}

fn compare(
    name: &str,
    all: &Facts,
    some: &Facts,
    kind: Kind,
    (function, table, column): &(String, usize, Option<usize>),
) {
    assert_eq!(
        places(all, kind, *table),
        places(some, kind, *table),
        "{name}: places of {function}"
    );
    if let Some(column) = column {
        let wanted = cells(some, kind, *table, *column).unwrap();
        assert_eq!(cells(all, kind, *table, *column).unwrap(), wanted, "{name}: {function}");
    }
}

#[test]
fn each_wanted_column_is_what_it_is_when_everything_is_read() {
    for (name, text) in [("bom.json", BOM), ("host.json", SETTINGS), ("assets.csv", ASSETS)] {
        let (all, _) = read(name, text, None);
        for kind in KINDS {
            for function in functions(kind) {
                let mut wanted = Wanted::nothing();
                assert!(wanted.add(kind.name, &function.0));
                let (some, _) = read(name, text, Some(wanted));
                compare(name, &all, &some, kind.kind, &function);
            }
        }
    }
}

#[test]
fn columns_wanted_together_are_what_they_are_alone() {
    let (all, _) = read("bom.json", BOM, None);
    let kind = KINDS.iter().find(|k| k.kind == Kind::Sbom).unwrap();
    let functions = functions(kind);
    // A fixed walk through the sets of columns.
    let mut state = 0x2545_f491_4f6c_dd1d_u64;
    for _ in 0..300 {
        let mut wanted = Wanted::nothing();
        let mut chosen = Vec::new();
        for function in &functions {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            if state.is_multiple_of(9) {
                assert!(wanted.add(kind.name, &function.0));
                chosen.push(function);
            }
        }
        let (some, _) = read("bom.json", BOM, Some(wanted));
        for function in chosen {
            compare("bom.json", &all, &some, kind.kind, function);
        }
    }
}

#[test]
fn what_nobody_can_ask_for_is_no_column_and_its_remarks_are_left_out() {
    let mut wanted = Wanted::nothing();
    assert!(wanted.add("sbom", "component-name"));
    let (some, remarks) = read("bom.json", BOM, Some(wanted.clone()));
    let (_, all) = read("bom.json", BOM, None);
    assert!(cells(&some, Kind::Sbom, 2, 1).is_none());
    assert_eq!(some.rows(Kind::Sbom, "hashes"), 0);
    // The hash of two digits is remarked on only where hashes are read.
    let about_hashes = |d: &Diagnostic| d.message.contains("no hash in hex digits");
    assert!(all.iter().any(about_hashes) && !remarks.iter().any(about_hashes));
    assert!(
        remarks.iter().all(|remark| all.contains(remark)),
        "no other remarks than those of the whole"
    );
    let (_, again) = read("bom.json", BOM, Some(wanted));
    assert_eq!(remarks, again);
}

#[test]
fn members_in_any_order_give_the_same_facts() {
    let member = |from: &str, to: &str| {
        let start = BOM.find(from).unwrap();
        let end = BOM.get(start..).unwrap().find(to).unwrap() + start;
        BOM.get(start..end).unwrap().trim_end().trim_end_matches(',').to_owned()
    };
    let head = member("\"bomFormat\"", "\"metadata\"");
    let metadata = member("\"metadata\"", "\"components\":[\n");
    let components = member("\"components\":[\n", "\"services\"");
    let services = member("\"services\"", "\"dependencies\"");
    let rest = member("\"dependencies\"", "\"vulnerabilities\"");
    let (expected, _) = read(
        "bom.json",
        &format!("{{{head},{metadata},{components},{services},{rest}}}"),
        None,
    );
    let orders = [
        [&components, &head, &metadata, &services, &rest],
        [&head, &components, &metadata, &services, &rest],
        [&head, &metadata, &rest, &components, &services],
        [&rest, &services, &components, &metadata, &head],
    ];
    for order in orders {
        let text = format!("{{{}}}", order.map(String::as_str).join(","));
        let (facts, _) = read("bom.json", &text, None);
        let kind = KINDS.iter().find(|k| k.kind == Kind::Sbom).unwrap();
        for (function, table, column) in functions(kind) {
            if let Some(column) = column {
                let of = |facts: &Facts| cells(facts, Kind::Sbom, table, column);
                assert_eq!(of(&facts), of(&expected), "{function}");
            }
            let locators = |facts: &Facts| -> Vec<String> {
                places(facts, Kind::Sbom, table)
                    .into_iter()
                    .map(|(_, _, locator)| locator)
                    .collect()
            };
            assert_eq!(locators(&facts), locators(&expected), "{function}");
        }
    }
}

#[test]
fn rows_of_json_know_their_lines() {
    let (facts, _) = read("bom.json", BOM, None);
    let line_of = |needle: &str| {
        let at = BOM.find(needle).unwrap();
        u32::try_from(BOM.get(..at).unwrap().matches('\n').count() + 1).unwrap()
    };
    let components = places(&facts, Kind::Sbom, 2);
    let needles = [
        "\"application\"",
        "\"bom-ref\":\"a\"",
        "\"bom-ref\":\"b",
        "\"bom-ref\":\"c\"",
    ];
    assert_eq!(components.len(), needles.len());
    for ((_, line, locator), needle) in components.iter().zip(needles) {
        assert_eq!(*line, line_of(needle), "{locator}");
    }
}

#[test]
fn a_document_that_breaks_off_leaves_nothing_behind() {
    let limits = Limits::default();
    let (mut builder, mut diagnostics) = (FactsBuilder::new(), Vec::new());
    let text = BOM.get(..BOM.len() - 1).unwrap();
    let mut reading = Reading::new(&mut builder, &mut diagnostics, &limits, 0, "bom.json");
    let found = detect::text("bom.json", text, None, &mut reading).unwrap();
    assert!(detect::read(found, text, &Statement::default(), &mut reading).is_err());
    reading.finish();
    assert_eq!(builder.finish().count(), 0);
    assert!(diagnostics.is_empty(), "{diagnostics:?}");
}
