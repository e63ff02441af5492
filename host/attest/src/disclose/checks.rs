//! The checks of a disclosure, by name, in the order in which they are made.

use sekisho_model::Bilingual;
use serde::Serialize;

/// A check.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum CheckCode {
    /// It is a disclosure, written in the one way in which it can be.
    Format,
    /// Its salted tree is the one that was signed.
    Commitment,
    /// It is from the record that was signed.
    Record,
    /// There are as many entries as in the ledger that was signed.
    Ledger,
    /// No entry stands in it twice, all in order.
    Order,
    /// Every entry has exactly its findings.
    Findings,
    /// Every control has the entries of all its checks, and there is no other entry.
    Controls,
    /// Policies, plugins and evidence: those that the entries name, and no other.
    Named,
    /// Every entry stands in the salted tree at its place, with the files it rests on, and with the checks, the status and the waiver of its control.
    Inclusion,
    /// Every outcome is that of its findings, every waiver in force.
    Outcomes,
    /// No status is impossible with these outcomes.
    Statuses,
    /// The day is the one that was signed.
    Day,
    /// The policies are those that were signed.
    Policies,
    /// The plugins are those that were signed.
    Plugins,
}

impl CheckCode {
    /// The word in files and on the screen.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Format => "format",
            Self::Commitment => "commitment",
            Self::Record => "record",
            Self::Ledger => "ledger",
            Self::Order => "order",
            Self::Findings => "findings",
            Self::Controls => "controls",
            Self::Named => "named",
            Self::Inclusion => "inclusion",
            Self::Outcomes => "outcomes",
            Self::Statuses => "statuses",
            Self::Day => "day",
            Self::Policies => "policies",
            Self::Plugins => "plugins",
        }
    }

    /// What it is about, for people.
    pub fn title(self) -> Bilingual {
        let (ja, en) = match self {
            Self::Format => ("開示文書の書式", "It is written as a disclosure must be"),
            Self::Commitment => (
                "開示用の木のルートと件数が署名と一致",
                "Root and size of the salted tree are those that were signed",
            ),
            Self::Record => (
                "署名されたアセスメント記録からの開示",
                "It is from the record that was signed",
            ),
            Self::Ledger => (
                "項目の件数が署名された判定簿と一致",
                "There are as many entries as in the ledger that was signed",
            ),
            Self::Order => ("項目の順序と重複なし", "Entries stand in order, none twice"),
            Self::Findings => ("各項目の所見が改変されていない", "Every entry has exactly its findings"),
            Self::Controls => (
                "管理策ごとのチェックがそろっている",
                "Controls have the entries of all their checks",
            ),
            Self::Named => (
                "記載のポリシー・プラグイン・証跡に過不足なし",
                "What entries name is listed, and nothing else",
            ),
            Self::Inclusion => (
                "項目・証跡・管理策の状況が署名された記録のとおり",
                "Entries, files and statuses of controls stand in the record that was signed",
            ),
            Self::Outcomes => ("判定が所見と一致", "Outcomes are those of the findings"),
            Self::Statuses => ("状況が判定と矛盾しない", "No status is impossible with the outcomes"),
            Self::Day => ("評価基準日が署名と一致", "The day is the one that was signed"),
            Self::Policies => ("ポリシーが署名と一致", "The policies are those that were signed"),
            Self::Plugins => ("プラグインが署名と一致", "The plugins are those that were signed"),
        };
        Bilingual::new(ja, en)
    }
}

/// What came of a check.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum CheckState {
    /// It was made and holds.
    Held,
    /// It could not be made: the verifier was not told what to compare with. What it is about rests on the discloser's word.
    Open,
    /// It was made and does not hold.
    Failed,
}

/// A check that was made, or that could not be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Check {
    /// Which.
    pub code: CheckCode,
    /// What came of it.
    pub state: CheckState,
    /// Where it failed and how, or what was missing; empty where it holds.
    pub detail: String,
}
