//! Bundles as a user meets them: built from a directory, looked into before anything runs, compared, and refused where nobody
//! known has signed them.

use sekisho_tests::binary::{ABOUT, DAY, POLICY, Scratch, bundle, good, sekisho};
use serde_json::Value;

/// A directory that can be built.
pub(crate) fn directory(guest: &str) -> Scratch {
    let scratch = bundle(guest);
    scratch.write("bundle.toml", ABOUT);
    scratch
}

pub(crate) fn build(from: &Scratch, to: &str) -> String {
    let ran = sekisho(&["bundle", "build", from.path().to_str().unwrap(), "--to", to]).exits(0);
    ran.out().split_whitespace().last().unwrap().to_owned()
}

#[test]
fn the_same_files_give_the_same_bundle_wherever_they_lie() {
    let s = Scratch::new();
    let (a, b) = (directory("honest"), directory("honest"));
    let digest = build(&a, &s.at("a.tar"));
    assert_eq!(digest, build(&b, &s.at("b.tar")));
    assert_eq!(
        std::fs::read(s.at("a.tar")).unwrap(),
        std::fs::read(s.at("b.tar")).unwrap()
    );
    // The same as a directory that any OCI tool reads.
    let from = a.path().to_str().unwrap();
    sekisho(&["bundle", "build", from, "--to", &s.at("layout"), "--folder"]).exits(0);
    let shown = sekisho(&["bundle", "inspect", &s.at("layout"), "-o", "json"]).exits(0);
    let shown: Value = shown.json();
    assert_eq!(shown["digest"], digest.as_str());
}

#[test]
fn what_a_bundle_lacks_is_told_field_by_field() {
    let s = Scratch::new();
    let from = directory("honest");
    from.write(
        "bundle.toml",
        "format = \"bundle/1\"\nid = \"a/b\"\nversion = \"1.0.0\"\n",
    );
    let ran = sekisho(&["bundle", "build", from.path().to_str().unwrap(), "--to", &s.at("x.tar")]).exits(3);
    for field in [
        "issuer.ja",
        "issuer.en",
        "source_document.ja",
        "source_document.en",
        "source_date",
    ] {
        assert!(
            ran.stderr.contains(&format!("`{field}` is missing")),
            "{field}: {}",
            ran.stderr
        );
    }
    assert!(!std::path::Path::new(&s.at("x.tar")).exists());
}

#[test]
fn a_policy_that_does_not_hold_together_is_not_built() {
    let s = Scratch::new();
    let from = directory("honest");
    let policy = std::fs::read_to_string(from.at("policies/test/example/policy.toml")).unwrap();
    from.write(
        "policies/test/example/policy.toml",
        policy.replace("sbom.ntia7", "sbom.nothing"),
    );
    let ran = sekisho(&["bundle", "build", from.path().to_str().unwrap(), "--to", &s.at("x.tar")]).exits(3);
    assert!(ran.stderr.contains("sbom.nothing"), "{}", ran.stderr);
}

#[test]
fn looking_into_a_bundle_tells_what_it_can_read_and_under_which_limits() {
    let s = Scratch::new();
    let honest = directory("honest");
    build(&honest, &s.at("a.tar"));
    for lang in ["ja", "en"] {
        let shown = sekisho(&["bundle", "inspect", &s.at("a.tar"), "--lang", lang]).exits(0);
        assert!(shown.out().contains("assets"), "{}", shown.out());
        assert!(shown.out().contains("memory_bytes"), "{}", shown.out());
    }
    let shown = sekisho(&["bundle", "inspect", &s.at("a.tar"), "-o", "json"]).exits(0);
    let shown: Value = shown.json();
    assert_eq!(shown["policies"][0]["id"], POLICY);
    assert_eq!(shown["policies"][0]["controls"], 3);
    assert!(shown["plugins"][0]["authority"]["reads"]["assets"].is_array());
    assert_eq!(shown["signatures"], 0);
}

