//! Conditions and means: `role=ciio or persons>=1000000 -> consent & security-assessment | standard-contract`.

/// What is known of a flow when a condition is asked: `None` where nobody said.
pub(crate) trait Known {
    /// Whether the flow has this word (`role=…`, `category=…`, `joins=…`).
    fn word(&self, name: &str, word: &str) -> Option<bool>;
    /// Whether a number reaches a bound (`persons`, `sensitive`, `handled`).
    fn reaches(&self, name: &str, bound: i64) -> Option<bool>;
}

/// One step: a condition, and the means that are needed where it holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Tier<'r> {
    /// Any of these; none: always.
    pub(crate) when: Vec<Term<'r>>,
    /// One of each of these; none: exempt.
    pub(crate) needs: Vec<Vec<&'r str>>,
}

/// One term of a condition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Term<'r> {
    Word(&'r str, &'r str),
    Reaches(&'r str, i64),
}

impl<'r> Tier<'r> {
    /// Reads `condition -> means`.
    pub(crate) fn read(text: &'r str) -> Option<Self> {
        let (when, needs) = text.split_once("->")?;
        let (when, needs) = (when.trim(), needs.trim());
        let when = if when.is_empty() {
            Vec::new()
        } else {
            when.split(" or ").map(Term::read).collect::<Option<_>>()?
        };
        let needs = if needs == "exempt" {
            Vec::new()
        } else {
            let groups = needs.split('&').map(|group| group.split('|').map(str::trim).collect());
            groups.collect::<Vec<Vec<&str>>>()
        };
        let is_whole = needs.iter().flatten().all(|word| !word.is_empty());
        is_whole.then_some(Self { when, needs })
    }

    /// Whether the condition holds; `Err` names what would have to be known.
    pub(crate) fn holds(&self, known: &impl Known) -> Result<bool, Vec<&'r str>> {
        let mut open = Vec::new();
        for term in &self.when {
            match term.holds(known) {
                Some(true) => return Ok(true),
                Some(false) => {}
                None => open.push(term.name()),
            }
        }
        if open.is_empty() {
            Ok(self.when.is_empty())
        } else {
            Err(open)
        }
    }

    /// The groups of which no means is at hand.
    pub(crate) fn missing(&self, has: impl Fn(&str) -> bool) -> Vec<&[&'r str]> {
        let groups = self.needs.iter().filter(|group| !group.iter().any(|means| has(means)));
        groups.map(Vec::as_slice).collect()
    }

    /// All means named, for a message.
    pub(crate) fn told(&self) -> String {
        told(self.needs.iter().map(Vec::as_slice))
    }
}

/// Groups of means as they are written.
pub(crate) fn told<'g, 'r: 'g>(groups: impl IntoIterator<Item = &'g [&'r str]>) -> String {
    let groups: Vec<String> = groups.into_iter().map(|group| group.join(" | ")).collect();
    groups.join(" & ")
}

impl<'r> Term<'r> {
    fn read(text: &'r str) -> Option<Self> {
        if let Some((name, bound)) = text.split_once(">=") {
            return Some(Self::Reaches(name.trim(), bound.trim().parse().ok()?));
        }
        let (name, word) = text.split_once('=')?;
        Some(Self::Word(name.trim(), word.trim()))
    }

    fn holds(&self, known: &impl Known) -> Option<bool> {
        match self {
            Self::Word(name, word) => known.word(name, word),
            Self::Reaches(name, bound) => known.reaches(name, *bound),
        }
    }

    /// The name of what is asked.
    pub(crate) fn name(&self) -> &'r str {
        match self {
            Self::Word(name, _) | Self::Reaches(name, _) => name,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Known, Term, Tier};

    struct Flow(Option<i64>);
    impl Known for Flow {
        fn word(&self, _: &str, word: &str) -> Option<bool> {
            Some(word == "ciio")
        }
        fn reaches(&self, _: &str, bound: i64) -> Option<bool> {
            self.0.map(|n| n >= bound)
        }
    }

    fn tier(text: &str) -> Tier<'_> {
        Tier::read(text).unwrap_or(Tier {
            when: Vec::new(),
            needs: Vec::new(),
        })
    }

    #[test]
    fn a_known_term_decides_before_an_open_one() {
        let either = tier("persons>=10 or role=ciio -> a");
        assert_eq!(either.when.first(), Some(&Term::Reaches("persons", 10)));
        assert_eq!(either.holds(&Flow(None)), Ok(true));
        assert_eq!(tier("persons>=10 -> a").holds(&Flow(None)), Err(vec!["persons"]));
        assert_eq!(tier("persons>=10 -> a").holds(&Flow(Some(9))), Ok(false));
        assert_eq!(tier("-> exempt").holds(&Flow(None)), Ok(true));
    }

    #[test]
    fn a_combination_needs_one_of_each_group() {
        let both = tier("-> consent & contract | assessment");
        assert_eq!(both.missing(|word| word == "contract"), vec![&["consent"][..]]);
        assert!(both.missing(|word| word != "assessment").is_empty());
        assert_eq!(both.told(), "consent & contract | assessment");
        assert_eq!(Tier::read("-> a | "), None);
    }
}
