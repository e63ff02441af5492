//! Words of registers, as people write them: how two are compared, which say yes and no, how a list of names is told, and
//! the vocabulary of the inventory's classes and states.

pub use sekisho_words::{flag, fold, is_none, narrow, says, squash, yes_no};

/// Every class of the inventory's vocabulary.
pub const ASSET_CLASSES: &[&str] = &[
    "server",
    "virtual-server",
    "hypervisor",
    "pc",
    "thin-client",
    "mobile",
    "network-device",
    "firewall",
    "storage",
    "printer",
    "plc",
    "hmi",
    "scada",
    "ot-equipment",
    "iot",
    "medical-device",
    "cloud",
    "software",
    "product",
    "media",
    "facility",
    "other",
];

/// States in which an asset is not at work.
pub const ASSET_IDLE: &[&str] = &["planned", "stock", "stopped", "repair", "lost", "disposed"];

/// Some names for a message: the first so many, and how many more.
pub fn some<S: AsRef<str>>(names: impl IntoIterator<Item = S, IntoIter: ExactSizeIterator>, shown: usize) -> String {
    let names = names.into_iter();
    let more = names.len().saturating_sub(shown);
    let mut text = String::new();
    for name in names.take(shown) {
        if !text.is_empty() {
            text.push_str(", ");
        }
        text.push_str(name.as_ref());
    }
    if more > 0 {
        text.push_str(&format!(", … (+{more})"));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::some;

    #[test]
    fn the_first_names_and_a_count() {
        assert_eq!(some(["a", "b"], 5), "a, b");
        assert_eq!(some(["1", "2", "3"].map(str::to_owned), 2), "1, 2, … (+1)");
        assert_eq!(some([""; 0], 2), "");
    }
}
