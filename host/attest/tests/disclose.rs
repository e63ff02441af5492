//! Disclosures: what is chosen is proven, what is not chosen does not appear, and whatever is done to one is refused by name.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

#[path = "support/record.rs"]
mod support;

use proptest::prelude::*;
use sekisho_attest::disclose::{
    CheckCode, CheckState, Choice, ControlChoice, DiscloseError, Disclosure, Expected, Named, Refused, Salt, Secret,
    Verified, commitment, disclose, render, verify,
};
use sekisho_model::assessment::Assessment;
use sekisho_model::ledger::State;
use sekisho_model::merkle::{self, Head, Tree};
use sekisho_model::text::Language;
use sekisho_model::{Digest, Outcome, Status, canonical};
use std::collections::BTreeSet;
use support::{CONTROLS, POLICIES, hash, record, subject};

fn secret() -> Secret {
    Secret::new(*Digest::of(b"a secret of this test").as_bytes())
}

/// What a statement about a record says.
struct Known {
    commitment: Head,
    record: Digest,
    ledger: Head,
    as_of: sekisho_model::Date,
    policies: Vec<Named>,
    plugins: Vec<Named>,
}

impl Known {
    fn of(record: &Assessment) -> Self {
        let named = |id: &String, version: &String, digest: Digest| Named {
            id: id.clone(),
            version: version.clone(),
            digest,
        };
        let policies = record.policies.iter();
        let plugins = record.plugins.iter();
        Self {
            commitment: commitment(record, &secret()).unwrap(),
            record: canonical::digest(record).unwrap(),
            ledger: Head {
                leaves: record.ledger.leaves,
                root: record.ledger.root,
            },
            as_of: record.as_of,
            policies: policies.map(|p| named(&p.id, &p.version, p.digest)).collect(),
            plugins: plugins.map(|p| named(&p.id, &p.version, p.digest)).collect(),
        }
    }

    fn expected(&self) -> Expected<'_> {
        Expected {
            commitment: self.commitment,
            record: Some(self.record),
            ledger: Some(self.ledger),
            as_of: Some(self.as_of),
            policies: Some(&self.policies),
            plugins: Some(&self.plugins),
        }
    }

    fn verify(&self, disclosure: &Disclosure) -> Result<Verified, Box<Refused>> {
        verify(&disclosure.bytes().unwrap(), &self.expected())
    }
}

fn choice(subjects: &[usize], controls: &[(Option<&str>, &str)]) -> Choice {
    Choice {
        subjects: subjects.iter().map(|n| subject(*n)).collect(),
        controls: controls
            .iter()
            .map(|(policy, control)| ControlChoice {
                policy: policy.map(ToOwned::to_owned),
                control: (*control).to_owned(),
            })
            .collect(),
    }
}

/// A record of 5 subjects, and of one of them two controls of one policy.
fn example() -> (Assessment, Known, Disclosure) {
    let record = record(5);
    let known = Known::of(&record);
    let policy = Some(POLICIES[0]);
    let choice = choice(&[2], &[(policy, "4-1-1"), (policy, "4-1-2")]);
    let disclosure = disclose(&record, known.record, &secret(), &choice).unwrap();
    (record, known, disclosure)
}

#[test]
fn what_is_chosen_is_proven_and_counted() {
    let (record, known, disclosure) = example();
    let verified = known.verify(&disclosure).unwrap();
    assert_eq!(verified.disclosure, disclosure);
    assert!(verified.checks.iter().all(|c| c.state == CheckState::Held));
    assert_eq!(verified.checks.len(), 14, "every check by its name");
    let indexes: Vec<u64> = disclosure.entries.iter().map(|e| e.index).collect();
    assert_eq!(indexes, [28, 29, 30, 31]);
    for disclosed in &disclosure.entries {
        assert_eq!(disclosed.entry, record.ledger.entries[disclosed.index as usize]);
    }
    let counts = disclosure.counts();
    assert_eq!((counts.disclosed, counts.omitted, counts.leaves), (4, 66, 70));
    let sentence = counts.sentence();
    assert_eq!(sentence.en, "4 of 70 ledger entries disclosed, 66 left out");
    assert!(sentence.ja.contains("70 件のうち 4 件"));
    assert_eq!(disclosure.controls[0].status, Some(Status::NotSatisfied));
    assert!(disclosure.controls[1].waived);
    // Only what the findings cite, without its bytes.
    let paths: Vec<&str> = disclosure.evidence.iter().map(|e| e.path.as_str()).collect();
    assert_eq!(paths, ["assets.csv", "sbom.json"]);
}

