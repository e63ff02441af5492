//! What a plugin says about itself: its checks, their parameters with types and bounds, its messages in both languages.

mod messages;

pub use messages::{MessageNumber, Messages};

use crate::canonical::finite;
use crate::{Bilingual, Date};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A plugin's description, as answered by its `describe`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PluginInfo {
    /// `<sector>/<guideline>`, e.g. `common/sbom`.
    pub id: String,
    /// Version of the plugin.
    pub version: String,
    /// Name.
    pub title: Bilingual,
    /// Its checks.
    pub checks: Vec<CheckInfo>,
    /// Its messages, by id.
    pub messages: Messages,
}

impl PluginInfo {
    /// Looks a check up by its id.
    pub fn check(&self, id: &str) -> Option<(usize, &CheckInfo)> {
        self.checks.iter().enumerate().find(|(_, check)| check.id == id)
    }
}

/// One check.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CheckInfo {
    /// Id, unique in its plugin, e.g. `auth.mfa`.
    pub id: String,
    /// Title.
    pub title: Bilingual,
    /// What it looks at and when it fails.
    pub description: Bilingual,
    /// Its parameters.
    pub parameters: Vec<ParameterInfo>,
    /// The kinds of fact it needs, by interface name.
    pub reads: Vec<String>,
}

/// One parameter of a check.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ParameterInfo {
    /// Name, `snake_case`.
    pub name: String,
    /// What it does.
    pub description: Bilingual,
    /// Type and bounds.
    #[serde(rename = "type")]
    pub ty: ParameterType,
    /// Value where the policy gives none; a parameter without default must be given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub default: Option<Value>,
}

/// Type and bounds of a parameter.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ParameterType {
    /// Yes or no.
    Boolean,
    /// A whole number between two bounds, both included.
    Integer {
        /// Smallest.
        min: i64,
        /// Largest.
        max: i64,
    },
    /// A number between two bounds, both included.
    Decimal {
        /// Smallest.
        min: f64,
        /// Largest.
        max: f64,
    },
    /// A text of at most so many characters.
    Text {
        /// Longest.
        max_length: u32,
    },
    /// One of some words.
    Choice {
        /// The words.
        options: Vec<String>,
    },
    /// A list of texts.
    Texts {
        /// Most items.
        max_items: u32,
        /// Longest item.
        max_length: u32,
    },
    /// A day.
    Date,
}

/// A parameter's value.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Value {
    /// Yes or no.
    Boolean(bool),
    /// A whole number.
    Integer(i64),
    /// A number.
    Decimal(#[serde(serialize_with = "finite")] f64),
    /// A text, or a chosen word.
    Text(String),
    /// Texts.
    Texts(Vec<String>),
    /// A day.
    Date(Date),
}

impl ParameterType {
    /// Says what is wrong with a value, or nothing. The sentence fits after "parameter `x` of check `y` ".
    pub fn refuse(&self, value: &Value) -> Option<String> {
        match (self, value) {
            (Self::Boolean, Value::Boolean(_)) | (Self::Date, Value::Date(_)) => None,
            (Self::Integer { min, max }, Value::Integer(n)) => {
                (!(*min..=*max).contains(n)).then(|| format!("is {n}, outside {min} to {max}"))
            }
            (Self::Decimal { min, max }, Value::Decimal(n)) => {
                (!(*min..=*max).contains(n)).then(|| format!("is {n}, outside {min} to {max}"))
            }
            (Self::Text { max_length }, Value::Text(text)) => too_long(text, *max_length),
            (Self::Choice { options }, Value::Text(text)) => {
                (!options.contains(text)).then(|| format!("is `{text}`, not one of `{}`", options.join("`, `")))
            }
            (Self::Texts { max_items, max_length }, Value::Texts(items)) => {
                if items.len() > *max_items as usize {
                    return Some(format!("has {} items, more than {max_items}", items.len()));
                }
                items.iter().find_map(|item| too_long(item, *max_length))
            }
            _ => Some(format!("is {}, expected {}", value.type_name(), self.name())),
        }
    }

    /// The type's name for people.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Boolean => "true or false",
            Self::Integer { .. } => "a whole number",
            Self::Decimal { .. } => "a number",
            Self::Text { .. } => "a text",
            Self::Choice { .. } => "one of its options",
            Self::Texts { .. } => "a list of texts",
            Self::Date => "a date",
        }
    }
}

impl Value {
    fn type_name(&self) -> &'static str {
        match self {
            Self::Boolean(_) => "true or false",
            Self::Integer(_) => "a whole number",
            Self::Decimal(_) => "a number",
            Self::Text(_) => "a text",
            Self::Texts(_) => "a list of texts",
            Self::Date(_) => "a date",
        }
    }
}

fn too_long(text: &str, max: u32) -> Option<String> {
    let length = text.chars().count();
    (length > max as usize).then(|| format!("is {length} characters long, more than {max}"))
}

/// One message: a text with `{$argument}` places, and what to do about it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct MessageInfo {
    /// The text.
    pub text: Bilingual,
    /// What the reader should do; both empty where there is nothing to do.
    #[serde(default)]
    pub hint: Bilingual,
}

/// An argument of a message.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Argument {
    /// A whole number.
    Integer(i64),
    /// A number.
    Decimal(#[serde(serialize_with = "finite")] f64),
    /// A text.
    Text(String),
}

impl std::fmt::Display for Argument {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Integer(n) => write!(f, "{n}"),
            Self::Decimal(n) => write!(f, "{n}"),
            Self::Text(text) => f.write_str(text),
        }
    }
}

/// Fills the `{$argument}` places of a text. An unknown place stays as written, so that a fault is seen.
pub fn fill(text: &str, arguments: &BTreeMap<String, Argument>) -> String {
    let mut out = String::with_capacity(text.len() + 32);
    let mut rest = text;
    while let Some(start) = rest.find('{') {
        let (before, from) = rest.split_at(start);
        out.push_str(before);
        let place = from.find('}').and_then(|end| {
            let name = from.get(1..end)?.trim().strip_prefix('$')?.trim();
            Some((end + 1, arguments.get(name)?))
        });
        match place {
            Some((length, argument)) => {
                out.push_str(&argument.to_string());
                rest = from.get(length..).unwrap_or("");
            }
            None => {
                out.push('{');
                rest = from.get(1..).unwrap_or("");
            }
        }
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fills_places_and_leaves_unknown_ones() {
        let args = BTreeMap::from([
            ("name".to_owned(), Argument::Text("{$count}".to_owned())),
            ("count".to_owned(), Argument::Integer(3)),
        ]);
        assert_eq!(
            fill("{$name}: {$count}/{ $count } {$no} {", &args),
            "{$count}: 3/3 {$no} {"
        );
    }

    #[test]
    fn bounds_are_kept() {
        let ty = ParameterType::Integer { min: 1, max: 10 };
        assert_eq!(ty.refuse(&Value::Integer(10)), None);
        assert_eq!(ty.refuse(&Value::Integer(11)).unwrap(), "is 11, outside 1 to 10");
        assert!(ty.refuse(&Value::Text("x".into())).is_some());
        assert!(
            ParameterType::Decimal { min: 0.0, max: 1.0 }
                .refuse(&Value::Decimal(f64::NAN))
                .is_some()
        );
    }
}
