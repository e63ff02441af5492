//! Which rule binds which flow or item. Where a fact that decides it is missing, the answer is not "no" but what is missing.

use crate::rules::Rule;
use crate::world::{Flow, Item, Party, World};

/// The European Economic Area: data moves freely inside.
const EEA: &[&str] = &[
    "EU", "AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU", "IE", "IS", "IT", "LI",
    "LT", "LU", "LV", "MT", "NL", "NO", "PL", "PT", "RO", "SE", "SI", "SK",
];

/// Whether a rule binds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Binds {
    No,
    Yes,
    /// Nobody can tell without these.
    Open(Vec<&'static str>),
}

/// Whether a country lies in an area: `EU`, `US-*`, or itself. A state of the US lies in the US.
pub(crate) fn is_within(area: &str, country: &str) -> bool {
    match area {
        "US-*" => country.starts_with("US-"),
        "US" => country == "US" || country.starts_with("US-"),
        _ if EEA.contains(&area) => EEA.contains(&country),
        _ => area == country,
    }
}

/// Gathers what speaks for and against.
#[derive(Debug, Default)]
struct Scale {
    is_no: bool,
    open: Vec<&'static str>,
}

impl Scale {
    fn put(&mut self, name: &'static str, answer: Option<bool>) {
        match answer {
            Some(true) => {}
            Some(false) => self.is_no = true,
            None => self.open.push(name),
        }
    }

    fn among(&mut self, name: &'static str, words: &[&str], word: Option<&str>) {
        if !words.is_empty() {
            self.put(name, word.map(|word| words.contains(&word)));
        }
    }

    fn roles(&mut self, rule: &Rule<'_>, party: Option<&Party<'_>>) {
        let has = |role: &str| party.and_then(|party| party.has(role));
        if !rule.roles.is_empty() {
            let answers: Vec<Option<bool>> = rule.roles.iter().map(|role| has(role)).collect();
            let answer = if answers.contains(&Some(true)) {
                Some(true)
            } else if answers.contains(&None) {
                None
            } else {
                Some(false)
            };
            self.put("roles", answer);
        }
        for role in &rule.not_roles {
            self.put("roles", has(role).map(|has| !has));
        }
    }

    fn result(mut self) -> Binds {
        self.open.dedup();
        match (self.is_no, self.open.is_empty()) {
            (true, _) => Binds::No,
            (false, true) => Binds::Yes,
            (false, false) => Binds::Open(self.open),
        }
    }
}

/// Whether any of the countries is the rule's.
fn is_of(rule: &Rule<'_>, countries: &[String]) -> Option<bool> {
    (!countries.is_empty()).then(|| countries.iter().any(|country| is_within(rule.country, country)))
}

/// Whether a rule on transfers binds a flow.
pub(crate) fn of_flow(rule: &Rule<'_>, flow: &Flow<'_>, world: &World<'_>) -> Binds {
    let mut scale = Scale::default();
    scale.put("from_country", is_of(rule, &flow.origins));
    if !rule.within {
        let area = if rule.country == "US-*" { "US" } else { rule.country };
        scale.put("to_country", flow.to.as_ref().map(|to| !is_within(area, to)));
    }
    scale.among("category", &rule.categories, flow.category);
    scale.among("recipient_kind", &rule.recipients, flow.recipient);
    let item = world.item_of(flow);
    scale.among("content", &rule.contents, item.and_then(|item| item.content));
    scale.among("sector", &rule.sectors, item.and_then(|item| item.sector));
    scale.roles(rule, world.party(flow.exporter));
    scale.result()
}

/// Whether a rule on storage binds an item.
pub(crate) fn of_item(rule: &Rule<'_>, item: &Item<'_>, world: &World<'_>) -> Binds {
    let mut scale = Scale::default();
    scale.put("subject_country", is_of(rule, &item.origins));
    scale.among("category", &rule.categories, item.category);
    scale.among("content", &rule.contents, item.content);
    scale.among("sector", &rule.sectors, item.sector);
    scale.roles(rule, world.party(item.owner));
    scale.result()
}

/// Whether a rule on a party's own premises binds it: it is of the country or serves it.
pub(crate) fn of_party(rule: &Rule<'_>, party: &Party<'_>, markets: &[String]) -> Binds {
    let mut places = markets.to_vec();
    places.extend(party.country.clone());
    let mut scale = Scale::default();
    scale.put("country", is_of(rule, &places));
    scale.roles(rule, Some(party));
    scale.result()
}

#[cfg(test)]
mod tests {
    use super::is_within;

    #[test]
    fn areas() {
        assert!(is_within("EU", "DE") && is_within("DE", "FR") && !is_within("EU", "GB"));
        assert!(is_within("US-*", "US-CA") && !is_within("US-*", "US") && is_within("US", "US-CA"));
        assert!(is_within("CN", "CN") && !is_within("CN", "HK"));
    }
}
