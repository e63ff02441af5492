//! OSCAL out and in: every policy of the house holds the official schemas and comes back whole, whatever stands in it; what
//! others write is read as far as it can be understood, and what is not followed is told.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that cannot go on says so and stops"
)]

use proptest::prelude::*;
use sekisho_catalog::export::{self, Plan};
use sekisho_catalog::import::profile as import_profile;
use sekisho_catalog::{Catalogue, Policy, Profile, catalogue, import, policy, profile};
use sekisho_model::text::Language;
use sekisho_model::{Bilingual, Date, Digest};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

const ROOT: &str = "../..";

fn against(kind: &str, document: &Value) -> Vec<String> {
    static VALIDATORS: OnceLock<BTreeMap<&str, jsonschema::Validator>> = OnceLock::new();
    let validators = VALIDATORS.get_or_init(|| {
        let one = |kind: &'static str| {
            let path = format!("{ROOT}/tests/data/schemas/oscal-1.2.1/{kind}.json");
            let schema: Value = serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap();
            let options = jsonschema::options().should_validate_formats(true);
            (kind, options.build(&schema).unwrap())
        };
        [one("catalog"), one("profile")].into()
    });
    let errors = validators[kind].iter_errors(document);
    errors.map(|e| format!("{}: {e}", e.instance_path())).collect()
}

/// A policy folder, parsed.
struct House {
    folder: PathBuf,
    catalogue: Catalogue,
    policy: Policy,
    profiles: Vec<Profile>,
}

fn text(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap_or_else(|e| panic!("{}: {e}", path.display()))
}

fn folders(of: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(of).unwrap().map(|e| e.unwrap().path());
    let mut folders: Vec<PathBuf> = entries.filter(|p| p.is_dir()).collect();
    folders.sort();
    folders
}

fn house() -> Vec<House> {
    let sectors = folders(&Path::new(ROOT).join("policies"));
    let all = sectors.iter().flat_map(|sector| folders(sector)).map(|folder| {
        let mut profiles = Vec::new();
        if folder.join("profiles").is_dir() {
            let mut files: Vec<PathBuf> = std::fs::read_dir(folder.join("profiles"))
                .unwrap()
                .map(|e| e.unwrap().path())
                .collect();
            files.sort();
            profiles.extend(files.iter().map(|f| profile::parse("profile", &text(f)).unwrap()));
        }
        House {
            catalogue: catalogue::parse("catalogue", &text(&folder.join("catalogue.toml"))).unwrap(),
            policy: policy::parse("policy", &text(&folder.join("policy.toml"))).unwrap(),
            profiles,
            folder,
        }
    });
    let all: Vec<House> = all.collect();
    assert!(all.len() > 20, "{}", all.len());
    all
}

impl House {
    fn plan(&self, language: Language) -> Plan<'_> {
        Plan {
            catalogue: &self.catalogue,
            policy: Some(&self.policy),
            profiles: &self.profiles,
            language,
            day: None,
        }
    }
}

fn json_of(bytes: &[u8]) -> Value {
    serde_json::from_slice(bytes).unwrap()
}

fn again(bytes: &[u8], id: &str) -> Catalogue {
    let read = import::read(std::str::from_utf8(bytes).unwrap()).unwrap();
    assert_eq!(read.remarks, [""; 0]);
    let (catalogue, _) = import::written(&read, id, "catalog.json").unwrap();
    catalogue::parse("catalogue", &catalogue).unwrap()
}

#[test]
fn every_catalogue_of_the_house_is_valid_and_comes_back_whole() {
    for house in house() {
        for language in [Language::Ja, Language::En] {
            let place = house.folder.display();
            let bytes = export::catalog(&house.plan(language)).unwrap();
            let document = json_of(&bytes);
            assert_eq!(against("catalog", &document), [""; 0], "{place}");
            // Ids of controls, groups, parameters and parts are unique in the document.
            let mut ids = Vec::new();
            gather_ids(&document, &mut ids);
            let unique: BTreeSet<&str> = ids.iter().map(String::as_str).collect();
            assert_eq!(unique.len(), ids.len(), "{place}");
            // What docs/oscal.md names as lost.
            let mut kept = house.catalogue.clone();
            kept.touches.clear();
            kept.examples.clear();
            kept.terms.clear();
            kept.controls.iter_mut().for_each(|control| control.terms.clear());
            let before = format!("{kept:#?}");
            let after = format!("{:#?}", again(&bytes, &house.catalogue.id));
            let first = before.lines().zip(after.lines()).find(|(a, b)| a != b);
            assert!(before == after, "{place}: {first:?}");
        }
    }
}

