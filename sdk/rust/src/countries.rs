//! Names of countries as people write them, by their ISO 3166 code. What is not in the table stays as it is written.
//! `EU` is a code of its own, and a state of the United States has the code of ISO 3166-2 (`US-CA`).

use crate::words::squash;

const TABLE: &[(&str, &[&str])] = &[
    ("AU", &["australia", "オストラリア", "豪州"]),
    ("AT", &["austria", "オストリア"]),
    ("BE", &["belgium", "ベルギ"]),
    ("BR", &["brazil", "ブラジル"]),
    ("CA", &["canada", "カナダ"]),
    ("CH", &["switzerland", "スイス"]),
    (
        "CN",
        &[
            "china",
            "people'srepublicofchina",
            "prc",
            "chn",
            "中国",
            "中華人民共和国",
        ],
    ),
    ("CZ", &["czechia", "czechrepublic", "チェコ"]),
    ("DE", &["germany", "deu", "ドイツ", "独"]),
    ("DK", &["denmark", "デンマク"]),
    ("ES", &["spain", "スペイン"]),
    ("FI", &["finland", "フィンランド"]),
    ("FR", &["france", "fra", "フランス"]),
    (
        "GB",
        &["unitedkingdom", "uk", "gbr", "greatbritain", "英国", "イギリス"],
    ),
    ("HK", &["hongkong", "香港"]),
    ("IE", &["ireland", "アイルランド"]),
    ("IL", &["israel", "イスラエル"]),
    ("IN", &["india", "インド"]),
    ("IT", &["italy", "イタリア"]),
    ("JP", &["japan", "jpn", "日本", "日本国", "国内"]),
    (
        "KR",
        &["southkorea", "korea", "republicofkorea", "kor", "韓国", "大韓民国"],
    ),
    ("MY", &["malaysia", "マレシア"]),
    ("NL", &["netherlands", "オランダ"]),
    ("NO", &["norway", "ノルウェ"]),
    ("PL", &["poland", "ポランド"]),
    ("RU", &["russia", "russianfederation", "ロシア"]),
    ("SE", &["sweden", "スウェデン"]),
    ("SG", &["singapore", "シンガポル"]),
    ("TH", &["thailand", "タイ"]),
    ("TW", &["taiwan", "twn", "台湾"]),
    (
        "US",
        &[
            "unitedstates",
            "unitedstatesofamerica",
            "usa",
            "u.s.",
            "u.s.a.",
            "米国",
            "アメリカ",
            "アメリカ合衆国",
        ],
    ),
    ("BG", &["bulgaria", "ブルガリア"]),
    ("CY", &["cyprus", "キプロス"]),
    ("EE", &["estonia", "エストニア"]),
    ("EU", &["europeanunion", "欧州連合", "eu域内", "欧州"]),
    ("GR", &["greece", "ギリシャ"]),
    ("HR", &["croatia", "クロアチア"]),
    ("HU", &["hungary", "ハンガリ"]),
    ("ID", &["indonesia", "インドネシア"]),
    ("IS", &["iceland", "アイスランド"]),
    ("LI", &["liechtenstein", "リヒテンシュタイン"]),
    ("LT", &["lithuania", "リトアニア"]),
    ("LU", &["luxembourg", "ルクセンブルク"]),
    ("LV", &["latvia", "ラトビア"]),
    ("MT", &["malta", "マルタ"]),
    ("NZ", &["newzealand", "ニュジランド"]),
    ("PH", &["philippines", "フィリピン"]),
    ("PT", &["portugal", "ポルトガル"]),
    ("RO", &["romania", "ルマニア"]),
    ("SI", &["slovenia", "スロベニア"]),
    ("SK", &["slovakia", "スロバキア"]),
    (
        "US-CA",
        &["california", "stateofcalifornia", "カリフォルニア", "カリフォルニア州"],
    ),
    ("VN", &["vietnam", "ベトナム", "越南"]),
];

/// The code of a country, or its name as written.
pub fn code(text: &str) -> String {
    let word = squash(text);
    if word.len() == 2 && word.bytes().all(|b| b.is_ascii_alphabetic()) {
        let upper = word.to_uppercase();
        return if upper == "UK" { "GB".to_owned() } else { upper };
    }
    if let Some((country, part)) = text.trim().split_once('-')
        && country.eq_ignore_ascii_case("us")
        && part.len() == 2
        && part.bytes().all(|b| b.is_ascii_alphabetic())
    {
        return text.trim().to_uppercase();
    }
    let found = TABLE.iter().find(|(_, names)| names.contains(&word.as_str()));
    found.map_or_else(|| text.trim().to_owned(), |(code, _)| (*code).to_owned())
}

#[cfg(test)]
mod tests {
    use super::{TABLE, code};
    use crate::words::squash;

    #[test]
    fn one_country_has_one_code() {
        for (text, expected) in [
            ("日本", "JP"),
            ("Ｊａｐａｎ", "JP"),
            ("jp", "JP"),
            ("U.S.A.", "US"),
            ("uk", "GB"),
            ("シンガポール", "SG"),
            ("カリフォルニア州", "US-CA"),
            ("us-ny", "US-NY"),
            ("EU", "EU"),
            ("Atlantis", "Atlantis"),
        ] {
            assert_eq!(code(text), expected);
        }
    }

    #[test]
    fn the_table_is_written_as_words_are_compared() {
        for name in TABLE.iter().flat_map(|(_, names)| *names) {
            assert_eq!(squash(name), *name);
        }
    }
}
