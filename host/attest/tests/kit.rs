//! Audit kits: written and read as they were, and whatever is done to one is refused by name: every byte, every part, every
//! link from the record to what was stated.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "tests")]

#[path = "support/record.rs"]
mod support;

use sekisho_attest::audit::{self, Report};
use sekisho_attest::disclose::{Secret, commitment};
use sekisho_attest::kit::form::Part;
use sekisho_attest::kit::{
    Config, Contents, Draft, Entry, Kit, KitError, Root, RootForm, Run, ToolBuild, finish, form, rewrite,
};
use sekisho_attest::{statement, summary};
use sekisho_bundle::manifest::Descriptor;
use sekisho_bundle::{Layout, Limits, media, pack};
use sekisho_model::error::Hint as _;
use sekisho_model::{Assessment, Bilingual, Date, Digest, Outcome, Verdict, canonical};
use std::collections::BTreeMap;
use std::io::{Cursor, Read};
use support::{hash, record};

/// The parts of a kit before it is written.
struct Parts {
    draft: Draft,
    files: BTreeMap<Digest, Vec<u8>>,
}

fn entry(path: &str, bytes: &[u8]) -> Entry {
    Entry {
        path: path.to_owned(),
        digest: Digest::of(bytes),
        size: bytes.len() as u64,
    }
}

/// A record whose evidence lies in the kit.
fn parts(mut record: Assessment, change: impl FnOnce(&mut Config)) -> Parts {
    let mut files = BTreeMap::new();
    let mut entries = Vec::new();
    for evidence in &mut record.evidence {
        let bytes = format!("{}/{}", evidence.subject, evidence.path).into_bytes();
        evidence.digest = Digest::of(&bytes);
        evidence.size = bytes.len() as u64;
        entries.push(entry(&format!("{}/{}", evidence.subject, evidence.path), &bytes));
        files.insert(Digest::of(&bytes), bytes);
    }
    entries.sort();
    let plugin = b"\0asm".to_vec();
    files.insert(Digest::of(&plugin), plugin.clone());
    let bytes = canonical::to_vec(&record).unwrap();
    let log = b"{}\n".to_vec();
    let mut config = Config {
        format: form::FORMAT.to_owned(),
        created: "2026-11-29T06:00:00Z".to_owned(),
        assessor: Some(Bilingual::new("監査人", "Auditor")),
        tool: ToolBuild {
            name: "sekisho".to_owned(),
            version: "0.1.0".to_owned(),
            digest: Digest::of(b"program"),
        },
        run: Run {
            as_of: record.as_of,
            as_of_named: true,
            trusted_on: Date::parse("2026-11-29").unwrap(),
            policies: vec!["factory/meti".to_owned()],
            profiles: Vec::new(),
            waivers: None,
            limits: Vec::new(),
            isolate: false,
            bundles: Vec::new(),
            allow_unsigned: false,
            trusted_signers: 0,
        },
        inputs: vec![entry("standard/plugins/a.wasm", &plugin)],
        evidence: vec![Root {
            name: "suppliers".to_owned(),
            form: RootForm::Directory,
            empty: vec!["supplier-99".to_owned()],
            files: entries,
        }],
        evidence_included: true,
        record: Part::of(&bytes),
        log: Part::of(&log),
    };
    change(&mut config);
    let secret = Secret::new([7; 32]);
    let salted = commitment(&record, &secret).unwrap();
    let statement = statement::statement(&record, &config, salted)
        .unwrap()
        .to_json()
        .unwrap();
    let summaries = summary::summaries(&record, &config).unwrap();
    Parts {
        draft: Draft {
            config,
            record: bytes,
            log,
            secret: secret.hex().as_bytes().to_vec(),
            statement,
            summaries: summaries.iter().map(|s| s.to_json().unwrap()).collect(),
        },
        files,
    }
}

