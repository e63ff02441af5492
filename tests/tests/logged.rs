//! Transparency logs as the trust root asks for them, from the command line: a bundle or an attestation that must be logged is used
//! with its proof, offline, and refused without, with that of something else, or of another branch of the log.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::expect_used,
    reason = "tests"
)]

use sekisho_tests::binary::{DAY, POLICY, Ran, Scratch, apart, bundle, good, sekisho};
use serde_json::{Value, json};
use std::path::Path;

const ORIGIN: &str = "log.example.jp/one";

fn about(id: &str) -> String {
    format!(
        r#"
format = "bundle/1"
id = "example-auto/{id}"
version = "1.0.0"
title = {{ ja = "部品会社向け", en = "For suppliers" }}
issuer = {{ ja = "例示自動車工業会", en = "Example Automobile Association" }}
source_document = {{ ja = "例示指針", en = "Example guideline" }}
source_date = 2026-04-01
effective_from = 2026-10-01
"#
    )
}

/// An association with a log and two witnesses, an auditor, an enterprise with a trust store.
struct World {
    s: Scratch,
    log_key: String,
    witnesses: [String; 2],
}

impl World {
    /// Two signed bundles, `a.tar` and `b.tar`, of which `a` stands in the log, with its proof in `a.proof`.
    fn new(quorum: &str) -> Self {
        let s = Scratch::new();
        s.write("password", "correct horse\n");
        for (name, kind) in [
            ("office", "p256"),
            ("association", "p256"),
            ("auditor", "ed25519"),
            ("keeper", "ed25519"),
            ("w1", "ed25519"),
            ("w2", "ed25519"),
            ("w3", "ed25519"),
        ] {
            let (file, password) = (s.at(name), s.at("password"));
            sekisho(&["trust", "key", &file, "--kind", kind, "--password-file", &password]).exits(0);
        }
        let mut world = Self {
            s,
            log_key: String::new(),
            witnesses: [String::new(), String::new()],
        };
        for id in ["a", "b"] {
            let from = bundle("honest");
            from.write("bundle.toml", about(id));
            let (from, to) = (from.path().to_str().unwrap().to_owned(), world.at(&format!("{id}.tar")));
            sekisho(&["bundle", "build", &from, "--to", &to]).exits(0);
            world.signed("association", &["bundle", "sign", &to]).exits(0);
            sekisho(&[
                "bundle",
                "build",
                &from,
                "--to",
                &world.at(&format!("{id}.d")),
                "--folder",
            ])
            .exits(0);
        }
        let init = world.signed("keeper", &["log", "init", &world.at("log"), "--origin", ORIGIN]);
        world.log_key = init.exits(0).out().trim().to_owned();
        world.log("log", "a.tar");
        world.witnesses = [
            world.cosign("log", "w1", "--first"),
            world.cosign("log", "w2", "--first"),
        ];
        world.prove("log", "a.tar", "a.proof");
        world.trust(quorum);
        good(&world.s, "evidence/alpha");
        world
    }

    fn at(&self, path: &str) -> String {
        self.s.at(path)
    }

    fn signed(&self, key: &str, arguments: &[&str]) -> Ran {
        let (key, password) = (self.at(key), self.at("password"));
        sekisho(&[arguments, &["--key", &key, "--password-file", &password]].concat())
    }

    fn log(&self, log: &str, file: &str) {
        self.signed("keeper", &["log", "append", &self.at(log), &self.at(file)])
            .exits(0);
    }

