//! Audits as a user meets them: one file with everything, verified and replayed by somebody who has nothing else, and refused by
//! name where somebody lied.

use sekisho_attest::disclose::commitment;
use sekisho_attest::kit::form::Part;
use sekisho_attest::kit::{Contents, Draft, Kit, finish};
use sekisho_attest::{statement, summary};
use sekisho_bundle::sign::{SecretFile, attest};
use sekisho_model::{Assessment, Outcome, Status, canonical};
use sekisho_tests::binary::{ABOUT, DAY, POLICY, Ran, Scratch, bundle, command, good, sekisho, without_supplier};
use serde_json::Value;
use std::io::{Cursor, Read};

/// Keys of an association and two auditors, a signed bundle, evidence of two suppliers: one meets everything.
fn world() -> Scratch {
    let s = Scratch::new();
    s.write("password", "correct horse\n");
    for (name, kind) in [("association", "p256"), ("auditor", "ed25519"), ("second", "p256")] {
        sekisho(&[
            "trust",
            "key",
            &s.at(name),
            "--kind",
            kind,
            "--password-file",
            &s.at("password"),
        ])
        .exits(0);
    }
    let directory = bundle("honest");
    directory.write("bundle.toml", ABOUT);
    let from = directory.path().to_str().unwrap();
    sekisho(&["bundle", "build", from, "--to", &s.at("bundle.tar")]).exits(0);
    let key = s.at("association");
    sekisho(&[
        "bundle",
        "sign",
        &s.at("bundle.tar"),
        "--key",
        &key,
        "--password-file",
        &s.at("password"),
    ])
    .exits(0);
    good(&s, "evidence/alpha");
    without_supplier(&s, "evidence/beta");
    s
}

/// `sekisho audit run …` with the signed bundle, signed by one auditor.
fn audit(s: &Scratch, more: &[&str]) -> Ran {
    let (evidence, kit, artifact) = (s.at("evidence"), s.at("kit.tar"), s.at("bundle.tar"));
    let (association, auditor, password) = (s.at("association.pub"), s.at("auditor"), s.at("password"));
    let mut arguments = vec!["audit", "run", &evidence, "--policy", POLICY, "--bundle", &artifact];
    arguments.extend(["--trusted-key", &association, "--as-of", DAY, "--to", &kit]);
    arguments.extend(["--key", &auditor, "--password-file", &password]);
    arguments.extend(more);
    sekisho(&arguments)
}

#[test]
fn an_audit_that_is_killed_leaves_the_old_kit_or_the_new() {
    let s = world();
    audit(&s, &[]).exits(1);
    let before = s.read("kit.tar");
    let (evidence, kit, artifact) = (s.at("evidence"), s.at("kit.tar"), s.at("bundle.tar"));
    let (association, auditor, password) = (s.at("association.pub"), s.at("auditor"), s.at("password"));
    let mut left_old = 0;
    for delay in (0..240).step_by(12) {
        s.write("kit.tar", &before);
        let mut running = command(&sekisho_tests::binary::binary());
        running.args(["audit", "run", &evidence, "--policy", POLICY, "--bundle", &artifact]);
        running.args(["--trusted-key", &association, "--as-of", "2026-11-20", "--to", &kit]);
        running.args(["--key", &auditor, "--password-file", &password]);
        let mut running = running
            .stdout(std::process::Stdio::null())
            .stderr(std::process::Stdio::null())
            .spawn()
            .unwrap();
        std::thread::sleep(std::time::Duration::from_millis(delay));
        let _ = running.kill();
        running.wait().unwrap();
        if s.read("kit.tar") == before {
            left_old += 1;
        } else {
            verify(&s, "verify", &[]).exits(0);
        }
    }
    assert!(left_old > 0, "no kill came in time");
}

fn verify(s: &Scratch, verb: &str, more: &[&str]) -> Ran {
    let (kit, auditor) = (s.at("kit.tar"), s.at("auditor.pub"));
    let mut arguments = vec!["audit", verb, &kit];
    if !more.contains(&"--trusted-key") && !more.contains(&"--trust") && !more.contains(&"--allow-unsigned") {
        arguments.extend(["--trusted-key", &auditor]);
    }
    arguments.extend(more);
    sekisho(&arguments)
}

