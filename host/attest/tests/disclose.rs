//! Disclosures: what is chosen is proven, what is not chosen does not appear, and whatever is done to one is refused by name.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

#[path = "support/record.rs"]
mod support;

use proptest::prelude::*;
use sekisho_attest::disclose::{
    CheckCode, CheckState, Choice, ControlChoice, DiscloseError, Disclosure, Expected, Named, Refused, Verified,
    disclose, verify,
};
use sekisho_model::assessment::Assessment;
use sekisho_model::ledger::State;
use sekisho_model::merkle::Tree;
use sekisho_model::{Digest, Outcome, Status, canonical};
use std::collections::{BTreeMap, BTreeSet};
use support::{CONTROLS, POLICIES, hash, record, subject};

/// Everything that a verifier can know.
struct Known {
    record: Digest,
    root: Digest,
    leaves: u64,
    as_of: sekisho_model::Date,
    policies: Vec<Named>,
    plugins: Vec<Named>,
    checks: BTreeMap<(String, String), Vec<String>>,
    evidence: BTreeSet<Digest>,
}

impl Known {
    fn of(record: &Assessment) -> Self {
        let named = |id: &String, version: &String, digest: Digest| Named {
            id: id.clone(),
            version: version.clone(),
            digest,
        };
        let mut checks = BTreeMap::new();
        for policy in &record.policies {
            for control in &policy.controls {
                checks.insert((policy.id.clone(), control.id.clone()), control.checks.clone());
            }
        }
        Self {
            record: canonical::digest(record).unwrap(),
            root: record.ledger.root,
            leaves: record.ledger.leaves,
            as_of: record.as_of,
            policies: record
                .policies
                .iter()
                .map(|p| named(&p.id, &p.version, p.digest))
                .collect(),
            plugins: record
                .plugins
                .iter()
                .map(|p| named(&p.id, &p.version, p.digest))
                .collect(),
            checks,
            evidence: record.evidence.iter().map(|e| e.digest).collect(),
        }
    }

    fn expected(&self) -> Expected<'_> {
        Expected {
            as_of: Some(self.as_of),
            policies: Some(&self.policies),
            plugins: Some(&self.plugins),
            checks: Some(&self.checks),
            evidence: Some(&self.evidence),
            ..self.least()
        }
    }

    /// Only what cannot be done without.
    fn least(&self) -> Expected<'_> {
        Expected {
            record: self.record,
            root: self.root,
            leaves: self.leaves,
            as_of: None,
            policies: None,
            plugins: None,
            checks: None,
            evidence: None,
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
    let disclosure = disclose(&record, known.record, &choice).unwrap();
    (record, known, disclosure)
}

#[test]
fn what_is_chosen_is_proven_and_counted() {
    let (record, known, disclosure) = example();
    let verified = known.verify(&disclosure).unwrap();
    assert_eq!(verified.disclosure, disclosure);
    assert!(verified.checks.iter().all(|c| c.state == CheckState::Held));
    assert_eq!(verified.checks.len(), 15, "every check by its name");
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
    let disclosure = disclose(&record, digest, &choice(&[2], &[(Some(POLICIES[0]), "4-1-2")])).unwrap();
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
    let disclosure = disclose(&record, known.record, &choice(&[0], &[(Some(POLICIES[1]), "9-9")])).unwrap();
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
    let verified = verify(&bytes, &known.least()).unwrap();
    let open = verified.checks.iter().filter(|c| c.state == CheckState::Open);
    let open: Vec<CheckCode> = open.map(|c| c.code).collect();
    use CheckCode::{Checks, Day, Evidence, Plugins, Policies};
    assert_eq!(open, [Day, Policies, Plugins, Checks, Evidence]);
    assert!(verified.checks.iter().all(|c| c.code.title().is_complete()));
}