#[test]
fn plugins_that_nobody_signed_do_not_run_unless_a_person_says_so() {
    let s = Scratch::new();
    let from = directory("honest");
    let digest = build(&from, &s.at("a.tar"));
    good(&s, "e");
    let folder = from.path().to_str().unwrap().to_owned();
    for given in [s.at("a.tar"), folder] {
        let scan = [
            "scan",
            &s.at("e"),
            "--policy",
            POLICY,
            "--as-of",
            DAY,
            "--bundle",
            &given,
        ];
        let ran = sekisho(&scan).exits(5);
        assert!(ran.stderr.contains("not signed by anyone known"), "{}", ran.stderr);
        assert!(ran.stdout.is_empty());
        let mut allowed = scan.to_vec();
        allowed.extend(["--allow-unsigned", "-o", "json"]);
        let ran = sekisho(&allowed).exits(0);
        let record: Value = ran.json();
        assert_eq!(record["bundles"][0]["trust"], "unsigned");
        assert_eq!(record["diagnostics"][0]["code"], "bundle-unsigned");
        if given.ends_with(".tar") {
            assert_eq!(record["bundles"][0]["digest"], digest.as_str());
            assert_eq!(record["bundles"][0]["id"], "example-auto/suppliers");
        }
        // And every report says so.
        let named = record["bundles"][0]["digest"].as_str().unwrap();
        for (form, said) in [
            ("terminal", "not signed by anyone known"),
            ("md", "not signed by anyone known"),
            ("html", "not signed by anyone known"),
            ("sarif", "not signed by anyone known"),
            ("csv", named),
            ("junit", named),
            ("oscal", named),
        ] {
            let mut allowed = scan.to_vec();
            allowed.extend(["--allow-unsigned", "-o", form]);
            let ran = sekisho(&allowed).exits(0);
            assert!(ran.out().contains(said), "{form}");
        }
        let (mut allowed, book) = (scan.to_vec(), format!("xlsx:{}", s.at("report.xlsx")));
        allowed.extend(["--allow-unsigned", "-o", &book]);
        sekisho(&allowed).exits(0);
        let mut book: calamine::Xlsx<_> = calamine::open_workbook(s.at("report.xlsx")).unwrap();
        let sheets = calamine::Reader::worksheets(&mut book);
        let mut cells = sheets.iter().flat_map(|(_, sheet)| sheet.cells());
        assert!(cells.any(|(_, _, cell)| cell.to_string().contains("not signed by anyone known")));
    }
}

#[test]
fn a_bundle_that_was_touched_is_refused_everywhere() {
    let s = Scratch::new();
    build(&directory("honest"), &s.at("a.tar"));
    let bytes = std::fs::read(s.at("a.tar")).unwrap();
    good(&s, "e");
    for at in [600, bytes.len() / 3, bytes.len() / 2, bytes.len() - 600] {
        let mut spoilt = bytes.clone();
        spoilt[at] ^= 1;
        s.write("x.tar", &spoilt);
        let x = s.at("x.tar");
        for command in [
            vec!["bundle", "inspect", &x],
            vec!["bundle", "diff", &x, &x],
            vec!["policy", "list", "--bundle", &x],
        ] {
            let ran = sekisho(&command).exits(5);
            assert!(ran.stderr.contains("hint:"), "{at}: {}", ran.stderr);
        }
    }
}

#[test]
fn what_a_new_version_may_read_is_told_first() {
    let s = Scratch::new();
    let from = directory("answers_nothing");
    build(&from, &s.at("a.tar"));
    from.write("bundle.toml", ABOUT.replace("1.0.0", "1.1.0"));
    let honest = std::fs::read(bundle("honest").at("plugins/guest.wasm")).unwrap();
    from.write("plugins/guest.wasm", honest);
    let policy = std::fs::read_to_string(from.at("policies/test/example/catalogue.toml")).unwrap();
    from.write(
        "policies/test/example/catalogue.toml",
        policy.replacen("en = \"", "en = \"New ", 1),
    );
    build(&from, &s.at("b.tar"));
    let same = sekisho(&["bundle", "diff", &s.at("a.tar"), &s.at("a.tar"), "--lang", "en"]).exits(0);
    assert_eq!(same.out().trim(), "no difference");
    let told = sekisho(&["bundle", "diff", &s.at("a.tar"), &s.at("b.tar"), "--lang", "en"]).exits(0);
    let first = told.out().lines().next().unwrap_or_default();
    assert!(first.starts_with("+ reads "), "{}", told.out());
    assert!(told.out().contains("1.0.0 → 1.1.0"), "{}", told.out());
    let told = sekisho(&["bundle", "diff", &s.at("b.tar"), &s.at("a.tar"), "-o", "json"]).exits(0);
    let told: Value = told.json();
    assert_eq!(told["changes"][0]["part"], "authority");
    assert_eq!(told["changes"][0]["to"], Value::Null);
}

/// A new key; the secret one and the public one.
fn key(s: &Scratch, name: &str, algorithm: &str) -> (String, String) {
    s.write("password", "correct horse\n");
    let (file, password) = (s.at(name), s.at("password"));
    sekisho(&["trust", "key", &file, "--kind", algorithm, "--password-file", &password]).exits(0);
    let public = format!("{file}.pub");
    (file, public)
}

fn sign(s: &Scratch, bundle: &str, key: &str, code: i32) {
    sekisho(&[
        "bundle",
        "sign",
        bundle,
        "--key",
        key,
        "--password-file",
        &s.at("password"),
    ])
    .exits(code);
}

