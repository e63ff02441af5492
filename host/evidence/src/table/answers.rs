//! Answer sheets: one person's word on one control, whatever scale the sheet uses.

use super::grid::Grid;
use super::header::Found;
use super::row::{Filled, Row};
use super::vocabulary::normalize;
use super::{date, words};
use crate::{ReadError, Reading};
use sekisho_model::Date;
use sekisho_model::Diagnostic;
use sekisho_model::schema::rows::answers::Answer;
use std::collections::HashMap;
use unicode_normalization::UnicodeNormalization as _;

const POLICY: &[&str] = &[
    "policy",
    "policyid",
    "guideline",
    "standard",
    "framework",
    "ポリシー",
    "ポリシーid",
    "ガイドライン",
    "基準",
    "対象基準",
    "規格",
];
const VALID_UNTIL: &[&str] = &[
    "validuntil",
    "expires",
    "expiry",
    "expirydate",
    "有効期限",
    "有効期間",
    "期限",
];

const PARTIAL: &[&str] = &[
    "概ね実施",
    "おおむね実施",
    "概ね実施している",
    "ほぼ実施",
    "一部実施",
    "一部実施している",
    "一部のみ実施",
    "部分的に実施",
    "実施中",
    "対応中",
    "largely",
    "mostly",
    "largelyimplemented",
    "partiallyimplemented",
    "partlyimplemented",
    "inprogress",
    "partly",
    "partial",
    "▲",
    "部分適合",
    "一部適合",
    "一部対応",
];
const YES: &[&str] = &[
    "実施している",
    "十分実施",
    "十分に実施している",
    "完全に実施",
    "全て実施",
    "すべて実施",
    "全部実施",
    "対応",
    "満たす",
    "満たしている",
    "implemented",
    "fullyimplemented",
    "full",
    "fully",
    "met",
    "compliant",
    "conformant",
    "pass",
];
const NO: &[&str] = &[
    "実施していない",
    "全く実施していない",
    "まったく実施していない",
    "満たさない",
    "満たしていない",
    "検討中",
    "計画中",
    "実施予定",
    "予定",
    "notimplemented",
    "planned",
    "notmet",
    "noncompliant",
    "nonconformant",
    "fail",
];
const NOT_APPLICABLE: &[&str] = &[
    "notapplicable",
    "n/a",
    "na",
    "該当なし",
    "該当せず",
    "該当無し",
    "非該当",
    "対象外",
    "適用外",
    "適用除外",
    "除外",
    "outofscope",
];

/// Whether a header is one that answer sheets have beside the register's fields.
pub fn is_own_header(header: &str) -> bool {
    let name = normalize(header);
    POLICY.contains(&name.as_str()) || VALID_UNTIL.contains(&name.as_str())
}

/// Pushes all answers of a sheet.
pub fn push(
    grid: &Grid,
    found: &Found,
    rows: &[Row<'_>],
    key: usize,
    reading: &mut Reading<'_>,
) -> Result<(), ReadError> {
    let numeric = scale(rows);
    let mut seen: HashMap<(Option<String>, String), String> = HashMap::new();
    for row in rows {
        let place = grid.row_place(row.line, key);
        let here = |remark: Diagnostic| {
            let remark = remark.at(place.1.clone());
            if place.0 > 0 { remark.at_line(place.0) } else { remark }
        };
        let raw = row.field("answer").map(|c| c.raw.as_ref());
        let Some(control) = row
            .text("control")
            .map(|c| c.nfkc().collect::<String>().trim().to_owned())
        else {
            // A row without both is a heading of the sheet.
            if raw.is_some() {
                let hint = format!("fill the column of the control id (`{}`)", header(found, "control"));
                reading.note(here(
                    Diagnostic::warning("row-without-key", "an answer without a control id is left out").hint(hint),
                ));
            }
            continue;
        };
        let policy = own(row, POLICY).map(|c| c.joined().into_owned());
        let answer = raw.and_then(|raw| understand(raw, numeric));
        if let (Some(raw), None) = (raw, answer)
            && !words::is_nothing(raw)
        {
            let short: String = raw.chars().take(60).collect();
            let remark = Diagnostic::warning(
                "answer-not-understood",
                format!("`{short}` is no answer we know, for control `{control}`"),
            );
            reading.note(here(
                remark.hint("write yes, partial, no or not-applicable (はい, 一部, いいえ, 該当なし)"),
            ));
        }
        if let Some(first) = seen.insert((policy.clone(), control.clone()), place_text(&place)) {
            let remark = Diagnostic::warning(
                "duplicate-answer",
                format!("control `{control}` is answered here again; it is answered at {first} already"),
            );
            reading.note(here(remark.hint("keep one answer for each control")));
        }
        // One statement, so that the texts live as long as the row.
        reading.push(
            &Answer {
                policy: policy.as_deref(),
                control: Some(&control),
                answer,
                raw,
                answered_by: row.text("answered_by").as_deref(),
                role: row.text("answered_role").as_deref(),
                answered_at: row
                    .field("answered_at")
                    .and_then(|c| c.values.first())
                    .and_then(|v| v.date),
                evidence: row.text("evidence").as_deref(),
                reason: row.text("reason").as_deref(),
                valid_until: own(row, VALID_UNTIL).and_then(valid_until),
                level: row.text("level").as_deref(),
            },
            place.0,
            &place.1,
        )?;
    }
    Ok(())
}

fn valid_until(cell: &Filled<'_>) -> Option<Date> {
    cell.values
        .first()
        .and_then(|v| v.date)
        .or(match date::parse(&cell.raw) {
            date::Reading::Day(date) => Some(date),
            _ => None,
        })
}

fn own<'r>(row: &'r Row<'_>, names: &[&str]) -> Option<&'r Filled<'r>> {
    row.cells
        .iter()
        .find(|c| c.field.is_none() && names.contains(&normalize(c.header).as_str()))
}