/// The limit that the documents name: hashes have no salt. Here somebody who knows subject and policy finds out that a control next
/// to the disclosed one was excluded. When the ledger gets salted leaves, this test must fail.
#[test]
fn an_entry_next_to_a_disclosed_one_can_be_guessed() {
    let record = record(2);
    let known = Known::of(&record);
    let disclosure = disclose(&record, known.record, &choice(&[0], &[(Some(POLICIES[1]), "4-1-1")])).unwrap();
    let neighbour = &disclosure.entries[0];
    let mut guess = neighbour.entry.clone();
    guess.policy = POLICIES[0].to_owned();
    guess.control = "9-9".to_owned();
    guess.plugin = "common/late".to_owned();
    guess.check = "never".to_owned();
    guess.state = State::NotRun("excluded by profile".to_owned());
    guess.findings = 0;
    guess.findings_digest = canonical::digest::<[u8]>(&[]).unwrap();
    guess.parameters_digest = Digest::of(b"common/late:never");
    assert_eq!(neighbour.proof[0], guess.leaf().unwrap());
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
    assert_eq!(refused(|d| d.format = text("disclosure/2")), Format);
    assert_eq!(refused(|d| d.record.format = text("excerpt/1")), Format);
    assert_eq!(refused(|d| d.record.digest = other), Record);
    assert_eq!(refused(|d| d.ledger.root = other), Ledger);
    assert_eq!(refused(|d| d.ledger.leaves = 69), Ledger);
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
    assert_eq!(refused(|d| d.entries[3].index = 32), Inclusion);
    assert_eq!(refused(|d| d.entries[3].index = 1 << 40), Inclusion);
    assert_eq!(refused(|d| d.entries[1].proof = d.entries[0].proof.clone()), Inclusion);
    assert_eq!(refused(|d| d.entries[1].proof.push(other)), Inclusion);
    assert_eq!(refused(|d| d.entries[1].proof.clear()), Inclusion);
    assert_eq!(refused(|d| d.entries[1].proof.swap(0, 1)), Inclusion);
    assert_eq!(
        refused(|d| d.entries[1].entry.state = State::Outcome(Outcome::Pass)),
        Inclusion
    );
    assert_eq!(refused(|d| d.entries[1].entry.parameters_digest = other), Inclusion);
    assert_eq!(refused(|d| d.entries[1].entry.findings = 1), Inclusion);
    assert_eq!(refused(|d| d.entries[3].entry.waived = None), Inclusion);
    assert_eq!(refused(|d| d.entries[0].entry.subject = subject(3)), Inclusion);
    // Findings.
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
    assert_eq!(refused(|d| drop(d.entries.remove(1))), Controls);
    assert_eq!(refused(|d| drop(d.entries.pop())), Controls);
    assert_eq!(refused(|d| drop(d.controls.remove(0))), Controls);
    assert_eq!(refused(|d| d.controls.swap(0, 1)), Controls);
    assert_eq!(refused(|d| d.controls.push(d.controls[0].clone())), Controls);
    assert_eq!(refused(|d| d.controls[0].control = text("4-1-9")), Controls);
    assert_eq!(refused(|d| d.controls[0].checks.swap(0, 2)), Controls);
    // Statuses.
    for status in [Status::Indeterminate, Status::NotApplicable] {
        assert_eq!(refused(|d| d.controls[0].status = Some(status)), Statuses);
    }
    for status in [
        Status::Satisfied,
        Status::Attested,
        Status::NotSatisfied,
        Status::NotApplicable,
    ] {
        assert_eq!(refused(|d| d.controls[1].status = Some(status)), Statuses);
    }
    assert_eq!(refused(|d| d.controls[1].status = None), Statuses);
    assert_eq!(refused(|d| d.controls[0].waived = true), Statuses);
    // What they name.
    assert_eq!(refused(|d| drop(d.policies.pop())), Named);
    assert_eq!(refused(|d| d.policies.push(d.policies[0].clone())), Named);
    assert_eq!(refused(|d| drop(d.plugins.remove(1))), Named);
    assert_eq!(refused(|d| d.plugins.swap(0, 1)), Named);
    assert_eq!(refused(|d| d.plugins[2].id = text("common/zz")), Named);
    assert_eq!(refused(|d| drop(d.evidence.pop())), Named);
    assert_eq!(refused(|d| d.evidence[1].path = text("sbom.xml")), Named);
    assert_eq!(refused(|d| d.evidence.push(d.evidence[0].clone())), Named);
    // What only somebody else can know.
    assert_eq!(refused(|d| d.as_of = d.as_of.plus(-1)), Day);
    assert_eq!(refused(|d| d.policies[0].version = text("2.0.1")), Policies);
    assert_eq!(refused(|d| d.policies[0].digest = other), Policies);
    assert_eq!(refused(|d| d.plugins[0].digest = other), Plugins);
    assert_eq!(refused(|d| d.evidence[0].digest = other), Evidence);
}

/// The attack that the ledger alone cannot show: the failed check is left out, and with it the mention that there is one.
#[test]
fn a_failed_check_that_is_left_out_is_seen_by_whoever_has_the_policy() {
    let (_, known, mut disclosure) = example();
    // The first control again, without its second and third check.
    disclosure.entries.drain(1..3);
    disclosure.controls[0].checks.truncate(1);
    disclosure.controls[0].status = Some(Status::Satisfied);
    disclosure.plugins.retain(|p| p.id != "common/answers");
    disclosure.evidence.retain(|e| e.path == "sbom.json");
    let bytes = disclosure.bytes().unwrap();
    let verified = verify(&bytes, &known.least()).unwrap();
    let check = verified.checks.iter().find(|c| c.code == CheckCode::Checks).unwrap();
    assert_eq!(check.state, CheckState::Open, "it is said that nobody looked");
    let refused = verify(&bytes, &known.expected()).unwrap_err();
    assert_eq!(refused.failed.code, CheckCode::Checks);
    assert!(
        refused.failed.detail.contains("common/answers:statement"),
        "{}",
        refused.failed.detail
    );
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
    let mut forged = disclose(&record, known.record, &choice).unwrap();
    assert_eq!(known.verify(&forged).unwrap_err().failed.code, CheckCode::Ledger);
    forged.ledger = sekisho_model::merkle::Head {
        leaves: known.leaves,
        root: known.root,
    };
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
        let disclosure = disclose(&record, known.record, &choice(&[0], &all)).unwrap();
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
        good.replace("disclosure/1", "assessment/1"),
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
    let wish =
        |subjects: &[usize], controls: &[(Option<&str>, &str)]| disclose(&record, digest, &choice(subjects, controls));
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
        disclose(&record, digest, &choice(&[0], &[(policy, "4-1-1")])).unwrap_err()
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
        let disclosure = disclose(&record, known.record, &choice(&pick, &wish)).unwrap();
        let verified = known.verify(&disclosure).unwrap();
        prop_assert!(verified.checks.iter().all(|c| c.state == CheckState::Held));
        let expected: usize = controls.iter().map(|(_, c)| CONTROLS[*c].1.len()).sum::<usize>() * pick.len();
        prop_assert_eq!(disclosure.counts().disclosed, expected as u64);
        prop_assert_eq!(disclosure.counts().leaves, 14 * subjects as u64);
        prop_assert_eq!(verified.disclosure.bytes().unwrap(), disclosure.bytes().unwrap());
        // Against the statement of another record nothing holds.
        let other = Known::of(&support::record(subjects + 1));
        prop_assert_eq!(other.verify(&disclosure).unwrap_err().failed.code, CheckCode::Record);
    }
}
