//! Where a check puts its conclusions.

use crate::answer::Answer;
use crate::bindings::sekisho::policy::types;
use crate::{Date, Fact};

/// The findings of one check on one subject. They go straight to the columns that answer the whole call.
#[derive(Debug)]
pub struct Findings {
    checks: Vec<Messages>,
    /// The check at work.
    current: usize,
    /// How many findings there were when it began.
    before: usize,
    last: Finding,
}

/// What a check can say.
#[derive(Debug)]
struct Messages {
    id: &'static str,
    /// The numbers of those that it has used, where there are any: with many subjects, all but the first uses of a message
    /// are found here.
    used: [u32; USED],
}

/// More than a check says often; the others are looked up.
const USED: usize = 4;

/// Findings for which room is made at the beginning, at most.
const ROOM: usize = 4_096;

/// The finding that was added last.
#[derive(Debug)]
pub struct Finding {
    answer: Answer,
}

/// A value that can stand in a message.
#[derive(Debug, Clone)]
pub struct ArgumentValue(Value);

#[derive(Debug, Clone)]
enum Value {
    Text(String),
    Integer(i64),
    Decimal(f64),
    Date(i32),
}

macro_rules! from_integer {
    ($($ty:ty),*) => {$(
        impl From<$ty> for ArgumentValue {
            fn from(value: $ty) -> Self {
                // A count beyond i64 cannot occur: facts are numbered in 32 bits.
                Self(Value::Integer(i64::try_from(value).unwrap_or(i64::MAX)))
            }
        }
    )*};
}
from_integer!(i32, i64, u32, u64, usize);

impl From<f64> for ArgumentValue {
    fn from(value: f64) -> Self {
        Self(Value::Decimal(value))
    }
}
impl From<&str> for ArgumentValue {
    fn from(value: &str) -> Self {
        Self(Value::Text(value.to_owned()))
    }
}
impl From<&String> for ArgumentValue {
    fn from(value: &String) -> Self {
        Self(Value::Text(value.clone()))
    }
}
impl From<String> for ArgumentValue {
    fn from(value: String) -> Self {
        Self(Value::Text(value))
    }
}
impl From<Date> for ArgumentValue {
    fn from(value: Date) -> Self {
        Self(Value::Date(value.0))
    }
}

impl Findings {
    /// An answer without findings, for checks with these ids on so many subjects.
    pub(crate) fn new(checks: impl Iterator<Item = &'static str>, subjects: u32) -> Self {
        let checks: Vec<Messages> = checks
            .map(|id| Messages {
                id,
                used: [u32::MAX; USED],
            })
            .collect();
        // Most checks find one thing.
        let room = checks.len().saturating_mul(subjects as usize).min(ROOM);
        let texts = checks.len() * 2;
        Self {
            checks,
            current: 0,
            before: 0,
            last: Finding {
                answer: Answer::with_room(room, texts),
            },
        }
    }

    /// Begins the findings of a check on the next subject.
    pub(crate) fn open(&mut self, check: usize) {
        self.current = check;
        self.before = self.last.answer.outcomes().len();
        self.last.answer.check();
    }

    /// Ends what was begun.
    pub(crate) fn close(&mut self, result: Result<(), types::CheckError>) {
        if let Err(error) = result {
            self.last.answer.give_up(error);
        }
    }

    /// What all checks have found on all subjects.
    pub(crate) fn finish(self) -> types::Findings {
        self.last.answer.finish()
    }

    fn message(&mut self, message: &str) -> u32 {
        if let Some(check) = self.checks.get(self.current) {
            let (texts, id) = (self.last.answer.texts(), check.id.len() + 1);
            let mut used = check.used.iter().take_while(|used| **used != u32::MAX);
            if let Some(used) = used.find(|used| texts.ends(**used, id, message)) {
                return *used;
            }
        }
        self.first_use(message)
    }

    /// Apart from the others, which are as many as there are subjects.
    #[inline(never)]
    fn first_use(&mut self, message: &str) -> u32 {
        let texts = self.last.answer.texts();
        let Some(check) = self.checks.get_mut(self.current) else {
            return texts.code(&[message]);
        };
        let write = |text: &mut Vec<u8>| {
            dashed(check.id, text);
            text.push(b'-');
            text.extend_from_slice(message.as_bytes());
        };
        match check.used.iter_mut().find(|used| **used == u32::MAX) {
            // The next time it is found among those that were used.
            Some(free) => {
                *free = texts.appended(write);
                *free
            }
            None => texts.written(write),
        }
    }

    fn add(&mut self, outcome: types::Outcome, message: &str) -> &mut Finding {
        let message = self.message(message);
        self.last.answer.begin(outcome, message);
        &mut self.last
    }

