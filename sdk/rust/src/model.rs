//! The model of CPSF, Part I, as types: three layers and six elements. A check that names another one does not compile.
//!
//! Facts carry what people wrote; a check reads it into these types, and what none of them is stays unknown.

/// The three layers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Layer {
    /// Connections between organisations (企業間のつながり).
    First,
    /// Mutual connections between cyberspace and physical space (フィジカル空間とサイバー空間のつながり).
    Second,
    /// Connections in cyberspace (サイバー空間におけるつながり).
    Third,
}

impl Layer {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::First, Self::Second, Self::Third];

    /// Its word in facts.
    pub const fn word(self) -> &'static str {
        match self {
            Self::First => "1",
            Self::Second => "2",
            Self::Third => "3",
        }
    }
}

/// The six elements.
///
/// ```
/// use sekisho_sdk::model::Element;
/// assert_eq!(Element::Procedure.word(), "procedure");
/// ```
///
/// There is no seventh:
///
/// ```compile_fail,E0599
/// use sekisho_sdk::model::Element;
/// assert_eq!(Element::Cloud.word(), "cloud");
/// ```
///
/// A word is no element:
///
/// ```compile_fail,E0308
/// use sekisho_sdk::model::Element;
/// let element: Element = "data";
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Element {
    /// ソシキ.
    Organization,
    /// ヒト.
    People,
    /// モノ.
    Components,
    /// データ.
    Data,
    /// プロシージャ.
    Procedure,
    /// システム.
    System,
}

impl Element {
    /// All of them.
    pub const ALL: [Self; 6] = [
        Self::Organization,
        Self::People,
        Self::Components,
        Self::Data,
        Self::Procedure,
        Self::System,
    ];

    /// Its word in facts.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Organization => "organization",
            Self::People => "people",
            Self::Components => "components",
            Self::Data => "data",
            Self::Procedure => "procedure",
            Self::System => "system",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Element, Layer};
    use std::collections::BTreeSet;

    #[test]
    fn every_one_has_a_word_of_its_own() {
        assert_eq!(Element::ALL.map(Element::word).iter().collect::<BTreeSet<_>>().len(), 6);
        assert_eq!(Layer::ALL.map(Layer::word), ["1", "2", "3"]);
    }
}