#[test]
fn nothing_that_is_not_chosen_stands_in_it() {
    let record = record(5);
    let digest = canonical::digest(&record).unwrap();
    let disclosure = disclose(
        &record,
        digest,
        &secret(),
        &choice(&[2], &[(Some(POLICIES[0]), "4-1-2")]),
    )
    .unwrap();
    let text = String::from_utf8(disclosure.bytes().unwrap()).unwrap();
    for number in [0, 1, 3, 4] {
        assert!(!text.contains(&subject(number)), "{}", subject(number));
    }
    for hidden in [
        POLICIES[1],
        "4-1-1",
        "5-2",
        "9-9",
        "common/answers",
        "common/settings",
        "assets.csv",
        "secret-plan",
        "names",
    ] {
        assert!(!text.contains(hidden), "{hidden}");
    }
    // Every digest in it is of something shown, or a hash of the tree.
    let evidence: Vec<String> = record.evidence.iter().map(|e| e.digest.to_string()).collect();
    let shown: Vec<String> = disclosure.evidence.iter().map(|e| e.digest.to_string()).collect();
    assert!(
        evidence
            .iter()
            .all(|digest| shown.contains(digest) || !text.contains(digest))
    );
}

#[test]
fn an_excluded_control_is_disclosed_as_not_run() {
    let record = record(2);
    let known = Known::of(&record);
    let disclosure = disclose(
        &record,
        known.record,
        &secret(),
        &choice(&[0], &[(Some(POLICIES[1]), "9-9")]),
    )
    .unwrap();
    known.verify(&disclosure).unwrap();
    assert!(matches!(disclosure.entries[0].entry.state, State::NotRun(_)));
    assert_eq!(disclosure.controls[0].status, None);
    // The plugin was never there.
    assert!(disclosure.plugins.is_empty() && disclosure.evidence.is_empty());
}

#[test]
fn what_was_not_handed_in_stays_open_and_is_said() {
    let (_, known, disclosure) = example();
    let bytes = disclosure.bytes().unwrap();
    let verified = verify(&bytes, &Expected::new(known.commitment)).unwrap();
    let open = verified.checks.iter().filter(|c| c.state == CheckState::Open);
    let open: Vec<CheckCode> = open.map(|c| c.code).collect();
    use CheckCode::{Day, Ledger, Plugins, Policies, Record};
    assert_eq!(open, [Record, Ledger, Day, Policies, Plugins]);
    assert!(verified.checks.iter().all(|c| c.code.title().is_complete()));
}

/// Somebody knows the entry beside the disclosed one letter by letter, with its control and its files, and lacks nothing but its salt.
#[test]
fn an_entry_next_to_a_disclosed_one_cannot_be_guessed() {
    let record = record(2);
    let known = Known::of(&record);
    let disclosure = disclose(
        &record,
        known.record,
        &secret(),
        &choice(&[0], &[(Some(POLICIES[1]), "4-1-1")]),
    )
    .unwrap();
    let shown = &disclosure.entries[0];
    let at = shown.index as usize - 1;
    let neighbour = &record.ledger.entries[at];
    assert_eq!(
        (&*neighbour.control, neighbour.findings),
        ("9-9", 0),
        "an excluded control"
    );
    let hashes: BTreeSet<Digest> = disclosure.entries.iter().flat_map(|e| e.proof.clone()).collect();
    let is_there = |value: &serde_json::Value| hashes.contains(&merkle::leaf(&canonical::to_vec(value).unwrap()));
    let leaf = |salt: Option<String>| {
        let mut leaf = serde_json::json!({
            "control": { "checks": ["common/late:never"], "status": null, "waived": false },
            "entry": neighbour,
            "evidence": [],
        });
        if let Some(salt) = salt {
            leaf["salt"] = salt.into();
        }
        leaf
    };
    let guesses = disclosure.entries.iter().map(|e| serde_json::to_value(e.salt).unwrap());
    let guesses = guesses.map(|salt| salt.as_str().unwrap().to_owned());
    let guesses = guesses.chain([String::new(), "0".repeat(64), secret_of_another().hex().to_string()]);
    assert!(guesses.map(Some).chain([None]).all(|salt| !is_there(&leaf(salt))));
    // No hash in the document is one of the ledger's own tree, on any level.
    let ledger: Vec<Digest> = record.ledger.entries.iter().map(|e| e.leaf().unwrap()).collect();
    let tree = Tree::of(ledger.clone());
    let all = (0..).zip(&ledger).flat_map(|(n, leaf)| {
        let mut hashes = tree.prove_inclusion(n).unwrap();
        hashes.push(*leaf);
        hashes
    });
    assert!(all.into_iter().all(|hash| !hashes.contains(&hash)));
    let text = String::from_utf8(disclosure.bytes().unwrap()).unwrap();
    assert!(!text.contains(&record.ledger.root.hex()));
    // The guess was right in everything but the salt: with it, the hash stands in the proof.
    let choice = choice(&[0], &[(Some(POLICIES[0]), "9-9")]);
    let opened = disclose(&record, known.record, &secret(), &choice).unwrap();
    let salt = serde_json::to_value(opened.entries[0].salt).unwrap();
    assert!(is_there(&leaf(Some(salt.as_str().unwrap().to_owned()))));
}