fn header<'f>(found: &'f Found, id: &str) -> &'f str {
    found
        .register
        .fields
        .iter()
        .find(|f| f.id == id)
        .map_or("", |f| f.title.en.as_str())
}

fn place_text(place: &(u32, String)) -> String {
    if place.1.is_empty() {
        format!("line {}", place.0)
    } else {
        place.1.clone()
    }
}

/// Numbers are answers only on the scale 0, 1, 2; a sheet with a 3 has another scale, which we do not guess.
fn scale(rows: &[Row<'_>]) -> bool {
    let mut numbers = rows
        .iter()
        .filter_map(|r| r.field("answer"))
        .filter_map(|c| super::number::parse(&c.raw, None));
    numbers.all(|n| [0.0, 1.0, 2.0].contains(&n))
}

/// The answer a text gives.
pub fn understand(raw: &str, numeric: bool) -> Option<&'static str> {
    if let Some(n) = super::number::parse(raw, None) {
        return match n {
            _ if !numeric => None,
            2.0 => Some("yes"),
            1.0 => Some("partial"),
            0.0 => Some("no"),
            _ => None,
        };
    }
    let word = normalize(raw);
    let own = [
        (PARTIAL, "partial"),
        (NO, "no"),
        (NOT_APPLICABLE, "not-applicable"),
        (YES, "yes"),
    ];
    if let Some((_, answer)) = own.iter().find(|(words, _)| words.iter().any(|w| normalize(w) == word)) {
        return Some(answer);
    }
    let (_, register) = super::vocabulary::vocabulary().register("answers")?;
    let field = register.fields.iter().find(|f| f.id == "answer")?;
    match super::value::choice(field, raw) {
        Some("yes") => Some("yes"),
        Some("partial") => Some("partial"),
        Some("no") => Some("no"),
        Some("n/a") => Some("not-applicable"),
        _ => words::yes_no(raw).map(|yes| if yes { "yes" } else { "no" }),
    }
}

#[cfg(test)]
mod tests {
    use super::understand;

    #[test]
    fn answers_of_many_scales() {
        for (text, answer) in [
            ("はい", Some("yes")),
            ("○", Some("yes")),
            ("〇", Some("yes")),
            ("実施済み", Some("yes")),
            ("Yes", Some("yes")),
            ("概ね実施", Some("partial")),
            ("△", Some("partial")),
            ("一部実施", Some("partial")),
            ("×", Some("no")),
            ("未実施", Some("no")),
            ("いいえ", Some("no")),
            ("否", Some("no")),
            ("Ｎ", Some("no")),
            ("✗", Some("no")),
            ("ﾅｼ", Some("no")),
            ("未整備", Some("no")),
            ("済", Some("yes")),
            ("✓", Some("yes")),
            ("要確認", None),
            ("要", None),
            ("該当なし", Some("not-applicable")),
            ("N/A", Some("not-applicable")),
            ("対象外", Some("not-applicable")),
            ("2", Some("yes")),
            ("たぶん", None),
            ("実施していない", Some("no")),
        ] {
            assert_eq!(understand(text, true), answer, "{text}");
        }
        assert_eq!(understand("2", false), None);
    }
}
