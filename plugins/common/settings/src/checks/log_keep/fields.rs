//! Fields of a log: the words that policies use, and what log settings call them.

/// A field with what is part of its Japanese names, and its English names without separators.
type Field = (&'static str, &'static [&'static str], &'static [&'static str]);

const FIELDS: &[Field] = &[
    (
        "timestamp",
        &["日時", "時刻", "タイムスタンプ"],
        &["timestamp", "datetime", "dateandtime", "date", "time", "eventtime"],
    ),
    (
        "source-ip",
        &[
            "送信元",
            "接続元",
            "要求元",
            "リクエスト元",
            "アクセス元",
            "クライアントip",
        ],
        &[
            "sourceip",
            "sourceipaddress",
            "sourceaddress",
            "source",
            "srcip",
            "srcaddr",
            "src",
            "clientip",
            "clientipaddress",
            "clientaddress",
            "remoteaddr",
            "requestingip",
        ],
    ),
    (
        "destination-ip",
        &["送信先", "宛先", "接続先"],
        &[
            "destinationip",
            "destinationipaddress",
            "destinationaddress",
            "destination",
            "destip",
            "dstip",
            "dstaddr",
            "dst",
        ],
    ),
    (
        "url",
        &["url", "アクセス先", "リクエスト先"],
        &["url", "uri", "requesturi"],
    ),
    (
        "user",
        &["ユーザ", "利用者", "アカウント"],
        &["user", "userid", "username", "account", "accountname", "loginname"],
    ),
    (
        "result",
        &["成功", "失敗", "成否", "結果"],
        &["result", "outcome", "status", "success", "successorfailure"],
    ),
];
/// What makes another field of a name that begins alike: 送信元ポート is no address.
const OTHERS: &[&str] = &["ポート", "mac"];

/// Whether a name in the log settings means the field asked for. Both are in lower case.
pub(super) fn is(asked: &str, listed: &str) -> bool {
    if asked == listed {
        return true;
    }
    let Some((_, parts, names)) = FIELDS.iter().find(|(field, _, _)| *field == asked) else {
        return false;
    };
    let plain: String = listed.chars().filter(|c| c.is_alphanumeric()).collect();
    if plain.is_ascii() {
        return names.contains(&plain.as_str());
    }
    !OTHERS.iter().any(|other| plain.contains(other)) && parts.iter().any(|part| plain.contains(part))
}

#[cfg(test)]
mod tests {
    use super::is;

    #[test]
    fn fields_are_known_by_their_names_in_both_languages() {
        for (asked, listed) in [
            ("timestamp", "日時"),
            ("timestamp", "date and time"),
            ("source-ip", "送信元ipアドレス"),
            ("source-ip", "src_ip"),
            ("destination-ip", "送信元・送信先ip"),
            ("url", "リクエストurl"),
            ("user", "ユーザーid"),
            ("result", "成功/失敗"),
            ("通信量", "通信量"),
        ] {
            assert!(is(asked, listed), "{asked}: {listed}");
        }
    }

    #[test]
    fn other_fields_are_not_taken_for_them() {
        for (asked, listed) in [
            ("source-ip", "送信元ポート"),
            ("source-ip", "src port"),
            ("timestamp", "timeout"),
            ("user", "日時"),
            ("通信量", "日時"),
        ] {
            assert!(!is(asked, listed), "{asked}: {listed}");
        }
    }
}
