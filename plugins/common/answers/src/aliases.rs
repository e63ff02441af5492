//! What short words of policies (`security-policy`, `incident-officer`) are called in registers.
//!
//! Registers are written by people: 情報セキュリティ基本方針, "Information Security Policy", ISポリシー. A table gives for each
//! token the patterns that mean it. In a pattern `+` joins parts that must all stand in the text, `/` parts of which
//! one is enough, and `!` marks those that must not: `パスワード+規程/規則+!個人`. The token itself always fits.

mod documents;
mod passages;
mod people;
mod terms;

pub(crate) use documents::DOCUMENTS;
pub(crate) use passages::PASSAGES;
pub(crate) use people::{GROUPS, ROLES};
pub(crate) use terms::{CLAUSES, MEASURES, METHODS, PLACES, REGISTERS, TOPICS};

use crate::heard::Heard;
use std::cell::RefCell;
use std::collections::BTreeMap;

/// A token and its patterns.
pub(crate) type Alias = (&'static str, &'static [&'static str]);

/// How surely a text means a token.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Fit {
    None,
    /// It holds the words, or is a short form of them.
    Part,
    /// It is the words.
    Exact,
}

/// Words of one token, ready for use, and the texts that were asked about before: a column repeats few words many times.
#[derive(Debug)]
struct Known {
    own: Heard,
    patterns: Vec<Pattern>,
    texts: BTreeMap<String, Fit>,
}

#[derive(Debug)]
enum Pattern {
    Words(Heard),
    /// All of these.
    Parts(Vec<Part>),
}

/// One of these words, or none of them.
#[derive(Debug)]
struct Part {
    wanted: bool,
    words: Vec<Heard>,
}

/// Distinct texts remembered.
const REMEMBERED: usize = 50_000;

/// What is known, and how many texts are remembered in all. Tables are told apart by their first token's address.
#[derive(Debug)]
struct Memory {
    texts: usize,
    tables: BTreeMap<usize, BTreeMap<String, Known>>,
}

thread_local! {
    static MEMORY: RefCell<Memory> = const { RefCell::new(Memory { texts: 0, tables: BTreeMap::new() }) };
}

/// How a text fits a token.
pub(crate) fn fit(table: &'static [Alias], token: &str, text: &str) -> Fit {
    MEMORY.with_borrow_mut(|memory| {
        let tokens = memory.tables.entry(table.as_ptr().addr()).or_default();
        if !tokens.contains_key(token) {
            tokens.insert(token.to_owned(), Known::new(table, token));
        }
        let Some(known) = tokens.get_mut(token) else {
            return Fit::None;
        };
        if let Some(fit) = known.texts.get(text) {
            return *fit;
        }
        let fit = known.look(&Heard::of(text));
        if memory.texts < REMEMBERED {
            memory.texts += 1;
            known.texts.insert(text.to_owned(), fit);
        }
        fit
    })
}

impl Known {
    fn new(table: &[Alias], token: &str) -> Self {
        let patterns = table
            .iter()
            .find(|(name, _)| *name == token)
            .map_or(&[][..], |(_, patterns)| patterns);
        let patterns = patterns.iter().map(|pattern| Pattern::new(pattern)).collect();
        Self {
            own: Heard::of(token),
            patterns,
            texts: BTreeMap::new(),
        }
    }

    fn look(&self, text: &Heard) -> Fit {
        let own = literal(&self.own, text);
        self.patterns
            .iter()
            .map(|pattern| pattern.look(text))
            .fold(own, Ord::max)
    }
}

impl Pattern {
    fn new(text: &str) -> Self {
        if !text.contains(['+', '/', '!']) {
            return Self::Words(Heard::of(text));
        }
        let part = |part: &str| {
            let words = part.trim_start_matches('!').split('/').map(Heard::of).collect();
            Part {
                wanted: !part.starts_with('!'),
                words,
            }
        };
        Self::Parts(text.split('+').map(part).collect())
    }

    fn look(&self, text: &Heard) -> Fit {
        match self {
            Self::Words(words) => literal(words, text),
            Self::Parts(parts) => {
                let holds = |part: &Part| part.words.iter().any(|word| text.has(word)) == part.wanted;
                if parts.iter().all(holds) { Fit::Part } else { Fit::None }
            }
        }
    }
}

/// Whether a token is covered by one text, or, where it joins two words by `-and-`, by several.
pub(crate) fn covered(table: &'static [Alias], token: &str, texts: &[&str]) -> bool {
    let by_one = |token: &str| texts.iter().any(|text| fit(table, token, text) != Fit::None);
    by_one(token) || token.contains("-and-") && token.split("-and-").all(by_one)
}

fn literal(word: &Heard, text: &Heard) -> Fit {
    if word.is(text) {
        Fit::Exact
    } else if text.has(word) || text.is_most_of(word) {
        Fit::Part
    } else {
        Fit::None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TABLES: &[&[Alias]] = &[
        DOCUMENTS, PASSAGES, ROLES, GROUPS, TOPICS, METHODS, CLAUSES, MEASURES, PLACES, REGISTERS,
    ];

    #[test]
    fn tables_have_no_token_twice_and_no_empty_pattern() {
        for table in TABLES {
            for (at, (token, patterns)) in table.iter().enumerate() {
                assert!(
                    !table.iter().skip(at + 1).any(|(other, _)| other == token),
                    "{token} stands twice"
                );
                assert!(!patterns.is_empty(), "{token} has no pattern");
                let empty = |pattern: &&str| {
                    pattern
                        .split(['+', '/'])
                        .any(|part| part.trim_start_matches('!').trim().is_empty())
                };
                assert!(!patterns.iter().any(empty), "{token} has an empty part");
                let only_not = |pattern: &&str| pattern.split('+').all(|part| part.starts_with('!'));
                assert!(
                    !patterns.iter().any(only_not),
                    "{token} has a pattern that fits everything else"
                );
            }
        }
    }

    #[test]
    fn places_are_known_by_what_people_call_them() {
        let means = |token: &str, text: &str| fit(PLACES, token, text) != Fit::None;
        for text in [
            "本社 2F サーバ室",
            "サーバー室",
            "電算室",
            "マシン室",
            "ﾏｼﾝﾙｰﾑ",
            "Server Room 3",
        ] {
            assert!(means("server-room", text) && !means("factory-floor", text), "{text}");
        }
        for text in ["第一工場", "A工場 組立ライン", "製造現場", "Shop floor B"] {
            assert!(means("factory-floor", text) && !means("server-room", text), "{text}");
        }
        for text in ["工場長室", "空調機械室", "エレベータ機械室"] {
            assert!(!means("server-room", text) && !means("factory-floor", text), "{text}");
        }
        assert!(means("control-room", "中央監視室") && means("mechanical-room", "空調機械室"));
        assert!(means("屋上", "屋上 室外機置場") && !means("屋上", "電気室"));
    }

    fn known(table: &[Alias], tokens: &[&str]) {
        for token in tokens {
            assert!(table.iter().any(|(name, _)| name == token), "{token} has no words");
        }
    }

    #[test]
    fn every_word_of_the_policies_is_known() {
        known(
            DOCUMENTS,
            &[
                "security-policy",
                "confidentiality-rule",
                "it-asset-rule",
                "information-classification-rule",
                "password-rule",
                "password-management-rule",
                "incident-report-form",
                "incident-cases",
                "business-continuity-plan",
                "user-id-procedure",
                "admin-id-procedure",
                "access-rule",
                "restore-procedure",
                "boundary-device-procedure",
                "incident-response",
                "factory-security-policy",
                "device-connection-procedure",
                "backup-procedure",
                "acceptance-procedure",
                "design-specification",
                "security-rule",
                "security-plan",
                "contract-end-procedure",
                "leaver-procedure",
                "carry-rule",
                "workplace-rule",
                "data-storage-rule",
                "information-sharing-rule",
                "configuration-standard",
                "installed-software",
                "malware-response",
                "network-connection-rule",
                "awareness-material",
                "procurement-standard",
                "remote-access-procedure",
                "mail-rule",
                "internet-use-rule",
                "completion-inspection",
            ],
        );
        known(
            PASSAGES,
            &[
                "introduction",
                "installation",
                "network-connection",
                "patching",
                "change-default",
                "no-guessable-words",
                "length-and-protection",
                "no-reuse",
                "safe-storage",
                "cyber-attack",
                "recovery-level",
                "recovery-measures",
                "identification",
                "grading-and-marking",
                "handling-by-grade",
                "area-restriction",
                "request",
                "approval",
                "grant",
                "change",
                "removal",
                "change-on-compromise",
                "request-and-approval",
                "limited-scope",
                "stocktaking",
                "record-keeping",
                "restore",
                "change-password",
                "report",
                "first-response",
                "investigation",
                "recovery",
                "final-report",
                "malware-check",
                "backup",
                "restore-test",
                "acceptance-inspection",
                "permitted-devices",
                "download-limits",
                "information-sources",
                "collection-tools",
                "collection-frequency",
                "need-decision",
                "remediation",
                "collection-check",
                "revoke-access",
                "collect-information",
                "collect-devices",
                "grant-conditions",
                "administrator-requirements",
                "setting-procedure",
                "permitted-persons",
                "bring-in",
                "take-out",
                "portable-encryption",
                "critical-encryption",
                "server-storage",
                "trusted-sharing",
                "transfer-log",
                "incident-levels",
                "private-devices",
                "work-conduct",
                "entry-and-exit",
                "photography",
                "sound-recording",
                "mail-leak-prevention",
                "manual-operation",
            ],
        );
        known(
            ROLES,
            &[
                "security-officer",
                "security-department",
                "incident-internal-contact",
                "incident-external-contact",
                "competent-authority",
                "incident-officer",
                "incident-response",
                "decision-maker",
                "information-systems",
                "production",
                "factory-security",
                "incident-owner",
                "vendor-liaison",
                "security-committee",
                "vulnerability-management",
                "security-monitoring",
            ],
        );
        known(
            GROUPS,
            &[
                "officers",
                "employees",
                "temporary-staff",
                "seconded-staff",
                "departments",
                "site-workers",
                "partner-staff",
                "procurement-staff",
            ],
        );
        known(
            TOPICS,
            &[
                "confidentiality",
                "incident-response",
                "threat-trends",
                "security",
                "plan",
                "mail-malware",
                "web-malware",
                "information-classification",
                "management-responsibility",
            ],
        );
        known(METHODS, &["e-learning", "classroom"]);
        known(MEASURES, &["lock", "key-custody", "anti-bugging"]);
        known(REGISTERS, &["contracts", "partners", "information-assets"]);
        known(
            CLAUSES,
            &[
                "confidentiality-definition",
                "confidentiality-handling",
                "return-or-disposal",
                "incident-responsibilities",
                "confidentiality",
                "security-training",
                "vulnerability-notification",
                "security-requirements",
            ],
        );
    }

    #[test]
    fn people_write_many_words_for_one_thing() {
        for (table, token, text) in [
            (DOCUMENTS, "security-policy", "情報セキュリティ基本方針"),
            (DOCUMENTS, "security-policy", "Information Security Policy v3"),
            (DOCUMENTS, "business-continuity-plan", "事業継続計画(BCP)"),
            (DOCUMENTS, "password-rule", "パスワード管理規程"),
            (DOCUMENTS, "it-asset-rule", "IT資産管理規程"),
            (DOCUMENTS, "incident-response", "情報セキュリティインシデント対応手順書"),
            (DOCUMENTS, "user-id-procedure", "ユーザーID管理手順"),
            (DOCUMENTS, "restore-procedure", "リストア手順書(基幹サーバ)"),
            (DOCUMENTS, "security-rule", "情報セキュリティ管理規程"),
            (DOCUMENTS, "leaver-procedure", "退職時返却物チェックシート"),
            (DOCUMENTS, "carry-rule", "情報機器持込み・持出し規程"),
            (DOCUMENTS, "malware-response", "マルウェア感染時対応手順書"),
            (DOCUMENTS, "network-connection-rule", "社内ネットワーク接続規程"),
            (DOCUMENTS, "procurement-standard", "IT機器購入時セキュリティ要件"),
            (DOCUMENTS, "mail-rule", "電子メール利用規程"),
            (DOCUMENTS, "internet-use-rule", "SNS利用ガイドライン"),
            (PASSAGES, "private-devices", "私物端末の業務利用(BYOD)"),
            (PASSAGES, "work-conduct", "離席時と公共の場での注意"),
            (GROUPS, "procurement-staff", "購買部員"),
            (PASSAGES, "revoke-access", "アクセス権の削除"),
            (PASSAGES, "need-decision", "対応要否の判断基準"),
            (TOPICS, "mail-malware", "不審メールとマルウェア感染"),
            (ROLES, "security-officer", "情報セキュリティ責任者"),
            (ROLES, "security-officer", "CISO"),
            (ROLES, "security-department", "セキュリティ担当部署"),
            (ROLES, "competent-authority", "経済産業省(所管省庁)"),
            (PASSAGES, "report", "発見報告"),
            (PASSAGES, "first-response", "初動対応"),
            (PASSAGES, "patching", "修正プログラムの適用"),
            (GROUPS, "employees", "正社員"),
            (GROUPS, "temporary-staff", "派遣社員"),
            (GROUPS, "everyone", "全役職員"),
            (GROUPS, "everyone", "全員"),
            (GROUPS, "everyone", "All"),
            (GROUPS, "everyone", "全社"),
            (GROUPS, "employees", "全社員"),
            (GROUPS, "employees", "All employees"),
            (TOPICS, "incident-response", "インシデント発生時の対応"),
            (METHODS, "e-learning", "eラーニング"),
            (METHODS, "classroom", "集合研修"),
            (CLAUSES, "return-or-disposal", "返還・廃棄"),
            (CLAUSES, "incident-responsibilities", "事故発生時の責任分担"),
            (DOCUMENTS, "completion-inspection", "竣工検査(BAS)"),
            (PASSAGES, "manual-operation", "空調機を機側盤で運転する"),
            (PASSAGES, "manual-operation", "手動運転への切替え"),
            (PASSAGES, "manual-operation", "Switch the chillers to local control"),
        ] {
            assert_ne!(fit(table, token, text), Fit::None, "{token}: {text}");
        }
    }

    #[test]
    fn other_things_do_not_fit() {
        for (table, token, text) in [
            (GROUPS, "everyone", "全社員"),
            (GROUPS, "everyone", "製造部全員"),
            (GROUPS, "everyone", "All employees"),
            (GROUPS, "employees", "派遣社員"),
            (GROUPS, "employees", "受入出向社員"),
            (DOCUMENTS, "security-policy", "就業規則"),
            (DOCUMENTS, "password-rule", "入退室管理規程"),
            (DOCUMENTS, "user-id-procedure", "管理者ID管理手順"),
            (DOCUMENTS, "malware-response", "マルウェア対策ソフト運用手順"),
            (DOCUMENTS, "network-connection-rule", "ネットワーク構成図"),
            (PASSAGES, "sound-recording", "記録の保管"),
            (ROLES, "security-officer", "品質保証責任者"),
            (ROLES, "incident-officer", "情報セキュリティ責任者"),
            (PASSAGES, "final-report", "発見報告"),
            (PASSAGES, "manual-operation", "運用マニュアルの確認"),
            (PASSAGES, "manual-operation", "See the operation manual"),
            (DOCUMENTS, "completion-inspection", "竣工図"),
            (PASSAGES, "change", "Exchange of media"),
            (CLAUSES, "confidentiality-definition", "支払条件"),
            (TOPICS, "confidentiality", "安全衛生"),
        ] {
            assert_eq!(fit(table, token, text), Fit::None, "{token}: {text}");
        }
    }

    #[test]
    fn joined_words_may_stand_apart() {
        assert!(covered(PASSAGES, "request-and-approval", &["利用申請", "上長の承認"]));
        assert!(!covered(PASSAGES, "request-and-approval", &["利用申請"]));
        assert!(covered(PASSAGES, "safety briefing", &["Safety briefing for visitors"]));
    }

    #[test]
    fn exact_is_more_than_part() {
        assert_eq!(fit(DOCUMENTS, "security-policy", "情報セキュリティ方針"), Fit::Exact);
        assert_eq!(
            fit(DOCUMENTS, "security-policy", "情報セキュリティ方針(2026年版)"),
            Fit::Part
        );
        assert_eq!(fit(DOCUMENTS, "security-policy", "security_policy"), Fit::Exact);
    }
}
