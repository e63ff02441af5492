//! The comparison of costs as a page: one column for each way of each set of figures.

use super::Set;
use sekisho_model::text::Language;
use sekisho_report::page::{Cell, Page, Section, Table};
use sekisho_supply::cost::{BreakEven, Cost, FORMULA};
use sekisho_supply::decimal::Decimal;
use sekisho_supply::figures::FORMAT;
use sekisho_supply::tally::Tally;
use serde_json::{Value, json};

pub(super) fn page(sets: &[Set], l: Language) -> Page {
    let ja = l == Language::Ja;
    let word = |japanese: &str, english: &str| if ja { japanese } else { english }.to_owned();
    let mut lead: Vec<String> = sets
        .iter()
        .map(|set| {
            let f = &set.figures;
            let title = f.title.both();
            let (title, rate, unit) = (title.get(l), f.hourly_rate, &f.currency);
            match ja {
                true => format!("{title}: 部品 {}、{} 年、1時間 {rate} {unit}", f.components, f.years),
                false => format!(
                    "{title}: {} components, {} years, {rate} {unit} an hour",
                    f.components, f.years
                ),
            }
        })
        .collect();
    lead.push(format!(
        "{}: {FORMULA}",
        word("計算式(すべての組で同じ)", "Formula, the same for every set")
    ));
    let mut sections = vec![costs_section(sets, l), even_section(sets, l)];
    if sets
        .iter()
        .any(|set| set.ways.iter().any(|(_, _, held)| held.is_some()))
    {
        sections.push(held_section(sets, l));
    }
    Page {
        title: word("部品管理の費用の比較", "What keeping a list of parts costs"),
        tone: "",
        lead,
        sections,
        data: json!({ "format": "cost-report/1", "formula": FORMULA, "sets": sets.iter().map(data).collect::<Vec<_>>() }),
    }
}

fn head(sets: &[Set], l: Language) -> Vec<String> {
    let mut columns = vec![String::new()];
    for set in sets {
        for (scenario, _, _) in &set.ways {
            let title = scenario.title.both();
            columns.push(match sets.len() {
                1 => title.get(l).to_owned(),
                _ => format!("{} / {}", set.figures.title.both().get(l), title.get(l)),
            });
        }
    }
    columns
}

fn number(text: String) -> Cell {
    Cell {
        text,
        class: "num",
        tag: "",
    }
}

fn row(sets: &[Set], name: &str, cell: impl Fn(&Set, &Cost, Option<&Tally>) -> String) -> Vec<Cell> {
    let ways = sets.iter().flat_map(|set| set.ways.iter().map(move |way| (set, way)));
    let cells = ways.map(|(set, (_, cost, held))| number(cell(set, cost, held.as_ref())));
    [Cell::text(name)].into_iter().chain(cells).collect()
}

fn costs_section(sets: &[Set], l: Language) -> Section {
    let ja = l == Language::Ja;
    type Part = (&'static str, &'static str, fn(&Cost) -> Decimal);
    const PARTS: [Part; 8] = [
        ("初期工数と購入", "Initial work and purchases", |c| c.initial),
        ("作成", "Making", |c| c.make),
        ("脆弱性の特定", "Finding vulnerabilities", |c| c.vulnerabilities),
        ("ライセンスの特定", "Finding licenses", |c| c.licenses),
        ("検出結果の確認", "Reviewing findings", |c| c.review),
        ("ツール費用", "Fees", |c| c.fee),
        ("合計", "Total", |c| c.total),
        ("部品1個あたりの増分", "For each component more", |c| {
            c.per_component
        }),
    ];
    let rows = PARTS.iter().map(|(japanese, english, part)| {
        let name = if ja { japanese } else { english };
        row(sets, name, |set, cost, _| {
            format!("{} {}", grouped(part(cost)), set.figures.currency)
        })
    });
    Section {
        heading: if ja { "費用" } else { "Costs" }.to_owned(),
        table: Some(Table {
            columns: head(sets, l),
            rows: rows.collect(),
            ..Table::default()
        }),
        ..Section::default()
    }
}

fn even_section(sets: &[Set], l: Language) -> Section {
    let ja = l == Language::Ja;
    let years = sets.iter().map(|set| set.figures.years).max().unwrap_or(1);
    let rows = (1..=years).map(|year| {
        let name = match (ja, year) {
            (true, _) => format!("{year} 年"),
            (false, 1) => "1 year".to_owned(),
            (false, _) => format!("{year} years"),
        };
        let at = usize::try_from(year - 1).unwrap_or(usize::MAX);
        row(sets, &name, |set, cost, _| match cost.break_even.get(at) {
            Some(even) => even_text(*even, ja),
            None if year > set.figures.years => "–".to_owned(),
            None => if ja { "(比較の基準)" } else { "(baseline)" }.to_owned(),
        })
    });
    Section {
        heading: if ja {
            "損益分岐点(基準より安くなる部品数)"
        } else {
            "Break-even: components for which it costs less than the baseline"
        }
        .to_owned(),
        table: Some(Table {
            columns: head(sets, l),
            rows: rows.collect(),
            ..Table::default()
        }),
        ..Section::default()
    }
}

