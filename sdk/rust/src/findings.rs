//! Where a check puts its conclusions.

use crate::answer::Texts;
use crate::bindings::sekisho::policy::types;
use crate::{Date, Fact};
use std::rc::Rc;

/// The findings of one check on one subject.
#[derive(Debug)]
pub struct Findings {
    prefix: Rc<str>,
    texts: Rc<Texts>,
    pub(crate) list: Vec<Finding>,
}

/// One finding in the making.
#[derive(Debug)]
pub struct Finding {
    texts: Rc<Texts>,
    pub(crate) outcome: types::Outcome,
    pub(crate) message: u32,
    pub(crate) arguments: Vec<types::Argument>,
    pub(crate) facts: Vec<u32>,
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
    /// An empty list; `prefix` is what stands before every message id of the check.
    pub(crate) fn new(prefix: &Rc<str>, texts: &Rc<Texts>) -> Self {
        Self {
            prefix: Rc::clone(prefix),
            texts: Rc::clone(texts),
            list: Vec::new(),
        }
    }

    fn add(&mut self, outcome: types::Outcome, message: &str) -> &mut Finding {
        self.list.push(Finding {
            texts: Rc::clone(&self.texts),
            outcome,
            message: self.texts.code(&[&self.prefix, message]),
            arguments: Vec::new(),
            facts: Vec::new(),
        });
        let last = self.list.len() - 1;
        #[allow(clippy::indexing_slicing, reason = "pushed on the line above")]
        &mut self.list[last]
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
        !self
            .list
            .iter()
            .any(|f| matches!(f.outcome, types::Outcome::Fail | types::Outcome::Unknown))
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
        self.list.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }
}

impl Finding {
    /// Sets an argument of the message.
    pub fn arg(&mut self, name: &str, value: impl Into<ArgumentValue>) -> &mut Self {
        let value = match value.into().0 {
            Value::Text(text) => types::ArgumentValue::Text(self.texts.code(&[&text])),
            Value::Integer(n) => types::ArgumentValue::Integer(n),
            Value::Decimal(n) => types::ArgumentValue::Decimal(n),
            Value::Date(days) => types::ArgumentValue::Date(days),
        };
        let name = self.texts.code(&[name]);
        self.arguments.push(types::Argument { name, value });
        self
    }

    /// Cites a fact.
    pub fn cite(&mut self, fact: &impl Fact) -> &mut Self {
        self.facts.push(fact.fact());
        self
    }

    /// Cites facts.
    pub fn cite_all<'f, F: Fact + 'f>(&mut self, facts: impl IntoIterator<Item = &'f F>) -> &mut Self {
        self.facts.extend(facts.into_iter().map(Fact::fact));
        self
    }
}