#[test]
fn a_kit_is_verified_and_replayed_by_somebody_who_has_nothing_else() {
    let s = world();
    let ran = audit(
        &s,
        &["--assessor-ja", "例示監査法人", "--assessor-en", "Example Auditors"],
    )
    .exits(1);
    assert!(ran.out().starts_with("sha256:"));
    // The record is the one that a scan of the same evidence writes.
    let (evidence, artifact, association) = (s.at("evidence"), s.at("bundle.tar"), s.at("association.pub"));
    let json = format!("json:{}", s.at("record.json"));
    let mut scan = vec!["scan", &evidence, "--policy", POLICY, "--bundle", &artifact];
    scan.extend(["--trusted-key", &association, "--as-of", DAY, "-o", &json]);
    sekisho(&scan).exits(1);
    // Everything else is gone: only the kit and the auditor's public key are left.
    std::fs::remove_dir_all(s.at("evidence")).unwrap();
    std::fs::remove_file(s.at("bundle.tar")).unwrap();
    let told = verify(&s, "verify", &["-o", "json"]).exits(0).json();
    assert_eq!(told["accepted"], true);
    assert_eq!(told["stated"]["assessor"]["en"], "Example Auditors");
    assert_eq!(told["stated"]["subjects"], 2);
    let states: Vec<(&str, &str)> = told["checks"]
        .as_array()
        .unwrap()
        .iter()
        .map(|check| (check["code"].as_str().unwrap(), check["state"].as_str().unwrap()))
        .collect();
    for code in [
        "kit",
        "record",
        "ledger",
        "plan",
        "evidence",
        "disclosures",
        "statement",
        "summaries",
    ] {
        assert!(states.contains(&(code, "held")), "{code}: {states:?}");
    }
    for code in ["standard", "bundles", "policies", "plugins", "signatures"] {
        assert!(states.contains(&(code, "held")), "{code}: {states:?}");
    }
    // No trust store judged the bundle, so nobody can say that it is the verifier's.
    assert!(states.contains(&("trust", "open")), "{states:?}");
    let record = s.at("replayed.json");
    let replayed = verify(&s, "replay", &["-o", "json", "--record", &record])
        .exits(0)
        .json();
    assert_eq!(replayed["identical"], true);
    assert_eq!(s.read("replayed.json"), s.read("record.json"));
    assert_eq!(told["stated"]["record"]["digest"], replayed["replayed"]);
    // In words, in both languages.
    let words = verify(&s, "verify", &["--lang", "ja"]).exits(0);
    assert!(words.out().contains("全対象・全管理策・全チェックに判定が一つずつある"));
    let words = verify(&s, "replay", &["--lang", "en"]).exits(0);
    assert!(words.out().contains("replayed to the same bytes"));
}

#[test]
fn verify_and_replay_need_no_network() {
    let s = world();
    audit(&s, &[]).exits(1);
    for verb in ["verify", "replay"] {
        let arguments = ["audit", verb, &s.at("kit.tar"), "--trusted-key", &s.at("auditor.pub")];
        sekisho_tests::binary::apart(s.path(), &arguments).exits(0);
    }
}

#[test]
fn signatures_count_by_key_and_only_those_of_trusted_ones() {
    let s = world();
    audit(&s, &[]).exits(1);
    let (auditor, second, association) = (s.at("auditor.pub"), s.at("second.pub"), s.at("association.pub"));
    let refused = |ran: Ran| {
        let ran = ran.exits(5);
        assert!(ran.stderr.contains("[signatures]"), "{}", ran.stderr);
        assert!(ran.stderr.contains("hint:"), "{}", ran.stderr);
    };
    // Nobody was named; a stranger; one of two.
    refused(sekisho(&["audit", "verify", &s.at("kit.tar")]));
    refused(verify(&s, "verify", &["--trusted-key", &association]));
    let both = [
        "--trusted-key",
        &auditor,
        "--trusted-key",
        &second,
        "--trusted-signers",
        "2",
    ];
    refused(verify(&s, "verify", &both));
    // The same key once more is not a second signer.
    let sign = |key: &str| {
        sekisho(&[
            "audit",
            "sign",
            &s.at("kit.tar"),
            "--key",
            &s.at(key),
            "--password-file",
            &s.at("password"),
        ])
    };
    sign("auditor").exits(0);
    refused(verify(&s, "verify", &both));
    sign("second").exits(0);
    verify(&s, "verify", &both).exits(0);
    verify(&s, "replay", &both).exits(0);
    // Without a signature that counts nothing is executed.
    let ran = verify(&s, "replay", &["--trusted-key", &association]).exits(5);
    assert!(!ran.out().contains("replayed to"), "{}", ran.out());
    // Somebody who wants to look all the same is told that nobody vouches.
    let told = verify(&s, "verify", &["--allow-unsigned", "-o", "json"])
        .exits(0)
        .json();
    let open = |check: &Value| check["code"] == "signatures" && check["state"] == "open";
    assert!(told["checks"].as_array().unwrap().iter().any(open), "{told}");
}