fn secret_of_another() -> Secret {
    Secret::new([7; 32])
}

#[test]
fn salts_are_told_apart_by_secret_record_and_place() {
    let (record, known, first) = example();
    let mut other_record = record.clone();
    other_record.ledger.entries[0].parameters_digest = Digest::of(b"other");
    hash(&mut other_record);
    let wish = choice(&[2], &[(Some(POLICIES[0]), "4-1-1"), (Some(POLICIES[0]), "4-1-2")]);
    let others = [
        disclose(&record, known.record, &secret_of_another(), &wish).unwrap(),
        disclose(&other_record, known.record, &secret(), &wish).unwrap(),
    ];
    let all = others.iter().chain([&first]).flat_map(|d| &d.entries);
    let salts: BTreeSet<String> = all.map(|e| serde_json::to_string(&e.salt).unwrap()).collect();
    assert_eq!(salts.len(), 3 * 4);
    for other in &others {
        assert_eq!(known.verify(other).unwrap_err().failed.code, CheckCode::Commitment);
    }
}

#[test]
fn a_secret_is_read_as_it_is_written_and_never_shown() {
    let secret = secret();
    let hex = secret.hex();
    assert_eq!(Secret::parse(&hex), Some(secret.clone()));
    assert_eq!(Secret::parse(&format!("{}\n", *hex)), Some(secret.clone()));
    assert_eq!(Secret::parse(&format!("{}\r\n", *hex)), Some(secret.clone()));
    for wrong in [
        String::new(),
        hex.to_uppercase(),
        format!("{}0", *hex),
        format!(" {}", *hex),
        format!("{}\n\n", *hex),
        hex[1..].to_owned(),
        format!("+{}", &hex[1..]),
    ] {
        assert_eq!(Secret::parse(&wrong), None, "{wrong:?}");
    }
    assert!(!format!("{secret:?}").contains(&hex[..8]));
}

/// Does something to a disclosure, writes it as it must be written, and says which check fails.
fn refused(change: impl FnOnce(&mut Disclosure)) -> CheckCode {
    let (_, known, mut disclosure) = example();
    let before = disclosure.clone();
    change(&mut disclosure);
    assert_ne!(before, disclosure, "something was changed");
    let refused = known.verify(&disclosure).unwrap_err();
    assert_eq!(refused.failed.state, CheckState::Failed);
    assert!(
        refused
            .before
            .iter()
            .all(|c| c.state == CheckState::Held && c.code < refused.failed.code)
    );
    assert!(refused.to_string().contains(refused.failed.code.name()));
    refused.failed.code
}

