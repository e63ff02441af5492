//! The words of lists that people write: roles of parties and means of transfer, in either language, by one word each.

pub(crate) use sekisho_sdk::words::says;
use sekisho_sdk::words::squash;

/// Written to say that there is none.
const NONE: &[&str] = &["なし", "無し", "無", "none", "no", "×", "該当なし"];

const ROLES: &[(&str, &[&str])] = &[
    ("controller", &["管理者", "取扱者", "個人情報取扱事業者", "handler"]),
    ("processor", &["処理者", "受託者", "委託先"]),
    (
        "ciio",
        &[
            "重要情報インフラ運営者",
            "criticalinformationinfrastructureoperator",
            "关键信息基础设施运营者",
        ],
    ),
    ("state-organ", &["国家機関", "stateorgan", "国家机关"]),
    (
        "large-processor",
        &["一定数に達する取扱者", "大規模取扱者", "largeprocessor"],
    ),
    (
        "payment-operator",
        &[
            "支払システム提供者",
            "決済事業者",
            "paymentsystemoperator",
            "paymentoperator",
        ],
    ),
    (
        "telecom-operator",
        &[
            "電気通信サービス事業者",
            "電気通信事業者",
            "通信事業者",
            "telecom",
            "telecomoperator",
        ],
    ),
    (
        "network-service",
        &[
            "ネットワクサビス提供者",
            "ネットワク上のサビス提供事業者",
            "networkservice",
        ],
    ),
    ("online-service", &["オンラインサビス事業者", "onlineservice"]),
    (
        "system-operator",
        &[
            "電子システム提供者",
            "電子システム運営者",
            "electronicsystemoperator",
            "systemoperator",
        ],
    ),
    (
        "public-system-operator",
        &[
            "公的機関の電子システム提供者",
            "公的電子システム提供者",
            "publicsystemoperator",
        ],
    ),
    ("bank", &["銀行", "商業銀行", "commercialbank"]),
    (
        "nonbank-finance",
        &["ノンバンク", "ノンバンク金融機関", "nonbank", "nonbankfinance"],
    ),
];

const MEANS: &[(&str, &[&str])] = &[
    ("adequacy", &["十分性認定", "十分性", "adequacydecision"]),
    (
        "standard-contract",
        &[
            "標準契約",
            "標準契約条項",
            "scc",
            "sccs",
            "standardcontract",
            "standardcontractualclauses",
            "标准合同",
            "所定の契約",
        ],
    ),
    ("ad-hoc-contract", &["個別契約", "adhoc契約", "adhoccontract"]),
    (
        "consent",
        &["同意", "本人同意", "本人の同意", "個別同意", "separateconsent"],
    ),
    (
        "bcr",
        &["拘束力ある社内規程", "拘束的企業準則", "bindingcorporaterules"],
    ),
    ("certification", &["認証", "公的機関の認証", "個人情報保護認証"]),
    (
        "contract-performance",
        &["契約の履行", "contractperformance", "performanceofcontract"],
    ),
    ("public-interest", &["公益", "重大な公益", "publicinterest"]),
    (
        "vital-interest",
        &["生命の保護", "生命身体財産の保護", "vitalinterest", "vitalinterests"],
    ),
    (
        "security-assessment",
        &[
            "安全評価",
            "越境安全評価",
            "安全评估",
            "cac評価",
            "securityassessment",
            "cacassessment",
        ],
    ),
    (
        "authority-approval",
        &["主管機関の認可", "当局承認", "認可", "authorityapproval", "approval"],
    ),
    (
        "export-licence",
        &["輸出許可", "輸出管理", "exportlicence", "exportlicense"],
    ),
    ("domestic-copy", &["国内保存", "国内コピ", "domesticcopy"]),
    (
        "minister-coordination",
        &["通信情報大臣との連携", "大臣との連携", "ministercoordination"],
    ),
    (
        "equal-level",
        &["同等の水準", "同等性", "移転先国の規制の同等性", "equallevel"],
    ),
    (
        "binding-safeguards",
        &["拘束力ある保護措置", "適切な保護措置", "bindingsafeguards"],
    ),
    (
        "international-agreement",
        &["国家間同意", "国際協定", "internationalagreement"],
    ),
    (
        "consent-confirmed",
        &["同意の確認", "同意確認", "本人同意の確認", "consentconfirmed"],
    ),
    ("opt-out", &["オプトアウト", "optout"]),
    ("legal-duty", &["法令", "法令に基づく", "legalduty"]),
    ("publication", &["公表", "項目の公表", "publication"]),
    ("ctia-filing", &["ctia", "越境移転影響評価", "ctiafiling"]),
];

/// Whether a text says that there is none.
pub(crate) fn is_none(text: &str) -> bool {
    holds(NONE, text)
}

fn holds(words: &[&str], text: &str) -> bool {
    let word = squash(text);
    words.iter().any(|known| *known == word)
}

/// The word of a role, or nothing where it is not known.
pub(crate) fn role(text: &str) -> Option<&'static str> {
    find(ROLES, text)
}

/// The word of a means of transfer, or nothing where it is not known.
pub(crate) fn means(text: &str) -> Option<&'static str> {
    find(MEANS, text)
}

fn find(table: &'static [(&'static str, &[&str])], text: &str) -> Option<&'static str> {
    let word = squash(text);
    let found = table
        .iter()
        .find(|(id, names)| squash(id) == word || names.iter().any(|name| squash(name) == word));
    found.map(|(id, _)| *id)
}

#[cfg(test)]
mod tests {
    use super::{MEANS, ROLES, means, role};
    use crate::rules::all;
    use sekisho_sdk::words::squash;

    #[test]
    fn either_language_gives_one_word() {
        assert_eq!(role("重要情報インフラ運営者"), Some("ciio"));
        assert_eq!(role("CIIO"), Some("ciio"));
        assert_eq!(means("SCC"), Some("standard-contract"));
        assert_eq!(means("本人の同意"), Some("consent"));
        assert_eq!(means("handshake"), None);
    }

    #[test]
    fn every_name_stands_for_one_word() {
        for table in [ROLES, MEANS] {
            let mut seen = Vec::new();
            for name in table.iter().flat_map(|(_, names)| *names) {
                let word = squash(name);
                assert!(!seen.contains(&word), "{name}");
                seen.push(word);
            }
        }
    }

    #[test]
    fn every_word_of_the_rules_can_be_written() {
        for rule in all().unwrap_or_default() {
            for word in rule.tiers.iter().flat_map(|tier| tier.needs.iter().flatten()) {
                assert_eq!(means(word), Some(*word), "{}", rule.id);
            }
            for word in rule.roles.iter().chain(&rule.not_roles) {
                assert_eq!(role(word), Some(*word), "{}", rule.id);
            }
        }
    }
}
