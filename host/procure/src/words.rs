//! The words of an annex in both languages. They are ours, and no guideline's.

use crate::annex::{Deliverable, Part};
use sekisho_model::Severity;
use sekisho_model::text::Language;

const fn pick(l: Language, ja: &'static str, en: &'static str) -> &'static str {
    match l {
        Language::Ja => ja,
        Language::En => en,
    }
}

macro_rules! words {
    ($($name:ident: $ja:literal, $en:literal;)*) => {
        $( pub(crate) const fn $name(l: Language) -> &'static str { pick(l, $ja, $en) } )*
    };
}

words! {
    title: "調達仕様書 別紙 セキュリティ要求事項", "Annex to the procurement specification: security requirements";
    purpose: "1. 目的", "1. Purpose";
    purpose_text: "本別紙は、調達する製品・サービスおよびその供給者に求めるセキュリティ要求事項と、受入れの際に確認する内容を定める。", "This annex states the security requirements to the product or service that is procured and to its supplier, and what is confirmed at acceptance.";
    scope: "2. 適用範囲", "2. Scope";
    scope_text: "本別紙は、次の調達対象と、その設計・開発・納入・保守に携わる供給者(再委託先を含む)に適用する。", "This annex applies to the following, and to the supplier (subcontractors included) who designs, develops, delivers and maintains it.";
    system: "調達対象", "What is procured";
    blank: "(記入)", "(to be filled in)";
    basis: "根拠とするガイドライン", "Guideline it is based on";
    count: "要求事項の数", "Number of requirements";
    requirements: "3. 要求事項", "3. Requirements";
    id: "番号", "No.";
    requirement: "要求事項", "Requirement";
    evidence: "提出する証跡", "Evidence to deliver";
    acceptance: "受入れの判断", "Acceptance";
    severity_label: "重大度", "Severity";
    clause: "条項", "Clause";
    judged: "確認する内容", "What is looked at";
    unverified: "出典との照合は未確認", "not compared with the source yet";
    deliverables: "4. 提出物", "4. Deliverables";
    deliverables_text: "供給者は、次のものを提出する。", "The supplier delivers the following.";
    acceptance_head: "5. 受入検査", "5. Acceptance";
    source: "6. 出典", "6. Source";
    source_text: "要求事項の文言は要約であり、正文は出典を参照すること。", "Requirements are paraphrased; see the source for the authoritative text.";
}

/// What is done at acceptance, as a list.
pub(crate) const fn acceptance_steps(l: Language) -> [&'static str; 4] {
    match l {
        Language::Ja => [
            "すべての要求事項に回答があること。「はい」には証拠の所在、「対象外」「一部」「いいえ」には理由を記し、回答者と回答日を添えること。",
            "証跡が要求事項を満たすこと。証跡と回答が食い違うときは、証跡によって判断する。",
            "満たさない要求事項には、期限を定めた是正の計画を示し、発注者の承認を得ること。",
            "回答の漏れや証跡の不足がある間は、受入れを完了しない。",
        ],
        Language::En => [
            "Every requirement is answered. A yes names its proof; not applicable, partial and no give a reason; each answer has who and when.",
            "Evidence meets the requirement. Where evidence and answer disagree, evidence decides.",
            "For what is not met there is a dated plan, which the purchaser has approved.",
            "Acceptance is not complete while answers or evidence are missing.",
        ],
    }
}

/// What is delivered.
pub(crate) const fn deliverable(what: Deliverable, l: Language) -> &'static str {
    match what {
        Deliverable::Sbom => pick(l, "SBOM", "SBOM"),
        Deliverable::Advisories => pick(l, "脆弱性情報・VEX", "vulnerabilities and VEX"),
        Deliverable::Assets => pick(l, "資産台帳", "asset inventory"),
        Deliverable::Registers => pick(l, "台帳・記録", "registers and records"),
        Deliverable::Settings => pick(l, "設定情報", "settings"),
        Deliverable::DataFlows => pick(l, "データ台帳", "data register"),
        Deliverable::Answers => pick(l, "回答", "answer"),
    }
}

