//! Words that people write into free fields of registers, in Japanese or English, and what they stand for.

use crate::scope::fold;

/// Kinds of authentication factor.
pub(crate) const FACTORS: &[&str] = &["knowledge", "possession", "biometric", "other"];

const FACTOR_WORDS: &[(&str, &[&str])] = &[
    // Possession goes first: ワンタイムパスワード is no パスワード, "one-time password" no password.
    (
        "possession",
        &[
            "possession",
            "所持",
            "所有",
            "one-time",
            "onetime",
            "ワンタイム",
            "otp",
            "token",
            "トークン",
            "sms",
            "mail",
            "メール",
            "push",
            "プッシュ",
            "authenticator",
            "認証アプリ",
            "認証システム",
            "fido",
            "webauthn",
            "passkey",
            "パスキー",
            "security key",
            "セキュリティキー",
            "yubikey",
            "smart card",
            "スマートカード",
            "icカード",
            "ic card",
            "card",
            "カード",
            "certificate",
            "証明書",
            "phone",
            "電話",
            "スマホ",
            "スマートフォン",
            "hardware",
        ],
    ),
    (
        "biometric",
        &[
            "biometric",
            "生体",
            "fingerprint",
            "指紋",
            "face",
            "顔",
            "iris",
            "虹彩",
            "vein",
            "静脈",
            "voice",
            "声紋",
        ],
    ),
    (
        "knowledge",
        &[
            "knowledge",
            "知識",
            "記憶",
            "password",
            "パスワード",
            "pin",
            "暗証番号",
            "passphrase",
            "パスフレーズ",
            "秘密の質問",
            "secret question",
        ],
    ),
    (
        "other",
        &[
            "other",
            "その他",
            "ipアドレス",
            "ip address",
            "source ip",
            "接続元",
            "location",
            "位置",
            "場所",
            "behavior",
            "行動",
        ],
    ),
];

/// Kind of factor that a word stands for.
pub(crate) fn factor(word: &str) -> Option<&'static str> {
    first_match(FACTOR_WORDS, word)
}

const PATH_WORDS: &[(&str, &[&str])] = &[
    ("firewall", &["firewall", "ファイアウォール", "fw"]),
    ("maintenance", &["maintenance", "保守", "メンテナンス"]),
    ("log", &["log", "ログ"]),
    ("vpn", &["vpn"]),
    ("cloud", &["cloud", "クラウド", "saas"]),
    (
        "remote",
        &["remote", "リモート", "遠隔", "テレワーク", "在宅", "rdp", "vdi"],
    ),
    ("admin", &["admin", "管理", "console", "コンソール"]),
    ("internet", &["internet", "インターネット", "社外", "外部", "web"]),
    (
        "internal",
        &[
            "internal",
            "社内",
            "構内",
            "内部",
            "lan",
            "local",
            "ローカル",
            "オンプレ",
            "on-prem",
        ],
    ),
];

/// Kind of access path that a word stands for.
pub(crate) fn path(word: &str) -> Option<&'static str> {
    first_match(PATH_WORDS, word)
}

const NAME_OF_ANY: &[&str] = &[
    "any",
    "all",
    "*",
    "0.0.0.0/0",
    "::/0",
    "0.0.0.0",
    "any4",
    "any6",
    "internet",
    "全て",
    "すべて",
    "全部",
    "全",
    "任意",
    "制限なし",
];

/// Whether a rule's source, destination or service means "anything".
pub(crate) fn is_any(word: &str) -> bool {
    NAME_OF_ANY.contains(&fold(word).as_str())
}

fn first_match(table: &[(&'static str, &[&str])], word: &str) -> Option<&'static str> {
    let word = fold(word);
    table
        .iter()
        .find(|(_, words)| words.iter().any(|w| stands_in(&word, w)))
        .map(|(kind, _)| *kind)
}

/// A short Latin word must stand alone (`pin` is not in `shipping`); others may be part of a longer one.
fn stands_in(text: &str, word: &str) -> bool {
    if word.len() > 4 || !word.is_ascii() {
        return text.contains(word);
    }
    text.split(|c: char| !c.is_ascii_alphanumeric())
        .any(|part| part == word)
}

/// Some names for a message: the first five and how many more.
pub(crate) fn some(names: &[String]) -> String {
    sekisho_sdk::words::some(names, 5)
}

#[cfg(test)]
mod tests {
    use super::{factor, is_any, path, some};

    #[test]
    fn factors_in_both_languages() {
        assert_eq!(factor("パスワード"), Some("knowledge"));
        assert_eq!(factor("ワンタイムパスワード"), Some("possession"));
        assert_eq!(factor("TOTP app (OTP)"), Some("possession"));
        assert_eq!(factor("PIN"), Some("knowledge"));
        assert_eq!(factor("指紋認証"), Some("biometric"));
        assert_eq!(factor("IPアドレス制限"), Some("other"));
        assert_eq!(factor("shipping"), None);
    }

    #[test]
    fn paths_in_both_languages() {
        assert_eq!(path("SSL-VPN"), Some("vpn"));
        assert_eq!(path("社内LAN"), Some("internal"));
        assert_eq!(path("リモート保守"), Some("maintenance"));
        assert_eq!(path("蛍光灯"), None);
    }

    #[test]
    fn anything_and_names() {
        assert!(is_any(" ANY ") && is_any("0.0.0.0/0") && !is_any("10.0.0.0/8"));
        let names: Vec<String> = (1..=7).map(|n| format!("a{n}")).collect();
        assert_eq!(some(&names), "a1, a2, a3, a4, a5, … (+2)");
    }
}
