//! How much of a list is still to come, told by what its beginning took of the document: so much room is made at once.

use crate::sbom::lines::Lines;
use sekisho_model::FactsBuilder;
use sekisho_model::facts::Begun;
use sekisho_model::schema::Kind;

/// Items of a beginning.
const FIRST: usize = 1_024;
/// Bytes of a document for which room is made for one row of a table, at most: a beginning may be denser than the rest.
const ROW: usize = 256;

/// The list that is being read.
#[derive(Debug, Default)]
pub(super) struct Ahead(Option<(Begun, usize)>);

impl Ahead {
    /// Told after each item of a list; answers how many more items there will be, where that has just become known.
    #[inline]
    pub(super) fn item(&mut self, index: usize, lines: &Lines<'_>, builder: &mut FactsBuilder) -> Option<usize> {
        if index == 0 || index == FIRST {
            self.look(index, lines, builder)
        } else {
            None
        }
    }

    #[cold]
    fn look(&mut self, index: usize, lines: &Lines<'_>, builder: &mut FactsBuilder) -> Option<usize> {
        let (at, length) = lines.at()?;
        if index == 0 {
            self.0 = Some((builder.begun(Kind::Sbom), at));
            return None;
        }
        let (begun, start) = self.0.take()?;
        let goes_on = |so_far| goes_on(so_far, at.checked_sub(start)?, length.checked_sub(at)?);
        let most = length / ROW;
        builder.expect(&begun, |so_far| goes_on(so_far).map_or(0, |more| more.min(most)));
        goes_on(FIRST).map(|more| more.min(most))
    }
}

/// How many more of something there will be in the bytes that are left, and a few to spare.
fn goes_on(so_far: usize, read: usize, left: usize) -> Option<usize> {
    let more = (so_far as u128 * left as u128).checked_div(read as u128)?;
    usize::try_from(more.saturating_add(more / 16)).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rest_is_like_the_beginning() {
        assert_eq!(goes_on(100, 1_000, 16_000), Some(1_700));
        assert_eq!((goes_on(0, 1_000, 16_000), goes_on(7, 1_000, 0)), (Some(0), Some(0)));
        assert_eq!(goes_on(100, 0, 16_000), None, "all on one line that nobody asked for");
        assert_eq!(goes_on(usize::MAX, 1, usize::MAX), None);
    }
}