#[test]
fn evidence_that_stays_home_is_brought_along_and_held_against_its_digests() {
    let s = world();
    audit(&s, &["--without-evidence"]).exits(1);
    let sbom = "evidence/alpha/sbom.json";
    let kit = s.read("kit.tar");
    let secret = b"Alpha".as_slice();
    let told = verify(&s, "verify", &["-o", "json"]).exits(0).json();
    assert_eq!(told["stated"]["evidence"]["included"], false);
    // The file itself is not in it.
    let original = s.read(sbom);
    assert!(!kit.windows(original.len()).any(|window| window == original));
    assert!(original.windows(secret.len()).any(|window| window == secret));
    let ran = verify(&s, "replay", &[]).exits(3);
    assert!(ran.stderr.contains("--evidence"), "{}", ran.stderr);
    verify(&s, "replay", &["--evidence", &s.at("evidence")]).exits(0);
    // Another file, a file more, a directory of another name.
    s.write("evidence/alpha/more.csv", "a,b\n1,2\n");
    let ran = verify(&s, "replay", &["--evidence", &s.at("evidence")]).exits(5);
    assert!(
        ran.stderr.contains("alpha/more.csv") && ran.stderr.contains("[evidence-differs]"),
        "{}",
        ran.stderr
    );
    std::fs::remove_file(s.at("evidence/alpha/more.csv")).unwrap();
    s.write(sbom, [original.as_slice(), b" "].concat());
    let ran = verify(&s, "replay", &["--evidence", &s.at("evidence")]).exits(5);
    assert!(ran.stderr.contains("alpha/sbom.json"), "{}", ran.stderr);
    let ran = verify(&s, "replay", &["--evidence", &s.at("evidence/beta")]).exits(5);
    assert!(ran.stderr.contains("`beta`"), "{}", ran.stderr);
}

/// Takes a kit apart, changes its record, states and signs all of it anew: what an auditor could do who lies.
fn forge(s: &Scratch, change: impl FnOnce(&mut Assessment)) {
    let mut kit = Kit::open(Cursor::new(s.read("kit.tar"))).unwrap();
    let mut record: Assessment = serde_json::from_slice(&kit.record().unwrap()).unwrap();
    change(&mut record);
    let mut rest = record.findings.as_slice();
    for entry in &mut record.ledger.entries {
        let (mine, after) = rest.split_at(entry.findings as usize);
        rest = after;
        entry.findings_digest = canonical::digest(mine).unwrap();
    }
    let leaves: Vec<_> = record
        .ledger
        .entries
        .iter()
        .map(|entry| entry.leaf().unwrap())
        .collect();
    record.ledger.root = sekisho_model::merkle::root(&leaves);
    let bytes = canonical::to_vec(&record).unwrap();
    let secret = sekisho_attest::audit::secret_of(&kit.secret().unwrap()).unwrap();
    let mut config = kit.config.clone();
    config.record = Part::of(&bytes);
    let salted = commitment(&record, &secret).unwrap();
    let stated = statement::statement(&record, &config, salted).unwrap();
    let summaries = summary::summaries(&record, &config).unwrap();
    let file = SecretFile::parse(&s.read("auditor")).unwrap();
    let SecretFile::Encrypted(file) = file else {
        panic!("keys are encrypted")
    };
    let key = file.open(b"correct horse").unwrap();
    let signature = attest(&key, &stated).unwrap().to_json().unwrap();
    let draft = Draft {
        config,
        record: bytes,
        log: kit.log().unwrap(),
        secret: kit.secret().unwrap(),
        statement: stated.to_json().unwrap(),
        summaries: summaries.iter().map(|summary| summary.to_json().unwrap()).collect(),
    };
    let mut contents = Vec::new();
    let wanted = draft.config.wanted();
    let mut open = |digest: &sekisho_model::Digest| -> std::io::Result<Box<dyn Read>> {
        Ok(Box::new(Cursor::new(kit.content(digest, 1 << 30).unwrap())))
    };
    let part = Contents::write(&wanted, &mut open, &mut contents).unwrap();
    let mut out = Vec::new();
    let signed = [(signature, statement::PREDICATE_TYPE.to_owned())];
    finish(&draft, &part, &mut contents.as_slice(), &signed, &mut out).unwrap();
    s.write("kit.tar", out);
}