#[test]
fn every_change_is_refused_by_the_check_that_is_about_it() {
    let other = Digest::of(b"other");
    let text = |s: &str| s.to_owned();
    use CheckCode::*;
    // The whole.
    assert_eq!(refused(|d| d.format = text("disclosure/1")), Format);
    assert_eq!(refused(|d| d.record.format = text("excerpt/1")), Format);
    assert_eq!(refused(|d| d.commitment.root = other), Commitment);
    assert_eq!(refused(|d| d.commitment.leaves = 69), Commitment);
    assert_eq!(refused(|d| d.record.digest = other), Record);
    // No number of JSON: there is no way to write it.
    assert_eq!(refused(|d| d.entries[3].index = u64::MAX), Format);
    // Entries.
    assert_eq!(refused(|d| d.entries.clear()), Order);
    assert_eq!(refused(|d| d.entries.insert(1, d.entries[0].clone())), Order);
    assert_eq!(refused(|d| d.entries.swap(0, 1)), Order);
    assert_eq!(
        refused(|d| {
            // Twice, under two numbers.
            let mut again = d.entries[3].clone();
            again.index += 1;
            d.entries.push(again);
        }),
        Order
    );
    // Findings.
    assert_eq!(refused(|d| d.entries[1].entry.findings = 1), Findings);
    assert_eq!(refused(|d| d.entries[3].entry.waived = None), Findings);
    assert_eq!(refused(|d| d.entries[0].entry.subject = subject(3)), Findings);
    assert_eq!(refused(|d| d.entries[1].findings.truncate(1)), Findings);
    assert_eq!(
        refused(|d| {
            let again = d.entries[0].findings[0].clone();
            d.entries[1].findings.push(again);
        }),
        Findings
    );
    assert_eq!(
        refused(|d| d.entries[1].findings[1] = d.entries[0].findings[1].clone()),
        Findings
    );
    assert_eq!(refused(|d| d.entries[1].findings.swap(0, 1)), Findings);
    assert_eq!(refused(|d| d.entries[1].findings[1].message.ja.push('。')), Findings);
    assert_eq!(refused(|d| d.entries[1].findings[1].message.hint = None), Findings);
    assert_eq!(refused(|d| d.entries[1].findings[1].outcome = Outcome::Pass), Findings);
    assert_eq!(refused(|d| d.entries[1].findings[1].evidence.truncate(1)), Findings);
    // Controls.
    assert_eq!(refused(|d| d.entries[3].index = 32), Inclusion);
    assert_eq!(refused(|d| drop(d.entries.remove(1))), Controls);
    assert_eq!(refused(|d| drop(d.entries.pop())), Controls);
    assert_eq!(refused(|d| drop(d.controls.remove(0))), Controls);
    assert_eq!(refused(|d| d.controls.swap(0, 1)), Controls);
    assert_eq!(refused(|d| d.controls.push(d.controls[0].clone())), Controls);
    assert_eq!(refused(|d| d.controls[0].control = text("4-1-9")), Controls);
    assert_eq!(refused(|d| d.controls[0].checks.swap(0, 2)), Controls);
    // What they name.
    assert_eq!(refused(|d| drop(d.policies.pop())), Named);
    assert_eq!(refused(|d| d.policies.push(d.policies[0].clone())), Named);
    assert_eq!(refused(|d| drop(d.plugins.remove(1))), Named);
    assert_eq!(refused(|d| d.plugins.swap(0, 1)), Named);
    assert_eq!(refused(|d| d.plugins[2].id = text("common/zz")), Named);
    assert_eq!(refused(|d| drop(d.evidence.pop())), Named);
    assert_eq!(refused(|d| d.evidence[1].path = text("sbom.xml")), Named);
    assert_eq!(refused(|d| d.evidence.push(d.evidence[0].clone())), Named);
    // What the salted tree binds.
    assert_eq!(refused(|d| d.entries[3].index = 1 << 40), Inclusion);
    assert_eq!(refused(|d| d.entries[1].proof = d.entries[0].proof.clone()), Inclusion);
    assert_eq!(refused(|d| d.entries[1].proof.push(other)), Inclusion);
    assert_eq!(refused(|d| d.entries[1].proof.clear()), Inclusion);
    assert_eq!(refused(|d| d.entries[1].proof.swap(0, 1)), Inclusion);
    assert_eq!(refused(|d| d.entries[1].salt = d.entries[0].salt), Inclusion);
    assert_eq!(refused(|d| d.entries[1].salt = Salt::from_bytes([0; 32])), Inclusion);
    assert_eq!(refused(|d| d.entries[1].entry.parameters_digest = other), Inclusion);
    assert_eq!(
        refused(|d| d.entries[1].entry.state = State::Outcome(Outcome::Pass)),
        Inclusion
    );
    assert_eq!(refused(|d| d.evidence[0].digest = other), Inclusion);
    for status in [Status::Satisfied, Status::Attested, Status::Indeterminate] {
        assert_eq!(refused(|d| d.controls[0].status = Some(status)), Inclusion);
    }
    assert_eq!(refused(|d| d.controls[1].status = None), Inclusion);
    assert_eq!(refused(|d| d.controls[0].waived = true), Inclusion);
    assert_eq!(refused(|d| d.controls[1].waived = false), Inclusion);
    // What only the statement can say.
    assert_eq!(refused(|d| d.as_of = d.as_of.plus(-1)), Day);
    assert_eq!(refused(|d| d.policies[0].version = text("2.0.1")), Policies);
    assert_eq!(refused(|d| d.policies[0].digest = other), Policies);
    assert_eq!(refused(|d| d.plugins[0].digest = other), Plugins);
}