fn even_text(even: BreakEven, ja: bool) -> String {
    match (even, ja) {
        (BreakEven::Always, true) => "常に".to_owned(),
        (BreakEven::Always, false) => "always".to_owned(),
        (BreakEven::Never, true) => "なし".to_owned(),
        (BreakEven::Never, false) => "never".to_owned(),
        (BreakEven::From(n), true) => format!("{n} 個から"),
        (BreakEven::From(n), false) => format!("from {n}"),
        (BreakEven::UpTo(n), true) => format!("{n} 個まで"),
        (BreakEven::UpTo(n), false) => format!("up to {n}"),
    }
}

fn held_section(sets: &[Set], l: Language) -> Section {
    let ja = l == Language::Ja;
    type Count = (&'static str, &'static str, fn(&Tally) -> usize);
    const COUNTS: [Count; 9] = [
        ("部品", "Components", |t| t.components),
        ("供給者のある部品", "with a supplier", |t| t.supplied),
        ("供給者の数", "Different suppliers", |t| t.suppliers),
        ("版のある部品", "with a version", |t| t.versions),
        ("識別子のある部品", "with an identifier", |t| t.identified),
        ("ライセンスのある部品", "with a license", |t| t.licensed),
        ("流用の検出: 確認済み", "Matches of reuse: confirmed", |t| {
            t.confirmed
        }),
        ("流用の検出: 誤検出", "Matches of reuse: rejected", |t| {
            t.rejected
        }),
        (
            "流用の検出: 未確認(別に数える)",
            "Matches of reuse: not reviewed (counted apart)",
            |t| t.unreviewed,
        ),
    ];
    let rows = COUNTS.iter().map(|(japanese, english, count)| {
        let name = if ja { japanese } else { english };
        row(sets, name, |_, _, held| {
            held.map_or_else(|| "–".to_owned(), |held| count(held).to_string())
        })
    });
    Section {
        heading: if ja { "一覧の中身" } else { "What the lists hold" }.to_owned(),
        table: Some(Table {
            columns: head(sets, l),
            rows: rows.collect(),
            ..Table::default()
        }),
        ..Section::default()
    }
}

/// `1,234,567.5`
fn grouped(amount: Decimal) -> String {
    let text = amount.to_string();
    let (whole, rest) = text
        .split_once('.')
        .map_or((text.as_str(), None), |(whole, rest)| (whole, Some(rest)));
    let mut out = String::new();
    for (at, digit) in whole.chars().enumerate() {
        if at > 0 && (whole.len() - at) % 3 == 0 {
            out.push(',');
        }
        out.push(digit);
    }
    rest.map_or(out.clone(), |rest| format!("{out}.{rest}"))
}

fn data(set: &Set) -> Value {
    let f = &set.figures;
    let ways = set.ways.iter().map(|(scenario, cost, held)| {
        let even = cost.break_even.iter().zip(1u32..).map(|(even, years)| {
            json!({ "years": years, "cheaper": even.word(), "components": even.components().map(|n| n.to_string()) })
        });
        let amount = |amount: Decimal| amount.to_string();
        json!({
            "id": scenario.id, "title": scenario.title.both(), "initial": amount(cost.initial), "make": amount(cost.make),
            "vulnerabilities": amount(cost.vulnerabilities), "licenses": amount(cost.licenses),
            "review": amount(cost.review), "fee": amount(cost.fee), "total": amount(cost.total),
            "per_component": amount(cost.per_component), "break_even": even.collect::<Vec<_>>(),
            "holds": held.map(|t| json!({
                "components": t.components, "supplied": t.supplied, "suppliers": t.suppliers, "versions": t.versions,
                "identified": t.identified, "licensed": t.licensed, "matches": {
                    "confirmed": t.confirmed, "rejected": t.rejected, "unreviewed": t.unreviewed,
                },
            })),
        })
    });
    json!({
        "format": FORMAT, "digest": set.digest, "title": f.title.both(), "currency": f.currency,
        "hourly_rate": f.hourly_rate.to_string(), "years": f.years, "components": f.components,
        "scenarios": ways.collect::<Vec<_>>(),
    })
}
