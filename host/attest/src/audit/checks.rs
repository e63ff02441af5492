//! The links that are checked, by name, in the order in which they are checked.

use sekisho_model::Bilingual;
use serde::Serialize;

/// A link.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Code {
    /// The file is a kit, and every byte in it is the one that is named.
    Kit,
    /// The record is one, written in the one way in which it can be.
    Record,
    /// The ledger's entries lead to its root, and every finding belongs to one.
    Ledger,
    /// Every check of every control has exactly one entry for every subject.
    Plan,
    /// The files that the record names lie in the kit.
    Evidence,
    /// The salted tree for disclosures follows from the record.
    Disclosures,
    /// The statement follows from the record and the kit.
    Statement,
    /// The summaries follow from the record.
    Summaries,
    /// The standard bundle is the one of the program that verifies.
    Standard,
    /// The bundles are what the record says, and vouched for as it says.
    Bundles,
    /// The policies are those of the record.
    Policies,
    /// The plugins are those of the record.
    Plugins,
    /// The root of trust is the verifier's.
    Trust,
    /// The verifier's own root of trust has nothing against the bundles.
    Standing,
    /// Enough of those signed whose word counts.
    Signatures,
    /// When it was signed, as a time stamp authority says.
    Time,
    /// It stands in the transparency logs that the verifier's trust store asks for.
    Log,
}

impl Code {
    /// The word in files and errors.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Kit => "kit",
            Self::Record => "record",
            Self::Ledger => "ledger",
            Self::Plan => "plan",
            Self::Evidence => "evidence",
            Self::Disclosures => "disclosures",
            Self::Statement => "statement",
            Self::Summaries => "summaries",
            Self::Standard => "standard",
            Self::Bundles => "bundles",
            Self::Policies => "policies",
            Self::Plugins => "plugins",
            Self::Trust => "trust",
            Self::Standing => "standing",
            Self::Signatures => "signatures",
            Self::Time => "time",
            Self::Log => "log",
        }
    }

    /// What it is about, for people.
    pub fn title(self) -> Bilingual {
        let (ja, en) = match self {
            Self::Kit => (
                "監査キットの全バイトが目録どおり",
                "Every byte of the kit is the one that is named",
            ),
            Self::Record => ("アセスメント記録の書式", "The record is written as records are"),
            Self::Ledger => (
                "判定簿の項目・所見からルートが再現できる",
                "Entries and findings lead to the ledger's root",
            ),
            Self::Plan => (
                "全対象・全管理策・全チェックに判定が一つずつある（省略なし）",
                "Every subject, control and check has exactly one entry: nothing was left out",
            ),
            Self::Evidence => (
                "記録にある証跡がキットに入っている",
                "The evidence of the record lies in the kit",
            ),
            Self::Disclosures => (
                "開示用の木が記録と一致",
                "The tree for disclosures follows from the record",
            ),
            Self::Statement => ("ステートメントが記録と一致", "The statement follows from the record"),
            Self::Summaries => (
                "要約（SLSA VSA）が記録と一致",
                "The summaries (SLSA VSA) follow from the record",
            ),
            Self::Standard => (
                "標準バンドルがこのプログラムのものと同じ",
                "The standard bundle is that of this program",
            ),
            Self::Bundles => (
                "バンドルとその署名が記録どおり",
                "Bundles, and who vouched for them, are as the record says",
            ),
            Self::Policies => ("ポリシーが記録どおり", "The policies are those of the record"),
            Self::Plugins => ("プラグインが記録どおり", "The plugins are those of the record"),
            Self::Trust => ("信頼の起点が検証者のものと同じ", "The root of trust is the verifier's"),
            Self::Standing => (
                "検証者の信頼ストアでバンドルが失効していない",
                "The verifier's trust store has nothing against the bundles",
            ),
            Self::Signatures => ("必要な署名がそろっている", "Enough of those signed whose word counts"),
            Self::Time => ("署名時刻の証明（RFC 3161）", "When it was signed (RFC 3161)"),
            Self::Log => ("透明性ログへの記載", "It stands in the transparency log"),
        };
        Bilingual::new(ja, en)
    }
}

/// What came of a check.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum State {
    /// It holds.
    Held,
    /// It could not be made, or has a remark: nobody may rely on it.
    Open,
    /// It does not hold.
    Failed,
}

/// A check.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Check {
    /// Which.
    pub code: Code,
    /// What came of it.
    pub state: State,
    /// What was found, or what is missing.
    pub detail: String,
}

/// All checks so far.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Report {
    /// In the order in which they were made.
    pub checks: Vec<Check>,
}

impl Report {
    /// A check that holds.
    pub fn held(&mut self, code: Code, detail: impl Into<String>) {
        self.push(code, State::Held, detail.into());
    }

    /// A check that could not be made.
    pub fn open(&mut self, code: Code, detail: impl Into<String>) {
        self.push(code, State::Open, detail.into());
    }

    /// A check that does not hold.
    pub fn failed(&mut self, code: Code, detail: impl Into<String>) {
        self.push(code, State::Failed, detail.into());
    }

    /// The value of a check that must hold, or nothing and the reason is kept.
    pub fn take<T>(&mut self, code: Code, result: Result<T, String>) -> Option<T> {
        result.map_err(|detail| self.failed(code, detail)).ok()
    }

    /// The first check that fails.
    pub fn failing(&self) -> Option<&Check> {
        self.checks.iter().find(|check| check.state == State::Failed)
    }

    fn push(&mut self, code: Code, state: State, detail: String) {
        self.checks.push(Check { code, state, detail });
    }
}