fn gather_ids(value: &Value, ids: &mut Vec<String>) {
    match value {
        Value::Object(members) => members.iter().for_each(|(key, item)| match item {
            Value::String(id) if key == "id" => ids.push(id.clone()),
            item => gather_ids(item, ids),
        }),
        Value::Array(items) => items.iter().for_each(|item| gather_ids(item, ids)),
        _ => {}
    }
}

#[test]
fn a_catalog_says_whose_words_it_has_in_the_language_asked_for() {
    let house = house().into_iter().find(|h| h.catalogue.id == "scs/star3").unwrap();
    let document = json_of(&export::catalog(&house.plan(Language::Ja)).unwrap());
    let metadata = &document["catalog"]["metadata"];
    assert_eq!(metadata["oscal-version"], "1.2.1");
    assert_eq!(metadata["last-modified"], "2026-03-27T00:00:00Z");
    let mut controls = Vec::new();
    gather_controls(&document["catalog"], &mut controls);
    assert_eq!(controls.len(), 81);
    let ours = &house.catalogue.controls[0];
    let control = controls.iter().find(|c| prop(c, "control") == Some(&ours.id)).unwrap();
    assert_eq!(control["id"], format!("_{}", ours.id));
    assert_eq!(prop(control, "label"), Some(ours.id.as_str()));
    assert_eq!(prop(control, "title-en"), Some(ours.title.en.as_str()));
    assert_eq!(
        sekisho_oscal::text::plain(control["title"].as_str().unwrap()),
        ours.title.ja
    );
    let statement = control["parts"]
        .as_array()
        .unwrap()
        .iter()
        .find(|p| p["name"] == "statement")
        .unwrap();
    assert_eq!(prop(statement, "wording"), Some("own-words"));
    assert!(
        statement["prose"]
            .as_str()
            .unwrap()
            .contains(&format!("正文: {}", house.catalogue.source.document.ja))
    );
}

fn gather_controls<'a>(of: &'a Value, into: &mut Vec<&'a Value>) {
    let list = |key: &str| of[key].as_array().into_iter().flatten();
    into.extend(list("controls"));
    list("groups").for_each(|group| gather_controls(group, into));
}

fn prop<'a>(of: &'a Value, name: &str) -> Option<&'a str> {
    let found = of["props"].as_array()?.iter().find(|p| p["name"] == name)?;
    found["value"].as_str()
}

#[test]
fn the_same_files_give_the_same_bytes_and_others_another_uuid() {
    let mut house = house().into_iter().find(|h| h.catalogue.id == "scs/star3").unwrap();
    let bytes = export::catalog(&house.plan(Language::En)).unwrap();
    assert_eq!(bytes, export::catalog(&house.plan(Language::En)).unwrap());
    let uuid = |bytes: &[u8]| json_of(bytes)["catalog"]["uuid"].clone();
    let before = uuid(&bytes);
    house.catalogue.controls[0].title.en.push('!');
    assert_ne!(before, uuid(&export::catalog(&house.plan(Language::En)).unwrap()));
    let day = Plan {
        day: Date::parse("2027-01-02"),
        ..house.plan(Language::En)
    };
    let given = json_of(&export::catalog(&day).unwrap());
    assert_eq!(given["catalog"]["metadata"]["last-modified"], "2027-01-02T00:00:00Z");
}

