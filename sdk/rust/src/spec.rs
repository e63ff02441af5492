//! What a check says about itself. Titles, descriptions and parameter descriptions stand in the message files:
//! `<check>` (title) with attribute `.description`, and `<check>-parameter-<name>`; dots in ids become dashes.

use crate::bindings::sekisho::policy::types;

/// Description of a check.
#[derive(Debug, Clone)]
pub struct Spec {
    pub(crate) id: &'static str,
    reads: Option<&'static str>,
    /// A check is asked for its id in every call, and most read one kind: those make no list.
    further_reads: Vec<&'static str>,
    pub(crate) parameters: Vec<Parameter>,
}

impl Spec {
    /// A check with an id such as `auth.mfa`.
    pub fn new(id: &'static str) -> Self {
        Self {
            id,
            reads: None,
            further_reads: Vec::new(),
            parameters: Vec::new(),
        }
    }

    /// Names a kind of fact that the check needs: `sbom`, `assets`, `settings`, `answers`, `registers`, `advisories`,
    /// `data-flows`.
    #[must_use]
    pub fn reads(mut self, kind: &'static str) -> Self {
        if self.reads.is_none() {
            self.reads = Some(kind);
        } else {
            self.further_reads.push(kind);
        }
        self
    }

    /// The kinds that were named, in order.
    pub(crate) fn kinds(&self) -> impl Iterator<Item = &'static str> {
        self.reads.into_iter().chain(self.further_reads.iter().copied())
    }

    /// Adds a parameter.
    #[must_use]
    pub fn parameter(mut self, parameter: Parameter) -> Self {
        self.parameters.push(parameter);
        self
    }
}

/// One parameter with its type, bounds and default.
#[derive(Debug, Clone)]
pub struct Parameter {
    pub(crate) name: &'static str,
    pub(crate) ty: types::ParameterType,
    pub(crate) default: Option<types::Value>,
}

impl Parameter {
    /// Yes or no.
    pub fn boolean(name: &'static str, default: bool) -> Self {
        Self {
            name,
            ty: types::ParameterType::Boolean,
            default: Some(types::Value::Boolean(default)),
        }
    }

    /// A whole number between two bounds.
    pub fn integer(name: &'static str, min: i64, max: i64, default: i64) -> Self {
        let bounds = types::IntegerBounds { min, max };
        Self {
            name,
            ty: types::ParameterType::Integer(bounds),
            default: Some(types::Value::Integer(default)),
        }
    }

    /// A number between two bounds.
    pub fn decimal(name: &'static str, min: f64, max: f64, default: f64) -> Self {
        let bounds = types::DecimalBounds { min, max };
        Self {
            name,
            ty: types::ParameterType::Decimal(bounds),
            default: Some(types::Value::Decimal(default)),
        }
    }

    /// A text of at most so many characters.
    pub fn text(name: &'static str, max_length: u32, default: &str) -> Self {
        Self {
            name,
            ty: types::ParameterType::Text(max_length),
            default: Some(types::Value::Text(default.to_owned())),
        }
    }

    /// One of some words.
    pub fn choice(name: &'static str, options: &[&str], default: &str) -> Self {
        let options = options.iter().map(|s| (*s).to_owned()).collect();
        Self {
            name,
            ty: types::ParameterType::Choice(options),
            default: Some(types::Value::Text(default.to_owned())),
        }
    }

    /// A list of texts (at most 1,000 of at most 200 characters).
    pub fn texts(name: &'static str, default: &[&str]) -> Self {
        let bounds = types::TextsBounds {
            max_items: 1000,
            max_length: 200,
        };
        let default = default.iter().map(|s| (*s).to_owned()).collect();
        Self {
            name,
            ty: types::ParameterType::Texts(bounds),
            default: Some(types::Value::Texts(default)),
        }
    }

    /// Takes the default away: the policy must give a value.
    #[must_use]
    pub fn required(mut self) -> Self {
        self.default = None;
        self
    }
}
