//! Time stamps of kits from the command line, from the request to the day on which a key still counted.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::cast_possible_truncation,
    reason = "tests"
)]

#[path = "stamp/tsa.rs"]
mod tsa;

use sekisho_tests::binary::{DAY, POLICY, Ran, Scratch, bundle, good, sekisho};
use serde_json::Value;
use std::process::Command;
use tsa::Authority;

/// A kit that an auditor signed, and the root of an authority in `tsa.pem`.
struct World {
    s: Scratch,
    tsa: Authority,
}

impl World {
    fn new() -> Self {
        let world = Self {
            s: Scratch::new(),
            tsa: Authority::new("Example Stamps", 1),
        };
        world
            .s
            .write("password", "correct horse\n")
            .write("tsa.pem", world.tsa.pem());
        for key in ["office", "auditor"] {
            let (file, password) = (world.at(key), world.at("password"));
            sekisho(&["trust", "key", &file, "--password-file", &password]).exits(0);
        }
        good(&world.s, "evidence/alpha");
        world.kit("kit.tar", "one");
        world
    }

    /// A kit; what it states differs by the assessor.
    fn kit(&self, to: &str, assessor: &str) {
        let from = bundle("honest");
        let (evidence, folder, to) = (self.at("evidence"), from.path().to_str().unwrap(), self.at(to));
        let mut run = vec!["audit", "run", &evidence, "--policy", POLICY, "--bundle", folder];
        run.extend(["--allow-unsigned", "--as-of", DAY, "--to", &to]);
        run.extend(["--assessor-ja", assessor, "--assessor-en", assessor]);
        self.signed("auditor", &run).exits(0);
    }

    fn at(&self, path: &str) -> String {
        self.s.at(path)
    }

    fn signed(&self, key: &str, arguments: &[&str]) -> Ran {
        let (key, password) = (self.at(key), self.at("password"));
        sekisho(&[arguments, &["--key", &key, "--password-file", &password]].concat())
    }

    /// What the authority answers to the request for a kit.
    fn answer(&self, kit: &str, by: &Authority, time: &str) -> Vec<u8> {
        let (kit, request) = (self.at(kit), self.at("request.tsq"));
        sekisho(&["audit", "stamp", &kit, "--request", &request]).exits(0);
        by.answer(&self.s.read("request.tsq"), time)
    }

    fn stamp(&self, kit: &str, token: &[u8], authority: &str) -> Ran {
        self.s.write("token.tsr", token);
        let (kit, token, authority) = (self.at(kit), self.at("token.tsr"), self.at(authority));
        sekisho(&["audit", "stamp", &kit, "--token", &token, "--authority", &authority])
    }

    fn verify(&self, kit: &str, more: &[&str]) -> Ran {
        sekisho(&[&["audit", "verify", &self.at(kit)], more].concat())
    }

    fn time(&self, told: &Value) -> (String, String) {
        let checks = told["checks"].as_array().unwrap();
        let time = checks.iter().find(|check| check["code"] == "time").unwrap();
        let word = |member: &str| time[member].as_str().unwrap().to_owned();
        (word("state"), word("detail"))
    }
}

#[track_caller]
fn refused(ran: Ran, rule: &str) -> String {
    let ran = ran.exits(5);
    assert!(ran.stderr.contains(&format!("[{rule}]")), "{rule}: {}", ran.stderr);
    ran.stderr
}

/// What OpenSSL says of request and answer, and whether it was there to ask: the authority of these tests is no authority on the standards.
fn second_opinion(world: &World, token: &[u8]) -> bool {
    if !Command::new("openssl")
        .arg("version")
        .output()
        .is_ok_and(|ran| ran.status.success())
    {
        return false;
    }
    world.s.write("token.tsr", token);
    let (token, request, root) = (world.at("token.tsr"), world.at("request.tsq"), world.at("tsa.pem"));
    let mut openssl = Command::new("openssl");
    openssl.args(["ts", "-verify", "-in", &token, "-queryfile", &request, "-CAfile", &root]);
    let ran = openssl.output().unwrap();
    assert!(ran.status.success(), "{}", String::from_utf8_lossy(&ran.stderr));
    true
}

