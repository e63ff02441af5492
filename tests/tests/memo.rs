//! The falsification of the memo: one at a time, every column and parameter is changed. Where a plugin did not read it,
//! its answers must be remembered; where it did, they must be computed again; and in either case the record must be, byte
//! for byte, what a scan without a memo gives. Which columns there are is asked of the schema.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "tests"
)]

use sekisho_assess::{Input, Origin, Remember, SubjectFacts, SubjectSource, assess, assess_in_pieces};
use sekisho_catalog::policy::{AnswerUse, Combine};
use sekisho_catalog::{CheckUse, Resolved, ResolvedControl};
use sekisho_model::assessment::{PolicyRecord, SourceRecord, Tool};
use sekisho_model::canonical;
use sekisho_model::check::Value;
use sekisho_model::memo::{Memo, Shelf};
use sekisho_model::schema::{Cell, ColumnType, KINDS, Kind};
use sekisho_model::{Bilingual, Date, Digest, Evidence, EvidenceKind, Facts, FactsBuilder, Read, ReadSet, Severity};
use sekisho_sandbox::{Limits, Plugin, Selected};
use sekisho_tests::{all_checks, plugin, sandbox};
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};

const DAY: &str = "2026-04-01";
const ROWS: u32 = 3;

/// What is changed against the base.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Change {
    Nothing,
    Cell(Kind, usize, usize),
    Row(Kind, usize),
}

/// A row in every table, a value of its own in every cell, but for what is changed.
fn facts(change: Change) -> Facts {
    let mut builder = FactsBuilder::new();
    for kind in KINDS {
        for (table, schema) in kind.tables.iter().enumerate() {
            let more = u32::from(change == Change::Row(kind.kind, table));
            for row in 0..ROWS + more {
                let origin = builder.origin(0, row + 1, &format!("{}/{row}", schema.name));
                let _ = builder.open(kind.kind, table, origin);
                for (column, of) in schema.columns.iter().enumerate() {
                    let is_changed = row == 1 && change == Change::Cell(kind.kind, table, column);
                    let n = i64::from(row) + if is_changed { 100 } else { 0 };
                    let text = format!("{} {} {} {n}", kind.name, schema.name, of.name);
                    let cell = match of.ty {
                        ColumnType::Text => Cell::Text(Some(&text)),
                        ColumnType::Flag => Cell::Flag(Some((n % 2 == 0) != is_changed)),
                        ColumnType::Integer => Cell::Integer(Some(n)),
                        ColumnType::Decimal => Cell::Decimal(Some(n as f64 / 8.0)),
                        ColumnType::Date => Cell::Date(Some(Date::from_days(20_000 + i32::try_from(n).unwrap()))),
                        ColumnType::Reference(_) => Cell::Reference(Some(if is_changed { 2 } else { 0 })),
                    };
                    assert!(builder.set(kind.kind, table, row, of.name, cell));
                }
            }
        }
    }
    builder.finish()
}

struct One(Arc<Facts>, Digest);

impl SubjectSource for One {
    fn len(&self) -> usize {
        1
    }
    fn id(&self, _: usize) -> String {
        "subject".to_owned()
    }
    fn stamp(&self, _: usize) -> Option<Digest> {
        Some(self.1)
    }
    fn load(&self, _: usize) -> SubjectFacts {
        let evidence = Evidence {
            subject: "subject".to_owned(),
            path: "file".to_owned(),
            kind: EvidenceKind::Settings,
            format: "test".to_owned(),
            digest: self.1,
            size: 1,
            encoding: None,
            origin: None,
            collected_at: None,
        };
        let name = Bilingual::new("対象", "subject");
        let mut facts = SubjectFacts::new(self.id(0), name, vec![evidence], Arc::clone(&self.0), Vec::new());
        facts.stamp = Some(self.1);
        facts
    }
}

/// A memo that can be closed for writing, so that every change is compared with the base.
#[derive(Default)]
struct Kept(Mutex<BTreeMap<Digest, Vec<u8>>>, AtomicBool);

impl Memo for Kept {
    fn get(&self, _: Shelf, name: &Digest) -> Option<Vec<u8>> {
        self.0.lock().unwrap().get(name).cloned()
    }
    fn forget(&self, _: Shelf, name: &Digest) {
        self.0.lock().unwrap().remove(name);
    }
    fn put(&self, _: Shelf, name: &Digest, value: &[u8]) {
        if !self.1.load(Ordering::Relaxed) {
            self.0.lock().unwrap().insert(*name, value.to_vec());
        }
    }
}

