//! The five values of a plant (BC and SQDC) and how hard the loss of a zone would hit each.

/// How hard: from worst to nothing.
pub(crate) const LOSSES: &[&str] = &["high", "medium", "low", "none"];

/// A value of the plant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Value {
    /// Field of the register and word of the parameter.
    pub(crate) field: &'static str,
    /// The guideline's own letters, which both languages use.
    pub(crate) letters: &'static str,
}

/// All of them, in the guideline's order.
pub(crate) const VALUES: &[Value] = &[
    Value {
        field: "business_continuity",
        letters: "BC",
    },
    Value {
        field: "safety",
        letters: "S",
    },
    Value {
        field: "quality",
        letters: "Q",
    },
    Value {
        field: "delivery",
        letters: "D",
    },
    Value {
        field: "cost",
        letters: "C",
    },
];

/// Weight of a loss: 3 for high, 0 for none or not stated.
pub(crate) fn weight(loss: &str) -> u32 {
    match loss {
        "high" => 3,
        "medium" => 2,
        "low" => 1,
        _ => 0,
    }
}