/// What a profile asks for, as resolving sees it: selection, reasons, parameters, scopes.
fn meaning(house: &House, profile: &Profile) -> (Vec<String>, Vec<String>) {
    let left_out: BTreeSet<&str> = profile.exclude.iter().map(|e| e.id.as_str()).collect();
    let is_left = |c: &&catalogue::CatalogueControl| {
        let tagged = profile.tags.iter().all(|(id, wanted)| {
            let values = c.tags.get(id).map_or(&[][..], Vec::as_slice);
            values.is_empty() || values.iter().any(|v| wanted.contains(v))
        });
        tagged
            && !left_out.contains(c.id.as_str())
            && profile.include.as_ref().is_none_or(|i| i.contains(&c.id))
            && (profile.levels.is_empty() || c.levels.iter().any(|l| profile.levels.contains(l)))
    };
    let controls = house
        .catalogue
        .controls
        .iter()
        .filter(is_left)
        .map(|c| c.id.clone())
        .collect();
    let mut rest: Vec<String> = profile
        .exclude
        .iter()
        .map(|e| format!("{} {:?}", e.id, e.reason))
        .collect();
    rest.extend(profile.scopes.iter().map(|s| format!("{s:?}")));
    rest.extend(profile.when.iter().map(|w| format!("{w:?}")));
    for set in &profile.parameters {
        let controls = house.policy.controls.iter().filter(|c| {
            set.control.as_ref().is_none_or(|id| *id == c.id)
                && c.checks.iter().any(|u| u.plugin == set.plugin && u.check == set.check)
        });
        rest.extend(controls.map(|c| format!("{} {} {} {} {:?}", set.plugin, set.check, c.id, set.name, set.value)));
    }
    rest.sort();
    (controls, rest)
}

#[test]
fn every_profile_of_the_house_is_valid_and_means_the_same_again() {
    let mut seen = 0;
    for house in house() {
        for chosen in &house.profiles {
            seen += 1;
            let place = format!("{} {}", house.folder.display(), chosen.id);
            let plan = house.plan(Language::Ja);
            let catalog = export::catalog(&plan).unwrap();
            let bytes = export::profile(&plan, Some(chosen)).unwrap();
            let document = json_of(&bytes);
            assert_eq!(against("profile", &document), [""; 0], "{place}");
            // It names the catalog by its digest, and every parameter that it sets is one of the catalog's.
            let rlink = &document["profile"]["back-matter"]["resources"][0]["rlinks"][0];
            assert_eq!(rlink["hashes"][0]["value"], Digest::of(&catalog).hex());
            let mut ids = Vec::new();
            gather_ids(&json_of(&catalog), &mut ids);
            for set in document["profile"]["modify"]["set-parameters"]
                .as_array()
                .into_iter()
                .flatten()
            {
                assert!(
                    ids.contains(&set["param-id"].as_str().unwrap().to_owned()),
                    "{place}: {set}"
                );
            }
            let read = import_profile::read(std::str::from_utf8(&bytes).unwrap(), &house.catalogue).unwrap();
            assert_eq!(read.remarks, [""; 0], "{place}");
            let written = import_profile::written(&read, &chosen.id, &house.policy.id).unwrap();
            let again = profile::parse("again", &written).unwrap();
            assert_eq!(
                (&again.id, &again.title, &again.policy),
                (&chosen.id, &chosen.title, &chosen.policy),
                "{place}"
            );
            assert_eq!(meaning(&house, &again), meaning(&house, chosen), "{place}");
        }
        let all = json_of(&export::profile(&house.plan(Language::En), None).unwrap());
        assert_eq!(against("profile", &all), [""; 0]);
    }
    assert!(seen > 15, "{seen}");
}

const HEAD: &str = r#"format = "catalogue/1"
id = "test/guideline"
version = "1.0.0"
completeness = "complete"
title = { ja = "指針", en = "Guideline" }
issuer = { ja = "団体", en = "Association" }
[source]
document = { ja = "指針", en = "Guideline" }
version = "1"
note = { ja = "試験用", en = "for tests" }
[[level]]
id = "Lv1"
title = { ja = "最低限", en = "minimum" }
[[dimension]]
id = "層 1"
title = { ja = "層", en = "layer" }
[[dimension.value]]
id = "L1"
title = { ja = "第1層", en = "first" }
[[group]]
id = "g"
title = { ja = "章", en = "chapter" }
[[group]]
id = "g.1"
title = { ja = "節", en = "section" }
parent = "g"
"#;

