//! The parameters with which a check runs: the profile's value, else the policy's, else the check's default.

use super::CONTROL_PARAMETER;
use crate::policy::{PolicyCheck, PolicyControl};
use crate::{CatalogError, Policy, Profile};
use sekisho_model::Date;
use sekisho_model::check::{CheckInfo, ParameterInfo, ParameterType, Value};

/// One use of a check, with everything that may give its parameters a value.
pub(super) struct Effective<'a> {
    pub(super) policy: &'a Policy,
    pub(super) policy_file: &'a str,
    pub(super) control: &'a PolicyControl,
    pub(super) check: &'a PolicyCheck,
    pub(super) info: &'a CheckInfo,
    pub(super) profile: Option<&'a Profile>,
}

impl Effective<'_> {
    /// Profile over policy over automatic value over default.
    pub(super) fn parameters(&self, faults: &mut Vec<CatalogError>) -> Vec<(String, Value)> {
        let unknown = self
            .check
            .parameters
            .keys()
            .filter(|name| !self.info.parameters.iter().any(|p| p.name == **name));
        for name in unknown {
            faults.push(self.fault(format!("check `{}` has no parameter `{name}`", self.check.check)));
        }
        let mut parameters = Vec::with_capacity(self.info.parameters.len());
        for info in &self.info.parameters {
            match self.value(info) {
                Ok(Some(value)) => parameters.push((info.name.clone(), value)),
                Ok(None) => {
                    faults.push(self.fault(format!("check `{}` needs parameter `{}`", self.check.check, info.name)))
                }
                Err(fault) => faults.push(fault),
            }
        }
        parameters
    }

    fn value(&self, info: &ParameterInfo) -> Result<Option<Value>, CatalogError> {
        let tailored = self.profile.and_then(|profile| {
            let fits = profile.parameters.iter().filter(|o| {
                o.plugin == self.check.plugin
                    && o.check == self.check.check
                    && o.name == info.name
                    && o.control.as_ref().is_none_or(|id| *id == self.control.id)
            });
            // The most particular one wins: a value for this control over a value for all.
            fits.max_by_key(|o| o.control.is_some()).map(|o| (profile, o))
        });
        let (written, file, line) = match tailored {
            Some((profile, o)) => (&o.value, profile.file.as_str(), o.line),
            None => match self.check.parameters.get(&info.name) {
                Some(value) => (value, self.policy_file, self.check.line),
                None if info.name == CONTROL_PARAMETER => {
                    return Ok(Some(Value::Text(format!("{}:{}", self.policy.id, self.control.id))));
                }
                None => return Ok(info.default.clone()),
            },
        };
        let fault = |reason: String| CatalogError::Content {
            file: file.to_owned(),
            line,
            reason: format!("parameter `{}` of check `{}` {reason}", info.name, self.check.check),
        };
        let value = convert(written, &info.ty).ok_or_else(|| fault(format!("is not {}", info.ty.name())))?;
        match info.ty.refuse(&value) {
            Some(reason) => Err(fault(reason)),
            None => Ok(Some(value)),
        }
    }

    fn fault(&self, reason: String) -> CatalogError {
        CatalogError::Content {
            file: self.policy_file.to_owned(),
            line: self.check.line,
            reason,
        }
    }
}

/// A TOML value as a parameter value of some type; also used for parameters given as JSON by test cases.
pub fn convert(value: &toml::Value, ty: &ParameterType) -> Option<Value> {
    Some(match (ty, value) {
        (ParameterType::Boolean, toml::Value::Boolean(v)) => Value::Boolean(*v),
        (ParameterType::Integer { .. }, toml::Value::Integer(v)) => Value::Integer(*v),
        (ParameterType::Decimal { .. }, toml::Value::Float(v)) => Value::Decimal(*v),
        #[allow(clippy::cast_precision_loss, reason = "bounds of numbers are far below 2^53")]
        (ParameterType::Decimal { .. }, toml::Value::Integer(v)) => Value::Decimal(*v as f64),
        (ParameterType::Text { .. } | ParameterType::Choice { .. }, toml::Value::String(v)) => Value::Text(v.clone()),
        (ParameterType::Texts { .. }, toml::Value::Array(items)) => {
            let texts: Option<Vec<String>> = items.iter().map(|i| i.as_str().map(ToOwned::to_owned)).collect();
            Value::Texts(texts?)
        }
        (ParameterType::Date, toml::Value::String(v)) => Value::Date(Date::parse(v)?),
        (ParameterType::Date, toml::Value::Datetime(v)) => Value::Date(Date::parse(&v.to_string())?),
        _ => return None,
    })
}