fn write(parts: &Parts, signatures: &[(Vec<u8>, String)]) -> Vec<u8> {
    let mut contents = Vec::new();
    let mut open = |digest: &Digest| -> std::io::Result<Box<dyn Read>> {
        let bytes = parts.files.get(digest).ok_or(std::io::ErrorKind::NotFound)?;
        Ok(Box::new(Cursor::new(bytes.clone())))
    };
    let wanted = parts.draft.config.wanted();
    let written = Contents::write(&wanted, &mut open, &mut contents).unwrap();
    let mut out = Vec::new();
    finish(&parts.draft, &written, &mut contents.as_slice(), signatures, &mut out).unwrap();
    out
}

fn kit(record: Assessment) -> Vec<u8> {
    write(&parts(record, |_| ()), &[])
}

/// Opens and verifies; the code of what fails first.
fn verified(bytes: &[u8]) -> Result<(), String> {
    let mut kit = Kit::open(Cursor::new(bytes)).map_err(|e| e.code().to_owned())?;
    let mut report = Report::default();
    audit::verify(&mut kit, &mut report);
    report
        .failing()
        .map_or(Ok(()), |check| Err(check.code.name().to_owned()))
}

#[test]
fn what_was_written_is_read() {
    let parts = parts(record(3), |_| ());
    let bytes = write(&parts, &[(b"{}".to_vec(), statement::PREDICATE_TYPE.to_owned())]);
    assert_eq!(
        bytes,
        write(&parts, &[(b"{}".to_vec(), statement::PREDICATE_TYPE.to_owned())])
    );
    let mut kit = Kit::open(Cursor::new(&bytes)).unwrap();
    assert_eq!(kit.config, parts.draft.config);
    assert_eq!(kit.record().unwrap(), parts.draft.record);
    assert_eq!(kit.statement().unwrap(), parts.draft.statement);
    assert_eq!(kit.summaries().unwrap(), parts.draft.summaries);
    assert_eq!(kit.log().unwrap(), parts.draft.log);
    assert_eq!(kit.signatures, [b"{}".to_vec()]);
    for (digest, bytes) in &parts.files {
        assert_eq!(&kit.content(digest, 1 << 20).unwrap(), bytes);
    }
    let mut report = Report::default();
    let sound = audit::verify(&mut kit, &mut report).unwrap();
    assert_eq!(report.failing(), None);
    assert_eq!(sound.predicate.verdict, Verdict::NonConformant);
    assert_eq!(sound.predicate.outcomes["fail"], 6);
    assert_eq!(sound.predicate.outcomes["not-run"], 6);
    assert_eq!(sound.predicate.waived, 6);
    assert_eq!(sound.predicate.evidence.files, 9);
}

#[test]
fn a_proof_of_a_log_lies_beside_and_changes_nothing() {
    let signature = (b"{}".to_vec(), statement::PREDICATE_TYPE.to_owned());
    let bytes = write(&parts(record(1), |_| ()), std::slice::from_ref(&signature));
    let mut kit = Kit::open(Cursor::new(&bytes)).unwrap();
    let proofs = [b"one".to_vec(), b"two".to_vec()];
    let mut with = Vec::new();
    let digest = rewrite(&mut kit, std::slice::from_ref(&signature), &proofs, &mut with).unwrap();
    let mut again = Kit::open(Cursor::new(&with)).unwrap();
    assert_eq!(
        (digest, again.manifest.digest),
        (kit.manifest.digest, kit.manifest.digest)
    );
    let mut found = again.proofs.clone();
    found.sort();
    assert_eq!((found.as_slice(), again.signatures.len()), (proofs.as_slice(), 1));
    // Taken away again, it is the file that it was, and no byte of it goes unseen while it is there.
    let mut without = Vec::new();
    rewrite(&mut again, &[signature], &[], &mut without).unwrap();
    assert_eq!(without, bytes);
    assert_eq!(verified(&with), Ok(()));
    for at in (0..with.len()).step_by(7) {
        let mut bad = with.clone();
        bad[at] ^= 1;
        assert!(Kit::open(Cursor::new(&bad)).is_err(), "byte {at}");
    }
    // A proof beside another kit is a stray in this one.
    let mut layout = Layout::from_tar(&bytes, Limits::default()).unwrap();
    let other = Descriptor::of(media::MANIFEST, b"another kit");
    pack::attach_proof(&mut layout, &other, b"one".to_vec()).unwrap();
    let strayed = Kit::open(Cursor::new(layout.to_tar().unwrap())).map(|_| ());
    assert_eq!(strayed.map_err(|e| e.code()), Err("kit-entry"));
}