fn with_controls(ids: &[&str]) -> Catalogue {
    let mut text = HEAD.to_owned();
    for (at, id) in ids.iter().enumerate() {
        let group = ["g", "g.1"][at % 2];
        text.push_str(&format!(
            "[[control]]\nid = {}\ngroup = \"{group}\"\nclause = \"1\"\nclass = \"d\"\nlevels = [\"Lv1\"]\ntags = {{ \"層 1\" = [\"L1\"] }}\n\
             title = {{ ja = \"題\", en = \"title\" }}\nguidance = {{ ja = \"一行\\n二行\", en = \"one\\ntwo\" }}\nconfidence = \"confirmed\"\n\
             [[control.references]]\ntitle = {{ ja = \"文書\", en = \"document\" }}\nclause = \"3\"\nurl = \"https://a.example/x\"\n",
            json!(id)
        ));
    }
    catalogue::parse("catalogue", &text).unwrap()
}

fn alone(catalogue: &Catalogue) -> Plan<'_> {
    Plan {
        catalogue,
        policy: None,
        profiles: &[],
        language: Language::Ja,
        day: None,
    }
}

#[test]
fn ids_that_are_no_tokens_and_groups_of_both_kinds_come_back() {
    let catalogue = with_controls(&["4-1-1-2", "CPS.AC-7", "サブジェクト", "A 1", "_x", "a/b", "第3条(2)"]);
    let bytes = export::catalog(&alone(&catalogue)).unwrap();
    assert_eq!(against("catalog", &json_of(&bytes)), [""; 0]);
    // Without a day of its own it says that it has none.
    let metadata = &json_of(&bytes)["catalog"]["metadata"];
    assert_eq!(prop(metadata, "last-modified-from"), Some("unknown"));
    let again = again(&bytes, &catalogue.id);
    // Controls of one group stand together after the way through OSCAL.
    let sorted = |c: &Catalogue| {
        let mut controls = c.controls.clone();
        controls.sort_by(|a, b| (&a.group, &a.id).cmp(&(&b.group, &b.id)));
        format!("{controls:#?} {:#?} {:#?}", c.groups, c.sorting)
    };
    assert_eq!(sorted(&catalogue), sorted(&again));
}

#[test]
fn groups_without_end_are_refused_by_name() {
    let mut catalogue = with_controls(&["1"]);
    for depth in 0..200 {
        let mut group = catalogue.groups[0].clone();
        group.parent = Some(catalogue.groups.last().unwrap().id.clone());
        group.id = format!("deep-{depth}");
        catalogue.groups.push(group);
    }
    let error = export::catalog(&alone(&catalogue)).unwrap_err();
    assert!(error.to_string().contains("more than 24 groups deep"), "{error}");
}

#[test]
fn an_imported_copy_is_not_passed_off_as_our_words() {
    let file = json!({ "catalog": { "metadata": { "title": "T", "oscal-version": "1.1.2" }, "controls": [{ "id": "a-1", "title": "One" }] } });
    let read = import::read(&file.to_string()).unwrap();
    let (text, _) = import::written(&read, "test/copy", "c.json").unwrap();
    let catalogue = catalogue::parse("catalogue", &text).unwrap();
    let document = json_of(&export::catalog(&alone(&catalogue)).unwrap());
    assert_eq!(against("catalog", &document), [""; 0]);
    assert!(!document.to_string().contains("own-words") && !document.to_string().contains("own words"));
}

