//! What a judgement says: every check with its code and arguments, so that texts in any language can be made of it.

use super::offered::Offered;
use super::threshold::TrustedSigner;
use super::verify::Verified;
use sekisho_model::{Bilingual, Date, Digest};
use serde::Serialize;

/// What a check found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Standing {
    /// A signature counts, or a threshold is reached.
    Met,
    /// A threshold is not reached: the judgement is a refusal.
    NotMet,
    /// A signature does not count; others may.
    NotCounted,
}

/// Which check was made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum CheckCode {
    /// The signature does not hold (`error`, `text`).
    SignatureRefused,
    /// It holds, over something else (`digest`).
    SignatureAboutOther,
    /// It holds under a key that is not trusted (`key`).
    SignerUnknown,
    /// It holds under a key that was withdrawn (`signer`, `day`, `reason`).
    SignerRevoked,
    /// It holds under a key whose time is over (`signer`, `day`).
    SignerExpired,
    /// The same key again, perhaps in another form or under another name (`signer`).
    SameKeyAgain,
    /// Another key of a signer who is counted already (`signer`).
    SameSignerAgain,
    /// It counts (`signer`).
    SignatureCounts,
    /// Enough distinct signers of a role (`role`, `need`, `have`).
    Role,
    /// Enough distinct signers in all (`need`, `have`).
    Total,
}

/// One check, with what its text needs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Check {
    /// Which one.
    pub code: CheckCode,
    /// What it found.
    pub standing: Standing,
    /// The signature, by the name that it was handed in with.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub signature: Option<String>,
    /// The key that made it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub key: Option<Digest>,
    /// What it is about, where that is something else.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub digest: Option<Digest>,
    /// Id of the signer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub signer: Option<String>,
    /// Name of the signer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<Bilingual>,
    /// Since when a key does not count, or until when it did.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub day: Option<Date>,
    /// Why it was withdrawn.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<Bilingual>,
    /// Code of the error of a signature that does not hold.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error: Option<&'static str>,
    /// Its sentence.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// The role that is counted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub role: Option<String>,
    /// How many are needed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub need: Option<usize>,
    /// How many there are.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub have: Option<usize>,
}

impl Check {
    pub(super) fn new(code: CheckCode, standing: Standing) -> Self {
        Self {
            code,
            standing,
            signature: None,
            key: None,
            digest: None,
            signer: None,
            name: None,
            day: None,
            reason: None,
            error: None,
            text: None,
            role: None,
            need: None,
            have: None,
        }
    }

    pub(super) fn of(code: CheckCode, standing: Standing, offered: &Offered) -> Self {
        Self {
            signature: Some(offered.name.clone()),
            key: offered.result.as_ref().ok().map(Verified::key),
            ..Self::new(code, standing)
        }
    }

    pub(super) fn by(mut self, signer: &TrustedSigner) -> Self {
        self.signer = Some(signer.id.clone());
        self.name = Some(signer.name.clone());
        self
    }

    pub(super) fn count(code: CheckCode, role: Option<&str>, need: usize, have: usize) -> Self {
        let standing = if have >= need { Standing::Met } else { Standing::NotMet };
        Self {
            role: role.map(str::to_owned),
            need: Some(need),
            have: Some(have),
            ..Self::new(code, standing)
        }
    }
}

/// A distinct signer who was counted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Counted {
    /// The keys that signed: one, or several of one signer.
    pub keys: Vec<Digest>,
    /// The ids under which they are listed.
    pub signers: Vec<String>,
    /// Roles that they may be counted as.
    pub roles: Vec<String>,
    /// The role in which the signer was counted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fills: Option<String>,
}

/// Whether enough distinct signers signed, and how that was found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Judgement {
    /// Whether the threshold is reached.
    pub accepted: bool,
    /// Every check that was made: signatures first, then roles, then the total.
    pub checks: Vec<Check>,
    /// Who was counted.
    pub counted: Vec<Counted>,
}

impl Judgement {
    /// The first check that makes it a refusal.
    pub fn failing(&self) -> Option<&Check> {
        self.checks.iter().find(|check| check.standing == Standing::NotMet)
    }
}
