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

/// The columns of all subjects of one call, fetched as they are read. Those of a kind come to be when a check asks for it.
#[derive(Debug, Default)]
pub(crate) struct Batch {
    sbom: OnceCell<Rc<views::sbom::Columns>>,
    advisories: OnceCell<Rc<views::advisories::Columns>>,
    assets: OnceCell<Rc<views::assets::Columns>>,
    registers: OnceCell<Rc<views::registers::Columns>>,
    settings: OnceCell<Rc<views::settings::Columns>>,
    answers: OnceCell<Rc<views::answers::Columns>>,
    data_flows: OnceCell<Rc<views::data_flows::Columns>>,
    settings_index: OnceCell<crate::settings::Index>,
}

/// All facts of one subject, shared by the checks of one call: it sees its own rows and no others.
#[derive(Debug)]
pub(crate) struct Subject {
    batch: Rc<Batch>,
    number: u32,
    sbom: OnceCell<SbomFacts>,
    advisories: OnceCell<AdvisoriesFacts>,
    assets: OnceCell<AssetsFacts>,
    registers: OnceCell<RegistersFacts>,
    settings: OnceCell<SettingsFacts>,
    answers: OnceCell<AnswersFacts>,
    data_flows: OnceCell<DataFlowsFacts>,
    register_index: OnceCell<crate::registers::Index>,
}

impl Subject {
    pub(crate) fn new(batch: &Rc<Batch>, number: u32) -> Self {
        Self {
            batch: Rc::clone(batch),
            number,
            sbom: OnceCell::new(),
            advisories: OnceCell::new(),
            assets: OnceCell::new(),
            registers: OnceCell::new(),
            settings: OnceCell::new(),
            answers: OnceCell::new(),
            data_flows: OnceCell::new(),
            register_index: OnceCell::new(),
        }
    }
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

    /// The subject's view of a kind, made when it is first asked for.
    fn facts<C: Default, F>(
        &self,
        own: &'a OnceCell<F>,
        columns: &OnceCell<Rc<C>>,
        view: impl FnOnce(&Rc<C>, u32) -> F,
    ) -> &'a F {
        match own.get() {
            Some(facts) => facts,
            None => make(own, columns, view, self.subject.number),
        }
    }

    /// Software bills of materials.
    pub fn sbom(&self) -> &'a SbomFacts {
        let all = &self.subject.batch;
        self.facts(&self.subject.sbom, &all.sbom, SbomFacts::new)
    }

    /// Advisories, exploited lists, VEX.
    pub fn advisories(&self) -> &'a AdvisoriesFacts {
        let all = &self.subject.batch;
        self.facts(&self.subject.advisories, &all.advisories, AdvisoriesFacts::new)
    }

    /// The asset inventory.
    pub fn assets(&self) -> &'a AssetsFacts {
        let all = &self.subject.batch;
        self.facts(&self.subject.assets, &all.assets, AssetsFacts::new)
    }

    /// Registers, by register id.
    pub fn registers(&self) -> Registers<'a> {
        let all = &self.subject.batch;
        let facts = self.facts(&self.subject.registers, &all.registers, RegistersFacts::new);
        Registers::new(facts, &self.subject.register_index)
    }

    /// Configuration snapshots, by canonical key.
    pub fn settings(&self) -> Settings<'a> {
        let all = &self.subject.batch;
        let facts = self.facts(&self.subject.settings, &all.settings, SettingsFacts::new);
        Settings::new(facts, &all.settings_index)
    }

    /// Answers of people.
    pub fn answers(&self) -> &'a AnswersFacts {
        let all = &self.subject.batch;
        self.facts(&self.subject.answers, &all.answers, AnswersFacts::new)
    }

    /// Data items and events.
    pub fn data_flows(&self) -> &'a DataFlowsFacts {
        let all = &self.subject.batch;
        self.facts(&self.subject.data_flows, &all.data_flows, DataFlowsFacts::new)
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

/// Done once for a subject, and therefore out of the way of what every check does.
#[cold]
#[inline(never)]
fn make<'a, C: Default, F>(
    own: &'a OnceCell<F>,
    columns: &OnceCell<Rc<C>>,
    view: impl FnOnce(&Rc<C>, u32) -> F,
    subject: u32,
) -> &'a F {
    own.get_or_init(|| view(columns.get_or_init(Rc::default), subject))
}

fn wrong_type(name: &str) -> CheckError {
    CheckError::BadParameter(format!("parameter `{name}` has another type than described"))
}