/// What tools in the wild write: lists that are empty, names that are no tokens, numbers for texts, titles that are missing.
#[test]
fn catalogues_that_break_the_schema_are_read_and_it_is_said() {
    let file = json!({ "catalog": {
        "uuid": "x", "metadata": { "title": "自工会 \\*版\\*", "version": 2, "parties": [] },
        "groups": [{ "id": "1", "props": [], "title": "方針", "controls": [
            { "id": "1-1", "class": "要求 事項", "title": "規程", "parts": [{ "name": "管理策 (本文)", "prose": "定めること\\_a" }, { "name": "guidance", "prose": "例" }] },
            { "title": "題だけ", "props": [{ "name": "label", "value": 12 }] },
            { "id": "1-3", "title": "", "parts": null, "props": [{ "name": "level", "value": "Lv1" }, { "name": "status", "value": "active" }] },
            { "id": "1-4", "title": "やめた", "props": [{ "name": "status", "value": "withdrawn" }] },
        ], "groups": [{ "title": "下", "controls": [{ "id": "1-5", "title": "下の" }] }] }],
    } });
    assert!(against("catalog", &file).len() > 5);
    let read = import::read(&file.to_string()).unwrap();
    let told: Vec<(&str, &str, &str)> = read
        .controls
        .iter()
        .map(|c| (c.id.as_str(), c.title.ja.as_str(), c.text.ja.as_str()))
        .collect();
    assert_eq!(
        told,
        [
            ("1-1", "規程", "定めること_a"),
            ("12", "題だけ", ""),
            ("1-3", "1-3", ""),
            ("1-5", "下の", "")
        ]
    );
    assert_eq!(read.title, Some(Bilingual::new("自工会 *版*", "自工会 *版*")));
    assert_eq!(
        (read.groups[1].id.as_str(), read.groups[1].parent.as_deref()),
        ("下", Some("1"))
    );
    let remarks = read.remarks.join("\n");
    for (kind, place) in [
        ("a list or object is empty", "/catalog/"),
        ("no token", "/catalog/groups/0"),
        ("names no `oscal-version`", ""),
    ] {
        assert!(remarks.contains(kind) && remarks.contains(place), "{kind}: {remarks}");
    }
    let (text, _) = import::written(&read, "test/wild", "c.json").unwrap();
    catalogue::parse("catalogue", &text).unwrap();
}

#[test]
fn what_cannot_be_a_catalogue_is_refused_with_a_reason() {
    let control = |id: Value| json!({ "catalog": { "metadata": { "title": "T" }, "controls": [{ "id": id, "title": "t" }, { "id": "a", "title": "t" }] } });
    let deep = format!("{{\"catalog\":{}1{}", "{\"groups\":[".repeat(200), "]}".repeat(200));
    let cases = [
        (json!({ "profile": { "imports": [] } }).to_string(), "OSCAL profile"),
        (json!({ "component-definition": {} }).to_string(), "no member `catalog`"),
        (
            json!({ "catalog": { "metadata": { "title": "T" } } }).to_string(),
            "no control",
        ),
        (control(json!("a")).to_string(), "`a` stands there twice"),
        (control(json!(null)).to_string(), "has no id; its title is `t`"),
        ("{\"catalog\":{\"groups\":[],\"groups\":[]}}".to_owned(), "duplicate"),
        (json!({ "catalog": { "controls": "none" } }).to_string(), "invalid type"),
        (control(json!("b")).to_string() + "x", "trailing"),
        (deep, "recursion limit"),
        ("{".to_owned(), "EOF"),
    ];
    for (text, reason) in cases {
        let error = import::read(&text).unwrap_err();
        assert!(error.contains(reason), "{reason}: {error}");
    }
}

fn corpus(path: &str) -> String {
    text(&Path::new(ROOT).join("tests/data/corpus/3-policy").join(path))
}

