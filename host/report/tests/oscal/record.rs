//! Records to render: one with every status, outcome and kind of evidence, and what hostile hands make of it.

use sekisho_model::assessment::FORMAT;
use sekisho_model::{Assessment, Digest};
use serde_json::{Value, json};
use std::collections::HashMap;

/// Two policies that number their controls alike, two subjects, two plugins, one waiver.
pub(crate) fn sample() -> Assessment {
    serde_json::from_value(value()).unwrap()
}

fn both(ja: &str, en: &str) -> Value {
    json!({ "ja": ja, "en": en })
}

fn digest(of: &str) -> String {
    Digest::of(of.as_bytes()).to_string()
}

fn control(id: &str, extra: &Value) -> Value {
    let mut control = json!({
        "id": id, "group": "g", "clause": format!("§{id}"), "title": both(&format!("{id}の題"), &format!("title of {id}")),
        "levels": ["Lv1", "★3"], "severity": "high", "confidence": "confirmed", "tags": { "層": ["L1"] },
        "mapped": { "nist/csf-1.1": ["ID.AM-1"] }, "checks": ["common/sbom:supplier"],
    });
    let members = control.as_object_mut().unwrap();
    members.extend(extra.as_object().unwrap().clone());
    control
}

fn policy(id: &str, controls: &Value) -> Value {
    json!({
        "id": id, "version": "1.0.0", "digest": digest(id), "profile": "standard", "title": both("指針", "Guideline"),
        "issuer": both("団体", "Association"), "completeness": "complete", "groups": [{ "id": "g", "title": both("章", "chapter") }],
        "source": { "document": both("指針", "Guideline"), "version": "第2版", "date": "2026-03-27", "url": "https://a.example/指針.pdf",
            "note": both("自分の言葉による", "our own words") },
        "controls": controls,
    })
}

fn finding(at: (&str, &str, &str), check: &str, outcome: &str, message: &Value, evidence: &Value) -> Value {
    let (plugin, check) = check.split_once(':').unwrap();
    json!({
        "subject": at.0, "policy": at.1, "control": at.2, "plugin": plugin, "check": check, "outcome": outcome, "severity": "high",
        "message": message, "evidence": evidence, "fingerprint": digest(check)[7..39],
    })
}

fn message(id: &str, ja: &str, en: &str) -> Value {
    json!({ "id": id, "args": {}, "ja": ja, "en": en })
}

fn evidence(subject: &str, path: &str, kind: &str) -> Value {
    json!({ "subject": subject, "path": path, "kind": kind, "format": "csv", "digest": digest(path), "size": 3 })
}

