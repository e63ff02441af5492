//! The model of the framework as far as it is known, and what we had to settle where it is not.
//!
//! Known: two axes (difficulty of recovery, economic effect) and four viewpoints of requirements; a higher place asks for more
//! viewpoints; likelihood is left out. Ours: which viewpoints each place asks for, the amounts that separate the economic
//! levels (a firm's own criteria go first), and the least difficulty of recovery for harm to people.

/// Levels of an axis: 0, 1, 2.
pub(crate) const LEVELS: u8 = 3;

/// The amounts in yen from which levels 1 and 2 of the second axis begin, where the firm's criteria give none.
pub(crate) const AMOUNTS: [f64; 2] = [1_000_000.0, 100_000_000.0];

/// The viewpoints, in order: before use, in operation, of the people who operate, and other support such as insurance.
pub(crate) const VIEWPOINTS: [u8; 4] = [1, 2, 3, 4];

/// The requirements of annex A that are known, with their viewpoint. How many there are in all is not known.
pub(crate) const ITEMS: &[(&str, u8, &[&str])] = &[
    ("legal", 1, &["法令・契約上の要求事項の遵守", "法令契約"]),
    ("analysis", 1, &["セキュリティ要求事項の分析・仕様化", "要求事項の分析"]),
    ("safety-design", 1, &["セーフティ設計の仕様化", "セーフティ設計"]),
    ("initial-settings", 1, &["安全な初期設定と構成", "初期設定"]),
    (
        "source-code",
        2,
        &["ソースコード・関連書類の保護", "ソースコードの保護"],
    ),
    ("update", 2, &["アップデートの適用", "アップデート"]),
];

/// A place in the matrix.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Place {
    pub(crate) axis_1: u8,
    pub(crate) axis_2: u8,
}

impl Place {
    /// The viewpoints that the place asks for: the higher, the more. They are taken in order, one for each step away from the
    /// lowest place, so that no higher place asks for less.
    pub(crate) fn viewpoints(self) -> &'static [u8] {
        let steps = usize::from(self.axis_1) + usize::from(self.axis_2);
        VIEWPOINTS.get(..steps).unwrap_or(&VIEWPOINTS)
    }

    /// Whether it asks for this viewpoint.
    pub(crate) fn asks(self, viewpoint: u8) -> bool {
        self.viewpoints().contains(&viewpoint)
    }
}

/// The least level of axis 1 for harm to people; nothing for a word that is not known.
pub(crate) fn least_for_harm(word: &str) -> Option<u8> {
    match word {
        "none" | "minor" => Some(0),
        "serious" => Some(1),
        "fatal" => Some(2),
        _ => None,
    }
}

/// The known requirement that a text names.
pub(crate) fn item(text: &str) -> Option<(&'static str, u8)> {
    use sekisho_sdk::words::squash;
    let word = squash(text);
    let found = ITEMS
        .iter()
        .find(|(id, _, names)| squash(id) == word || names.iter().any(|name| squash(name) == word));
    found.map(|(id, viewpoint, _)| (*id, *viewpoint))
}

#[cfg(test)]
mod tests {
    use super::{ITEMS, LEVELS, Place, VIEWPOINTS, item, least_for_harm};

    fn places() -> impl Iterator<Item = Place> {
        (0..LEVELS).flat_map(|axis_1| (0..LEVELS).map(move |axis_2| Place { axis_1, axis_2 }))
    }

    #[test]
    fn a_higher_place_never_asks_for_fewer_viewpoints() {
        for low in places() {
            for high in places().filter(|p| p.axis_1 >= low.axis_1 && p.axis_2 >= low.axis_2) {
                for viewpoint in low.viewpoints() {
                    assert!(high.asks(*viewpoint), "{low:?} {high:?} {viewpoint}");
                }
            }
        }
    }

    #[test]
    fn the_corners() {
        let at = |axis_1, axis_2| Place { axis_1, axis_2 }.viewpoints();
        assert!(at(0, 0).is_empty());
        assert_eq!(at(1, 0), &[1]);
        assert_eq!(at(2, 2), &VIEWPOINTS);
    }

    #[test]
    fn graver_harm_never_lowers_axis_1() {
        let least = ["none", "minor", "serious", "fatal"].map(least_for_harm);
        assert!(least.is_sorted() && least.iter().all(Option::is_some));
        assert_eq!(least_for_harm("perhaps"), None);
    }

    #[test]
    fn six_items_by_either_name() {
        assert_eq!(ITEMS.len(), 6);
        assert_eq!(item("セーフティ設計"), Some(("safety-design", 1)));
        assert_eq!(item("Update"), Some(("update", 2)));
        assert_eq!(item("保険"), None);
    }
}
