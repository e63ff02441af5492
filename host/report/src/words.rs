//! The words of reports in both languages. One place, so that a status reads the same in every format.

use sekisho_model::evidence::EvidenceKind;
use sekisho_model::text::Language;
use sekisho_model::{Outcome, Severity, Status, Verdict};

/// A pair of words.
const fn pick(language: Language, ja: &'static str, en: &'static str) -> &'static str {
    match language {
        Language::Ja => ja,
        Language::En => en,
    }
}

/// A status.
pub const fn status(status: Status, l: Language) -> &'static str {
    match status {
        Status::NotSatisfied => pick(l, "未充足", "not satisfied"),
        Status::Indeterminate => pick(l, "判定不能", "indeterminate"),
        Status::Attested => pick(l, "表明のみ", "attested"),
        Status::Satisfied => pick(l, "充足", "satisfied"),
        Status::NotApplicable => pick(l, "対象外", "not applicable"),
    }
}

/// An outcome.
pub const fn outcome(outcome: Outcome, l: Language) -> &'static str {
    match outcome {
        Outcome::Pass => pick(l, "合格", "pass"),
        Outcome::Fail => pick(l, "不合格", "fail"),
        Outcome::Attested => pick(l, "表明", "attested"),
        Outcome::NotApplicable => pick(l, "対象外", "not applicable"),
        Outcome::Unknown => pick(l, "証跡不足", "unknown"),
        Outcome::Error => pick(l, "エラー", "error"),
        Outcome::Informational => pick(l, "参考", "informational"),
    }
}

/// A severity.
pub const fn severity(severity: Severity, l: Language) -> &'static str {
    match severity {
        Severity::Info => pick(l, "情報", "info"),
        Severity::Low => pick(l, "低", "low"),
        Severity::Medium => pick(l, "中", "medium"),
        Severity::High => pick(l, "高", "high"),
        Severity::Critical => pick(l, "重大", "critical"),
    }
}

/// A verdict.
pub const fn verdict(verdict: Verdict, l: Language) -> &'static str {
    match verdict {
        Verdict::Conformant => pick(l, "適合", "conformant"),
        Verdict::Indeterminate => pick(l, "判定不能", "indeterminate"),
        Verdict::NonConformant => pick(l, "不適合", "non-conformant"),
    }
}

/// What became of a waiver.
pub fn waiver_state(state: &str, l: Language) -> &str {
    match state {
        "applied" => pick(l, "適用中", "applied"),
        "expired" => pick(l, "期限切れ", "expired"),
        "unmatched" => pick(l, "該当なし", "unmatched"),
        other => other,
    }
}

/// A kind of evidence.
pub const fn kind_of(kind: EvidenceKind, l: Language) -> &'static str {
    let ja = match kind {
        EvidenceKind::Sbom => "SBOM",
        EvidenceKind::Advisories => "脆弱性情報",
        EvidenceKind::Assets => "資産台帳",
        EvidenceKind::Register => "台帳",
        EvidenceKind::Settings => "設定",
        EvidenceKind::Answers => "回答",
        EvidenceKind::DataFlows => "データ台帳",
        EvidenceKind::Unrecognized => "判別不能",
    };
    pick(l, ja, kind.name())
}

macro_rules! words {
    ($($name:ident: $ja:literal, $en:literal;)*) => {
        $(
            #[doc = $en]
            pub const fn $name(l: Language) -> &'static str {
                pick(l, $ja, $en)
            }
        )*
    };
}