#[test]
fn a_signed_lie_is_found_by_the_replay_and_located() {
    let s = world();
    audit(&s, &[]).exits(1);
    // The auditor calls what failed passed, everywhere, and signs that.
    forge(&s, |record| {
        let failed = record
            .findings
            .iter()
            .position(|finding| finding.outcome == Outcome::Fail)
            .unwrap();
        let (subject, control) = (
            record.findings[failed].subject.clone(),
            record.findings[failed].control.clone(),
        );
        record.findings[failed].outcome = Outcome::Pass;
        for entry in &mut record.ledger.entries {
            if entry.subject == subject && entry.control == control {
                entry.state = sekisho_model::ledger::State::Outcome(Outcome::Pass);
            }
        }
        for status in &mut record.statuses {
            if status.subject == subject && status.control == control {
                status.status = Status::Satisfied;
            }
        }
    });
    // All links hold: it was he who signed.
    verify(&s, "verify", &[]).exits(0);
    let ran = verify(&s, "replay", &["-o", "json"]).exits(5);
    assert!(ran.stderr.contains("[replay-differs]"), "{}", ran.stderr);
    let told = ran.json();
    assert_eq!(told["identical"], false);
    let first = &told["differences"][0];
    assert_eq!(first["what"], "entry");
    assert_eq!(first["subject"], "beta");
    assert!(
        first["at"].as_str().unwrap().contains("test/example supplier"),
        "{first}"
    );
    assert!(first["recorded"].as_str().unwrap().starts_with("pass"), "{first}");
    assert!(first["replayed"].as_str().unwrap().starts_with("fail"), "{first}");
}

#[test]
fn profiles_waivers_limits_and_folders_are_handed_over_too() {
    let s = world();
    s.write(
        "waivers.toml",
        r#"
format = "waivers/1"
[[waiver]]
id = "W-1"
policy = "test/example"
control = "supplier"
subject = "beta"
justification = "the supplier is being asked"
approver = "Sato"
expires = "2027-01-31"
"#,
    );
    let directory = bundle("honest");
    let (evidence, kit, waivers) = (s.at("evidence"), s.at("kit.tar"), s.at("waivers.toml"));
    let (folder, auditor, password) = (directory.path().to_str().unwrap(), s.at("auditor"), s.at("password"));
    let profile = format!("{folder}/policies/test/example/profiles/without-supplier.toml");
    let policy = format!("{folder}/policies/test/example");
    let mut arguments = vec![
        "audit",
        "run",
        &evidence,
        "--policy",
        &policy,
        "--bundle",
        folder,
        "--allow-unsigned",
    ];
    arguments.extend([
        "--waivers",
        &waivers,
        "--profile",
        &profile,
        "--limit",
        "fuel=900000000",
        "--isolate",
    ]);
    arguments.extend([
        "--as-of",
        DAY,
        "--to",
        &kit,
        "--key",
        &auditor,
        "--password-file",
        &password,
    ]);
    let ran = sekisho(&arguments);
    assert!(matches!(ran.code, 0..=2), "{}", ran.stderr);
    drop(directory);
    std::fs::remove_file(s.at("waivers.toml")).unwrap();
    let told = verify(&s, "replay", &["-o", "json"]).exits(0).json();
    assert_eq!(told["identical"], true);
}

#[test]
fn links_and_devices_in_evidence_are_named_and_not_packed() {
    let s = world();
    std::os::unix::fs::symlink("/etc/passwd", s.at("evidence/alpha/link.csv")).unwrap();
    let ran = audit(&s, &[]).exits(4);
    assert!(
        ran.stderr.contains("alpha/link.csv") && ran.stderr.contains("hint:"),
        "{}",
        ran.stderr
    );
    assert!(!s.path().join("kit.tar").exists());
}

#[test]
fn bytes_that_are_no_kit_are_refused_with_one_error() {
    let s = world();
    audit(&s, &[]).exits(1);
    let kit = s.read("kit.tar");
    let cut = kit.len() / 2;
    let mut flipped = kit.clone();
    flipped[cut] ^= 1;
    let cases: [(&str, Vec<u8>); 5] = [
        ("empty", Vec::new()),
        ("text", b"not a kit".to_vec()),
        ("cut", kit[..cut].to_vec()),
        ("flipped", flipped),
        ("bundle", s.read("bundle.tar")),
    ];
    for (name, bytes) in cases {
        s.write("bad.tar", bytes);
        for verb in ["verify", "replay"] {
            let ran = sekisho(&["audit", verb, &s.at("bad.tar"), "--trusted-key", &s.at("auditor.pub")]).exits(5);
            assert_eq!(ran.stderr.matches("error:").count(), 1, "{name}: {}", ran.stderr);
            assert!(
                ran.stderr.contains("[kit-") && ran.stderr.contains("hint:"),
                "{name}: {}",
                ran.stderr
            );
        }
    }
    sekisho(&["audit", "verify", s.path().to_str().unwrap()]).exits(3);
    sekisho(&["audit", "verify", &s.at("nowhere.tar")]).exits(3);
}