    /// A witness signs the newest checkpoint, and the keeper takes it over; answers the witness's key.
    fn cosign(&self, log: &str, witness: &str, first: &str) -> String {
        let (log, note) = (self.at(log), self.at("signed"));
        let (checkpoint, state) = (format!("{log}/checkpoint"), format!("{log}-{witness}"));
        let mut arguments = vec![
            "log",
            "cosign",
            &checkpoint,
            "--name",
            witness,
            "--log-key",
            &self.log_key,
        ];
        arguments.extend(["--seen", &state, "--to", &note, "--time", "2026-11-23T00:00:00Z"]);
        let proof = self.at("from-one");
        match first {
            "--first" => arguments.push(first),
            _ => {
                let consistency = ["log", "consistency", &log, "--old", first, "--to", &proof];
                self.believing(&consistency).exits(0);
                arguments.extend(["--consistency", &proof]);
            }
        }
        let key = self.signed(witness, &arguments).exits(0).out().trim().to_owned();
        self.believing(&["log", "attach", &log, &note, "--witness", &key])
            .exits(0);
        key
    }

    fn believing(&self, arguments: &[&str]) -> Ran {
        sekisho(&[arguments, &["--log-key", &self.log_key]].concat())
    }

    fn prove(&self, log: &str, file: &str, to: &str) {
        let (log, file, to) = (self.at(log), self.at(file), self.at(to));
        self.believing(&["log", "prove", &log, &file, "--to", &to]).exits(0);
    }

    fn office(&self, arguments: &[&str]) -> Ran {
        let repository = self.at("repository");
        self.signed(
            "office",
            &[&["trust"], arguments, &["--repository", &repository]].concat(),
        )
    }

    /// The trust root: who signs, and that everything must be logged.
    fn trust(&self, quorum: &str) {
        let office = self.at("office.pub");
        let mut init = vec!["init"];
        for role in ["--root-key", "--list-key", "--snapshot-key", "--timestamp-key"] {
            init.extend([role, &office]);
        }
        self.office(&init).exits(0);
        for (id, role, scope) in [
            ("association", "association", "example-auto/*"),
            ("auditor", "auditor", "attestation/**"),
        ] {
            let key = self.at(&format!("{id}.pub"));
            let mut signer = vec!["add", "signer", "--id", id, "--name-ja", "名", "--name-en", id];
            signer.extend(["--public-key", &key, "--role", role, "--scope", scope]);
            self.office(&signer).exits(0);
            let require = format!("{role}=1");
            let rule = [
                "add",
                "rule",
                "--scope",
                scope,
                "--require",
                &require,
                "--distinct",
                "1",
            ];
            self.office(&rule).exits(0);
            // Nothing can stand in a log that nobody named.
            if id == "association" {
                let refused = self.office(&[rule.as_slice(), &["--require-log"]].concat()).exits(3);
                assert!(refused.stderr.contains("log"), "{}", refused.stderr);
                self.name_log("one", &self.log_key, quorum).exits(0);
            }
            self.office(&[rule.as_slice(), &["--require-log"]].concat()).exits(0);
        }
        let (store, root) = (self.at("store"), self.at("repository/metadata/1.root.json"));
        sekisho(&["trust", "init", "--trust", &store, "--root", &root]).exits(0);
        self.follow();
    }

    fn name_log(&self, id: &str, key: &str, quorum: &str) -> Ran {
        let [one, two] = [("meti", 0), ("jama", 1)].map(|(name, at)| format!("{name}={}", self.witnesses[at]));
        let mut log = vec!["add", "log", "--id", id, "--origin", ORIGIN, "--log-key", key];
        log.extend(["--witness", &one, "--witness", &two, "--quorum", quorum]);
        log.extend(["--scope", "example-auto/*", "--scope", "attestation/**"]);
        self.office(&log)
    }

    fn follow(&self) {
        let (store, repository) = (self.at("store"), self.at("repository"));
        sekisho(&["trust", "update", "--trust", &store, "--from", &repository]).exits(0);
    }

    fn verify(&self, file: &str, more: &[&str]) -> Ran {
        let (file, store) = (self.at(file), self.at("store"));
        sekisho(&[&["bundle", "verify", &file, "--trust", &store], more].concat())
    }

    fn scan(&self, file: &str) -> Ran {
        let (file, store, evidence) = (self.at(file), self.at("store"), self.at("evidence"));
        let mut scan = vec!["scan", &evidence, "--policy", POLICY, "--bundle", &file];
        scan.extend(["--trust", &store, "--as-of", DAY, "--no-progress"]);
        sekisho(&scan)
    }