fn value() -> Value {
    let (factory, plant) = ("工場", "plant-2");
    let (one, two) = ("scs/star3", "framework/cpsf");
    let with = |mut value: Value, extra: Value| {
        value
            .as_object_mut()
            .unwrap()
            .extend(extra.as_object().unwrap().clone());
        value
    };
    let missing = || message("missing", "証跡がありません", "there is no evidence");
    let stated = with(
        message("attest-stated", "鈴木 一郎が回答", "鈴木 一郎 stated it"),
        json!({ "args": { "by": "鈴木 一郎" } }),
    );
    let supplier = with(
        message("sbom-supplier", "供給者がありません: <b>x</b>", "no supplier: <b>x</b>"),
        json!({ "hint": both("供給者を書く", "name the supplier"), "args": { "n": 3, "share": 0.5 } }),
    );
    let lines = json!([{ "path": "sbom/a b.json", "line": 3 }, { "path": "sbom/a b.json", "line": 9 }]);
    let findings = vec![
        finding(
            (factory, one, "4-1-1-2"),
            "common/sbom:supplier",
            "fail",
            &supplier,
            &lines,
        ),
        finding(
            (factory, one, "A 1"),
            "common/answers:attest",
            "attested",
            &stated,
            &json!([{ "path": "answers.csv", "line": 2 }]),
        ),
        finding(
            (factory, one, "A 1"),
            "common/answers:reg.ok",
            "attested",
            &message("register-met", "台帳にある", "a register has it"),
            &json!([{ "path": "台帳/a.csv", "locator": "S!B7" }]),
        ),
        finding(
            (factory, one, "B"),
            "common/sbom:supplier",
            "unknown",
            &missing(),
            &json!([]),
        ),
        finding(
            (factory, one, "B"),
            "lost/plugin:x",
            "error",
            &message("host-trap", "壊れた", "it broke"),
            &json!([]),
        ),
        finding(
            (factory, two, "4-1-1-2"),
            "common/sbom:supplier",
            "pass",
            &message("mixed", "満たす", "met"),
            &json!([{ "path": "台帳/a.csv" }, { "path": "sshd_config", "line": 1 }]),
        ),
        finding(
            (plant, one, "4-1-1-2"),
            "common/sbom:supplier",
            "not-applicable",
            &message("na", "対象外", "does not apply"),
            &json!([]),
        ),
        with(
            finding(
                (plant, one, "A 1"),
                "common/sbom:supplier",
                "fail",
                &supplier,
                &json!([]),
            ),
            json!({ "waived": "w-1" }),
        ),
        finding(
            (plant, one, "A 1"),
            "common/sbom:supplier",
            "informational",
            &message("info", "参考", "by the way"),
            &json!([]),
        ),
    ];
    let status = |subject: &str, policy: &str, control: &str, status: &str| json!({ "subject": subject, "policy": policy, "control": control, "status": status });
    let mut entries = Vec::new();
    for finding in &findings {
        let mut entry = json!({
            "subject": finding["subject"], "policy": finding["policy"], "control": finding["control"], "plugin": finding["plugin"],
            "check": finding["check"], "instance": 0, "state": { "outcome": finding["outcome"] }, "findings": 1,
            "findings_digest": digest("f"), "parameters_digest": digest("p"),
        });
        if let Some(waiver) = finding.get("waived") {
            entry["waived"] = json!({ "id": waiver, "until": "2027-03-31" });
        }
        entries.push(entry);
    }
    let mut not_run = entries[0].clone();
    not_run["control"] = json!("C");
    not_run["state"] = json!({ "not-run": "excluded by profile" });
    not_run["findings"] = json!(0);
    entries.push(not_run);
    json!({
        "format": FORMAT, "verdict": "non-conformant", "as_of": "2026-11-23", "tool": { "name": "sekisho", "version": "0.1.0" },
        "policies": [
            policy(one, &json!([
                control("4-1-1-2", &json!({ "fix": both("直す", "mend it") })), control("A 1", &json!({})), control("B", &json!({})),
                control("C", &json!({ "excluded": both("対象外の水準", "another level") })),
                control("D", &json!({ "scope": { "applies": "ot", "alternative": true, "reason": both("制御系", "control") } })),
            ])),
            policy(two, &json!([control("4-1-1-2", &json!({})), control("CPS.AC-7", &json!({ "levels": [] }))])),
        ],
        "plugins": [
            { "id": "common/sbom", "version": "0.1.0", "digest": digest("sbom"), "interface": "0.1.0", "authority": ["sbom"], "fuel": 1 },
            { "id": "common/answers", "version": "0.1.0", "digest": digest("answers"), "interface": "0.1.0", "authority": [], "fuel": 1 },
        ],
        "subjects": [
            { "id": factory, "name": both("第一工場", "First factory"), "verdict": "non-conformant" },
            { "id": plant, "name": both("", ""), "verdict": "indeterminate" },
        ],
        "evidence": [
            with(evidence(factory, "sbom/a b.json", "sbom"), json!({ "collected_at": "2026-10-01", "origin": "build", "encoding": "utf-8" })),
            evidence(factory, "answers.csv", "answers"),
            evidence(factory, "台帳/a.csv", "register"),
            evidence(factory, "sshd_config", "settings"),
            evidence(plant, "README", "unrecognized"),
        ],
        "findings": findings,
        "statuses": [
            status(factory, one, "4-1-1-2", "not-satisfied"), status(factory, one, "A 1", "attested"),
            status(factory, one, "B", "indeterminate"), status(factory, one, "D", "indeterminate"),
            status(factory, two, "4-1-1-2", "satisfied"), status(plant, one, "4-1-1-2", "not-applicable"),
            with(status(plant, one, "A 1", "not-satisfied"), json!({ "waived": true })),
        ],
        "waivers": [{ "id": "w-1", "policy": "*", "control": "A 1", "check": "*", "subject": plant, "justification": "later",
            "approver": "山田", "expires": "2027-03-31", "state": "applied", "entries": 1 }],
        "diagnostics": [{ "code": "odd", "level": "warning", "message": "an odd row" }],
        "ledger": { "leaves": entries.len(), "root": digest("root"), "entries": entries },
    })
}