#[test]
fn a_kit_is_an_oci_image_layout_that_others_read() {
    let bytes = kit(record(2));
    let layout = Layout::from_tar(&bytes, Limits::default()).unwrap();
    let [manifest] = layout.manifests() else {
        panic!("one manifest")
    };
    let artifact = manifest.artifact_type.as_deref();
    assert_eq!(artifact, Some("application/vnd.sekisho.audit-kit.v1+json"));
}

#[test]
fn every_flipped_byte_is_found() {
    let bytes = kit(record(1));
    assert_eq!(verified(&bytes), Ok(()));
    for at in 0..bytes.len() {
        for mask in [0x01, 0x80] {
            let mut bad = bytes.clone();
            bad[at] ^= mask;
            assert!(Kit::open(Cursor::new(&bad)).is_err(), "byte {at} of {}", bytes.len());
        }
    }
}

#[test]
fn a_kit_that_ends_early_or_late_is_refused() {
    let bytes = kit(record(1));
    for length in (0..bytes.len()).step_by(97).chain([bytes.len() - 1]) {
        assert!(Kit::open(Cursor::new(&bytes[..length])).is_err(), "{length}");
    }
    let mut longer = bytes;
    longer.push(0);
    assert!(matches!(
        Kit::open(Cursor::new(&longer)),
        Err(KitError::NotCanonical(_))
    ));
}

/// Writes a kit whose record was changed after it was made, with what follows from it or with what was stated before.
fn forged(change: impl FnOnce(&mut Assessment), restate: bool) -> Result<(), String> {
    let honest = parts(record(2), |_| ());
    let mut changed: Assessment = serde_json::from_slice(&honest.draft.record).unwrap();
    change(&mut changed);
    let mut bad = Parts {
        draft: honest.draft.clone(),
        files: honest.files.clone(),
    };
    bad.draft.record = canonical::to_vec(&changed).unwrap();
    bad.draft.config.record = Part::of(&bad.draft.record);
    if restate {
        let salted = commitment(&changed, &Secret::new([7; 32])).map_err(|_| "commitment".to_owned())?;
        let made = statement::statement(&changed, &bad.draft.config, salted).unwrap();
        bad.draft.statement = made.to_json().unwrap();
        let summaries = summary::summaries(&changed, &bad.draft.config).unwrap();
        bad.draft.summaries = summaries.iter().map(|s| s.to_json().unwrap()).collect();
    }
    verified(&write(&bad, &[]))
}

#[test]
fn a_record_that_was_changed_is_found_at_the_link_that_breaks() {
    let refused = |code: &str| Err(code.to_owned());
    // A verdict without anything behind it: the statement says another.
    assert_eq!(forged(|r| r.verdict = Verdict::Conformant, false), refused("statement"));
    // A finding said in other words.
    let reword = |r: &mut Assessment| r.findings[1].message.en = "fine".to_owned();
    assert_eq!(forged(reword, false), refused("ledger"));
    // The same with a new ledger.
    let rehashed = |r: &mut Assessment| {
        reword(r);
        hash(r);
    };
    assert_eq!(forged(rehashed, false), refused("disclosures").or(refused("statement")));
    // A check that failed is left out, the ledger made anew and everything stated again: the plan is not whole.
    let omit = |r: &mut Assessment| {
        let at = r
            .ledger
            .entries
            .iter()
            .position(|e| matches!(e.state, sekisho_model::ledger::State::Outcome(Outcome::Fail)));
        let at = at.unwrap();
        let before: usize = r.ledger.entries[..at].iter().map(|e| e.findings as usize).sum();
        let count = r.ledger.entries[at].findings as usize;
        r.findings.drain(before..before + count);
        r.ledger.entries.remove(at);
        hash(r);
    };
    assert_eq!(forged(omit, true), refused("plan"));
    // A whole subject is left out of the ledger, but not of the record.
    let omit_subject = |r: &mut Assessment| {
        let id = r.subjects[0].id.clone();
        r.findings.retain(|f| f.subject != id);
        r.ledger.entries.retain(|e| e.subject != id);
        hash(r);
    };
    assert_eq!(forged(omit_subject, true), refused("plan"));
    // Evidence that nobody handed over.
    let invent = |r: &mut Assessment| r.evidence[0].digest = Digest::of(b"never seen");
    assert_eq!(forged(invent, true), refused("evidence"));
}

