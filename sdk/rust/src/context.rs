//! What a check is handed: its parameters, the day, and the facts by kind.

use crate::bindings::sekisho::policy::{context, log, types};
use crate::registers::Registers;
use crate::settings::Settings;
use crate::views::{
    AdvisoriesFacts, AnswersFacts, AssetsFacts, DataFlowsFacts, RegistersFacts, SbomFacts, SettingsFacts,
};
use crate::{CheckError, Date, views};
use std::cell::OnceCell;
use std::rc::Rc;

/// How much a line of the log matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LogLevel {
    /// For the author only.
    Debug,
    /// Worth knowing.
    Info,
    /// Odd.
    Warn,
}

/// The columns of all subjects of one call, fetched as they are read.
#[derive(Debug, Default)]
pub(crate) struct Batch {
    sbom: Rc<views::sbom::Columns>,
    advisories: Rc<views::advisories::Columns>,
    assets: Rc<views::assets::Columns>,
    registers: Rc<views::registers::Columns>,
    settings: Rc<views::settings::Columns>,
    answers: Rc<views::answers::Columns>,
    data_flows: Rc<views::data_flows::Columns>,
}

impl Batch {
    /// One subject of the call: it sees its own rows and no others.
    pub(crate) fn subject(&self, number: u32) -> Subject {
        Subject {
            sbom: SbomFacts::new(&self.sbom, number),
            advisories: AdvisoriesFacts::new(&self.advisories, number),
            assets: AssetsFacts::new(&self.assets, number),
            registers: RegistersFacts::new(&self.registers, number),
            settings: SettingsFacts::new(&self.settings, number),
            answers: AnswersFacts::new(&self.answers, number),
            data_flows: DataFlowsFacts::new(&self.data_flows, number),
            register_index: OnceCell::new(),
            settings_index: OnceCell::new(),
        }
    }
}

/// All facts of one subject; shared by the checks of one call.
#[derive(Debug)]
pub(crate) struct Subject {
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
    place: types::Place,
}

impl<'a> Context<'a> {
    pub(crate) fn new(subject: &'a Subject, parameters: &'a [types::Parameter], place: types::Place) -> Self {
        Self {
            subject,
            parameters,
            place,
        }
    }

    /// Says something to the plugin's author: it becomes an event that names plugin, check and subject.
    pub fn log(&self, level: LogLevel, message: &str) {
        let level = match level {
            LogLevel::Debug => log::Level::Debug,
            LogLevel::Info => log::Level::Info,
            LogLevel::Warn => log::Level::Warn,
        };
        log::write(self.place, level, message);
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

    /// A list parameter whose items are all among `known`; another word is an error, not silence.
    pub fn known_texts(&self, name: &str, known: &[&str]) -> Result<&'a [String], CheckError> {
        let words = self.texts(name)?;
        match words.iter().find(|word| !known.contains(&word.as_str())) {
            None => Ok(words),
            Some(odd) => Err(CheckError::BadParameter(format!(
                "parameter `{name}` knows no `{odd}`; it takes {}",
                known.join(", ")
            ))),
        }
    }
}

fn wrong_type(name: &str) -> CheckError {
    CheckError::BadParameter(format!("parameter `{name}` has another type than described"))
}
