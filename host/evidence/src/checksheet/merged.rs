//! Answers to items become answers to controls. Where several items ask for one control the least favorable answer counts, and
//! items that do not apply count only where all of them do not.

use super::{Item, Mapping};
use sekisho_model::Date;
use std::collections::BTreeMap;

/// The answer to one control.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Merged {
    /// `yes`, `partial`, `no`, `n/a`; nothing where an item that it needs is not answered.
    pub answer: Option<&'static str>,
    /// Who answered, each once.
    pub by: String,
    /// Roles, each once.
    pub role: String,
    /// The oldest day; nothing where an item has none.
    pub at: Option<Date>,
    /// Proofs, each once.
    pub evidence: String,
    /// Reasons; with the item before each where there are several.
    pub reason: String,
    /// The items with their places: `3 (line 9)`.
    pub origins: Vec<String>,
}

/// Puts the items together by control. Items that the sheet lacks count as not answered.
pub fn merge(mapping: &Mapping, items: &[Item]) -> BTreeMap<String, Merged> {
    let answered: BTreeMap<usize, &Item> = items.iter().map(|item| (item.item, item)).collect();
    let mut by_control: BTreeMap<&str, Vec<(&str, Option<&Item>)>> = BTreeMap::new();
    for (number, mapped) in mapping.items.iter().enumerate() {
        let item = answered.get(&number).copied();
        for control in &mapped.controls {
            by_control.entry(control).or_default().push((mapped.id.as_str(), item));
        }
    }
    let one = |(control, items): (&str, Vec<(&str, Option<&Item>)>)| (control.to_owned(), one(&items));
    by_control.into_iter().map(one).collect()
}