    fn outcomes(&self) -> &[types::Outcome] {
        self.last.answer.outcomes().get(self.before..).unwrap_or_default()
    }

    /// Met. `message` is the id inside the check: `all-present` means `<check>-all-present` in the message files.
    pub fn pass(&mut self, message: &str) -> &mut Finding {
        self.add(types::Outcome::Pass, message)
    }

    /// Not met.
    pub fn fail(&mut self, message: &str) -> &mut Finding {
        self.add(types::Outcome::Fail, message)
    }

    /// A named person says that it is met.
    pub fn attested(&mut self, message: &str) -> &mut Finding {
        self.add(types::Outcome::Attested, message)
    }

    /// Does not apply.
    pub fn not_applicable(&mut self, message: &str) -> &mut Finding {
        self.add(types::Outcome::NotApplicable, message)
    }

    /// Evidence is missing.
    pub fn unknown(&mut self, message: &str) -> &mut Finding {
        self.add(types::Outcome::Unknown, message)
    }

    /// For information.
    pub fn informational(&mut self, message: &str) -> &mut Finding {
        self.add(types::Outcome::Informational, message)
    }

    /// Whether nothing failed and nothing is unknown so far.
    pub fn is_clean(&self) -> bool {
        let is_bad = |outcome: &types::Outcome| matches!(outcome, types::Outcome::Fail | types::Outcome::Unknown);
        !self.outcomes().iter().any(is_bad)
    }

    /// Adds a pass unless something failed or is unknown; the finding is handed back where it was added.
    pub fn pass_if_clean(&mut self, message: &str) -> Option<&mut Finding> {
        if self.is_clean() {
            Some(self.pass(message))
        } else {
            None
        }
    }

    /// How many findings there are.
    pub fn len(&self) -> usize {
        self.outcomes().len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.outcomes().is_empty()
    }
}

/// Writes a check's id as it stands before its message ids: dots become dashes. It is done for every check of every call,
/// and therefore eight bytes at a time.
fn dashed(id: &str, text: &mut Vec<u8>) {
    const LOW: u64 = 0x7f7f_7f7f_7f7f_7f7f;
    const DOTS: u64 = 0x2e2e_2e2e_2e2e_2e2e;
    let dashed = |word: &[u8; 8]| {
        let word = u64::from_le_bytes(*word);
        let other = word ^ DOTS;
        // The highest bit of each byte that is a dot, then of each of those what makes a dash of it.
        let dots = !(((other & LOW) + LOW) | other | LOW);
        (word ^ ((dots >> 7) * u64::from(b'.' ^ b'-'))).to_le_bytes()
    };
    let start = text.len();
    let (words, rest) = id.as_bytes().as_chunks::<8>();
    for word in words {
        text.extend_from_slice(&dashed(word));
    }
    match id.as_bytes().last_chunk::<8>() {
        _ if rest.is_empty() => {}
        // Some of them once more.
        Some(last) => {
            text.truncate(start + id.len() - last.len());
            text.extend_from_slice(&dashed(last));
        }
        None => text.extend(rest.iter().map(|byte| if *byte == b'.' { b'-' } else { *byte })),
    }
}

impl Finding {
    /// Sets an argument of the message.
    pub fn arg(&mut self, name: &str, value: impl Into<ArgumentValue>) -> &mut Self {
        let texts = self.answer.texts();
        let value = match value.into().0 {
            Value::Text(text) => types::ArgumentValue::Text(texts.code(&[&text])),
            Value::Integer(n) => types::ArgumentValue::Integer(n),
            Value::Decimal(n) => types::ArgumentValue::Decimal(n),
            Value::Date(days) => types::ArgumentValue::Date(days),
        };
        let name = texts.code(&[name]);
        self.answer.argument(types::Argument { name, value });
        self
    }

    /// Cites a fact.
    pub fn cite(&mut self, fact: &impl Fact) -> &mut Self {
        self.answer.cite(fact.fact());
        self
    }

    /// Cites facts.
    pub fn cite_all<'f, F: Fact + 'f>(&mut self, facts: impl IntoIterator<Item = &'f F>) -> &mut Self {
        for fact in facts {
            self.cite(fact);
        }
        self
    }
}

#[cfg(test)]
mod tests {
    use super::dashed;

    #[test]
    fn dots_become_dashes_and_nothing_else_changes() {
        for id in [
            "",
            "a.b",
            "bench.password.min-length",
            "........",
            "検査.鍵.x/-,.",
            "a/.-n\u{ae}.\u{12e}..",
        ] {
            let mut text = Vec::new();
            dashed(id, &mut text);
            assert_eq!(String::from_utf8(text), Ok(id.replace('.', "-")));
        }
    }
}
