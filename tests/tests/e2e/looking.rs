//! Looking without assessing: evidence, policies and plugins, for people and for machines.

use sekisho_tests::binary::{POLICY, Scratch, bundle, good, sekisho};
use serde_json::Value;

#[test]
fn evidence_inspect_tells_what_was_read() {
    let s = Scratch::new();
    good(&s, "root/a");
    s.write("root/b/notes.txt", "nothing in particular\n");
    let found = sekisho(&["evidence", "inspect", &s.at("root"), "-o", "json"])
        .exits(0)
        .json();
    let subjects = found["subjects"].as_array().unwrap();
    assert_eq!(subjects.len(), 2);
    assert_eq!(subjects[0]["id"], "a");
    let kinds: Vec<_> = subjects[0]["evidence"]
        .as_array()
        .unwrap()
        .iter()
        .map(|e| e["kind"].as_str().unwrap())
        .collect();
    assert_eq!(kinds, ["assets", "sbom"]);
    assert_eq!(subjects[0]["facts"]["assets.assets"], 1);
    assert_eq!(subjects[0]["facts"]["sbom.components"], 2);
    assert_eq!(subjects[1]["evidence"][0]["kind"], "unrecognized");
    let ran = sekisho(&["evidence", "inspect", &s.at("root")]).exits(0);
    assert!(
        ran.out().contains("cyclonedx-json-1.5") && ran.out().contains("assets.csv"),
        "{}",
        ran.out()
    );
}

/// A scan loads a plugin of the standard bundle by its file name alone: see `host/cli/src/bundle/plugins.rs`.
#[test]
fn plugins_of_the_standard_bundle_are_named_by_their_ids() {
    let folder = sekisho_tests::root().join("target/plugins");
    let mut looked_at = 0;
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let found = sekisho(&["plugin", "inspect", path.to_str().unwrap(), "-o", "json"])
            .exits(0)
            .json();
        let id = found[0]["id"].as_str().or_else(|| found["id"].as_str()).unwrap();
        let name = path.file_name().unwrap().to_str().unwrap();
        assert_eq!(name, format!("{}.wasm", id.replace('/', "-")));
        looked_at += 1;
    }
    assert!(looked_at > 10);
}

#[test]
fn two_components_of_one_id_are_refused_whether_a_policy_wants_them_or_not() {
    let s = Scratch::new();
    good(&s, "evidence");
    let plugins = sekisho_tests::root().join("target/plugins");
    for (plugin, named) in [("common-sbom", "other"), ("power-power", "third")] {
        let bytes = std::fs::read(plugins.join(format!("{plugin}.wasm"))).unwrap();
        s.write(&format!("bundle-{named}/plugins/{named}.wasm"), bytes);
        let bundle = s.at(&format!("bundle-{named}"));
        let more = [
            "--bundle",
            bundle.as_str(),
            "--allow-unsigned",
            "--policy",
            "software/sbom-ntia-2021",
        ];
        let evidence = s.at("evidence");
        let all: Vec<&str> = ["scan", &evidence].into_iter().chain(more).collect();
        let ran = sekisho(&all).exits(3);
        let id = plugin.replacen('-', "/", 1);
        assert!(
            ran.stderr.contains(&format!("two components call themselves `{id}`")),
            "{}",
            ran.stderr
        );
    }
}

#[test]
fn evidence_validate_tells_what_is_unreadable() {
    let s = Scratch::new();
    good(&s, "a");
    sekisho(&["evidence", "validate", &s.at("a"), "-o", "json"]).exits(0);
    s.write(
        "a/broken.json",
        "{\"bomFormat\": \"CycloneDX\",\n\"specVersion\": \"1.5\",\n oops",
    );
    let found = sekisho(&["evidence", "validate", &s.at("a"), "-o", "json"])
        .exits(4)
        .json();
    let remark = &found[0];
    assert_eq!(remark["level"], "error");
    assert_eq!(remark["path"], "broken.json");
    assert_eq!(remark["line"], 3);
    assert!(remark["hint"].is_string());
    let ran = sekisho(&["evidence", "validate", &s.at("a")]).exits(4);
    assert!(
        ran.out().starts_with("error[") && ran.out().contains("a/broken.json:3"),
        "{}",
        ran.out()
    );
    assert!(ran.stderr.contains("1 errors"), "{}", ran.stderr);
}