/// A statement whose two trees cannot be of one record.
#[test]
fn a_salted_tree_of_another_size_than_the_ledger_is_refused() {
    let (_, known, disclosure) = example();
    let mut expected = known.expected();
    expected.ledger = Some(Head {
        leaves: 71,
        ..known.ledger
    });
    let refused = verify(&disclosure.bytes().unwrap(), &expected).unwrap_err();
    assert_eq!(refused.failed.code, CheckCode::Ledger);
}

/// The attack that the ledger alone cannot show: the failed check is left out, and with it the mention that there is one.
#[test]
fn a_failed_check_that_is_left_out_is_seen_without_the_policy() {
    let (_, known, mut disclosure) = example();
    // The first control again, without its second and third check.
    disclosure.entries.drain(1..3);
    disclosure.controls[0].checks.truncate(1);
    disclosure.controls[0].status = Some(Status::Satisfied);
    disclosure.plugins.retain(|p| p.id != "common/answers");
    disclosure.evidence.retain(|e| e.path == "sbom.json");
    let bytes = disclosure.bytes().unwrap();
    let refused = verify(&bytes, &Expected::new(known.commitment)).unwrap_err();
    assert_eq!(refused.failed.code, CheckCode::Inclusion);
    assert!(
        refused.failed.detail.starts_with("entry 28"),
        "{}",
        refused.failed.detail
    );
}

#[test]
fn people_read_what_is_shown_what_is_not_and_what_was_checked() {
    let (_, known, disclosure) = example();
    let full = known.verify(&disclosure).unwrap();
    let english = render(&disclosure, &full.checks, Language::En);
    for part in [
        "**4 of 70 ledger entries disclosed, 66 left out**",
        "supplier-02 · factory/meti · 4-1-1",
        "Status: **not satisfied**",
        "Status: **indeterminate** (waived)",
        "waived until 2026-11-23 (W-1)",
        "common/sbom:names \\[28\\]: **pass**",
        "fail: component lib-supplier-02-2 of supplier-02 is fail (sbom.json:2 /components/2, assets.csv:2 /components/2)",
        "- **holds** Every entry has exactly its findings \\[findings\\]",
        &known.record.to_string(),
    ] {
        assert!(english.contains(&part.replace("\\", "")), "{part}\n{english}");
    }
    assert!(!english.contains("**open**") && !english.contains("FAILED"));
    let least = verify(&disclosure.bytes().unwrap(), &Expected::new(known.commitment)).unwrap();
    let japanese = render(&disclosure, &least.checks, Language::Ja);
    for part in [
        "判定簿 70 件のうち 4 件を開示 (66 件は非開示)",
        "- **未確認** 評価基準日が署名と一致 [day]",
        "未確認の項目は合格ではありません",
        "状況: **未充足**",
        "supplier-02 の部品 lib-supplier-02-2 は「fail」です",
    ] {
        assert!(japanese.contains(part), "{part}\n{japanese}");
    }
    let nothing = render(&disclosure, &[], Language::En);
    assert!(nothing.contains("Nothing was checked"));
    let mut other = known.expected();
    other.record = Some(Digest::of(b"other"));
    let refused = verify(&disclosure.bytes().unwrap(), &other).unwrap_err();
    let mut checks = refused.before.clone();
    checks.push(refused.failed.clone());
    let text = render(&disclosure, &checks, Language::En);
    assert!(text.contains("**FAILED** It is from the record that was signed [record]: "));
    assert!(text.contains("Do not rely on anything below"));
}