#[test]
fn profiles_of_nist_choose_from_a_catalogue_at_hand() {
    let folder = "oscal-content/nist.gov/SP800-53/rev5/json/NIST_SP-800-53_rev5";
    let ids = |name: &str| {
        let document: Value = serde_json::from_str(&corpus(&format!("{folder}_{name}-baseline_profile.json"))).unwrap();
        let ids = &document["profile"]["imports"][0]["include-controls"][0]["with-ids"];
        let ids = ids.as_array().unwrap().iter().map(|id| id.as_str().unwrap().to_owned());
        ids.collect::<Vec<String>>()
    };
    let (high, moderate) = (ids("HIGH"), ids("MODERATE"));
    let names: Vec<&str> = high.iter().map(String::as_str).collect();
    let catalogue = with_controls(&names);
    let read = |name: &str| {
        import_profile::read(&corpus(&format!("{folder}_{name}-baseline_profile.json")), &catalogue).unwrap()
    };
    assert!(read("HIGH").is_all && read("HIGH").remarks.is_empty());
    let chosen = read("MODERATE");
    let wanted: BTreeSet<&String> = moderate.iter().filter(|id| high.contains(id)).collect();
    assert_eq!(chosen.controls.iter().collect::<BTreeSet<_>>(), wanted);
    assert!(wanted.len() > 250 && wanted.len() < high.len(), "{}", wanted.len());
    let written = import_profile::written(&chosen, "moderate", "test/guideline").unwrap();
    assert_eq!(profile::parse("p", &written).unwrap().include.unwrap(), chosen.controls);
}

#[test]
fn profiles_of_others_say_what_is_not_followed() {
    let catalogue = with_controls(&["ac-1", "ac-2", "ac-2.1", "ac-3"]);
    let read = |name: &str| import_profile::read(&corpus(&format!("trestle/json/{name}.json")), &catalogue);
    let less = read("simple_test_profile_less").unwrap();
    assert_eq!(less.controls, ["ac-1", "ac-2"]);
    assert!(
        less.remarks
            .iter()
            .any(|r| r.contains("parameters of controls are set")),
        "{:?}",
        less.remarks
    );
    assert!(
        less.remarks.iter().any(|r| r.contains("controls are altered")),
        "{:?}",
        less.remarks
    );
    assert!(read("test_profile_e").unwrap().is_all);
    let several = read("test_profile_a").unwrap();
    assert_eq!(several.controls, ["ac-1", "ac-2", "ac-3"]);
    assert!(
        several.remarks[0].starts_with("4 ids are not in the catalogue: `a-1`"),
        "{:?}",
        several.remarks
    );
    let error = read("profile_bad_control").unwrap_err();
    assert!(
        error.contains("takes in no control") && error.contains("`ac-2-1`"),
        "{error}"
    );
    assert!(read("bad_simple").unwrap_err().contains("no OSCAL profile"));
    assert!(
        read("minimal_catalog_with_groups")
            .unwrap_err()
            .contains("OSCAL catalogue")
    );
}

#[test]
fn patterns_and_exclusions_are_followed() {
    let catalogue = with_controls(&["4-1-1-2", "4-1-2-1", "5-1", "A 1", "CPS.AC-7"]);
    let read = |import: Value| {
        let file = json!({ "profile": { "metadata": { "title": "P" }, "imports": [import] } });
        import_profile::read(&file.to_string(), &catalogue)
    };
    let patterns = |p: &[&str]| json!([{ "matching": p.iter().map(|p| json!({ "pattern": p })).collect::<Vec<_>>() }]);
    let chosen = read(json!({ "include-controls": patterns(&["4-*", "CPS.*", "x?"]), "exclude-controls": [{ "with-ids": ["_4-1-2-1"] }] })).unwrap();
    assert_eq!(chosen.controls, ["4-1-1-2", "CPS.AC-7"]);
    assert_eq!(chosen.remarks, ["no control fits the patterns `x?`"]);
    // By id and by token.
    let chosen =
        read(json!({ "include-controls": [{ "with-child-controls": "yes", "with-ids": ["_A_20_1", "5-1"] }] }))
            .unwrap();
    assert_eq!(chosen.controls, ["5-1", "A 1"]);
    assert!(chosen.remarks[0].contains("with-child-controls"));
    let chosen = read(json!({ "include-all": {}, "exclude-controls": patterns(&["?-*"]) })).unwrap();
    assert_eq!(chosen.controls, ["A 1", "CPS.AC-7"]);
    let chosen = read(json!({ "href": "#x" })).unwrap();
    assert!(chosen.is_all && chosen.remarks[0].contains("says not what it takes in"));
    let many: Vec<String> = (0..2_000).map(|n| format!("{n}*")).collect();
    let many: Vec<&str> = many.iter().map(String::as_str).collect();
    assert!(
        read(json!({ "include-controls": patterns(&many) }))
            .unwrap_err()
            .contains("2000 patterns")
    );
    assert!(
        read(json!({ "include-controls": patterns(&[&"*".repeat(300)]) }))
            .unwrap_err()
            .contains("300 bytes")
    );
}