words! {
    title: "アセスメント報告書", "Assessment report";
    summary: "概要", "Summary";
    verdict_label: "総合判定", "Verdict";
    as_of: "基準日", "As of";
    policy: "ポリシー", "Policy";
    profile: "プロファイル", "Profile";
    issuer: "発行者", "Issuer";
    source: "出典", "Source";
    subject: "対象", "Subject";
    control: "管理策", "Control";
    clause: "条項", "Clause";
    group: "分類", "Category";
    requirement: "要求事項(要約)", "Requirement (paraphrased)";
    status_label: "状態", "Status";
    severity_label: "重大度", "Severity";
    check: "チェック", "Check";
    plugin: "プラグイン", "Plugin";
    outcome_label: "結果", "Outcome";
    finding: "所見", "Finding";
    findings: "所見", "Findings";
    evidence: "証跡", "Evidence";
    remediation: "対処", "What to do";
    waiver: "例外承認", "Waiver";
    waivers: "例外承認", "Waivers";
    waived: "例外承認済み", "waived";
    diagnostics: "読み取り時の注意", "Remarks on inputs";
    ledger: "判定簿", "Ledger";
    ledger_entries: "記録件数", "Entries";
    ledger_root: "ルートハッシュ", "Root hash";
    plugins: "使用したプラグイン", "Plugins used";
    reads: "読めるもの", "Can read";
    digest: "ダイジェスト", "Digest";
    format: "形式", "Format";
    path: "パス", "Path";
    controls: "管理策", "Controls";
    controls_counted: "管理策", "controls";
    unverified: "出典との照合は未確認", "not compared with the source yet";
    frame: "章立てのみの枠(項目は未収録)", "frame only: the items are not included";
    excluded: "適用除外", "left out";
    approver: "承認者", "Approver";
    expires: "期限", "Expires";
    justification: "理由", "Justification";
    count: "件数", "Count";
    none: "なし", "none";
    more: "ほか", "more";
    total: "合計", "Total";
    line: "行", "line";
    note: "注記", "Note";
    location: "場所", "Place";
    kind: "種類", "Kind";
    scope: "範囲", "Scope";
    entries: "該当件数", "Entries";
    remark: "内容", "Remark";
    confidence: "出典との照合", "Compared with the source";
    compared: "照合済み", "yes";
    table_of_contents: "目次", "Contents";
    worst_first: "要対応の項目(重大度順)", "To do, worst first";
    everything_met: "要対応の項目はありません", "Nothing is left to do";
    paraphrase_note: "項目名は当プロジェクトの言葉による要約です。正文は出典を参照してください。", "Titles are our own paraphrases; see the source for the authoritative text.";
    attested_note: "「表明のみ」は担当者の申告による充足で、証跡による確認ではありません。", "\"Attested\" rests on a named person's statement, not on evidence.";
    axes_note: "発生のしやすさは考えません。段階の名前は一般の知識によるもので、出典と照合していません。", "Likelihood is left out. The names of the levels are general knowledge and were not compared with the source.";
    generated_by: "作成", "Made by";
    open_risks: "残っているリスク源", "Risk sources that stay open";
    risk_source: "リスク源", "Risk source";
    layer: "層", "Layer";
    threat: "脅威・脆弱性", "Threat, vulnerability";
    holds: "満たされている", "met";
    no_open_risks: "満たされていない管理策のために残っているリスク源はありません", "No risk source stays open because of a control that is not met";
    risk_note: "対応する管理策が一つでも未充足なら、そのリスク源は残っているとみなします。対応は利用者が与えた表によります。", "A risk source stays open as long as one of its controls is not met. Which controls meet it is told by the user's own table.";
    class_label: "証跡区分", "Kinds of evidence";
    unsigned_label: "署名のないバンドル", "Unsigned bundles";
}

/// How a risk source stands.
pub const fn standing(standing: sekisho_model::assessment::Standing, l: Language) -> &'static str {
    use sekisho_model::assessment::Standing;
    match standing {
        Standing::Open => pick(l, "残存(満たす管理策なし)", "open: no control meets it"),
        Standing::PartlyOpen => pick(l, "一部残存", "partly open"),
        Standing::Undecided => pick(l, "判定不能", "undecided"),
        Standing::Closed => pick(l, "対応済み", "closed"),
        Standing::NotApplicable => pick(l, "対象外", "not applicable"),
    }
}

/// The kinds of evidence that can show a control, from letters such as `b+c`; the letters stay, since guides name them.
pub fn class(letters: &str, l: Language) -> String {
    let kinds: Vec<&str> = letters
        .split('+')
        .filter_map(|letter| match letter {
            "a" => Some(pick(l, "SBOM", "SBOM")),
            "b" => Some(pick(l, "台帳", "inventory and registers")),
            "c" => Some(pick(l, "設定", "settings")),
            "d" => Some(pick(l, "回答・記録", "answers and records")),
            _ => None,
        })
        .collect();
    match (kinds.is_empty(), l) {
        (true, _) => String::new(),
        (false, Language::Ja) => format!("{letters}({})", kinds.join("、")),
        (false, Language::En) => format!("{letters} ({})", kinds.join(", ")),
    }
}

/// Heading over what a profile says of where controls apply.
pub const fn scopes(l: Language) -> &'static str {
    pick(
        l,
        "適用範囲(プロファイルによる)",
        "Where controls apply, by the profile",
    )
}

/// Where a control applies, and whether another measure may stand in.
pub fn applies(scope: &sekisho_model::assessment::ScopeRecord, l: Language) -> String {
    let applies = match (scope.applies.as_str(), l) {
        ("it", Language::Ja) => "IT(情報系)のみ",
        ("it", Language::En) => "IT only",
        ("ot", Language::Ja) => "OT(制御系)のみ",
        ("ot", Language::En) => "OT only",
        (_, Language::Ja) => "ITとOTの両方",
        (_, Language::En) => "both IT and OT",
    };
    match (scope.alternative, l) {
        (false, _) => applies.to_owned(),
        (true, Language::Ja) => format!("{applies}、代替策を認める"),
        (true, Language::En) => format!("{applies}, alternative allowed"),
    }
}