/// Texts that somebody would write into evidence, names and files to break a report.
const TEXTS: [&str; 24] = [
    "",
    " ",
    "\u{feff}",
    "\n",
    "\r\n\t",
    "4-1-1-2",
    "サブジェクト",
    "か\u{3099}",
    "\u{0}",
    "\u{1b}[31m",
    "\u{202e}x",
    "\u{2028}",
    "\u{85}",
    "a\u{3000}",
    "//evil.example/x",
    "javascript:alert(1)",
    "#frag",
    "../../x",
    "https://[::1",
    "https://a:b@c/%zz",
    "{{ insert: param, x }}",
    "<script>",
    "𠮷野家",
    "%",
];
/// Members whose words the record itself fixes.
const FIXED: [&str; 14] = [
    "format",
    "verdict",
    "digest",
    "root",
    "outcome",
    "severity",
    "status",
    "kind",
    "as_of",
    "date",
    "expires",
    "until",
    "collected_at",
    "level",
];

/// The record with other texts in all free places, and days of other centuries. Torn, every place has another text, so that
/// nothing fits anything; otherwise what was one name is one name still.
pub(crate) fn hostile(seed: u64, is_torn: bool) -> Assessment {
    let mut dice = Dice(seed | 1);
    let mut record = value();
    spoil(&mut record, "", is_torn, &mut HashMap::new(), &mut dice);
    for (pointer, days) in [
        ("/as_of", ["1600-01-01", "1972-02-29", "2100-02-28", "9999-12-31"]),
        (
            "/evidence/0/collected_at",
            ["1999-12-31", "2000-02-29", "2999-12-31", "3000-01-01"],
        ),
        (
            "/ledger/entries/7/waived/until",
            ["1899-12-31", "2028-02-29", "9999-12-31", "2027-03-31"],
        ),
    ] {
        if let Some(place) = record.pointer_mut(pointer) {
            *place = json!(days[dice.below(days.len())]);
        }
    }
    record["format"] = json!(["assessment/1", "excerpt/1"][dice.below(2)]);
    serde_json::from_value(record).unwrap()
}

fn spoil(value: &mut Value, key: &str, is_torn: bool, known: &mut HashMap<String, String>, dice: &mut Dice) {
    match value {
        Value::String(_) if FIXED.contains(&key) || key.ends_with("_digest") => {}
        Value::String(text) => {
            let chosen = dice.text();
            let chosen = if is_torn {
                chosen
            } else {
                known.entry(text.clone()).or_insert(chosen).clone()
            };
            *text = chosen;
        }
        Value::Array(items) => items.iter_mut().for_each(|item| spoil(item, key, is_torn, known, dice)),
        Value::Object(members) => {
            for (name, item) in members.iter_mut() {
                spoil(item, name, is_torn, known, dice);
            }
        }
        _ => {}
    }
}

/// Numbers that follow from a seed (xorshift).
struct Dice(u64);

impl Dice {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % (end as u64)).unwrap()
    }

    fn text(&mut self) -> String {
        let count = 1 + self.below(2);
        (0..count).map(|_| TEXTS[self.below(TEXTS.len())]).collect()
    }
}
