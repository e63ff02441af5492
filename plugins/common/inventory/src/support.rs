//! The end of support of an asset, and what excuses its use after that day.

use crate::cells::{Cells, Stated};
use crate::inventory::{Inventory, Item};
use crate::words::{fold, squash};
use sekisho_sdk::parts::holds;
use sekisho_sdk::prelude::*;

/// What may be done about a product out of support.
pub(crate) const EXCEPTIONS: &[&str] = &["plan", "removed", "internet-blocked"];

/// End of support as the inventory states it, else as the table of products does.
pub(crate) fn end<'a>(cx: &Context<'a>, item: &Item<'a>) -> (Stated<'a>, Option<Entry<'a>>) {
    let own = item.stated("support_end");
    if own != Stated::Nothing {
        return (own, None);
    }
    let mut best: Option<(usize, Entry<'a>)> = None;
    for row in cx.registers().rows("support-lifecycle") {
        if let Some(weight) = matches(item, &row)
            && best.as_ref().is_none_or(|(found, _)| weight > *found)
        {
            best = Some((weight, row));
        }
    }
    match best {
        Some((_, row)) => (row.stated("support_end"), Some(row)),
        None => (Stated::Nothing, None),
    }
}

/// How well a row of the table fits an asset: a row with a version outranks one without.
fn matches(item: &Item<'_>, row: &Entry<'_>) -> Option<usize> {
    let version = row.text("version");
    let same = |field: &str| match (item.text(field), row.text(field)) {
        (Some(a), Some(b)) => fold(a) == fold(b),
        _ => false,
    };
    if same("purl") || same("cpe") {
        return Some(1000);
    }
    let product = squash(row.text("product")?);
    let full = version.map(|version| format!("{product}{}", squash(version)));
    let mut named = false;
    for field in ["os", "name", "model"] {
        let Some(own) = item.text(field).map(squash) else {
            continue;
        };
        if full.as_ref() == Some(&own) {
            return Some(own.len());
        }
        named |= own == product;
    }
    let Some(version) = version else {
        return named.then_some(1);
    };
    let own = ["product_version", "os_version", "firmware"]
        .into_iter()
        .filter_map(|field| item.text(field));
    let fits = named && own.into_iter().any(|own| is_version_of(own, version));
    fits.then_some(version.len() + 1)
}

/// Whether a version is the one of the table or a later step of it: 8.1.2 of 8.1.
fn is_version_of(own: &str, listed: &str) -> bool {
    let (own, listed) = (fold(own), fold(listed));
    own.strip_prefix(&listed)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', ' ', '-']))
}

/// What excuses a product out of support.
#[derive(Debug)]
pub(crate) enum Excuse<'a> {
    /// Nothing is said.
    None,
    /// It is excused, and by which register row besides its own.
    Valid(Vec<Entry<'a>>),
    /// Somebody meant to excuse it, but this is missing or over.
    Incomplete(Vec<&'static str>, Vec<Entry<'a>>),
}

/// Looks for an excuse of one of the kinds that the policy accepts.
pub(crate) fn excuse<'a>(
    cx: &Context<'a>,
    inventory: &Inventory<'a>,
    item: &Item<'a>,
    accepted: &[String],
) -> Excuse<'a> {
    if holds(accepted, "removed") && matches!(item.asset.status(), Some("stopped" | "stock")) {
        return Excuse::Valid(Vec::new());
    }
    if holds(accepted, "internet-blocked")
        && let Some(rows) = internet_blocked(cx, inventory, item)
    {
        return Excuse::Valid(rows);
    }
    if holds(accepted, "plan") {
        planned(cx, inventory, item)
    } else {
        Excuse::None
    }
}

/// Its networks have no way to the internet, it is isolated, or its compensating measure is to be cut off.
fn internet_blocked<'a>(cx: &Context<'a>, inventory: &Inventory<'a>, item: &Item<'a>) -> Option<Vec<Entry<'a>>> {
    let isolated: Vec<Entry<'a>> = mitigations(cx, inventory, item)
        .into_iter()
        .filter(|row| row.get("kind") == Some("isolate") || row.text("measure").is_some_and(says_blocked))
        .collect();
    if !isolated.is_empty() {
        return Some(isolated);
    }
    if item.text("compensating_measure").is_some_and(says_blocked) {
        return Some(Vec::new());
    }
    let networks = item.items("network");
    let mut rows = Vec::new();
    for network in &networks {
        let named = |row: &Entry<'_>| {
            ["id", "name"]
                .iter()
                .any(|f| row.text(f).is_some_and(|t| fold(t) == fold(network)))
        };
        let row = cx.registers().rows("networks").find(named)?;
        if row.yes("internet_access") != Some(false) {
            return None;
        }
        rows.push(row);
    }
    (!rows.is_empty() && item.asset.internet_boundary() != Some(true)).then_some(rows)
}

