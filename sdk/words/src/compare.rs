//! How two words are compared: without their dress.

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

#[cfg(test)]
mod tests {
    use super::{fold, squash};

    #[test]
    fn compares_without_width_case_and_space() {
        assert_eq!(fold(" ＰＣ－０１ "), "pc-01");
        assert_eq!(squash("山田　太郎"), "山田太郎");
        assert_eq!(squash(" Ｚ－０１ "), "z01");
        assert_eq!(squash("Network_Diagram"), squash("network-diagram"));
    }
}
