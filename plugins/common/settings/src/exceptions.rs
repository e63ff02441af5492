//! Approved deviations from the exception register.

use crate::age::is_over;
use crate::scope::{Inventory, fold};
use crate::sources::Device;
use crate::statements::{Day, day, filled};
use crate::words::is_any;
use sekisho_sdk::prelude::*;

/// What the register says about a deviation.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Allowance<'a> {
    /// Nothing.
    None,
    /// It is approved today.
    Valid(Entry<'a>),
    /// It was approved until a day that is past, or its end is not stated.
    Over(Entry<'a>),
    /// It is written down, but nobody approved it.
    Unapproved(Entry<'a>),
}

/// What deviates: names of the rule, the device, and the names and value of the setting where it is about one.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Deviation<'s, 'a> {
    pub(crate) rule: &'s [&'s str],
    pub(crate) device: &'s Device<'a>,
    pub(crate) setting: Option<&'s str>,
    pub(crate) value: Option<&'s str>,
}

/// Looks a deviation up; the best row that is about it counts.
pub(crate) fn find<'a>(cx: &Context<'a>, inventory: &Inventory<'a>, deviation: Deviation<'_, 'a>) -> Allowance<'a> {
    let mut found = Allowance::None;
    for row in cx
        .registers()
        .rows("exceptions")
        .filter(|row| is_about(row, inventory, deviation))
    {
        let state = state(row, cx.today());
        match (&found, &state) {
            (_, Allowance::Valid(_)) => return state,
            (Allowance::None, _) | (Allowance::Unapproved(_), Allowance::Over(_)) => found = state,
            _ => {}
        }
    }
    found
}

fn is_about(row: &Entry<'_>, inventory: &Inventory<'_>, deviation: Deviation<'_, '_>) -> bool {
    let assets = row.list("asset");
    let of_asset = assets.is_empty()
        || assets
            .iter()
            .any(|name| is_any(name) || names(inventory, deviation.device, name));
    let rule = filled(row, "rule").map(fold);
    let of_rule = rule
        .as_ref()
        .is_none_or(|rule| deviation.rule.iter().any(|name| rule.contains(&fold(name))));
    let setting = filled(row, "setting").map(fold);
    let of_setting = match (&setting, deviation.setting) {
        (Some(row), Some(asked)) => *row == fold(asked),
        // Without a setting, the row has to name the rule or it would excuse everything.
        (None, _) => rule.is_some(),
        (Some(_), None) => false,
    };
    let of_value = match (filled(row, "value"), deviation.value) {
        (Some(row), Some(actual)) => fold(row) == fold(actual),
        _ => true,
    };
    of_asset && of_rule && of_setting && of_value
}

/// Whether a name means this device.
pub(crate) fn names(inventory: &Inventory<'_>, device: &Device<'_>, name: &str) -> bool {
    match (inventory.position(name), &device.item) {
        (Some(at), Some(item)) => inventory.items.get(at).is_some_and(|found| found.fact() == item.fact()),
        (None, None) => fold(name) == fold(&device.name),
        _ => false,
    }
}

fn state(row: Entry<'_>, today: Date) -> Allowance<'_> {
    let approved_on = day(&row, "approved_at");
    let approved = filled(&row, "approved_by").is_some() && matches!(approved_on, Day::On(on) if on <= today);
    if !approved || row.get("status") == Some("cancelled") {
        return Allowance::Unapproved(row);
    }
    match day(&row, "expires_at") {
        Day::On(last) if !is_over(Some(last), today) => Allowance::Valid(row),
        _ => Allowance::Over(row),
    }
}
