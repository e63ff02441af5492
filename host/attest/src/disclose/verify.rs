//! Checks a disclosure, in the order of [`CheckCode`], up to the first check that fails.

use super::checks::{Check, CheckCode, CheckState};
use super::document::{Disclosure, FORMAT, Named};
use super::error::Refused;
use super::rules::{self, Outcomes, is};
use sekisho_model::merkle::Head;
use sekisho_model::{Date, Digest, assessment};

/// A larger file is not read.
pub const MOST_BYTES: usize = 64 << 20;

/// What the verifier knows from elsewhere: what a signed statement about the record says. What the statement does not say is `None`, and the
/// check for it stays open.
#[derive(Debug, Clone, Copy)]
pub struct Expected<'a> {
    /// Number of entries and root of the salted tree. Without it there is nothing to hold a disclosure against.
    pub commitment: Head,
    /// SHA-256 of the record.
    pub record: Option<Digest>,
    /// Number of entries and root of the ledger. The number is compared; a disclosure does not tell the root.
    pub ledger: Option<Head>,
    /// The day as of which was assessed.
    pub as_of: Option<Date>,
    /// All policies of the record.
    pub policies: Option<&'a [Named]>,
    /// All plugins of the record.
    pub plugins: Option<&'a [Named]>,
}

impl Expected<'_> {
    /// Only what cannot be done without.
    pub const fn new(commitment: Head) -> Self {
        Self {
            commitment,
            record: None,
            ledger: None,
            as_of: None,
            policies: None,
            plugins: None,
        }
    }
}

/// A disclosure that holds.
#[derive(Debug, Clone, PartialEq)]
pub struct Verified {
    /// It.
    pub disclosure: Disclosure,
    /// All checks: those that hold, and those that could not be made.
    pub checks: Vec<Check>,
}

/// Verifies the bytes of a disclosure.
pub fn verify(bytes: &[u8], expected: &Expected<'_>) -> Result<Verified, Box<Refused>> {
    let mut list = List::default();
    let disclosure = match read(bytes) {
        Ok(disclosure) => disclosure,
        Err(detail) => return Err(list.refuse(CheckCode::Format, detail)),
    };
    list.push(CheckCode::Format, CheckState::Held, "");
    let d = &disclosure;
    list.check(CheckCode::Commitment, rules::commitment(d, &expected.commitment))?;
    list.compare(CheckCode::Record, expected.record, |record| {
        is(&d.record.digest, &record)
    })?;
    list.compare(CheckCode::Ledger, expected.ledger, |ledger| {
        is(&d.commitment.leaves, &ledger.leaves)
    })?;
    list.check(CheckCode::Order, rules::order(&d.entries))?;
    list.check(CheckCode::Findings, rules::each(&d.entries, rules::findings))?;
    let controls = rules::controls(d);
    list.check(CheckCode::Controls, controls.as_ref().map(drop).map_err(Clone::clone))?;
    let controls = controls.unwrap_or_default();
    list.check(CheckCode::Named, rules::names(d))?;
    list.check(CheckCode::Inclusion, rules::inclusion(d, &controls))?;
    list.check(CheckCode::Outcomes, rules::each(&d.entries, |e| rules::outcomes(d, e)))?;
    list.check(CheckCode::Statuses, rules::statuses(&controls))?;
    list.compare(CheckCode::Day, expected.as_of, |day| is(&d.as_of, &day))?;
    list.compare(CheckCode::Policies, expected.policies, |all| {
        rules::among(&d.policies, all)
    })?;
    list.compare(CheckCode::Plugins, expected.plugins, |all| {
        rules::among(&d.plugins, all)
    })?;
    Ok(Verified {
        checks: list.0,
        disclosure,
    })
}

#[derive(Debug, Default)]
struct List(Vec<Check>);

impl List {
    fn push(&mut self, code: CheckCode, state: CheckState, detail: &str) {
        let detail = detail.to_owned();
        self.0.push(Check { code, state, detail });
    }

    fn refuse(&mut self, code: CheckCode, detail: String) -> Box<Refused> {
        let before = std::mem::take(&mut self.0);
        let state = CheckState::Failed;
        let failed = Check { code, state, detail };
        Box::new(Refused { before, failed })
    }

    fn check(&mut self, code: CheckCode, outcome: Outcomes) -> Result<(), Box<Refused>> {
        outcome.map_err(|detail| self.refuse(code, detail))?;
        self.push(code, CheckState::Held, "");
        Ok(())
    }

    fn compare<T>(
        &mut self,
        code: CheckCode,
        with: Option<T>,
        compare: impl FnOnce(T) -> Outcomes,
    ) -> Result<(), Box<Refused>> {
        match with {
            Some(with) => self.check(code, compare(with)),
            None => {
                self.push(code, CheckState::Open, "nothing was given to compare it with");
                Ok(())
            }
        }
    }
}

/// Reads a disclosure. The bytes must be the very ones that it is written with: so no member stands twice, none is unknown, and nothing
/// follows.
fn read(bytes: &[u8]) -> Result<Disclosure, String> {
    if bytes.len() > MOST_BYTES {
        return Err(format!("it is longer than {MOST_BYTES} bytes"));
    }
    let disclosure: Disclosure = serde_json::from_slice(bytes).map_err(|e| e.to_string())?;
    for (found, known) in [
        (&disclosure.format, FORMAT),
        (&disclosure.record.format, assessment::FORMAT),
    ] {
        if found != known {
            return Err(format!("its format is `{found}`, known is `{known}`"));
        }
    }
    match disclosure.bytes() {
        Ok(written) if written == bytes => Ok(disclosure),
        Ok(written) => {
            let at = written.iter().zip(bytes).take_while(|(a, b)| a == b).count();
            Err(format!(
                "it is not canonical: at byte {at} something stands that it would not be written with"
            ))
        }
        Err(error) => Err(error.to_string()),
    }
}