    fn audit(&self, file: &str) -> Ran {
        let (file, store, evidence, kit) = (self.at(file), self.at("store"), self.at("evidence"), self.at("kit.tar"));
        let mut run = vec!["audit", "run", &evidence, "--policy", POLICY, "--bundle", &file];
        run.extend(["--trust", &store, "--as-of", DAY, "--to", &kit]);
        self.signed("auditor", &run)
    }

    fn audited(&self, verb: &str, file: &str, more: &[&str]) -> Ran {
        let (file, store) = (self.at(file), self.at("store"));
        apart(
            Path::new("."),
            &[&["audit", verb, &file, "--trust", &store], more].concat(),
        )
    }
}

#[track_caller]
fn refused(ran: Ran, rule: &str) {
    let ran = ran.exits(5);
    assert!(ran.stderr.contains(&format!("[{rule}]")), "{rule}: {}", ran.stderr);
    assert!(ran.stderr.contains("hint:"), "{}", ran.stderr);
}

fn copy(from: &str, to: &str) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let to = Path::new(to).join(entry.file_name());
        match entry.file_type().unwrap().is_dir() {
            true => copy(entry.path().to_str().unwrap(), to.to_str().unwrap()),
            false => drop(std::fs::copy(entry.path(), to).unwrap()),
        }
    }
}

fn digest(world: &World, file: &str) -> Value {
    let inspected = sekisho(&["bundle", "inspect", &world.at(file), "-o", "json"]);
    inspected.exits(0).json()["digest"].clone()
}

#[test]
fn a_bundle_that_must_be_logged_is_used_with_its_proof() {
    let world = World::new("2");
    for ran in [world.verify("a.tar", &[]), world.scan("a.tar"), world.audit("a.tar")] {
        refused(ran, "log-missing");
    }
    assert!(!Path::new(&world.at("kit.tar")).exists());
    // Whoever lets unsigned plugins run has not lifted what the trust root says.
    let (store, a, evidence) = (world.at("store"), world.at("a.tar"), world.at("evidence"));
    let mut scan = vec!["scan", &evidence, "--policy", POLICY, "--bundle", &a, "--trust", &store];
    scan.extend(["--as-of", DAY, "--allow-unsigned"]);
    refused(sekisho(&scan), "log-missing");
    for (lang, words) in [
        (
            "ja",
            [
                "ログ one log.example.jp/one",
                "立会者 2/2 (jama, meti)",
                "ログ記載が必要",
            ],
        ),
        (
            "en",
            [
                "log one log.example.jp/one",
                "witnesses 2/2 (jama, meti)",
                "must be logged",
            ],
        ),
    ] {
        for more in [&[][..], &["--bundle", "example-auto/a"]] {
            let shown = sekisho(&[&["trust", "show", "--trust", &store, "--lang", lang], more].concat()).exits(0);
            assert!(words.iter().all(|word| shown.out().contains(word)), "{}", shown.out());
        }
    }
    let shown = sekisho(&[
        "trust",
        "show",
        "--trust",
        &store,
        "--bundle",
        "example-auto/a",
        "-o",
        "json",
    ]);
    let shown = shown.exits(0).json();
    assert_eq!(shown["logs"][0]["log"]["quorum"], 2);
    assert_eq!(shown["must_be_logged_by"], json!(["targets"]));
    let proof = world.at("a.proof");
    let told = world.verify("a.tar", &["--proof", &proof, "--lang", "ja"]).exits(0);
    assert!(told.out().contains("に記載あり、立会者 w1, w2"), "{}", told.out());
    let told = world
        .verify("a.tar", &["--proof", &proof, "-o", "json"])
        .exits(0)
        .json();
    assert_eq!(told["logs"][0]["log"], "one");
    assert_eq!(
        (&told["logs"][0]["size"], &told["logs"][0]["by"]),
        (&json!(1), &json!("targets"))
    );
    // Beside the bundle, whose digest it does not change; a proof of something else is not put there.
    let before = digest(&world, "a.tar");
    let b = world.at("b.tar");
    sekisho(&["log", "enclose", &b, "--proof", &proof]).exits(5);
    sekisho(&["log", "enclose", &a, "--proof", &proof]).exits(0);
    assert_eq!(digest(&world, "a.tar"), before);
    let shown = |world: &World| {
        sekisho(&["trust", "show", "--trust", &world.at("store"), "-o", "json"])
            .exits(0)
            .json()
    };
    world.verify("a.tar", &[]).exits(0);
    assert_eq!(shown(&world)["logs"], json!({}), "who looks remembers nothing");
    world.scan("a.tar").exits(0);
    assert_eq!(shown(&world)["logs"][ORIGIN]["leaves"], 1);
    // As a directory, the same.
    let folder = world.at("a.d");
    world.signed("association", &["bundle", "sign", &folder]).exits(0);
    refused(world.verify("a.d", &[]), "log-missing");
    let log = world.at("log");
    world.believing(&["log", "prove", &log, &folder, "--enclose"]).exits(0);
    world.verify("a.d", &[]).exits(0);
    // A signature more changes nothing of it.
    world.signed("auditor", &["bundle", "sign", &a]).exits(0);
    world.verify("a.tar", &[]).exits(0);
}

