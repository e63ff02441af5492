//! What stands against a record, kept until it is known which of several records is to be judged.

use sekisho_sdk::findings::ArgumentValue;
use sekisho_sdk::prelude::*;

/// A fact by its number, so that facts of different tables can stand in one list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Mark(u32);

impl Mark {
    pub(crate) fn of(fact: &impl Fact) -> Self {
        Self(fact.fact())
    }
}

impl Fact for Mark {
    fn fact(&self) -> u32 {
        self.0
    }
}

/// One finding that may be told.
#[derive(Debug, Clone)]
pub(crate) struct Problem {
    fails: bool,
    message: &'static str,
    arguments: Vec<(&'static str, ArgumentValue)>,
    marks: Vec<Mark>,
}

impl Problem {
    /// The record shows that it is not met.
    pub(crate) fn fail(message: &'static str) -> Self {
        Self {
            fails: true,
            message,
            arguments: Vec::new(),
            marks: Vec::new(),
        }
    }

    /// The record does not show whether it is met.
    pub(crate) fn unknown(message: &'static str) -> Self {
        Self {
            fails: false,
            ..Self::fail(message)
        }
    }

    pub(crate) fn arg(mut self, name: &'static str, value: impl Into<ArgumentValue>) -> Self {
        self.arguments.push((name, value.into()));
        self
    }

    pub(crate) fn cite(mut self, fact: &impl Fact) -> Self {
        self.marks.push(Mark::of(fact));
        self
    }

    pub(crate) fn cite_all<'f, F: Fact + 'f>(mut self, facts: impl IntoIterator<Item = &'f F>) -> Self {
        self.marks.extend(facts.into_iter().map(Mark::of));
        self
    }

    pub(crate) fn tell(self, out: &mut Findings) {
        let finding = if self.fails {
            out.fail(self.message)
        } else {
            out.unknown(self.message)
        };
        for (name, value) in self.arguments {
            // INVARIANT: `ArgumentValue` converts from itself.
            finding.arg(name, value);
        }
        finding.cite_all(&self.marks);
    }
}

/// Tells all of them.
pub(crate) fn tell_all(problems: Vec<Problem>, out: &mut Findings) {
    for problem in problems {
        problem.tell(out);
    }
}

/// The candidate with the least against it: where several records may serve, one that does is enough.
pub(crate) fn best<T>(candidates: impl IntoIterator<Item = (T, Vec<Problem>)>) -> Option<(T, Vec<Problem>)> {
    candidates.into_iter().min_by_key(|(_, problems)| {
        let fails = problems.iter().filter(|p| p.fails).count();
        (fails, problems.len() - fails)
    })
}

#[cfg(test)]
mod tests {
    use super::{Problem, best};

    #[test]
    fn the_least_faulty_candidate_is_judged() {
        let candidates = [
            ("a", vec![Problem::fail("x")]),
            ("b", vec![Problem::unknown("y"), Problem::unknown("z")]),
            ("c", vec![Problem::unknown("y")]),
            ("d", vec![Problem::unknown("y")]),
        ];
        assert_eq!(best(candidates).map(|(name, _)| name), Some("c"));
        assert!(best(Vec::<((), Vec<Problem>)>::new()).is_none());
    }
}
