//! Figures of costs, `cost-figures/1`: what a firm says of the hours and fees of several ways to keep a list of parts. Figures are
//! written as text or whole numbers, since a floating point number is not exact.

use crate::SupplyError;
use crate::decimal::Decimal;
use sekisho_model::Bilingual;
use serde::{Deserialize, Deserializer};
use std::collections::BTreeSet;

/// Word that the file begins with.
pub const FORMAT: &str = "cost-figures/1";
/// Most ways that are compared.
const SCENARIOS: usize = 8;
/// Longest time.
const YEARS: u32 = 30;
/// Most components.
const COMPONENTS: u32 = 10_000_000;

/// A set of figures.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Figures {
    /// Must be [`FORMAT`].
    pub format: String,
    /// Whose figures they are, such as a sector.
    pub title: Text,
    /// Currency, such as `JPY`.
    pub currency: String,
    /// What an hour of work costs.
    #[serde(deserialize_with = "figure")]
    pub hourly_rate: Decimal,
    /// For how many years.
    pub years: u32,
    /// How many components the product has.
    pub components: u32,
    /// The way that the others are compared with; the first one where none is named.
    pub baseline: Option<String>,
    /// The ways.
    pub scenario: Vec<Scenario>,
}

/// A text in both languages.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Text {
    /// Japanese.
    pub ja: String,
    /// English.
    pub en: String,
}

impl Text {
    /// As the house's own kind of text.
    pub fn both(&self) -> Bilingual {
        Bilingual::new(self.ja.clone(), self.en.clone())
    }
}

/// One way to keep a list of parts.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Scenario {
    /// Its id.
    pub id: String,
    /// Its name.
    pub title: Text,
    /// Folder with the list itself, relative to the file of figures.
    pub evidence: Option<String>,
    /// Once, at the beginning.
    #[serde(default)]
    pub initial: Initial,
    /// Making the list.
    #[serde(default)]
    pub make: Work,
    /// Finding vulnerabilities.
    #[serde(default)]
    pub vulnerabilities: Work,
    /// Finding licenses.
    #[serde(default)]
    pub licenses: Work,
    /// Looking through what a tool found.
    #[serde(default)]
    pub review: Work,
    /// Fee of the tool in a year.
    #[serde(default, deserialize_with = "figure")]
    pub fee: Decimal,
}

/// What is done once.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Initial {
    /// Hours: introducing the tool and its environment.
    #[serde(deserialize_with = "figure")]
    pub introduction: Decimal,
    /// Hours: learning.
    #[serde(deserialize_with = "figure")]
    pub learning: Decimal,
    /// Money that is spent once.
    #[serde(deserialize_with = "figure")]
    pub money: Decimal,
}

/// What is done every year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Work {
    /// Hours that do not depend on the number of components.
    #[serde(deserialize_with = "figure")]
    pub hours: Decimal,
    /// Hours for each component.
    #[serde(deserialize_with = "figure")]
    pub per_component: Decimal,
}

fn figure<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Decimal, D::Error> {
    use serde::de::Error as _;
    let expected = "expected a figure such as \"0.25\": at most twelve digits before and three behind the point";
    match toml::Value::deserialize(deserializer)? {
        toml::Value::String(text) => Decimal::parse(&text).ok_or_else(|| D::Error::custom(expected)),
        toml::Value::Integer(number) => Decimal::whole(number).ok_or_else(|| D::Error::custom(expected)),
        toml::Value::Float(_) => Err(D::Error::custom("a floating point number is not exact; write \"0.25\"")),
        _ => Err(D::Error::custom(expected)),
    }
}

