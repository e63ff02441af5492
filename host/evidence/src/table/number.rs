//! Numbers as people write them: full-width digits, thousands separators, units.

use unicode_normalization::UnicodeNormalization as _;

/// A number as text, without a needless fraction.
pub fn write(n: f64) -> String {
    if n.fract() == 0.0 && n.abs() < 9.0e15 {
        #[allow(clippy::cast_possible_truncation, reason = "whole and within 2^53")]
        let whole = n as i64;
        whole.to_string()
    } else {
        n.to_string()
    }
}

/// Reads a number, converted to the field's unit where it has one.
pub fn parse(text: &str, unit: Option<&str>) -> Option<f64> {
    let plain: String = text.trim().nfkc().collect::<String>().to_lowercase();
    let plain = plain.trim().trim_start_matches(['約', '¥', '$', '\\']);
    let end = plain
        .char_indices()
        .find(|(i, c)| !(c.is_ascii_digit() || matches!(c, '.' | ',') || (*i == 0 && matches!(c, '+' | '-'))))
        .map_or(plain.len(), |(i, _)| i);
    let (digits, suffix) = plain.split_at_checked(end)?;
    let number: f64 = ungroup(digits)?.parse().ok()?;
    let suffix = suffix
        .trim()
        .trim_end_matches(['以', '内', '上', '間'])
        .trim_end_matches('.');
    let factor = if suffix.is_empty() { 1.0 } else { factor(suffix, unit)? };
    let value = number * factor;
    value.is_finite().then_some(value)
}

/// Takes thousands separators out; refuses commas that group nothing (`1,5` is a fraction in some countries).
fn ungroup(digits: &str) -> Option<String> {
    if !digits.contains(',') {
        return digits.bytes().any(|b| b.is_ascii_digit()).then(|| digits.to_owned());
    }
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let mut groups = whole.trim_start_matches(['+', '-']).split(',');
    let first = groups.next()?;
    let good = (1..=3).contains(&first.len()) && groups.all(|g| g.len() == 3) && !fraction.contains(',');
    good.then(|| digits.replace(',', ""))
}

fn factor(suffix: &str, unit: Option<&str>) -> Option<f64> {
    const MINUTES: &[(&str, f64)] = &[
        ("分", 1.0),
        ("min", 1.0),
        ("mins", 1.0),
        ("minute", 1.0),
        ("minutes", 1.0),
        ("時", 60.0),
        ("h", 60.0),
        ("hr", 60.0),
        ("hrs", 60.0),
        ("hour", 60.0),
        ("hours", 60.0),
        ("日", 1440.0),
        ("d", 1440.0),
        ("day", 1440.0),
        ("days", 1440.0),
        ("週", 10_080.0),
        ("w", 10_080.0),
        ("week", 10_080.0),
        ("weeks", 10_080.0),
        ("か月", 43_200.0),
        ("ヶ月", 43_200.0),
        ("ケ月", 43_200.0),
        ("カ月", 43_200.0),
        ("ヵ月", 43_200.0),
        ("箇月", 43_200.0),
        ("月", 43_200.0),
        ("month", 43_200.0),
        ("months", 43_200.0),
        ("mo", 43_200.0),
        ("年", 525_600.0),
        ("y", 525_600.0),
        ("yr", 525_600.0),
        ("year", 525_600.0),
        ("years", 525_600.0),
    ];
    const BYTES: &[(&str, f64)] = &[
        ("b", 1.0),
        ("byte", 1.0),
        ("bytes", 1.0),
        ("バイト", 1.0),
        ("kb", 1e3),
        ("mb", 1e6),
        ("gb", 1e9),
        ("tb", 1e12),
        ("kib", 1024.0),
        ("mib", 1_048_576.0),
        ("gib", 1_073_741_824.0),
    ];
    const COUNTS: &[&str] = &[
        "台", "件", "人", "名", "回", "個", "本", "点", "枚", "社", "部", "項目", "桁", "文字", "世代", "円", "%", "式",
    ];
    let of = |table: &[(&str, f64)]| table.iter().find(|(word, _)| *word == suffix).map(|(_, f)| *f);
    match unit {
        Some("days") => of(MINUTES).map(|m| m / 1440.0),
        Some("hours") => of(MINUTES).map(|m| m / 60.0),
        Some("ms") => match suffix {
            "ms" | "msec" | "ミリ秒" => Some(1.0),
            "s" | "sec" | "秒" => Some(1000.0),
            "us" | "μs" | "マイクロ秒" => Some(0.001),
            _ => None,
        },
        Some("bytes") => of(BYTES),
        Some("bits") => matches!(suffix, "bit" | "bits" | "ビット" | "b").then_some(1.0),
        // Lower case by now: nobody rates a facility in milliwatts.
        Some("kW") => match suffix {
            "kw" | "kwp" | "キロワット" => Some(1.0),
            "w" | "ワット" => Some(0.001),
            "mw" | "メガワット" => Some(1000.0),
            _ => None,
        },
        Some("%") => matches!(suffix, "%" | "パーセント" | "percent").then_some(1.0),
        _ => COUNTS.contains(&suffix).then_some(1.0),
    }
}

#[cfg(test)]
mod tests {
    use super::parse;

    #[test]
    fn reads_what_people_write() {
        for (text, unit, expected) in [
            ("１２３", None, Some(123.0)),
            ("1,234,567", None, Some(1_234_567.0)),
            ("1,5", None, None),
            ("12台", None, Some(12.0)),
            ("６か月", Some("days"), Some(180.0)),
            ("90d", Some("days"), Some(90.0)),
            ("1日", Some("hours"), Some(24.0)),
            ("30分", Some("hours"), Some(0.5)),
            ("95％", Some("%"), Some(95.0)),
            ("-3", None, Some(-3.0)),
            ("1年間", Some("days"), Some(365.0)),
            ("1.5 s", Some("ms"), Some(1500.0)),
            ("2,048 bit", Some("bits"), Some(2048.0)),
            ("49.5kW", Some("kW"), Some(49.5)),
            ("1.5 MW", Some("kW"), Some(1500.0)),
            ("無期限", Some("days"), None),
            ("", None, None),
            (".", None, None),
            ("1e999", None, None),
            ("12 apples", None, None),
        ] {
            assert_eq!(parse(text, unit), expected, "{text} {unit:?}");
        }
    }
}