/// Whoever wrote the record may be hostile: what it says stays text.
#[test]
fn texts_of_others_do_not_become_markup() {
    let mut record = record(1);
    let evil = "a\n# Verified <img src=x onerror=y> [link](http://e) **b** | `c` \u{1b}[2J\u{202e}\u{200b}";
    for finding in &mut record.findings {
        finding.message.en = evil.to_owned();
    }
    hash(&mut record);
    let known = Known::of(&record);
    let choice = choice(&[0], &[(Some(POLICIES[0]), "4-1-1")]);
    let disclosure = disclose(&record, known.record, &secret(), &choice).unwrap();
    let text = render(&disclosure, &[], Language::En);
    let line = text.lines().find(|line| line.contains("onerror")).unwrap();
    assert!(
        line.contains("\\# Verified \\<img src=x onerror=y\\> \\[link\\](http://e) \\*\\*b\\*\\* \\| \\`c\\`"),
        "{line}"
    );
    assert!(!text.contains(['\u{1b}', '\u{202e}', '\u{200b}']));
}

/// Somebody who can hash makes a ledger of his own: it hangs together and is not the one that was signed.
#[test]
fn a_ledger_made_to_fit_is_not_the_signed_one() {
    let (mut record, known, _) = example();
    let fail = record.findings.iter_mut().filter(|f| f.outcome == Outcome::Fail);
    fail.for_each(|f| f.outcome = Outcome::Pass);
    for entry in &mut record.ledger.entries {
        if entry.state == State::Outcome(Outcome::Fail) {
            entry.state = State::Outcome(Outcome::Pass);
        }
    }
    hash(&mut record);
    let choice = choice(&[2], &[(Some(POLICIES[0]), "4-1-1")]);
    let mut forged = disclose(&record, known.record, &secret(), &choice).unwrap();
    assert_eq!(known.verify(&forged).unwrap_err().failed.code, CheckCode::Commitment);
    forged.commitment = known.commitment;
    assert_eq!(known.verify(&forged).unwrap_err().failed.code, CheckCode::Inclusion);
}

/// A record that was signed as it is, and contradicts itself.
#[test]
fn a_signed_ledger_that_contradicts_itself_is_refused() {
    let refused = |change: &dyn Fn(&mut Assessment)| {
        let mut record = record(3);
        change(&mut record);
        hash(&mut record);
        let known = Known::of(&record);
        let all: Vec<(Option<&str>, &str)> = CONTROLS.iter().map(|c| (Some(POLICIES[0]), c.0)).collect();
        let disclosure = disclose(&record, known.record, &secret(), &choice(&[0], &all)).unwrap();
        known.verify(&disclosure).map(|_| ()).map_err(|e| e.failed.code)
    };
    assert_eq!(refused(&|_| {}), Ok(()));
    let outcomes = Err(CheckCode::Outcomes);
    assert_eq!(
        refused(&|r| r.ledger.entries[1].state = State::Outcome(Outcome::Pass)),
        outcomes
    );
    assert_eq!(
        refused(&|r| r.ledger.entries[1].state = State::NotRun("no time".to_owned())),
        outcomes
    );
    // A waiver that had ended, and one beside something that passed.
    assert_eq!(
        refused(&|r| r.ledger.entries[3].waived.as_mut().unwrap().until = r.as_of.plus(-1)),
        outcomes
    );
    assert_eq!(
        refused(&|r| {
            r.ledger.entries[0].waived = r.ledger.entries[3].waived.clone();
            r.findings[..2]
                .iter_mut()
                .for_each(|f| f.waived = Some("W-1".to_owned()));
        }),
        outcomes
    );
    let findings = Err(CheckCode::Findings);
    assert_eq!(refused(&|r| r.findings[1].check = "versions".to_owned()), findings);
    assert_eq!(refused(&|r| r.findings[1].waived = Some("W-9".to_owned())), findings);
    assert_eq!(
        refused(&|r| r.statuses[2].status = Status::NotSatisfied),
        Err(CheckCode::Statuses)
    );
    let twice = refused(&|r| r.ledger.entries[1].instance = 0);
    assert_eq!(twice, Err(CheckCode::Order));
}

