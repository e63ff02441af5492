//! What a check is handed: its parameters, the day, and the facts by kind.

use crate::bindings::sekisho::policy::{context, types};
use crate::registers::Registers;
use crate::settings::Settings;
use crate::views::{
    AdvisoriesFacts, AnswersFacts, AssetsFacts, DataFlowsFacts, RegistersFacts, SbomFacts, SettingsFacts,
};
use crate::{CheckError, Date};
use std::cell::OnceCell;

/// All facts of one subject, fetched as they are read; shared by the checks of one call.
#[derive(Debug, Default)]
pub struct Subject {
    sbom: SbomFacts,
    advisories: AdvisoriesFacts,
    assets: AssetsFacts,
    registers: RegistersFacts,
    settings: SettingsFacts,
    answers: AnswersFacts,
    data_flows: DataFlowsFacts,
    register_index: OnceCell<crate::registers::Index>,
    settings_index: OnceCell<crate::settings::Index>,
}

/// The surroundings of one check at work on one subject.
#[derive(Debug, Clone, Copy)]
pub struct Context<'a> {
    subject: &'a Subject,
    parameters: &'a [types::Parameter],
}

impl<'a> Context<'a> {
    pub(crate) fn new(subject: &'a Subject, parameters: &'a [types::Parameter]) -> Self {
        Self { subject, parameters }
    }

    /// The day as of which the subject is assessed.
    pub fn today(&self) -> Date {
        Date(context::as_of())
    }

    /// Software bills of materials.
    pub fn sbom(&self) -> &'a SbomFacts {
        &self.subject.sbom
    }

    /// Advisories, exploited lists, VEX.
    pub fn advisories(&self) -> &'a AdvisoriesFacts {
        &self.subject.advisories
    }

    /// The asset inventory.
    pub fn assets(&self) -> &'a AssetsFacts {
        &self.subject.assets
    }

    /// Registers, by register id.
    pub fn registers(&self) -> Registers<'a> {
        Registers::new(&self.subject.registers, &self.subject.register_index)
    }

    /// Configuration snapshots, by canonical key.
    pub fn settings(&self) -> Settings<'a> {
        Settings::new(&self.subject.settings, &self.subject.settings_index)
    }

    /// Answers of people.
    pub fn answers(&self) -> &'a AnswersFacts {
        &self.subject.answers
    }

    /// Data items and events.
    pub fn data_flows(&self) -> &'a DataFlowsFacts {
        &self.subject.data_flows
    }

    fn value(&self, name: &str) -> Result<&'a types::Value, CheckError> {
        let found = self.parameters.iter().find(|p| p.name == name).map(|p| &p.value);
        found.ok_or_else(|| CheckError::BadParameter(format!("parameter `{name}` was not given")))
    }

    /// A yes-or-no parameter.
    pub fn boolean(&self, name: &str) -> Result<bool, CheckError> {
        match self.value(name)? {
            types::Value::Boolean(value) => Ok(*value),
            _ => Err(wrong_type(name)),
        }
    }

    /// A whole-number parameter.
    pub fn integer(&self, name: &str) -> Result<i64, CheckError> {
        match self.value(name)? {
            types::Value::Integer(value) => Ok(*value),
            _ => Err(wrong_type(name)),
        }
    }

    /// A number parameter.
    pub fn decimal(&self, name: &str) -> Result<f64, CheckError> {
        match self.value(name)? {
            types::Value::Decimal(value) => Ok(*value),
            _ => Err(wrong_type(name)),
        }
    }

    /// A text or choice parameter.
    pub fn text(&self, name: &str) -> Result<&'a str, CheckError> {
        match self.value(name)? {
            types::Value::Text(value) => Ok(value),
            _ => Err(wrong_type(name)),
        }
    }

    /// A list parameter.
    pub fn texts(&self, name: &str) -> Result<&'a [String], CheckError> {
        match self.value(name)? {
            types::Value::Texts(value) => Ok(value),
            _ => Err(wrong_type(name)),
        }
    }
}

fn wrong_type(name: &str) -> CheckError {
    CheckError::BadParameter(format!("parameter `{name}` has another type than described"))
}