/// The same with form and content.
pub(crate) const fn deliverable_at_length(what: Deliverable, l: Language) -> &'static str {
    match what {
        Deliverable::Sbom => pick(
            l,
            "SBOM: 納入するソフトウェアの部品表(CycloneDX 1.2~1.7 または SPDX 2.2~3.0)。部品ごとに名称・版・供給者・識別子(purl・CPE・SWID のいずれか)を記す。",
            "SBOM: the components of the delivered software (CycloneDX 1.2 to 1.7 or SPDX 2.2 to 3.0), each with name, version, supplier and an identifier (purl, CPE or SWID).",
        ),
        Deliverable::Advisories => pick(
            l,
            "脆弱性情報・VEX: 納入物に関わる既知の脆弱性と、その影響の有無(CSAF、OpenVEX、CycloneDX、OSV)。",
            "Vulnerabilities and VEX: what is known about the delivered components and whether they are affected (CSAF, OpenVEX, CycloneDX, OSV).",
        ),
        Deliverable::Assets => pick(
            l,
            "資産台帳: 対象となる機器・ソフトウェアの一覧(CSV、XLSX など)。",
            "Asset inventory: the devices and software concerned (CSV, XLSX …).",
        ),
        Deliverable::Registers => pick(
            l,
            "台帳・記録: 体制、規程、教育、契約、点検などの台帳と実施の記録(CSV、XLSX など)。",
            "Registers and records: roles, rules, trainings, contracts, inspections and what was done (CSV, XLSX …).",
        ),
        Deliverable::Settings => pick(
            l,
            "設定情報: 対象機器から採取した設定のスナップショットと採取日。",
            "Settings: snapshots taken from the devices concerned, with the day.",
        ),
        Deliverable::DataFlows => pick(
            l,
            "データ台帳: 扱う情報、その移動と保管場所の一覧。",
            "Data register: the data that is handled, how it moves and where it lies.",
        ),
        Deliverable::Answers => pick(
            l,
            "回答票: 要求事項ごとの回答。回答者、回答日、証拠の所在または理由を記す。",
            "Answer sheet: an answer to every requirement, with who, when, and proof or reason.",
        ),
    }
}

/// How a requirement is accepted.
pub(crate) const fn part(part: Part, l: Language) -> &'static str {
    match part {
        Part::None => pick(l, "証跡が満たすこと", "evidence shows it"),
        Part::Fallback => pick(
            l,
            "証跡が満たすこと。得られない証跡は回答で代えられる",
            "evidence shows it; an answer stands in where evidence cannot be had",
        ),
        Part::Required => pick(
            l,
            "責任ある者の回答があり、証跡と矛盾しないこと",
            "a responsible person's answer, and no evidence against it",
        ),
    }
}

/// A severity.
pub(crate) const fn severity(severity: Severity, l: Language) -> &'static str {
    match severity {
        Severity::Info => pick(l, "情報", "info"),
        Severity::Low => pick(l, "低", "low"),
        Severity::Medium => pick(l, "中", "medium"),
        Severity::High => pick(l, "高", "high"),
        Severity::Critical => pick(l, "重大", "critical"),
    }
}

/// What an answer lacks, or says.
pub fn why(word: &str, l: Language) -> &'static str {
    match word {
        "no-answer" => pick(l, "回答がない", "no answer"),
        "not-understood" => pick(l, "回答を読み取れない", "the answer is not understood"),
        "no-answerer" => pick(l, "回答者がない", "no answerer"),
        "no-date" => pick(l, "回答日がない", "no date"),
        "future-date" => pick(l, "回答日が未来", "the date lies ahead"),
        "expired" => pick(l, "有効期限切れ", "expired"),
        "no-evidence" => pick(l, "証拠の所在がない", "no reference to proof"),
        "no-reason" => pick(l, "理由がない", "no reason"),
        "no" => pick(l, "いいえ", "no"),
        "partial" => pick(l, "一部", "partial"),
        _ => "",
    }
}