#[test]
fn one_flipped_bit_anywhere_is_refused() {
    let (_, known, disclosure) = example();
    let bytes = disclosure.bytes().unwrap();
    verify(&bytes, &known.expected()).unwrap();
    for at in 0..bytes.len() {
        for bit in 0..8 {
            let mut flipped = bytes.clone();
            flipped[at] ^= 1 << bit;
            let near = String::from_utf8_lossy(&bytes[at.saturating_sub(30)..at]).into_owned();
            assert!(
                verify(&flipped, &known.expected()).is_err(),
                "byte {at} bit {bit}, after {near}"
            );
        }
    }
}

#[test]
fn what_is_no_disclosure_is_refused_in_words() {
    let (record, known, disclosure) = example();
    let good = String::from_utf8(disclosure.bytes().unwrap()).unwrap();
    let salt = serde_json::to_value(disclosure.entries[0].salt).unwrap();
    let salt = salt.as_str().unwrap().to_owned();
    let deep = format!("{{\"entries\":{}", "[".repeat(100_000));
    let deep_argument = good.replacen("\"count\":-3", &format!("\"count\":{}", "[".repeat(200)), 1);
    let cases = [
        String::new(),
        "null".to_owned(),
        "[]".to_owned(),
        "{}".to_owned(),
        format!("{good}\n"),
        format!("{good}{good}"),
        format!(" {good}"),
        format!("\u{feff}{good}"),
        good.replacen("{\"as_of\"", "{\"as_of\":\"2026-11-23\",\"as_of\"", 1),
        good.replacen("\"count\":-3", "\"count\":-3,\"count\":-3", 1),
        good.replacen("\"count\":-3", "\"count\":-3.0", 1),
        good.replacen("7.5", "75e-1", 1),
        good.replacen("7.5", "1e999", 1),
        good.replacen("\"count\":-3", "\"count\":null", 1),
        good.replacen("\"instance\":0", "\"instance\":0,\"note\":\"x\"", 1),
        good.replacen("\"instance\":0", "\"instance\":00", 1),
        good.replacen("\"instance\":0", "\"instance\":4294967296", 1),
        good.replacen("\"index\":28", "\"index\":28.0", 1),
        good.replacen("\"index\":28", "\"index\":-28", 1),
        good.replacen("sha256:", "SHA256:", 1),
        good.replacen("sha256:", "sha256:0", 1),
        good.replacen("2026-11-23", "2026-11-23T00:00:00Z", 1),
        good.replacen("supplier", "\\u0073upplier", 1),
        good.replacen("\"waived\":true", "\"waived\":false", 1),
        good.replace("disclosure/2", "assessment/1"),
        good.replace("\"salt\":\"", "\"salt\":\"0"),
        good.replacen(&salt, &salt.to_uppercase(), 1),
        good.replacen(&salt, "", 1),
        String::from_utf8(canonical::to_vec(&record).unwrap()).unwrap(),
        deep,
        deep_argument,
    ];
    for (number, case) in cases.iter().enumerate() {
        assert_ne!(*case, good, "case {number}");
        let refused = verify(case.as_bytes(), &known.expected()).unwrap_err();
        assert_eq!(refused.failed.code, CheckCode::Format, "case {number}: {refused}");
        assert!(!refused.failed.detail.is_empty());
    }
    for bytes in [
        vec![b' '; (64 << 20) + 1],
        vec![0xff; 10],
        good.as_bytes()[..good.len() - 1].to_vec(),
    ] {
        assert_eq!(
            verify(&bytes, &known.expected()).unwrap_err().failed.code,
            CheckCode::Format
        );
    }
    // Upper case in a digest is another way to write the same.
    let upper = known.record.to_string().to_uppercase().replacen("SHA256", "sha256", 1);
    let case = good.replace(&known.record.to_string(), &upper);
    assert_eq!(
        verify(case.as_bytes(), &known.expected()).unwrap_err().failed.code,
        CheckCode::Format
    );
}