/// Whether a measure is to cut the way to the internet.
fn says_blocked(text: &str) -> bool {
    let text = fold(text);
    let cut = [
        "遮断",
        "切断",
        "接続しない",
        "接続なし",
        "非接続",
        "接続禁止",
        "通信禁止",
        "接続を禁止",
        "通信を禁止",
        "blocked",
        "cut off",
        "disconnected",
        "no internet",
    ];
    let whole = [
        "スタンドアロン",
        "オフライン",
        "ネットワークから切離",
        "ネットワークから隔離",
        "standalone",
        "stand-alone",
        "air-gapped",
        "air gapped",
        "offline",
    ];
    let internet = ["インターネット", "internet", "外部通信", "外部との通信", "社外通信"];
    whole.iter().any(|word| text.contains(word))
        || internet.iter().any(|word| text.contains(word)) && cut.iter().any(|word| text.contains(word))
}

/// Mitigations of an asset that are in effect.
fn mitigations<'a>(cx: &Context<'a>, inventory: &Inventory<'a>, item: &Item<'a>) -> Vec<Entry<'a>> {
    let today = cx.today();
    let rows = cx.registers().rows("mitigations").filter(|row| {
        let about = row
            .text("asset")
            .and_then(|name| inventory.find(name))
            .is_some_and(|found| found.fact() == item.fact());
        let begun = row.day("started_at").is_some_and(|day| day <= today);
        let ends = match row.stated("until") {
            Stated::Nothing => true,
            Stated::Day(day) => day >= today,
            _ => false,
        };
        about && begun && ends
    });
    rows.collect()
}

/// An exception with a renewal plan and a compensating measure, in the inventory or in the exception register.
fn planned<'a>(cx: &Context<'a>, inventory: &Inventory<'a>, item: &Item<'a>) -> Excuse<'a> {
    let today = cx.today();
    let mut rows: Vec<Entry<'a>> = cx
        .registers()
        .rows("exceptions")
        .filter(|row| is_about(inventory, item, row))
        .collect();
    rows.retain(|row| row.get("status") != Some("cancelled"));
    let measures = mitigations(cx, inventory, item);
    let own = [
        "exception_id",
        "exception_reason",
        "exception_approved_at",
        "exception_until",
        "renewal_planned_at",
        "compensating_measure",
    ];
    if rows.is_empty() && measures.is_empty() && own.iter().all(|field| item.stated(field) == Stated::Nothing) {
        return Excuse::None;
    }
    let to_come = |stated: Stated<'_>| matches!(stated, Stated::Day(day) if day >= today);
    let mut missing = Vec::new();
    let renewal =
        to_come(item.stated("renewal_planned_at")) || rows.iter().any(|row| to_come(row.stated("renewal_planned_at")));
    if !renewal {
        missing.push("renewal_planned_at");
    }
    let measure = item.some_text("compensating_measure").is_some()
        || rows.iter().any(|row| row.some_text("measure").is_some())
        || !measures.is_empty();
    if !measure {
        missing.push("compensating_measure");
    }
    // The end of the exception counts where one is stated; a register row always has one.
    let own_end = item.stated("exception_until");
    let in_force = match own_end {
        Stated::Nothing => rows.is_empty() || rows.iter().any(|row| to_come(row.stated("expires_at"))),
        stated => to_come(stated),
    };
    if !in_force {
        missing.push("exception_until");
    }
    let given = |stated: Stated<'_>| matches!(stated, Stated::Day(day) if day <= today);
    let approved = match item.stated("exception_approved_at") {
        Stated::Nothing => {
            rows.is_empty()
                || rows
                    .iter()
                    .any(|row| row.text("approved_by").is_some() && given(row.stated("approved_at")))
        }
        stated => given(stated),
    };
    if !approved {
        missing.push("exception_approved_at");
    }
    rows.extend(measures);
    if missing.is_empty() {
        Excuse::Valid(rows)
    } else {
        Excuse::Incomplete(missing, rows)
    }
}

/// Whether a row of the exception register speaks of this asset's support.
fn is_about(inventory: &Inventory<'_>, item: &Item<'_>, row: &Entry<'_>) -> bool {
    let by_number = item
        .text("exception_id")
        .is_some_and(|id| row.text("id").is_some_and(|own| fold(own) == fold(id)));
    let assets = row.items("asset");
    let by_asset = assets
        .iter()
        .any(|name| inventory.find(name).is_some_and(|found| found.fact() == item.fact()));
    let words = [
        "in-12",
        "inv.support",
        "sb-07",
        "sbom.eol",
        "サポート",
        "support",
        "eol",
        "end of life",
    ];
    let of_rule = match (row.text("rule"), row.text("setting")) {
        (Some(rule), _) => words.iter().any(|word| fold(rule).contains(word)),
        (None, setting) => setting.is_none(),
    };
    by_number || by_asset && of_rule
}

#[cfg(test)]
mod tests {
    use super::{is_version_of, says_blocked};

    #[test]
    fn versions_are_matched_at_their_joints() {
        assert!(is_version_of("8.1.2", "8.1") && is_version_of("8.1", "8.1"));
        assert!(!is_version_of("8.10", "8.1"));
    }

    #[test]
    fn being_cut_off_is_told_from_other_measures() {
        assert!(says_blocked("インターネットとの通信をすべて遮断") && says_blocked("Internet access blocked at FW"));
        assert!(!says_blocked("ウイルス対策ソフトで遮断") && !says_blocked("インターネットから更新"));
    }
}