/// Reads a file of figures; `file` is its name in errors.
pub fn read(text: &str, file: &str) -> Result<Figures, SupplyError> {
    let refuse = |reason: String| SupplyError::Figures {
        file: file.to_owned(),
        reason,
    };
    let figures: Figures = toml::from_str(text).map_err(|error| {
        let line = error
            .span()
            .map(|span| 1 + text.bytes().take(span.start).filter(|b| *b == b'\n').count());
        let message = error.message().replace('\n', " ");
        refuse(line.map_or_else(|| message.clone(), |line| format!("line {line}: {message}")))
    })?;
    if figures.format != FORMAT {
        return Err(refuse(format!(
            "its format is `{}`, not `{FORMAT}`",
            shown(&figures.format)
        )));
    }
    let count = figures.scenario.len();
    if count == 0 || count > SCENARIOS {
        return Err(refuse(format!(
            "it has {count} scenarios; from 1 to {SCENARIOS} are compared"
        )));
    }
    if !(1..=YEARS).contains(&figures.years) {
        return Err(refuse(format!("`years` is {}, not from 1 to {YEARS}", figures.years)));
    }
    if !(1..=COMPONENTS).contains(&figures.components) {
        return Err(refuse(format!(
            "`components` is {}, not from 1 to {COMPONENTS}",
            figures.components
        )));
    }
    let is_currency = (1..=8).contains(&figures.currency.chars().count());
    if !is_currency || figures.currency.chars().any(char::is_control) {
        return Err(refuse("`currency` is a word such as `JPY`".to_owned()));
    }
    let mut seen = BTreeSet::new();
    for scenario in &figures.scenario {
        if !is_word(&scenario.id) {
            return Err(refuse(format!(
                "`{}` is no id: small letters, digits and `-`",
                shown(&scenario.id)
            )));
        }
        if !seen.insert(scenario.id.as_str()) {
            return Err(refuse(format!("two scenarios have the id `{}`", scenario.id)));
        }
        if scenario.title.ja.trim().is_empty() || scenario.title.en.trim().is_empty() {
            return Err(refuse(format!(
                "scenario `{}` lacks a title in one language",
                scenario.id
            )));
        }
    }
    if let Some(baseline) = figures.baseline.as_deref().filter(|id| !seen.contains(id)) {
        return Err(refuse(format!(
            "there is no scenario `{}` to compare with",
            shown(baseline)
        )));
    }
    Ok(figures)
}

fn is_word(text: &str) -> bool {
    (1..=64).contains(&text.len())
        && text
            .bytes()
            .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
}

/// The beginning of a text of others, without control characters.
fn shown(text: &str) -> String {
    text.chars().take(60).collect::<String>().escape_debug().to_string()
}

#[cfg(test)]
pub(crate) mod tests {
    use super::read;

    pub(crate) const SMALL: &str = r#"
format = "cost-figures/1"
title = { ja = "見本", en = "Sample" }
currency = "JPY"
hourly_rate = "5000"
years = 2
components = 60
[[scenario]]
id = "by-hand"
title = { ja = "手作業", en = "By hand" }
make = { hours = 10, per_component = "0.5" }
vulnerabilities = { per_component = "1.5" }
[[scenario]]
id = "tool"
title = { ja = "ツール", en = "Tool" }
initial = { introduction = 40, learning = "24", money = 100000 }
make = { hours = "8" }
review = { per_component = "0.25" }
fee = 600000
"#;

    #[test]
    fn faults_are_told_with_their_line() {
        let told = |text: &str| read(text, "f.toml").expect_err("refused").to_string();
        assert!(told(&SMALL.replace("\"24\"", "24.5")).contains("line 16: a floating point number is not exact"));
        assert!(told(&SMALL.replace("fee =", "fees =")).contains("line 19"));
        assert!(told(&SMALL.replace("\"0.25\"", "\"-1\"")).contains("expected a figure"));
        assert!(
            told(&SMALL.replace("id = \"tool\"", "id = \"by-hand\"")).contains("two scenarios have the id `by-hand`")
        );
        assert!(told(&SMALL.replace("cost-figures/1", "cost-figures/2")).contains("cost-figures/2"));
        assert!(told(&SMALL.replace("years = 2", "years = 0")).contains("`years` is 0"));
        assert!(told(&SMALL.replace("years = 2", "years = 2\nyears = 3")).contains("duplicate key"));
        assert!(told(&SMALL.replace("years = 2", "years = 2\nbaseline = \"x\"")).contains("no scenario `x`"));
        assert!(told(&"[".repeat(100_000)).contains("line"));
    }
}
