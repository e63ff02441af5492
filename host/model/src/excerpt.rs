//! An excerpt of a record, `format = "excerpt/1"`: what of an assessment may be passed on under a marking of the Traffic Light
//! Protocol 2.0. It is never a record: its ledger proves nothing.

use crate::{Assessment, Digest};
use serde::{Deserialize, Serialize};

/// The value of `format`, of the excerpt and of the record inside.
pub const FORMAT: &str = "excerpt/1";

/// An excerpt.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Excerpt {
    /// Always [`FORMAT`].
    pub format: String,
    /// The marking.
    pub tlp: Tlp,
    /// Root of the ledger of the whole record, where whoever has that record may see that it is the same.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub of: Option<Digest>,
    /// What is left; its format is [`FORMAT`] too, so that nobody takes it for the record.
    pub record: Assessment,
}

/// A marking: how far something may be passed on (FIRST, TLP 2.0).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Tlp {
    /// To the persons named, and nobody else.
    #[serde(rename = "red")]
    Red,
    /// Within the organization.
    #[serde(rename = "amber+strict")]
    AmberStrict,
    /// Within the organization and its clients.
    #[serde(rename = "amber")]
    Amber,
    /// Within the community.
    #[serde(rename = "green")]
    Green,
    /// To everybody.
    #[serde(rename = "clear")]
    Clear,
}

impl Tlp {
    /// All of them, the narrowest first.
    pub const ALL: [Self; 5] = [Self::Red, Self::AmberStrict, Self::Amber, Self::Green, Self::Clear];

    /// The word in files and on the command line.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Red => "red",
            Self::AmberStrict => "amber+strict",
            Self::Amber => "amber",
            Self::Green => "green",
            Self::Clear => "clear",
        }
    }

    /// The label as it must stand on a document.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Red => "TLP:RED",
            Self::AmberStrict => "TLP:AMBER+STRICT",
            Self::Amber => "TLP:AMBER",
            Self::Green => "TLP:GREEN",
            Self::Clear => "TLP:CLEAR",
        }
    }

    /// The color of the label, on black.
    pub const fn color(self) -> &'static str {
        match self {
            Self::Red => "#FF2B2B",
            Self::AmberStrict | Self::Amber => "#FFC000",
            Self::Green => "#33FF00",
            Self::Clear => "#FFFFFF",
        }
    }

    /// Looks a marking up by its word or label.
    pub fn parse(text: &str) -> Option<Self> {
        let word = text.to_ascii_lowercase();
        let word = word.strip_prefix("tlp:").unwrap_or(&word);
        Self::ALL.into_iter().find(|tlp| tlp.name() == word)
    }

    /// Whether all of the record stays: whoever gets it is trusted with it.
    pub const fn keeps_all(self) -> bool {
        matches!(self, Self::Red | Self::AmberStrict)
    }
}

#[cfg(test)]
mod tests {
    use super::Tlp;

    #[test]
    fn words_and_labels_name_a_marking() {
        for tlp in Tlp::ALL {
            assert_eq!(Tlp::parse(tlp.name()), Some(tlp));
            assert_eq!(Tlp::parse(tlp.label()), Some(tlp));
            assert_eq!(serde_json::to_value(tlp).unwrap(), tlp.name());
        }
        assert_eq!(Tlp::parse("white"), None);
    }
}