#[test]
fn a_wish_that_cannot_be_met_is_refused_by_name() {
    let record = record(2);
    let digest = canonical::digest(&record).unwrap();
    let wish = |subjects: &[usize], controls: &[(Option<&str>, &str)]| {
        disclose(&record, digest, &secret(), &choice(subjects, controls))
    };
    let policy = Some(POLICIES[0]);
    assert!(matches!(wish(&[7], &[(policy, "4-1-1")]), Err(DiscloseError::NoSubject(id)) if id == "supplier-07"));
    assert!(matches!(wish(&[0], &[(policy, "4-1-7")]), Err(DiscloseError::NoControl(id)) if id == "4-1-7"));
    assert!(matches!(
        wish(&[0], &[(Some("no/policy"), "4-1-1")]),
        Err(DiscloseError::NoControl(_))
    ));
    assert!(matches!(
        wish(&[0], &[(None, "4-1-1")]),
        Err(DiscloseError::Ambiguous { .. })
    ));
    assert!(matches!(wish(&[], &[(policy, "4-1-1")]), Err(DiscloseError::Nothing)));
    assert!(matches!(wish(&[0], &[]), Err(DiscloseError::Nothing)));
    // Asked for twice is shown once.
    let twice = wish(&[0, 0], &[(policy, "4-1-1"), (policy, "4-1-1")]).unwrap();
    assert_eq!(twice.entries.len(), 3);
    let broken = |change: &dyn Fn(&mut Assessment)| {
        let mut record = record.clone();
        change(&mut record);
        disclose(&record, digest, &secret(), &choice(&[0], &[(policy, "4-1-1")])).unwrap_err()
    };
    let changes: [&dyn Fn(&mut Assessment); 8] = [
        &|r| drop(r.findings.pop()),
        &|r| r.findings.push(r.findings[0].clone()),
        &|r| r.findings[0].message.en.push('!'),
        &|r| drop(r.ledger.entries.pop()),
        &|r| r.ledger.entries.swap(0, 3),
        &|r| r.ledger.leaves += 1,
        &|r| r.ledger.root = digest,
        &|r| r.evidence.clear(),
    ];
    for (number, change) in changes.iter().enumerate() {
        let error = broken(change);
        assert!(matches!(error, DiscloseError::Broken(_)), "{number}: {error}");
    }
    assert!(matches!(
        broken(&|r| r.format = "excerpt/1".to_owned()),
        DiscloseError::NotARecord(_)
    ));
    assert!(matches!(
        broken(&|r| {
            // A control that no check decides.
            r.ledger.entries.retain(|e| e.control != "4-1-1");
            r.findings.retain(|f| f.control != "4-1-1");
            let leaves = r.ledger.entries.iter().map(|e| e.leaf().unwrap()).collect();
            let head = Tree::of(leaves).head();
            (r.ledger.leaves, r.ledger.root) = (head.leaves, head.root);
        }),
        DiscloseError::NoEntry(_)
    ));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Any choice from a record of any size is proven, shows exactly what was chosen, and is written again to the same bytes.
    #[test]
    fn any_choice_is_proven(subjects in 1usize..12, pick in prop::collection::btree_set(0usize..12, 1..5),
        controls in prop::collection::btree_set((0usize..2, 0usize..4), 1..6)) {
        let record = record(subjects);
        let known = Known::of(&record);
        let pick: BTreeSet<usize> = pick.into_iter().map(|n| n % subjects).collect();
        let controls: Vec<(usize, usize)> = controls.into_iter().collect();
        let wish: Vec<(Option<&str>, &str)> = controls.iter().map(|(p, c)| (Some(POLICIES[*p]), CONTROLS[*c].0)).collect();
        let pick: Vec<usize> = pick.into_iter().collect();
        let disclosure = disclose(&record, known.record, &secret(), &choice(&pick, &wish)).unwrap();
        let verified = known.verify(&disclosure).unwrap();
        prop_assert!(verified.checks.iter().all(|c| c.state == CheckState::Held));
        let expected: usize = controls.iter().map(|(_, c)| CONTROLS[*c].1.len()).sum::<usize>() * pick.len();
        prop_assert_eq!(disclosure.counts().disclosed, expected as u64);
        prop_assert_eq!(disclosure.counts().leaves, 14 * subjects as u64);
        prop_assert_eq!(verified.disclosure.bytes().unwrap(), disclosure.bytes().unwrap());
        // Against the statement of another record nothing holds.
        let other = Known::of(&support::record(subjects + 1));
        prop_assert_eq!(other.verify(&disclosure).unwrap_err().failed.code, CheckCode::Commitment);
    }
}
