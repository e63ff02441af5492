//! Self-assessments that give each question a grade of maturity: averages by area. A question without a grade is counted as
//! missing, never as zero, just as an average in a spreadsheet leaves empty cells out.

use sekisho_model::Facts;
use sekisho_model::facts::Column;
use sekisho_model::schema::{self, Kind};
use std::collections::BTreeMap;

const REGISTER: &str = "maturity";

/// One question.
#[derive(Debug, Clone, PartialEq)]
pub struct Question {
    /// Its number.
    pub id: String,
    /// Its area, as written.
    pub area: String,
    /// The grade.
    pub level: Option<f64>,
    /// What stands where the grade should, if it is no number.
    pub odd: Option<String>,
    /// The grade that is aimed at.
    pub target: Option<f64>,
    /// The average of its area that the sheet itself gives.
    pub area_mean: Option<f64>,
}

/// One area.
#[derive(Debug, Clone, PartialEq)]
pub struct Area {
    /// Its name.
    pub name: String,
    /// Questions with a grade.
    pub answered: usize,
    /// Questions without one.
    pub missing: usize,
    /// Average of the grades.
    pub mean: Option<f64>,
    /// Average of the grades that are aimed at.
    pub target: Option<f64>,
    /// The average that the sheet itself gives.
    pub stated: Option<f64>,
}

impl Area {
    /// Whether the sheet's own average is this one, as far as two decimals tell; nothing where the sheet gives none.
    pub fn agrees(&self) -> Option<bool> {
        let stated = self.stated?;
        Some(self.mean.is_some_and(|mean| (mean - stated).abs() <= 0.005 + 1e-9))
    }
}

/// The questions of a subject's sheets, in order.
pub fn questions(facts: &Facts) -> Vec<Question> {
    let mut fields: BTreeMap<u32, BTreeMap<&str, (&str, Option<f64>)>> = BTreeMap::new();
    for row in 0..facts.rows(Kind::Registers, "cells") {
        let text = |column: &str| facts.text(Kind::Registers, "cells", column, row);
        if let (Some(entry), Some(field)) = (entry_of(facts, row), text("field")) {
            let value = text("value").unwrap_or_default();
            fields
                .entry(entry)
                .or_default()
                .insert(field, (value, number(facts, row)));
        }
    }
    let none = BTreeMap::new();
    let is_own = |row: &u32| facts.text(Kind::Registers, "entries", "register", *row) == Some(REGISTER);
    (0..facts.rows(Kind::Registers, "entries"))
        .filter(is_own)
        .map(|row| {
            let fields = fields.get(&row).unwrap_or(&none);
            let text = |field: &str| fields.get(field).map_or("", |(text, _)| text.trim()).to_owned();
            let number = |field: &str| fields.get(field).and_then(|(_, number)| *number);
            let level = number("level");
            Question {
                id: text("id"),
                area: text("area"),
                odd: Some(text("level")).filter(|t| level.is_none() && !t.is_empty()),
                level,
                target: number("target"),
                area_mean: number("area_mean"),
            }
        })
        .collect()
}

/// The areas in the order in which they come first.
pub fn areas(questions: &[Question]) -> Vec<Area> {
    let mut order: Vec<&str> = Vec::new();
    for question in questions {
        if !order.contains(&question.area.as_str()) {
            order.push(&question.area);
        }
    }
    let of = |name: &&str| {
        let own: Vec<&Question> = questions.iter().filter(|q| q.area == *name).collect();
        let levels: Vec<f64> = own.iter().filter_map(|q| q.level).collect();
        let targets: Vec<f64> = own.iter().filter_map(|q| q.target).collect();
        Area {
            name: (*name).to_owned(),
            answered: levels.len(),
            missing: own.len() - levels.len(),
            mean: mean(&levels),
            target: mean(&targets),
            stated: own.iter().find_map(|q| q.area_mean),
        }
    };
    order.iter().map(of).collect()
}

/// The average; nothing of nothing.
#[allow(clippy::cast_precision_loss, reason = "a count of questions is far below 2^53")]
pub fn mean(numbers: &[f64]) -> Option<f64> {
    (!numbers.is_empty()).then(|| numbers.iter().sum::<f64>() / numbers.len() as f64)
}

fn column<'f>(facts: &'f Facts, name: &str) -> Option<&'f Column> {
    let (table, schema) = schema::table_by_name(Kind::Registers, "cells")?;
    let at = schema.columns.iter().position(|c| c.name == name)?;
    facts.column(Kind::Registers, table, at)
}

fn entry_of(facts: &Facts, row: u32) -> Option<u32> {
    match column(facts, "entry")? {
        Column::Reference(rows) => rows.get(row as usize).copied().filter(|entry| *entry != u32::MAX),
        _ => None,
    }
}

fn number(facts: &Facts, row: u32) -> Option<f64> {
    match column(facts, "number")? {
        Column::Decimal(numbers) => numbers.get(row as usize).copied().filter(|n| n.is_finite()),
        _ => None,
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]
mod tests {
    use super::*;

    fn question(area: &str, level: Option<f64>, area_mean: Option<f64>) -> Question {
        Question {
            id: String::new(),
            area: area.to_owned(),
            level,
            odd: None,
            target: None,
            area_mean,
        }
    }

    #[test]
    fn an_empty_grade_is_left_out_of_the_average_and_counted() {
        let all = [
            question("B", Some(1.0), Some(1.5)),
            question("A", None, None),
            question("B", Some(2.0), None),
            question("B", None, None),
        ];
        let areas = areas(&all);
        assert_eq!(areas.iter().map(|a| a.name.as_str()).collect::<Vec<_>>(), ["B", "A"]);
        assert_eq!((areas[0].mean, areas[0].answered, areas[0].missing), (Some(1.5), 2, 1));
        assert_eq!((areas[1].mean, areas[1].answered, areas[1].missing), (None, 0, 1));
        assert_eq!((areas[0].agrees(), areas[1].agrees()), (Some(true), None));
    }

    #[test]
    fn two_decimals_tell_whether_a_stated_average_is_the_same() {
        let thirds = |stated| {
            let levels = [1.0, 2.0, 2.0].map(|level| question("A", Some(level), Some(stated)));
            areas(&levels)[0].agrees()
        };
        assert_eq!(thirds(1.67), Some(true));
        assert_eq!(thirds(1.7), Some(false));
    }
}