/// Another value, whatever it is: the bounds are the policy's business.
fn other(value: &Value) -> Value {
    match value {
        Value::Boolean(v) => Value::Boolean(!v),
        Value::Integer(v) => Value::Integer(v + 1),
        Value::Decimal(v) => Value::Decimal(v + 0.25),
        Value::Text(v) => Value::Text(format!("{v}x")),
        Value::Texts(v) => Value::Texts(v.iter().cloned().chain(["more".to_owned()]).collect()),
        Value::Date(v) => Value::Date(Date::from_days(v.days() + 1)),
    }
}

fn policy(uses: &[(&Plugin, Vec<Selected>)]) -> Resolved {
    let text = || Bilingual::new("試験", "test");
    let uses = uses.iter().flat_map(|(plugin, selected)| {
        selected.iter().map(|s| CheckUse {
            plugin: plugin.info().id.clone(),
            check: plugin.info().checks[s.check].id.clone(),
            index: s.check,
            parameters: s.parameters.clone(),
            severity: Severity::Medium,
            is_answer: false,
        })
    });
    Resolved {
        record: PolicyRecord {
            id: "test/policy".to_owned(),
            version: "1.0.0".to_owned(),
            digest: Digest::of(b"policy"),
            profile: None,
            title: text(),
            issuer: text(),
            source: SourceRecord {
                document: text(),
                version: "1".to_owned(),
                date: None,
                url: None,
                note: text(),
                bodies: Vec::new(),
            },
            completeness: "complete".to_owned(),
            access: None,
            levels: Vec::new(),
            dimensions: Vec::new(),
            matrix: None,
            crosswalks: Vec::new(),
            points: None,
            terms: Vec::new(),
            groups: Vec::new(),
            risks: None,
            controls: Vec::new(),
        },
        controls: vec![ResolvedControl {
            id: "control".to_owned(),
            combine: Combine::All,
            answer: AnswerUse::None,
            uses: uses.collect(),
        }],
    }
}

fn scan(plugins: &[Plugin], policy: &Resolved, source: &One, day: &str, memo: Option<&Kept>) -> (Vec<u8>, Vec<Origin>) {
    let input = Input {
        plugins,
        policies: std::slice::from_ref(policy),
        bundles: &[],
        waivers: &[],
        waiver_file: "",
        diagnostics: Vec::new(),
        as_of: Date::parse(day).unwrap(),
        limits: Limits::default(),
        jobs: 1,
        isolate: false,
        tool: Tool {
            name: "test".to_owned(),
            version: "1".to_owned(),
        },
    };
    let Some(memo) = memo else {
        let assessment = assess(sandbox(), source, input, &|_| {}).unwrap();
        return (canonical::to_vec(&assessment).unwrap(), Vec::new());
    };
    let remember = Remember {
        memo,
        program: Digest::of(b"program"),
        anew: false,
    };
    let recorded = assess_in_pieces(sandbox(), source, input, Some(remember), None, &|_| {}).unwrap();
    let mut bytes = Vec::new();
    recorded.write(&mut bytes).unwrap();
    recorded.keep();
    (bytes, recorded.origins)
}

fn one(change: Change) -> One {
    One(Arc::new(facts(change)), Digest::of(format!("{change:?}").as_bytes()))
}

/// A subject that is not listed is remembered as a whole.
fn is_remembered(origins: &[Origin], plugin: &Plugin) -> bool {
    let Some(origin) = origins.first() else { return true };
    let id = &plugin.info().id;
    assert_ne!(origin.computed.contains(id), origin.remembered.contains(id));
    origin.remembered.contains(id)
}

