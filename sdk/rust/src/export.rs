//! The glue between a list of checks and what a plugin must export.

use crate::bindings::sekisho::policy::{progress, types};
use crate::context::{Batch, Subject};
use crate::message::{self, Message};
use crate::{Check, CheckError, Context, Findings};
use std::collections::BTreeMap;
use std::rc::Rc;

/// A plugin as its author declares it; made by [`crate::plugin!`].
#[allow(missing_debug_implementations, reason = "holds checks, which need not be printable")]
pub struct Plugin {
    /// `<sector>/<guideline>`.
    pub id: &'static str,
    /// Version of the plugin's package.
    pub version: &'static str,
    /// Japanese message file.
    pub ja: &'static str,
    /// English message file.
    pub en: &'static str,
    /// The checks.
    pub checks: &'static [&'static (dyn Check + Sync)],
}

struct Texts {
    ja: BTreeMap<String, Message>,
    en: BTreeMap<String, Message>,
}

impl Texts {
    fn text(&self, id: &str) -> types::Bilingual {
        let pick = |file: &BTreeMap<String, Message>| file.get(id).map(|m| m.text.clone()).unwrap_or_default();
        types::Bilingual {
            ja: pick(&self.ja),
            en: pick(&self.en),
        }
    }

    fn attribute(&self, id: &str, name: &str) -> types::Bilingual {
        let pick = |file: &BTreeMap<String, Message>| {
            file.get(id)
                .and_then(|m| m.attributes.get(name))
                .cloned()
                .unwrap_or_default()
        };
        types::Bilingual {
            ja: pick(&self.ja),
            en: pick(&self.en),
        }
    }
}

/// Answers `describe`.
pub fn describe(plugin: &Plugin) -> types::PluginInfo {
    let texts = Texts {
        ja: message::parse(plugin.ja),
        en: message::parse(plugin.en),
    };
    let checks: Vec<types::CheckInfo> = plugin
        .checks
        .iter()
        .map(|check| {
            let spec = check.spec();
            let key = spec.id.replace('.', "-");
            let reads = spec.kinds().map(str::to_owned).collect();
            let parameters = spec.parameters.into_iter().map(|p| types::ParameterInfo {
                name: p.name.to_owned(),
                description: texts.text(&format!("{key}-parameter-{}", p.name.replace('_', "-"))),
                ty: p.ty,
                default: p.default,
            });
            types::CheckInfo {
                id: spec.id.to_owned(),
                title: texts.text(&key),
                description: texts.attribute(&key, "description"),
                parameters: parameters.collect(),
                reads,
            }
        })
        .collect();
    // Every id of either file is listed: the host refuses one that lacks a language.
    let ids: std::collections::BTreeSet<&String> = texts.ja.keys().chain(texts.en.keys()).collect();
    let messages = ids
        .into_iter()
        .map(|id| types::MessageInfo {
            id: id.clone(),
            text: texts.text(id),
            hint: texts.attribute(id, "hint"),
        })
        .collect();
    types::PluginInfo {
        id: plugin.id.to_owned(),
        version: plugin.version.to_owned(),
        title: texts.text("plugin"),
        checks,
        messages,
    }
}

/// Answers `evaluate`: the author's code runs once per subject and check, on a view that shows that subject alone.
pub fn evaluate(plugin: &Plugin, subjects: u32, selected: &types::SelectedChecks) -> types::Findings {
    let batch = Rc::new(Batch::default());
    // What does not depend on the subject is worked out once.
    let mut parameters = selected.parameters.as_slice();
    let checks: Vec<_> = selected
        .checks
        .iter()
        .zip(&selected.parameter_counts)
        .map(|(check, count)| {
            let (own, rest) = parameters
                .split_at_checked(*count as usize)
                .unwrap_or((parameters, &[]));
            parameters = rest;
            (*check, plugin.checks.get(*check as usize), own)
        })
        .collect();
    let ids = checks
        .iter()
        .map(|(_, check, _)| check.map_or("", |check| check.spec().id));
    let mut findings = Findings::new(ids, subjects);
    // In a batch nobody can tell what one subject costs.
    let mut is_measured = subjects == 1;
    for number in 0..subjects {
        let subject = Subject::new(&batch, number);
        for (index, (asked, check, parameters)) in checks.iter().enumerate() {
            let place = types::Place {
                subject: number,
                check: u32::try_from(index).unwrap_or(u32::MAX),
            };
            findings.open(index);
            let result = match check {
                Some(check) => {
                    is_measured = is_measured && progress::begin(place);
                    check.evaluate(&Context::new(&subject, parameters, place), &mut findings)
                }
                None => Err(CheckError::Unsupported(format!("there is no check number {asked}"))),
            };
            findings.close(result.map_err(Into::into));
        }
    }
    // The instance ends with this call, and its memory with it: nothing is gained by giving pieces of it back.
    std::mem::forget(batch);
    findings.finish()
}

impl From<CheckError> for types::CheckError {
    fn from(error: CheckError) -> Self {
        match error {
            CheckError::MissingFact(text) => Self::MissingFact(text),
            CheckError::BadParameter(text) => Self::BadParameter(text),
            CheckError::Unsupported(text) => Self::Unsupported(text),
            CheckError::Internal(text) => Self::Internal(text),
        }
    }
}

/// Declares the plugin that this package is.
#[macro_export]
macro_rules! plugin {
    (
        id: $id:literal,
        messages: { ja: $ja:expr, en: $en:expr $(,)? },
        checks: [$($check:expr),* $(,)?] $(,)?
    ) => {
        /// The plugin this package is.
        pub static PLUGIN: $crate::export::Plugin = $crate::export::Plugin {
            id: $id,
            version: env!("CARGO_PKG_VERSION"),
            ja: $ja,
            en: $en,
            checks: &[$(&$check),*],
        };

        #[cfg(target_arch = "wasm32")]
        struct Component;

        #[cfg(target_arch = "wasm32")]
        impl $crate::bindings::exports::sekisho::policy::checks::Guest for Component {
            fn describe() -> $crate::bindings::sekisho::policy::types::PluginInfo {
                $crate::export::describe(&PLUGIN)
            }
            fn evaluate(
                subjects: u32,
                selected: $crate::bindings::sekisho::policy::types::SelectedChecks,
            ) -> $crate::bindings::sekisho::policy::types::Findings {
                $crate::export::evaluate(&PLUGIN, subjects, &selected)
            }
        }

        // Only where a component is made: a native linker does not take the names of WIT exports.
        #[cfg(target_arch = "wasm32")]
        #[allow(unsafe_code, reason = "wit-bindgen export glue")]
        mod export_glue {
            use super::Component;
            $crate::bindings::export!(Component with_types_in $crate::bindings);
        }
    };
}
