//! Words of registers, as people write them: how two are compared, how a list of names is told, and the vocabulary of the
//! inventory's classes and states.

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
    "cloud",
    "software",
    "product",
    "media",
    "facility",
    "other",
];

/// States in which an asset is not at work.
pub const ASSET_IDLE: &[&str] = &["planned", "stock", "stopped", "repair", "lost", "disposed"];

/// A word for comparison: full-width ASCII made half-width, lower case, no outer white space.
pub fn fold(word: &str) -> String {
    word.trim().chars().map(narrow).flat_map(char::to_lowercase).collect()
}

/// As [`fold`], and without white space, `_` and hyphens: 山田 太郎 is 山田太郎, `network_diagram` is `network-diagram`.
pub fn squash(word: &str) -> String {
    let is_kept = |c: &char| !c.is_whitespace() && !matches!(c, '_' | '-' | '‐' | '–' | '—' | '―' | '−' | 'ー' | '─');
    let narrow = word.chars().map(narrow).filter(is_kept);
    narrow.flat_map(char::to_lowercase).collect()
}

/// A full-width letter, digit or sign of ASCII, made half-width; any other as it is.
pub fn narrow(c: char) -> char {
    match c {
        '\u{3000}' => ' ',
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
        _ => c,
    }
}

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
    use super::{fold, some, squash};

    #[test]
    fn compares_without_width_case_and_space() {
        assert_eq!(fold(" ＰＣ－０１ "), "pc-01");
        assert_eq!(squash("山田　太郎"), "山田太郎");
        assert_eq!(squash(" Ｚ－０１ "), "z01");
        assert_eq!(squash("Network_Diagram"), squash("network-diagram"));
    }

    #[test]
    fn the_first_names_and_a_count() {
        assert_eq!(some(["a", "b"], 5), "a, b");
        assert_eq!(some(["1", "2", "3"].map(str::to_owned), 2), "1, 2, … (+1)");
        assert_eq!(some([""; 0], 2), "");
    }
}