#[test]
fn a_proof_of_something_else_or_of_too_few_is_refused_by_name() {
    let world = World::new("2");
    let proof = world.at("a.proof");
    refused(world.verify("b.tar", &["--proof", &proof]), "log-proof");
    let good = world.s.read("a.proof");
    let text = world.s.text("a.proof");
    let line = |name: &str| {
        let start = format!("\u{2014} {name} ");
        text.lines().find(|line| line.starts_with(&start)).unwrap().to_owned()
    };
    let (w1, w2) = (line("w1"), line("w2"));
    for (changed, rule) in [
        (text.replace(&format!("{w2}\n"), ""), "log-quorum"),
        (text.replace(&w2, &w1), "log-quorum"),
        (text.replace("\u{2014} w2 ", "\u{2014} w9 "), "log-quorum"),
        (text.replace(ORIGIN, "log.example.jp/two"), "log-unknown"),
        (text.replace("index 0", "index 1"), "log-proof"),
        (String::new(), "log-proof"),
        ("{}".to_owned(), "log-proof"),
    ] {
        world.s.write("bent.proof", changed);
        refused(world.verify("a.tar", &["--proof", &world.at("bent.proof")]), rule);
    }
    for at in (0..good.len()).step_by(9) {
        let mut flipped = good.clone();
        flipped[at] ^= 1;
        world.s.write("bent.proof", flipped);
        let ran = world.verify("a.tar", &["--proof", &world.at("bent.proof")]).exits(5);
        assert!(ran.stderr.contains("[log-"), "byte {at}: {}", ran.stderr);
    }
    // A witness whom nobody named, and one who signed for the keeper's own copy only.
    world.log("log", "b.tar");
    world.cosign("log", "w1", "1");
    world.cosign("log", "w3", "--first");
    world.prove("log", "b.tar", "b.proof");
    refused(world.verify("b.tar", &["--proof", &world.at("b.proof")]), "log-quorum");
    world.cosign("log", "w2", "1");
    world.prove("log", "b.tar", "b.proof");
    world.verify("b.tar", &["--proof", &world.at("b.proof")]).exits(0);
    // Somebody else's log under this name.
    let ran = world.signed("w3", &["log", "init", &world.at("own"), "--origin", ORIGIN]);
    let key = ran.exits(0).out().trim().to_owned();
    world
        .signed("w3", &["log", "append", &world.at("own"), &world.at("a.tar")])
        .exits(0);
    let (own, a, to) = (world.at("own"), world.at("a.tar"), world.at("own.proof"));
    sekisho(&["log", "prove", &own, &a, "--log-key", &key, "--to", &to]).exits(0);
    refused(world.verify("a.tar", &["--proof", &to]), "log-proof");
    // The log is named no more, as long as nothing asks for it.
    world.office(&["remove", "log", "--id", "one"]).exits(3);
    for scope in ["example-auto/*", "attestation/**"] {
        let role = if scope.starts_with('e') {
            "association=1"
        } else {
            "auditor=1"
        };
        world
            .office(&["add", "rule", "--scope", scope, "--require", role, "--distinct", "1"])
            .exits(0);
    }
    world.office(&["remove", "log", "--id", "one"]).exits(0);
    world.office(&["remove", "log", "--id", "one"]).exits(3);
    world.follow();
    world.verify("a.tar", &[]).exits(0);
}