#[test]
fn a_signed_bundle_runs_and_the_record_names_who_signed() {
    let s = Scratch::new();
    let digest = build(&directory("honest"), &s.at("a.tar"));
    let a = s.at("a.tar");
    good(&s, "e");
    for algorithm in ["p256", "ed25519"] {
        let (secret, public) = key(&s, algorithm, algorithm);
        sign(&s, &a, &secret, 0);
        let scan = [
            "scan",
            &s.at("e"),
            "--policy",
            POLICY,
            "--as-of",
            DAY,
            "--bundle",
            &a,
            "--trusted-key",
            &public,
            "-o",
            "json",
        ];
        let ran = sekisho(&scan).exits(0);
        let record = ran.json();
        assert_eq!(record["bundles"][0]["trust"], "signed");
        assert_eq!(record["bundles"][0]["digest"], digest.as_str());
        assert_eq!(record["bundles"][0]["signers"].as_array().unwrap().len(), 1);
        assert!(!ran.out().contains("bundle-unsigned"));
    }
    // Of somebody else's key nothing is known.
    let (_, stranger) = key(&s, "stranger", "p256");
    let scan = [
        "scan",
        &s.at("e"),
        "--policy",
        POLICY,
        "--as-of",
        DAY,
        "--bundle",
        &a,
        "--trusted-key",
        &stranger,
    ];
    sekisho(&scan).exits(5);
    let told = sekisho(&["bundle", "verify", &a, "--trusted-key", &stranger, "--lang", "en"]).exits(5);
    assert!(
        told.out().contains("signed by a key that is not trusted"),
        "{}",
        told.out()
    );
}

#[test]
fn two_signatures_by_one_key_are_one_signer() {
    let s = Scratch::new();
    build(&directory("honest"), &s.at("a.tar"));
    let a = s.at("a.tar");
    let (association, first) = key(&s, "association", "p256");
    let (certifier, second) = key(&s, "certifier", "ed25519");
    sign(&s, &a, &association, 0);
    sign(&s, &a, &association, 0);
    let both = [
        "bundle",
        "verify",
        &a,
        "--trusted-signers",
        "2",
        "--trusted-key",
        &first,
        "--trusted-key",
        &second,
    ];
    let told = sekisho(&both).exits(5);
    assert!(told.out().contains("1/2"), "{}", told.out());
    // Nor does naming the key twice make two of it.
    sekisho(&[
        "bundle",
        "verify",
        &a,
        "--trusted-signers",
        "2",
        "--trusted-key",
        &first,
        "--trusted-key",
        &first,
    ])
    .exits(5);
    sign(&s, &a, &certifier, 0);
    let told = sekisho(&both).exits(0);
    assert!(told.out().contains("2/2"), "{}", told.out());
    for lang in ["ja", "en"] {
        let mut asked = both.to_vec();
        asked.extend(["--lang", lang, "-o", "json"]);
        assert_eq!(sekisho(&asked).exits(0).json()["judgement"]["accepted"], true);
    }
}

#[test]
fn a_signature_made_elsewhere_is_taken_only_if_it_is_of_this_bundle() {
    let s = Scratch::new();
    build(&directory("honest"), &s.at("a.tar"));
    build(&directory("answers_nothing"), &s.at("b.tar"));
    let (secret, public) = key(&s, "k", "p256");
    let password = s.at("password");
    let (a, b, signature, manifest) = (
        s.at("a.tar"),
        s.at("b.tar"),
        s.at("a.sigstore.json"),
        s.at("manifest.json"),
    );
    let sign = [
        "bundle",
        "sign",
        &a,
        "--key",
        &secret,
        "--password-file",
        &password,
        "--signature",
        &signature,
        "--manifest",
        &manifest,
    ];
    sekisho(&sign).exits(0);
    // The signed manifest is the artifact by whose digest everybody knows the bundle.
    let shown = sekisho(&["bundle", "inspect", &a, "-o", "json"]).exits(0).json();
    let digest = sekisho_model::Digest::of(&std::fs::read(&manifest).unwrap());
    assert_eq!(shown["digest"], digest.to_string());
    sekisho(&["bundle", "sign", &b, "--attach", &signature]).exits(5);
    build(&directory("honest"), &a);
    sekisho(&["bundle", "verify", &a, "--trusted-key", &public]).exits(5);
    sekisho(&["bundle", "sign", &a, "--attach", &signature]).exits(0);
    sekisho(&["bundle", "verify", &a, "--trusted-key", &public]).exits(0);
}

#[test]
fn keys_are_under_a_password_and_never_overwritten() {
    let s = Scratch::new();
    let (secret, public) = key(&s, "k", "ed25519");
    let text = std::fs::read_to_string(&secret).unwrap();
    assert!(text.starts_with("-----BEGIN ENCRYPTED PRIVATE KEY-----"));
    assert!(
        std::fs::read_to_string(&public)
            .unwrap()
            .starts_with("-----BEGIN PUBLIC KEY-----")
    );
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        assert_eq!(std::fs::metadata(&secret).unwrap().permissions().mode() & 0o777, 0o600);
    }
    sekisho(&["trust", "key", &secret, "--password-file", &s.at("password")]).exits(3);
    assert_eq!(std::fs::read_to_string(&secret).unwrap(), text);
    build(&directory("honest"), &s.at("a.tar"));
    s.write("wrong", "battery staple\n");
    let ran = sekisho(&[
        "bundle",
        "sign",
        &s.at("a.tar"),
        "--key",
        &secret,
        "--password-file",
        &s.at("wrong"),
    ])
    .exits(3);
    assert!(ran.stderr.contains("password"), "{}", ran.stderr);
    s.write("empty", "\n");
    sekisho(&["trust", "key", &s.at("k2"), "--password-file", &s.at("empty")]).exits(3);
}
