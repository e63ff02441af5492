//! Room for what is still to come: a long list goes on as it began, and lists that have their room are neither moved nor
//! copied, nor is the memory they grew out of still about.

use super::FactsBuilder;
use crate::schema::Kind;

/// What there was of one kind when a list began.
#[derive(Debug)]
pub struct Begun {
    kind: Kind,
    rows: Vec<u32>,
    texts: u32,
    steps: usize,
}

impl FactsBuilder {
    /// Remembers what there is of a kind; see [`Self::expect`].
    pub fn begun(&self, kind: Kind) -> Begun {
        let tables = self.grown(kind).map_or(&[][..], |(tables, _)| tables);
        Begun {
            kind,
            rows: tables.iter().map(|table| table.rows).collect(),
            texts: self.grown(kind).map_or(0, |(_, dictionary)| dictionary.len()),
            steps: self.places().steps(),
        }
    }

    /// Makes room for the rest of a list. `goes_on` tells how many more of something there will be of which there have
    /// been so many since it began. Where there are fewer, the room costs nothing, since nobody writes to it; where there is
    /// no room, lists grow as they always do.
    pub fn expect(&mut self, begun: &Begun, goes_on: impl Fn(usize) -> usize) {
        let steps = self.places().steps().saturating_sub(begun.steps);
        self.places_mut().expect(goes_on(steps));
        let Some((tables, dictionary)) = self.parts(begun.kind) else {
            return;
        };
        dictionary.expect(goes_on(dictionary.len().saturating_sub(begun.texts) as usize));
        for (index, table) in tables.iter_mut().enumerate() {
            let before = begun.rows.get(index).copied().unwrap_or(0);
            table.expect(goes_on(table.rows.saturating_sub(before) as usize));
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;
    use crate::facts::Origin;
    use crate::schema::rows::sbom::Component;

    #[test]
    fn what_was_expected_changes_nothing() {
        let read = |is_expected: bool, factor: usize| {
            let mut builder = FactsBuilder::new();
            let begun = builder.begun(Kind::Sbom);
            for number in 0..300 {
                let name = format!("部品-{number}");
                let row = Component {
                    name: Some(&name),
                    version: (number % 3 == 0).then_some("1"),
                    ..Component::default()
                };
                builder.push(&row, Origin::default());
                if is_expected && number == 99 {
                    builder.expect(&begun, |so_far| so_far.saturating_mul(factor));
                }
            }
            let facts = builder.finish();
            let cell = |column: &str, row: u32| facts.text(Kind::Sbom, "components", column, row).map(str::to_owned);
            let cells = (0..300).map(|row| (cell("name", row), cell("version", row)));
            cells.collect::<Vec<_>>()
        };
        let plain = read(false, 0);
        assert_eq!(plain.last().unwrap(), &(Some("部品-299".to_owned()), None));
        // Too little, enough, and more than there is memory for.
        for factor in [0, 1, 2, 1_000, usize::MAX] {
            assert_eq!(read(true, factor), plain, "{factor}");
        }
    }
}
