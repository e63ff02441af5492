//! What can be set of the checks that decide a control, as parameters of the control: those to which the policy gives a
//! value, and those to which any profile does.

use super::Plan;
use super::shapes::{Param, SetParameter};
use crate::Profile;
use crate::policy::PolicyCheck;
use crate::profile::Override;
use sekisho_oscal::shapes::Prop;
use sekisho_oscal::{id, text};
use std::collections::BTreeMap;

/// One use of a check by a control. A control may use a check several times, with several values.
struct Use<'a> {
    control: &'a str,
    check: &'a PolicyCheck,
    number: usize,
}

fn uses<'a>(plan: &Plan<'a>, control: &str) -> Vec<Use<'a>> {
    let found = plan.policy.and_then(|p| p.controls.iter().find(|c| c.id == control));
    let mut seen: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    let Some(found) = found else { return Vec::new() };
    let each = found.checks.iter().map(|check| {
        let number = seen.entry((&check.plugin, &check.check)).or_default();
        *number += 1;
        Use {
            control: &found.id,
            check,
            number: *number,
        }
    });
    each.collect()
}

impl Use<'_> {
    /// A token: nothing can be told from it but the control; the properties tell the rest.
    fn id(&self, name: &str) -> String {
        let PolicyCheck { plugin, check, .. } = self.check;
        let uuid = id::uuid(&["parameter", self.control, plugin, check, &self.number.to_string(), name]);
        let tail: String = uuid.chars().filter(char::is_ascii_hexdigit).take(12).collect();
        format!("{}_prm_{tail}", id::token(self.control))
    }

    fn props(&self, name: &str, value: Option<&toml::Value>) -> Vec<Prop> {
        let mut props = vec![
            Prop::own("plugin", &self.check.plugin),
            Prop::own("check", &self.check.check),
            Prop::own("control", self.control),
            Prop::own("use", &self.number.to_string()),
            Prop::own("parameter", name),
        ];
        props.extend(value.map(|v| Prop::own("value", &written(v))));
        props
    }

    fn is_meant(&self, set: &Override) -> bool {
        set.plugin == self.check.plugin
            && set.check == self.check.check
            && set.control.as_ref().is_none_or(|id| id == self.control)
    }
}

/// The parameters of a control.
pub(super) fn of_control(plan: &Plan<'_>, control: &str) -> Vec<Param> {
    let mut params = Vec::new();
    for used in uses(plan, control) {
        let set = plan.profiles.iter().flat_map(|p| &p.parameters);
        let set = set.filter(|o| used.is_meant(o)).map(|o| (o.name.as_str(), None));
        let own = used
            .check
            .parameters
            .iter()
            .map(|(name, value)| (name.as_str(), Some(value)));
        let by_name: BTreeMap<&str, Option<&toml::Value>> = set.chain(own).collect();
        params.extend(by_name.into_iter().map(|(name, value)| Param {
            id: used.id(name),
            props: used.props(name, value),
            label: text::line(&format!("{} {name}", used.check.check)),
            values: value.map(values).unwrap_or_default(),
        }));
    }
    params
}

/// What a profile sets, for each use of a check that it means. A value for one control weighs more than one for all.
pub(super) fn set_by(plan: &Plan<'_>, profile: &Profile, control: &str) -> Vec<SetParameter> {
    let mut settings = Vec::new();
    for used in uses(plan, control) {
        let mut by_name: BTreeMap<&str, &Override> = BTreeMap::new();
        for set in profile.parameters.iter().filter(|o| used.is_meant(o)) {
            let known = by_name.entry(&set.name).or_insert(set);
            if set.control.is_some() >= known.control.is_some() {
                *known = set;
            }
        }
        settings.extend(by_name.into_iter().map(|(name, set)| SetParameter {
            param_id: used.id(name),
            props: used.props(name, Some(&set.value)),
            values: values(&set.value),
        }));
    }
    settings
}

/// A value as OSCAL has it: strings, one for each item of a list.
fn values(value: &toml::Value) -> Vec<String> {
    match value {
        toml::Value::Array(items) => items.iter().map(single).collect(),
        one => vec![single(one)],
    }
}

fn single(value: &toml::Value) -> String {
    match value {
        toml::Value::String(text) => text::string(text),
        other => text::string(&other.to_string()),
    }
}

/// A value with its type: TOML on one line.
fn written(value: &toml::Value) -> String {
    match value {
        // A JSON string is one of TOML too, and never has a line's end.
        toml::Value::String(text) => serde_json::Value::String(text.clone()).to_string(),
        toml::Value::Array(items) => {
            let items: Vec<String> = items.iter().map(written).collect();
            format!("[{}]", items.join(", "))
        }
        other => other.to_string(),
    }
}