fn falsify(id: &str) {
    let plugin = plugin(id);
    let plugins = [plugin.clone()];
    let (day, limits) = (Date::parse(DAY).unwrap(), Limits::default());
    // Checks that cannot conclude from made-up rows are not remembered in any case: only the others are looked at.
    let base = one(Change::Nothing);
    let all = all_checks(&plugin);
    let run = sandbox().run(&plugin, &base.0, day, &all, &limits);
    let selected: Vec<Selected> = all
        .into_iter()
        .zip(&run.checks)
        .filter(|(_, answer)| answer.is_ok())
        .map(|(s, _)| s)
        .collect();
    assert!(
        selected.len() * 10 >= plugin.info().checks.len() * 9,
        "{id}: nearly all checks conclude"
    );
    let reads: ReadSet = sandbox().run(&plugin, &base.0, day, &selected, &limits).reads;
    let of_plugin = policy(&[(&plugin, selected.clone())]);
    let kept = Kept::default();
    let (first, assessed) = scan(&plugins, &of_plugin, &base, DAY, Some(&kept));
    assert!(!is_remembered(&assessed, &plugin));
    kept.1.store(true, Ordering::Relaxed);
    let (again, assessed) = scan(&plugins, &of_plugin, &base, DAY, Some(&kept));
    assert!(assessed.is_empty(), "{id}: all of it is remembered");
    assert!(first == again);

    let (mut inside, mut outside) = (0, 0);
    let mut compare = |change: Change, read: Read| {
        let changed = one(change);
        let (remembered, assessed) = scan(&plugins, &of_plugin, &changed, DAY, Some(&kept));
        let (computed, _) = scan(&plugins, &of_plugin, &changed, DAY, None);
        assert!(remembered == computed, "{id}: {change:?} gives another record");
        let was_read = reads.has(read);
        match change {
            // Another row moves the ids of the tables behind it: remembered or not, the record is right.
            Change::Row(..) if !was_read => {}
            _ => assert_ne!(is_remembered(&assessed, &plugin), was_read, "{id}: {change:?}"),
        }
        *(if was_read { &mut inside } else { &mut outside }) += 1;
    };
    for kind in KINDS {
        for (table, schema) in kind.tables.iter().enumerate() {
            compare(Change::Row(kind.kind, table), Read::Rows(kind.kind, table));
            for column in 0..schema.columns.len() {
                let read = Read::Column(kind.kind, table, column);
                compare(Change::Cell(kind.kind, table, column), read);
            }
        }
    }
    assert!(inside > 5 && outside > 50, "{id}: {inside} inside, {outside} outside");

    let (other_day, assessed) = scan(&plugins, &of_plugin, &base, "2026-04-02", Some(&kept));
    let (computed, _) = scan(&plugins, &of_plugin, &base, "2026-04-02", None);
    assert_ne!(is_remembered(&assessed, &plugin), reads.has(Read::Day));
    assert!(other_day == computed);

    for (number, check) in selected.iter().enumerate() {
        for parameter in 0..check.parameters.len() {
            let mut changed = selected.clone();
            let value = &mut changed[number].parameters[parameter].1;
            *value = other(value);
            let of_other = policy(&[(&plugin, changed)]);
            let (remembered, assessed) = scan(&plugins, &of_other, &base, DAY, Some(&kept));
            assert!(
                !is_remembered(&assessed, &plugin),
                "{id}: a parameter of check {number}"
            );
            let (computed, _) = scan(&plugins, &of_other, &base, DAY, None);
            assert!(remembered == computed);
        }
    }
}

#[test]
fn sbom() {
    falsify("common/sbom");
}

#[test]
fn inventory() {
    falsify("common/inventory");
}

#[test]
fn settings() {
    falsify("common/settings");
}

#[test]
fn answers() {
    falsify("common/answers");
}

#[test]
fn a_parameter_of_one_plugin_is_no_matter_of_another() {
    let (sbom, inventory) = (plugin("common/sbom"), plugin("common/inventory"));
    let plugins = [sbom.clone(), inventory.clone()];
    let base = one(Change::Nothing);
    let day = Date::parse(DAY).unwrap();
    let concluding = |plugin: &Plugin| {
        let all = all_checks(plugin);
        let run = sandbox().run(plugin, &base.0, day, &all, &Limits::default());
        all.into_iter()
            .zip(run.checks)
            .filter(|(_, a)| a.is_ok())
            .map(|(s, _)| s)
            .collect::<Vec<_>>()
    };
    let (of_sbom, of_inventory) = (concluding(&sbom), concluding(&inventory));
    let kept = Kept::default();
    let both = policy(&[(&sbom, of_sbom.clone()), (&inventory, of_inventory.clone())]);
    scan(&plugins, &both, &base, DAY, Some(&kept));
    let mut changed = of_sbom;
    let (check, _) = changed
        .iter()
        .enumerate()
        .find(|(_, s)| !s.parameters.is_empty())
        .unwrap();
    let value = &mut changed[check].parameters[0].1;
    *value = other(value);
    let both = policy(&[(&sbom, changed), (&inventory, of_inventory)]);
    let (remembered, assessed) = scan(&plugins, &both, &base, DAY, Some(&kept));
    assert!(!is_remembered(&assessed, &sbom) && is_remembered(&assessed, &inventory));
    let (computed, _) = scan(&plugins, &both, &base, DAY, None);
    assert!(remembered == computed);
}

#[test]
fn defence() {
    falsify("defence/sp800-171");
}

#[test]
fn smarthome() {
    falsify("smarthome/fleet");
}

#[test]
fn power() {
    falsify("power/power");
}

#[test]
fn data() {
    falsify("data/transfer");
}

#[test]
fn iot() {
    falsify("iot/ssf");
    falsify("iot/product");
}

#[test]
fn medical() {
    falsify("medical/devices");
}

#[test]
fn factory() {
    falsify("factory/meti-factory");
}