#[test]
fn what_is_stated_follows_from_the_record_and_from_nothing_else() {
    let mut bad = parts(record(1), |_| ());
    let text = String::from_utf8(bad.draft.statement.clone()).unwrap();
    bad.draft.statement = text.replace("non-conformant", "conformant").into_bytes();
    assert_eq!(verified(&write(&bad, &[])), Err("statement".to_owned()));
    let mut bad = parts(record(1), |_| ());
    let text = String::from_utf8(bad.draft.summaries[0].clone()).unwrap();
    assert!(text.contains("\"FAILED\""));
    bad.draft.summaries[0] = text.replace("\"FAILED\"", "\"PASSED\"").into_bytes();
    assert_eq!(verified(&write(&bad, &[])), Err("summaries".to_owned()));
    let mut bad = parts(record(1), |_| ());
    bad.draft.summaries.pop();
    assert_eq!(verified(&write(&bad, &[])), Err("summaries".to_owned()));
    let mut bad = parts(record(1), |_| ());
    bad.draft.secret = Secret::new([8; 32]).hex().as_bytes().to_vec();
    assert_eq!(verified(&write(&bad, &[])), Err("statement".to_owned()));
}

#[test]
fn paths_that_lead_out_are_refused() {
    for path in ["../a", "/etc/passwd", "a/../../b", "a//b", "a\\b", "", "a/.", "a\0b"] {
        let result = std::panic::catch_unwind(|| {
            let parts = parts(record(1), |config| config.evidence[0].files[0].path = path.to_owned());
            Kit::open(Cursor::new(write(&parts, &[])))
                .map(|_| ())
                .map_err(|e| e.code())
        });
        assert_eq!(result.unwrap(), Err("kit-path"), "{path:?}");
    }
    for name in ["..", "a/b", ""] {
        let parts = parts(record(1), |config| config.evidence[0].name = name.to_owned());
        let opened = Kit::open(Cursor::new(write(&parts, &[])))
            .map(|_| ())
            .map_err(|e| e.code());
        assert_eq!(opened, Err("kit-path"), "{name:?}");
    }
}

#[test]
fn what_the_directory_says_of_itself_must_be_true() {
    let opened = |change: fn(&mut Config)| {
        let parts = parts(record(1), change);
        Kit::open(Cursor::new(write(&parts, &[])))
            .map(|_| ())
            .map_err(|e| e.code())
    };
    assert_eq!(opened(|_| ()), Ok(()));
    assert_eq!(opened(|c| c.format = "kit/2".to_owned()), Err("kit-format"));
    assert_eq!(opened(|c| c.created = "yesterday".to_owned()), Err("kit-unreadable"));
    assert_eq!(
        opened(|c| c.run.waivers = Some("waivers/w.toml".to_owned())),
        Err("kit-missing")
    );
    assert_eq!(opened(|c| c.evidence[0].files.reverse()), Err("kit-not-canonical"));
    assert_eq!(opened(|c| c.evidence[0].form = RootForm::File), Err("kit-unreadable"));
    assert_eq!(opened(|c| c.record.digest = Digest::of(b"other")), Err("kit-digest"));
    // The same bytes once more, called empty: what is laid out would be more than what was counted.
    let again = |c: &mut Config| {
        let input = c.inputs[0].clone();
        c.inputs.push(Entry {
            path: "standard/plugins/b.wasm".to_owned(),
            size: 0,
            ..input
        });
    };
    let parts = parts(record(1), |_| ());
    let mut config = parts.draft.config.clone();
    again(&mut config);
    let bytes = config.to_bytes().unwrap();
    assert_eq!(
        Config::parse(&bytes).map(|_| ()).map_err(|e| e.code()),
        Err("kit-unreadable")
    );
}