#[test]
fn a_kit_is_stamped_and_tells_the_time() {
    let world = World::new();
    let token = world.answer("kit.tar", &world.tsa, "20261124120000Z");
    let auditor = world.at("auditor.pub");
    let authority = world.at("tsa.pem");
    let before = world.s.read("kit.tar");
    // Somebody else's token, nobody's token, one whose authority is not trusted: the kit stays as it is.
    world.kit("other.tar", "two");
    let other = world.answer("other.tar", &world.tsa, "20261124120000Z");
    refused(world.stamp("kit.tar", &other, "tsa.pem"), "timestamp-other-message");
    let strange = Authority::new("Strange Stamps", 50);
    world.s.write("strange.pem", strange.pem());
    let unknown = refused(
        world.stamp("kit.tar", &token, "strange.pem"),
        "timestamp-unknown-authority",
    );
    assert!(unknown.contains("Example Stamps"), "{unknown}");
    let theirs = world.answer("kit.tar", &strange, "20261124120000Z");
    let unknown = refused(
        world.stamp("kit.tar", &theirs, "tsa.pem"),
        "timestamp-unknown-authority",
    );
    assert!(unknown.contains("Strange Stamps"), "{unknown}");
    // The same letters in another hand: the name alone is worth nothing.
    let namesake = Authority::new("Example Stamps", 50);
    let forged = world.answer("kit.tar", &namesake, "20261124120000Z");
    world.stamp("kit.tar", &forged, "tsa.pem").exits(5);
    // A time that was changed, a signature that was.
    let at = token
        .windows(15)
        .position(|window| window == b"20261124120000Z")
        .unwrap();
    let mut later = token.clone();
    later[at + 7] = b'5';
    refused(world.stamp("kit.tar", &later, "tsa.pem"), "timestamp-content");
    let mut bent = token.clone();
    *bent.last_mut().unwrap() ^= 1;
    refused(world.stamp("kit.tar", &bent, "tsa.pem"), "timestamp-signature");
    refused(world.stamp("kit.tar", b"rubbish", "tsa.pem"), "timestamp-malformed");
    assert_eq!(world.s.read("kit.tar"), before);
    // Whatever is flipped: refused, or it says the same time.
    let mut refusals = 0;
    for at in (0..token.len()).step_by(13) {
        let mut flipped = token.clone();
        flipped[at] ^= 1;
        let ran = world.stamp("kit.tar", &flipped, "tsa.pem");
        match ran.code {
            5 => refusals += 1,
            _ => assert!(ran.exits(0).out().starts_with("2026-11-24T12:00:00Z "), "byte {at}"),
        }
        world.s.write("kit.tar", &before);
    }
    assert!(
        refusals * 13 > token.len() * 9 / 10,
        "{refusals} of {}",
        token.len() / 13
    );
    let token = world.answer("kit.tar", &world.tsa, "20261124120000Z");
    if !second_opinion(&world, &token) {
        eprintln!("left out: this machine has no OpenSSL");
    }
    let told = world.stamp("kit.tar", &token, "tsa.pem").exits(0);
    assert!(told.out().starts_with("2026-11-24T12:00:00Z "), "{}", told.out());
    // The verifier sees the time if he trusts the authority, and is told of it if he named none.
    let trusted = ["--trusted-key", &auditor, "-o", "json"];
    let told = world.verify("kit.tar", &[trusted.as_slice(), &["--authority", &authority]].concat());
    let (state, detail) = world.time(&told.exits(0).json());
    assert_eq!(state, "held");
    assert!(
        detail.contains("2026-11-24T12:00:00Z") && detail.contains("Example Stamps"),
        "{detail}"
    );
    let (state, detail) = world.time(&world.verify("kit.tar", &trusted).exits(0).json());
    assert_eq!(state, "open");
    assert!(detail.contains("--authority"), "{detail}");
    let strange = world.at("strange.pem");
    let told = world.verify("kit.tar", &["--trusted-key", &auditor, "--authority", &strange]);
    refused(told, "timestamp-unknown-authority");
    // The statement is the one that was signed before.
    let kit = |name: &str| world.verify(name, &trusted).exits(0).json()["kit"].clone();
    let after = kit("kit.tar");
    world.s.write("before.tar", before);
    assert_eq!(kit("before.tar"), after);
}

#[test]
fn a_key_that_ended_counts_for_what_was_stamped_before() {
    let world = World::new();
    let (office, auditor) = (world.at("office.pub"), world.at("auditor.pub"));
    let repository = world.at("repository");
    let mut init = vec!["trust", "init", "--repository", &repository];
    for role in ["--root-key", "--list-key", "--snapshot-key", "--timestamp-key"] {
        init.extend([role, &office]);
    }
    world.signed("office", &init).exits(0);
    let mut signer = vec!["trust", "add", "signer", "--repository", &repository, "--id", "auditor"];
    signer.extend([
        "--name-ja",
        "監査人",
        "--name-en",
        "Auditor",
        "--public-key",
        &auditor,
        "--role",
        "auditor",
    ]);
    signer.extend(["--scope", "attestation/**", "--not-after", "2019-12-31"]);
    world.signed("office", &signer).exits(0);
    let mut rule = vec![
        "trust",
        "add",
        "rule",
        "--repository",
        &repository,
        "--scope",
        "attestation/**",
    ];
    rule.extend(["--require", "auditor=1", "--distinct", "1"]);
    world.signed("office", &rule).exits(0);
    let (store, root) = (world.at("store"), world.at("repository/metadata/1.root.json"));
    sekisho(&["trust", "init", "--trust", &store, "--root", &root]).exits(0);
    sekisho(&["trust", "update", "--trust", &store, "--from", &repository]).exits(0);
    let authority = world.at("tsa.pem");
    let trusted = ["--trust", &store, "--authority", &authority];
    refused(world.verify("kit.tar", &trusted), "signatures");
    let plain = world.s.read("kit.tar");
    for (time, counts) in [
        ("20191231235959Z", true),
        ("20200101000000Z", false),
        ("20200615000000Z", false),
    ] {
        world.s.write("stamped.tar", &plain);
        let token = world.answer("stamped.tar", &world.tsa, time);
        world.stamp("stamped.tar", &token, "tsa.pem").exits(0);
        let ran = world.verify("stamped.tar", &trusted);
        match counts {
            true => drop(ran.exits(0)),
            false => drop(refused(ran, "signatures")),
        }
        // Without the authority nobody says when.
        refused(world.verify("stamped.tar", &["--trust", &store]), "signatures");
    }
}
