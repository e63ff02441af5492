//! Asks a plugin what it is, and checks the answer before anybody relies on it.

use crate::bindings::EnginePre;
use crate::bindings::sekisho::policy::types as wit;
use crate::engine::Sandbox;
use crate::error::LoadError;
use crate::host::Guest;
use crate::plugin::one_line;
use crate::run::store;
use sekisho_model::check::{CheckInfo, MessageInfo, ParameterInfo, ParameterType, PluginInfo, Value};
use sekisho_model::schema::Kind;
use sekisho_model::{Bilingual, Date};
use std::collections::{BTreeMap, BTreeSet};

pub(crate) fn call(sandbox: &Sandbox, name: &str, pre: &EnginePre<Guest>) -> Result<PluginInfo, LoadError> {
    let broke = |e: wasmtime::Error| LoadError::Describe {
        name: name.to_owned(),
        reason: one_line(&e.root_cause().to_string()),
    };
    let alone = &sandbox.inner().describing;
    let _alone = alone.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    let mut store = store(&sandbox.inner().common.engine, sandbox.limits(), None).map_err(broke)?;
    let instance = pre.instantiate(&mut store).map_err(broke)?;
    let answer = instance
        .sekisho_policy_checks()
        .call_describe(&mut store)
        .map_err(broke)?;
    check(name, convert(answer))
}

fn convert(info: wit::PluginInfo) -> (PluginInfo, Vec<String>) {
    let mut twice = Vec::new();
    let mut messages = BTreeMap::new();
    for message in info.messages {
        let value = MessageInfo {
            text: both(message.text),
            hint: both(message.hint),
        };
        if messages.insert(message.id.clone(), value).is_some() {
            twice.push(message.id);
        }
    }
    let checks = info.checks.into_iter().map(|check| CheckInfo {
        id: check.id,
        title: both(check.title),
        description: both(check.description),
        parameters: check.parameters.into_iter().map(parameter).collect(),
        reads: check.reads,
    });
    let info = PluginInfo {
        id: info.id,
        version: info.version,
        title: both(info.title),
        checks: checks.collect(),
        messages: messages.into(),
    };
    (info, twice)
}

fn both(text: wit::Bilingual) -> Bilingual {
    Bilingual {
        ja: text.ja,
        en: text.en,
    }
}

fn parameter(info: wit::ParameterInfo) -> ParameterInfo {
    let ty = match info.ty {
        wit::ParameterType::Boolean => ParameterType::Boolean,
        wit::ParameterType::Integer(b) => ParameterType::Integer { min: b.min, max: b.max },
        wit::ParameterType::Decimal(b) => ParameterType::Decimal { min: b.min, max: b.max },
        wit::ParameterType::Text(max_length) => ParameterType::Text { max_length },
        wit::ParameterType::Choice(options) => ParameterType::Choice { options },
        wit::ParameterType::Texts(b) => ParameterType::Texts {
            max_items: b.max_items,
            max_length: b.max_length,
        },
        wit::ParameterType::Date => ParameterType::Date,
    };
    let default = info.default.map(|value| match value {
        wit::Value::Boolean(v) => Value::Boolean(v),
        wit::Value::Integer(v) => Value::Integer(v),
        wit::Value::Decimal(v) => Value::Decimal(v),
        wit::Value::Text(v) => Value::Text(v),
        wit::Value::Texts(v) => Value::Texts(v),
        wit::Value::Date(v) => Value::Date(Date::from_days(v)),
    });
    ParameterInfo {
        name: info.name,
        description: both(info.description),
        ty,
        default,
    }
}

/// `lower-case words separated by - . / _`, not empty, not too long.
fn is_id(text: &str) -> bool {
    (1..=120).contains(&text.len())
        && text.starts_with(|c: char| c.is_ascii_lowercase())
        && text
            .bytes()
            .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b"-._/".contains(&b))
}

fn check(name: &str, (info, twice): (PluginInfo, Vec<String>)) -> Result<PluginInfo, LoadError> {
    let wrong = |reason: String| LoadError::Description {
        name: name.to_owned(),
        reason,
    };
    if !is_id(&info.id) || info.id.split('/').count() != 2 {
        return Err(wrong("its id is not of the form `<sector>/<guideline>`".to_owned()));
    }
    if semver::Version::parse(&info.version).is_err() {
        return Err(wrong("its version is not a semantic version".to_owned()));
    }
    if let Some(id) = twice.first() {
        return Err(wrong(format!("message `{}` is listed twice", id.escape_debug())));
    }
    let mut ids = BTreeSet::new();
    for check in &info.checks {
        let id = check.id.escape_debug();
        if !is_id(&check.id) {
            return Err(wrong(format!("`{id}` is not a check id")));
        }
        if !ids.insert(&check.id) {
            return Err(wrong(format!("check `{id}` is listed twice")));
        }
        if let Some(kind) = check
            .reads
            .iter()
            .find(|r| !Kind::ALL.iter().any(|k| k.name() == r.as_str()))
        {
            return Err(wrong(format!(
                "check `{id}` reads `{}`, which is no kind of fact",
                kind.escape_debug()
            )));
        }
        for parameter in &check.parameters {
            let bad_default = parameter.default.as_ref().and_then(|value| parameter.ty.refuse(value));
            if let Some(reason) = bad_default {
                return Err(wrong(format!(
                    "default of parameter `{}` of check `{id}` {reason}",
                    parameter.name.escape_debug()
                )));
            }
        }
    }
    let incomplete = incomplete(&info);
    if !incomplete.is_empty() {
        return Err(LoadError::Language {
            name: name.to_owned(),
            ids: incomplete,
        });
    }
    Ok(info)
}

/// Ids of texts that lack a language. A hint may be absent, but not in one language only.
fn incomplete(info: &PluginInfo) -> Vec<String> {
    let mut ids = Vec::new();
    let mut need = |id: &str, text: &Bilingual, optional: bool| {
        let absent = text.ja.trim().is_empty() && text.en.trim().is_empty();
        if !(text.is_complete() || (optional && absent)) {
            ids.push(id.to_owned());
        }
    };
    need("plugin", &info.title, false);
    for check in &info.checks {
        need(&check.id, &check.title, false);
        need(&format!("{}.description", check.id), &check.description, false);
        for parameter in &check.parameters {
            need(
                &format!("{} parameter {}", check.id, parameter.name),
                &parameter.description,
                false,
            );
        }
    }
    for (id, message) in info.messages.iter() {
        need(id, &message.text, false);
        need(&format!("{id}.hint"), &message.hint, true);
    }
    ids.truncate(20);
    ids
}