#[test]
fn another_branch_of_a_log_and_an_older_state_are_refused() {
    let world = World::new("2");
    copy(&world.at("log"), &world.at("fork"));
    std::fs::copy(world.at("log/checkpoint"), world.at("one.checkpoint")).unwrap();
    for (log, file) in [("log", "b.tar"), ("fork", "c.tar")] {
        if file == "c.tar" {
            let from = bundle("honest");
            from.write("bundle.toml", about("c"));
            let c = world.at("c.tar");
            sekisho(&["bundle", "build", from.path().to_str().unwrap(), "--to", &c]).exits(0);
            world.signed("association", &["bundle", "sign", &c]).exits(0);
            // The witnesses are in league with the keeper.
            for witness in ["w1", "w2"] {
                let state = world.at(&format!("log-{witness}-before"));
                std::fs::copy(state, world.at(&format!("fork-{witness}"))).unwrap();
            }
        } else {
            for witness in ["w1", "w2"] {
                let state = world.at(&format!("log-{witness}"));
                std::fs::copy(&state, format!("{state}-before")).unwrap();
            }
        }
        world.log(log, file);
        world.cosign(log, "w1", "1");
        world.cosign(log, "w2", "1");
        let (log, path) = (world.at(log), world.at(file));
        world.believing(&["log", "prove", &log, &path, "--enclose"]).exits(0);
    }
    // Each by itself is fine; whoever used one does not take the other.
    world.verify("b.tar", &[]).exits(0);
    world.verify("c.tar", &[]).exits(0);
    world.scan("b.tar").exits(0);
    refused(world.verify("c.tar", &[]), "log-split");
    refused(world.scan("c.tar"), "log-split");
    refused(world.audit("c.tar"), "log-split");
    // The older proof of the same log is fine, since its witnesses are the same; not so against a checkpoint that somebody brings.
    let (proof, newest) = (world.at("a.proof"), world.at("log/checkpoint"));
    world.verify("a.tar", &["--proof", &proof]).exits(0);
    let brought = |more: &[&str]| world.verify("a.tar", &[&["--proof", &proof, "--seen", &newest], more].concat());
    refused(brought(&[]), "log-rollback");
    let (log, link) = (world.at("log"), world.at("link"));
    world
        .believing(&["log", "consistency", &log, "--old", "1", "--to", &link])
        .exits(0);
    brought(&["--consistency", &link]).exits(0);
    let earlier = world.at("one.checkpoint");
    refused(world.verify("b.tar", &["--seen", &earlier]), "log-gap");
    world
        .verify("b.tar", &["--seen", &earlier, "--consistency", &link])
        .exits(0);
    // The link may lie in the proof.
    let (b, linked) = (world.at("b.tar"), world.at("b.linked"));
    world
        .believing(&["log", "prove", &log, &b, "--since", "1", "--to", &linked])
        .exits(0);
    world
        .verify("b.tar", &["--seen", &earlier, "--proof", &linked])
        .exits(0);
    // A checkpoint that nothing was held against is no comfort.
    let other = world.s.text("one.checkpoint").replace(ORIGIN, "log.example.jp/two");
    world.s.write("other.checkpoint", other);
    refused(
        world.verify("b.tar", &["--seen", &world.at("other.checkpoint")]),
        "log-missing",
    );
}