fn one(items: &[(&str, Option<&Item>)]) -> Merged {
    let answers: Vec<Option<&'static str>> = items.iter().map(|(_, item)| item.and_then(|i| i.answer)).collect();
    let applies: Vec<Option<&'static str>> = answers.iter().copied().filter(|a| *a != Some("n/a")).collect();
    let answer = match applies.as_slice() {
        [] => Some("n/a"),
        some => [Some("no"), Some("partial"), None, Some("yes")]
            .into_iter()
            .find(|answer| some.contains(answer))
            .flatten(),
    };
    let given: Vec<(&str, &Item)> = items.iter().filter_map(|(id, item)| Some((*id, (*item)?))).collect();
    let once = |of: &dyn Fn(&Item) -> &str| {
        let mut texts: Vec<&str> = Vec::new();
        for text in given.iter().map(|(_, item)| of(item)).filter(|text| !text.is_empty()) {
            if !texts.contains(&text) {
                texts.push(text);
            }
        }
        texts.join("; ")
    };
    let reasons: Vec<(&str, &str)> = given
        .iter()
        .filter(|(_, item)| !item.reason.is_empty())
        .map(|(id, item)| (*id, item.reason.as_str()))
        .collect();
    let days: Option<Vec<Date>> = given.iter().map(|(_, item)| item.at).collect();
    Merged {
        answer,
        by: once(&|item| &item.by),
        role: once(&|item| &item.role),
        at: days.and_then(|days| days.into_iter().min()),
        evidence: once(&|item| &item.evidence),
        reason: match (reasons.as_slice(), items) {
            ([(_, one)], [_]) => (*one).to_owned(),
            (all, _) => {
                let all: Vec<String> = all.iter().map(|(id, reason)| format!("{id}: {reason}")).collect();
                all.join("; ")
            }
        },
        origins: items
            .iter()
            .map(|(id, item)| match item {
                Some(item) => format!("{id} ({})", item.place),
                None => format!("{id} (–)"),
            })
            .collect(),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]
mod tests {
    use super::super::items;
    use super::*;
    use crate::{Limits, sheet};

    const MAPPING: &str = "format = \"check-sheet/1\"\npolicy = \"a/b\"\n[columns]\nitem = \"No.\"\nanswer = \"結果\"\nanswered_at = \"日付\"\nreason = \"備考\"\n\
        [cells]\nanswered_by = \"B1\"\n[words]\nyes = [\"できている\"]\npartial = [\"一部\"]\nno = [\"できていない\"]\nnot_applicable = [\"－\"]\n\
        [[item]]\nid = \"1\"\ncontrols = [\"x\", \"y\"]\n[[item]]\nid = \"2\"\ncontrols = [\"y\"]\n[[item]]\nid = \"3\"\ncontrols = [\"z\"]\n[[item]]\nid = \"4\"\ncontrols = []\n";

    fn read(text: &str) -> Result<Vec<Item>, String> {
        let sheets = sheet::read(text.as_bytes(), "s.csv", &Limits::default()).unwrap();
        items(&sheets, &Mapping::parse(MAPPING).unwrap())
    }

    fn of(text: &str) -> BTreeMap<String, Merged> {
        merge(&Mapping::parse(MAPPING).unwrap(), &read(text).unwrap())
    }

    #[test]
    fn the_least_favorable_item_counts() {
        let all = of(
            "記入者,山田\nNo.,結果,日付,備考\n組織,,,\n１,できている,2026-11-02,\n2,一部,令和8年11月1日,来春\n3,－,2026/11/3,該当なし\n4,できている,,\n",
        );
        assert_eq!(all["x"].answer, Some("yes"));
        assert_eq!(
            (all["y"].answer, all["y"].reason.as_str()),
            (Some("partial"), "2: 来春")
        );
        assert_eq!(all["y"].at.unwrap().to_string(), "2026-11-01");
        assert_eq!(all["y"].by, "山田");
        assert_eq!(all["y"].origins, ["1 (line 4)", "2 (line 5)"]);
        assert_eq!((all["z"].answer, all["z"].reason.as_str()), (Some("n/a"), "該当なし"));
    }

    #[test]
    fn what_is_not_answered_is_no_answer() {
        let all = of("x,山田\nNo.,結果,日付,備考\n1,できている,2026-11-02,\n2,,,\n");
        assert_eq!(
            (all["x"].answer, all["y"].answer, all["z"].answer),
            (Some("yes"), None, None)
        );
        assert_eq!(all["z"].origins, ["3 (–)"]);
        let all = of("x,山田\nNo.,結果,日付,備考\n1,できていない,2026-11-02,\n");
        assert_eq!(all["y"].answer, Some("no"));
    }

    #[test]
    fn nothing_is_guessed_and_nothing_left_out() {
        let head = "x,山田\nNo.,結果,日付,備考\n";
        for (rows, faults) in [
            ("9,できている,,\n", vec!["line 3: the mapping has no item `9`"]),
            (
                "1,できている,,\n１,できていない,,\n",
                vec!["line 4: item `１` stands at line 3 already"],
            ),
            (
                "1,はい,,\n2,できてる,,\n",
                vec![
                    "line 3: `はい` is no answer of item `1`; known are できている, 一部, できていない, －",
                    "line 4: `できてる`",
                ],
            ),
            (",できている,,\n", vec!["line 3: an answer without an item"]),
            ("1,できている,来週,\n", vec!["line 3: `来週` is no day"]),
            ("見出し,,,\n", vec!["no row below the header"]),
        ] {
            let error = read(&format!("{head}{rows}")).unwrap_err();
            for fault in faults {
                assert!(error.contains(fault), "{error}");
            }
        }
        assert!(
            read("No.,答え\n1,a\n")
                .unwrap_err()
                .contains("no row has the columns `結果`")
        );
        assert!(read("No.,結果,日付,備考,結果\n").unwrap_err().contains("twice"));
        let many: String = (0..50).map(|n| format!("z{n},できている,,\n")).collect();
        assert!(read(&format!("{head}{many}")).unwrap_err().contains("and 40 more"));
    }
}