#[test]
fn templates_are_read_back_as_what_they_are() {
    let s = Scratch::new();
    let list = sekisho(&["evidence", "template", "--lang", "en"]).exits(0);
    let ids: Vec<&str> = list.out().lines().filter_map(|l| l.split_whitespace().next()).collect();
    assert!(
        ids.contains(&"assets") && ids.contains(&"partners") && ids.len() > 10,
        "{ids:?}"
    );
    for lang in ["ja", "en"] {
        for (number, id) in ids.iter().enumerate() {
            let extension = if number % 2 == 0 { "csv" } else { "xlsx" };
            let folder = format!("{lang}-{id}");
            s.write(&format!("{folder}/.keep"), "");
            std::fs::remove_file(s.path().join(&folder).join(".keep")).unwrap();
            let to = s.at(&format!("{folder}/{id}.{extension}"));
            let ran = sekisho(&["evidence", "template", id, "--to", &to, "--lang", lang]).exits(0);
            assert!(ran.stdout.is_empty());
            let found = sekisho(&["evidence", "inspect", &s.at(&folder), "-o", "json"])
                .exits(0)
                .json();
            let kind = found["subjects"][0]["evidence"][0]["kind"].as_str().unwrap();
            assert_ne!(kind, "unrecognized", "{id} {lang} {extension}: {found}");
        }
    }
    let sheet = sekisho(&[
        "evidence",
        "template",
        "answers",
        "--policy",
        "scs/star3",
        "--lang",
        "ja",
    ])
    .exits(0);
    assert!(sheet.out().lines().count() > 81, "a line for each criterion");
}

#[test]
fn policies_are_listed_shown_and_linted() {
    let bundle = bundle("honest");
    let folder = bundle.path().to_str().unwrap();
    let list = sekisho(&["policy", "list", "-o", "json", "--allow-unsigned", "--bundle", folder])
        .exits(0)
        .json();
    let ids: Vec<_> = list
        .as_array()
        .unwrap()
        .iter()
        .map(|p| p["id"].as_str().unwrap())
        .collect();
    for id in [POLICY, "factory/meti-factory", "scs/star3", "software/sbom-ntia-2021"] {
        assert!(ids.contains(&id), "{ids:?}");
    }
    let ours = list.as_array().unwrap().iter().find(|p| p["id"] == POLICY).unwrap();
    assert_eq!(ours["controls"], 3);
    assert_eq!(ours["profiles"][0], "without-supplier");
    let shown = sekisho(&[
        "policy",
        "show",
        POLICY,
        "-o",
        "json",
        "--allow-unsigned",
        "--bundle",
        folder,
    ])
    .exits(0)
    .json();
    assert_eq!(shown["controls"][1]["control"]["id"], "supplier");
    assert_eq!(shown["controls"][1]["uses"][0]["check"], "sbom.ntia7");
    let shown = sekisho(&[
        "policy",
        "show",
        POLICY,
        "--profile",
        "without-supplier",
        "-o",
        "json",
        "--allow-unsigned",
        "--bundle",
        folder,
    ])
    .exits(0)
    .json();
    assert_eq!(
        shown["controls"][1]["control"]["excluded"]["en"],
        "Suppliers are looked at elsewhere."
    );
    for lang in ["ja", "en"] {
        sekisho(&["policy", "list", "--lang", lang, "--allow-unsigned", "--bundle", folder]).exits(0);
        let ran = sekisho(&[
            "policy",
            "show",
            POLICY,
            "--lang",
            lang,
            "--allow-unsigned",
            "--bundle",
            folder,
        ])
        .exits(0);
        assert!(ran.out().contains("common/sbom:sbom.ntia7"), "{}", ran.out());
    }
    // A document that is known by its day says the day once.
    let shown = sekisho(&["policy", "show", "scs/star3"]).exits(0);
    assert_eq!(shown.out().matches(" 2026-03-27").count(), 1, "{}", shown.out());
    sekisho(&["policy", "lint", POLICY, "--allow-unsigned", "--bundle", folder]).exits(0);
    let linted = sekisho(&[
        "policy",
        "lint",
        POLICY,
        "--allow-unsigned",
        "--bundle",
        folder,
        "-o",
        "json",
    ])
    .exits(0)
    .json();
    assert_eq!(linted[0]["id"], POLICY);
    assert_eq!(linted[0]["ok"], true);
}