#[test]
fn an_attestation_that_must_be_logged_carries_its_proof() {
    let world = World::new("2");
    let (a, proof) = (world.at("a.tar"), world.at("a.proof"));
    sekisho(&["log", "enclose", &a, "--proof", &proof]).exits(0);
    let before = world.audit("a.tar").exits(0).out().to_owned();
    refused(world.audited("verify", "kit.tar", &[]), "log-missing");
    refused(world.audited("replay", "kit.tar", &[]), "log");
    // The proof of the bundle is none of the attestation.
    refused(world.audited("verify", "kit.tar", &["--proof", &proof]), "log-proof");
    world.log("log", "kit.tar");
    world.cosign("log", "w1", "1");
    world.prove("log", "kit.tar", "early.proof");
    refused(
        world.audited("verify", "kit.tar", &["--proof", &world.at("early.proof")]),
        "log-quorum",
    );
    world.cosign("log", "w2", "1");
    let (log, kit) = (world.at("log"), world.at("kit.tar"));
    world.prove("log", "kit.tar", "kit.proof");
    world
        .audited("verify", "kit.tar", &["--proof", &world.at("kit.proof")])
        .exits(0);
    world.believing(&["log", "prove", &log, &kit, "--enclose"]).exits(0);
    let told = world.audited("verify", "kit.tar", &["-o", "json"]).exits(0).json();
    assert_eq!(told["kit"], before.lines().next().unwrap(), "the kit is the same");
    let logs: Vec<&str> = (told["checks"].as_array().unwrap().iter())
        .filter(|check| check["code"] == "log" && check["state"] == "held")
        .map(|check| check["detail"].as_str().unwrap())
        .collect();
    assert_eq!(logs.len(), 2, "{told}");
    assert!(logs[0].starts_with("example-auto/a: ") && logs[1].starts_with("attestation/test/example: "));
    let told = world.audited("verify", "kit.tar", &["--lang", "ja"]).exits(0);
    assert!(told.out().contains("透明性ログへの記載"), "{}", told.out());
    world.audited("replay", "kit.tar", &[]).exits(0);
    // Held against a checkpoint that was got elsewhere, the bundle's older proof needs a link; the attestation's is of that very one.
    let (newest, link) = (world.at("log/checkpoint"), world.at("link"));
    refused(world.audited("verify", "kit.tar", &["--seen", &newest]), "log-rollback");
    world
        .believing(&["log", "consistency", &log, "--old", "1", "--to", &link])
        .exits(0);
    world
        .audited("verify", "kit.tar", &["--seen", &newest, "--consistency", &link])
        .exits(0);
    // A signature more leaves the proof where it is.
    world.signed("w3", &["audit", "sign", &kit]).exits(0);
    world.audited("verify", "kit.tar", &[]).exits(0);
    // A disclosure takes it along.
    let disclosed = world.at("disclosed.json");
    let mut disclose = vec!["audit", "disclose", &kit, "--subject", "alpha", "--control", "listed"];
    disclose.extend(["--to", &disclosed]);
    sekisho(&disclose).exits(0);
    world.audited("verify", "disclosed.json", &[]).exits(0);
    let mut value: Value = serde_json::from_slice(&world.s.read("disclosed.json")).unwrap();
    value.as_object_mut().unwrap().remove("proofs").unwrap();
    world
        .s
        .write("stripped.json", sekisho_model::canonical::to_vec(&value).unwrap());
    refused(world.audited("verify", "stripped.json", &[]), "log-missing");
    // Without a trust store nobody says which logs count.
    let auditor = world.at("auditor.pub");
    let told = sekisho(&["audit", "verify", &kit, "--trusted-key", &auditor, "-o", "json"]);
    let told = told.exits(0).json();
    let is_open = |check: &Value| check["code"] == "log" && check["state"] == "open";
    assert!(told["checks"].as_array().unwrap().iter().any(is_open), "{told}");
}