#[test]
fn a_value_lets_no_other_key_in() {
    let catalogue = with_controls(&["1"]);
    let ns = sekisho_oscal::NAMESPACE;
    let props = |value: &str| {
        let all = [
            ("plugin", "common/answers"),
            ("check", "attest"),
            ("control", "1"),
            ("parameter", "max"),
            ("value", value),
        ];
        all.map(|(name, value)| json!({ "name": name, "ns": ns, "value": value }))
    };
    let read = |value: &str| {
        let set = json!([{ "param-id": "x", "props": props(value) }]);
        let file = json!({ "profile": { "imports": [{ "include-all": {} }], "modify": { "set-parameters": set } } });
        import_profile::read(&file.to_string(), &catalogue).unwrap()
    };
    assert_eq!(read("[\"a\", \"b\"]").parameters.len(), 1);
    for odd in ["1\nother = 2", "1\n[[exclude]]\nid = \"1\"", "", "a = 1", "{"] {
        let chosen = read(odd);
        assert!(chosen.parameters.is_empty() && chosen.remarks.len() == 1, "{odd}");
    }
}

/// Texts that somebody would write into a catalogue to break whoever reads the export.
const TEXTS: [&str; 18] = [
    "",
    " ",
    "\u{feff}",
    "\n\n",
    "4-1",
    "サブジェクト",
    "か\u{3099}",
    "\u{0}",
    "\u{202e}x",
    "\u{2028}",
    "a\u{3000}",
    "//evil.example",
    "https://[::1",
    "{{ insert: param, x }}",
    "<script>",
    "𠮷野家",
    "%zz",
    "\"'\\",
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_schemas_hold_for_any_catalogue(picks in proptest::collection::vec(0..TEXTS.len(), 40), years in 1600..9999_i32) {
        let mut picks = picks.into_iter().cycle();
        let mut next = || {
            let (a, b) = (picks.next().unwrap(), picks.next().unwrap());
            format!("{}{}", TEXTS[a], TEXTS[b])
        };
        let mut catalogue = with_controls(&["1", "2", "3"]);
        let mut both = |text: &mut Bilingual| *text = Bilingual::new(next(), next());
        both(&mut catalogue.title);
        both(&mut catalogue.issuer);
        both(&mut catalogue.source.note);
        both(&mut catalogue.source.document);
        for control in &mut catalogue.controls {
            both(&mut control.title);
            both(&mut control.references[0].title);
            control.fix = Some(Bilingual::default());
            control.guidance.iter_mut().for_each(&mut both);
        }
        for group in &mut catalogue.groups {
            both(&mut group.title);
        }
        let date = Date::from_ymd(years, 2, 28);
        catalogue.source.date = date;
        catalogue.effective_from = date;
        catalogue.version = next();
        catalogue.access = Some(next());
        catalogue.source.url = Some(next());
        catalogue.sorting.levels[0].id = next();
        catalogue.sorting.dimensions[0].id = next();
        for control in &mut catalogue.controls {
            control.id = next();
            control.clause = next();
            control.levels = vec![next()];
            control.references[0].url = Some(next());
            control.tags = [(next(), vec![next()])].into();
        }
        let plan = alone(&catalogue);
        prop_assert_eq!(against("catalog", &json_of(&export::catalog(&plan).unwrap())), [""; 0]);
        let chosen = profile::parse("p", "format = \"profile/1\"\nid = \"p\"\npolicy = \"a/b\"\ntitle = { ja = \"a\", en = \"a\" }\ninclude = []\n").unwrap();
        for chosen in [None, Some(&chosen)] {
            prop_assert_eq!(against("profile", &json_of(&export::profile(&plan, chosen).unwrap())), [""; 0]);
        }
    }
}