#[test]
fn a_wrong_policy_is_found_by_lint_with_file_and_line() {
    let bundle = bundle("honest");
    let folder = bundle.path().to_str().unwrap();
    let path = "policies/test/example/policy.toml";
    let text = bundle.text(path);
    for (from, to, word) in [
        ("check = \"hostile.check\"", "check = \"no.such\"", "no.such"),
        ("plugin = \"test/hostile\"", "plugin = \"test/nobody\"", "test/nobody"),
        ("field = \"supplier\"", "field = \"colour\"", "field"),
        ("field = \"supplier\"", "shade = \"supplier\"", "shade"),
        ("id = \"listed\"", "id = \"unlisted\"", "unlisted"),
        ("severity = \"high\"", "severity = \"dire\"", "dire"),
    ] {
        bundle.write(path, text.replacen(from, to, 1));
        let ran = sekisho(&["policy", "lint", POLICY, "--allow-unsigned", "--bundle", folder]).exits(3);
        assert!(
            ran.stderr.contains("policy.toml:") && ran.stderr.contains(word),
            "{word}: {}",
            ran.stderr
        );
        let linted = sekisho(&[
            "policy",
            "lint",
            POLICY,
            "--allow-unsigned",
            "--bundle",
            folder,
            "-o",
            "json",
        ])
        .exits(3)
        .json();
        assert_eq!(linted[0]["ok"], false);
        assert!(linted[0]["error"].as_str().unwrap().contains(word), "{linted}");
    }
}

#[test]
fn the_folder_of_a_policy_is_linted_where_it_lies() {
    let bundle = bundle("honest");
    let all = bundle.path().to_str().unwrap();
    let folder = bundle.path().join("policies/test/example");
    let folder = folder.to_str().unwrap();
    let linted = sekisho(&[
        "policy",
        "lint",
        folder,
        "--allow-unsigned",
        "--bundle",
        all,
        "-o",
        "json",
    ])
    .exits(0)
    .json();
    assert_eq!(linted[0]["id"], POLICY);
    assert_eq!(linted[0]["profiles"], 1);
    let path = "policies/test/example/policy.toml";
    let text = bundle.text(path);
    // What is linted is what lies there, also under the id of a policy that is inside the binary.
    bundle.write(path, text.replacen(POLICY, "scs/star3", 1));
    let ran = sekisho(&["policy", "lint", folder, "--allow-unsigned", "--bundle", all]).exits(3);
    assert!(ran.stderr.contains(&format!("{folder}/profiles/")), "{}", ran.stderr);
    bundle.write(path, text.replacen("plugin = ", "plugin ", 1));
    let ran = sekisho(&["policy", "lint", &format!("{folder}/")]).exits(3);
    assert!(ran.stderr.contains("/test/example/policy.toml:"), "{}", ran.stderr);
    let ran = sekisho(&["policy", "lint", all]).exits(3);
    assert!(ran.stderr.contains("there is no `policy.toml`"), "{}", ran.stderr);
    assert!(ran.stderr.contains("hint: "), "{}", ran.stderr);
}

#[test]
fn authority_is_computed_from_imports_and_covers_what_checks_say_they_read() {
    let bundle = bundle("honest");
    let folder = bundle.path().to_str().unwrap();
    let list = sekisho(&[
        "plugin",
        "inspect",
        "-o",
        "json",
        "--allow-unsigned",
        "--bundle",
        folder,
    ])
    .exits(0)
    .json();
    let plugins = list.as_array().unwrap();
    assert!(plugins.len() >= 5);
    for plugin in plugins {
        let reads: Vec<&String> = plugin["authority"]["reads"].as_object().unwrap().keys().collect();
        let cannot: Vec<&str> = plugin["authority"]["cannot_read"]
            .as_array()
            .unwrap()
            .iter()
            .map(|v| v.as_str().unwrap())
            .collect();
        assert_eq!(
            reads.len() + cannot.len(),
            7,
            "every kind is either readable or not: {plugin}"
        );
        assert!(reads.iter().all(|r| !cannot.contains(&r.as_str())));
        for check in plugin["checks"].as_array().unwrap() {
            for said in check["reads"].as_array().unwrap() {
                assert!(
                    reads.iter().any(|r| *r == said.as_str().unwrap()),
                    "{} says it reads {said}, which it does not import",
                    check["id"]
                );
            }
        }
    }
    let honest = plugins.iter().find(|p| p["id"] == "test/hostile").unwrap();
    assert_eq!(
        honest["authority"]["reads"]
            .as_object()
            .unwrap()
            .keys()
            .collect::<Vec<_>>(),
        ["assets"]
    );
    assert_eq!(
        (&honest["authority"]["date"], &honest["authority"]["log"]),
        (&Value::Bool(false), &Value::Bool(false))
    );
    let file = bundle.at("plugins/guest.wasm");
    let alone = sekisho(&["plugin", "inspect", &file, "-o", "json"]).exits(0).json();
    assert_eq!(alone[0]["digest"], honest["digest"]);
    let ran = sekisho(&["plugin", "inspect", &file, "--lang", "en"]).exits(0);
    assert!(ran.out().contains("files, network, clock"), "{}", ran.out());
}
