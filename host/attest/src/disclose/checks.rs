//! The checks of a disclosure, by name, in the order in which they are made.

use sekisho_model::Bilingual;
use serde::Serialize;

/// A check.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum CheckCode {
    /// It is a disclosure, written in the one way in which it can be.
    Format,
    /// It is from the record that was signed.
    Record,
    /// Its ledger is the one that was signed.
    Ledger,
    /// No entry stands in it twice, all in order.
    Order,
    /// Every entry stands in the ledger at its place.
    Inclusion,
    /// Every entry has exactly its findings.
    Findings,
    /// Every outcome is that of its findings, every waiver in force.
    Outcomes,
    /// Every control has the entries of all checks it names, and no other.
    Controls,
    /// No status is impossible with these outcomes.
    Statuses,
    /// Policies, plugins and evidence: those that the entries name, and no other.
    Named,
    /// The day is the one that was signed.
    Day,
    /// The policies are those that were signed.
    Policies,
    /// The plugins are those that were signed.
    Plugins,
    /// The checks of the controls are those of the policy.
    Checks,
    /// The digests of evidence are among those that were signed.
    Evidence,
}

impl CheckCode {
    /// The word in files and on the screen.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Format => "format",
            Self::Record => "record",
            Self::Ledger => "ledger",
            Self::Order => "order",
            Self::Inclusion => "inclusion",
            Self::Findings => "findings",
            Self::Outcomes => "outcomes",
            Self::Controls => "controls",
            Self::Statuses => "statuses",
            Self::Named => "named",
            Self::Day => "day",
            Self::Policies => "policies",
            Self::Plugins => "plugins",
            Self::Checks => "checks",
            Self::Evidence => "evidence",
        }
    }

    /// What it is about, for people.
    pub fn title(self) -> Bilingual {
        let (ja, en) = match self {
            Self::Format => ("開示文書の書式", "It is written as a disclosure must be"),
            Self::Record => (
                "署名されたアセスメント記録からの開示",
                "It is from the record that was signed",
            ),
            Self::Ledger => (
                "判定簿のルートと件数が署名と一致",
                "Root and size of the ledger are those that were signed",
            ),
            Self::Order => ("項目の順序と重複なし", "Entries stand in order, none twice"),
            Self::Inclusion => (
                "各項目が判定簿に含まれる",
                "Every entry stands in the ledger at its place",
            ),
            Self::Findings => ("各項目の所見が改変されていない", "Every entry has exactly its findings"),
            Self::Outcomes => ("判定が所見と一致", "Outcomes are those of the findings"),
            Self::Controls => (
                "管理策ごとのチェックがそろっている",
                "Controls have the entries of all checks named",
            ),
            Self::Statuses => ("状況が判定と矛盾しない", "No status is impossible with the outcomes"),
            Self::Named => (
                "記載のポリシー・プラグイン・証跡に過不足なし",
                "What entries name is listed, and nothing else",
            ),
            Self::Day => ("評価基準日が署名と一致", "The day is the one that was signed"),
            Self::Policies => ("ポリシーが署名と一致", "The policies are those that were signed"),
            Self::Plugins => ("プラグインが署名と一致", "The plugins are those that were signed"),
            Self::Checks => ("チェックの一覧がポリシーと一致", "The checks are those of the policy"),
            Self::Evidence => (
                "証跡のダイジェストが署名に含まれる",
                "Digests of evidence are among those that were signed",
            ),
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