#[test]
fn contents_that_nothing_names_or_that_are_missing_are_refused() {
    let honest = parts(record(1), |_| ());
    let mut more = Parts {
        draft: honest.draft.clone(),
        files: honest.files.clone(),
    };
    // Written with one more, and read with the directory that does not know it.
    let stray = b"stray".to_vec();
    more.draft.config.inputs.push(entry("standard/plugins/z.wasm", &stray));
    more.files.insert(Digest::of(&stray), stray);
    for (written, told) in [(&more, &honest), (&honest, &more)] {
        let mut contents = Vec::new();
        let mut open = |digest: &Digest| -> std::io::Result<Box<dyn Read>> {
            Ok(Box::new(Cursor::new(written.files[digest].clone())))
        };
        let part = Contents::write(&written.draft.config.wanted(), &mut open, &mut contents).unwrap();
        let mut out = Vec::new();
        finish(&told.draft, &part, &mut contents.as_slice(), &[], &mut out).unwrap();
        let opened = Kit::open(Cursor::new(&out)).map(|_| ()).map_err(|e| e.code());
        assert!(matches!(opened, Err("kit-entry" | "kit-missing")), "{opened:?}");
    }
}

#[test]
fn a_file_that_changes_while_the_kit_is_written_stops_it() {
    let parts = parts(record(1), |_| ());
    for other in [&b"other bytes of another length"[..], b""] {
        let mut open = |_: &Digest| -> std::io::Result<Box<dyn Read>> { Ok(Box::new(Cursor::new(other.to_vec()))) };
        assert!(Contents::write(&parts.draft.config.wanted(), &mut open, Vec::new()).is_err());
    }
}

#[test]
fn a_summary_passes_only_where_everything_is_met() {
    let with = |change: &dyn Fn(&mut Assessment)| {
        let mut record = record(1);
        for status in &mut record.statuses {
            status.status = sekisho_model::Status::Satisfied;
            status.waived = false;
        }
        change(&mut record);
        let parts = parts(record.clone(), |_| ());
        let summary = &summary::summaries(&record, &parts.draft.config).unwrap()[0];
        let predicate = summary.predicate();
        (
            predicate["verificationResult"].as_str().unwrap().to_owned(),
            predicate["verifiedLevels"][0].as_str().unwrap().to_owned(),
        )
    };
    let failed = ("FAILED".to_owned(), "FAILED".to_owned());
    assert_eq!(with(&|_| ()), ("PASSED".to_owned(), "SEKISHO_FACTORY_METI".to_owned()));
    assert_eq!(
        with(&|r| r.policies[0].profile = Some("lv-1".to_owned())).1,
        "SEKISHO_FACTORY_METI_LV_1"
    );
    // Waived is not met, and what is undecided is not either.
    let waived = |r: &mut Assessment| {
        r.statuses[0].status = sekisho_model::Status::NotSatisfied;
        r.statuses[0].waived = true;
    };
    assert_eq!(with(&waived), failed);
    assert_eq!(
        with(&|r| r.statuses[0].status = sekisho_model::Status::Indeterminate),
        failed
    );
    assert_eq!(with(&|r| r.statuses.clear()), failed);
    assert_eq!(
        with(&|r| r.diagnostics.push(sekisho_model::Diagnostic::error("unreadable", "x"))),
        failed
    );
}
