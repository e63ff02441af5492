//! The glue between a list of checks and what a plugin must export.

use crate::answer::Answer;
use crate::bindings::sekisho::policy::{progress, types};
use crate::context::Batch;
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
                reads: spec.reads.iter().map(|s| (*s).to_owned()).collect(),
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
pub fn evaluate(plugin: &Plugin, subjects: u32, selected: &[types::SelectedCheck]) -> types::Findings {
    let batch = Batch::default();
    let mut answer = Answer::default();
    // What does not depend on the subject is worked out once.
    let checks: Vec<_> = selected
        .iter()
        .map(|one| {
            let check = plugin.checks.get(one.check as usize)?;
            Some((*check, prefix(check.spec().id)))
        })
        .collect();
    for number in 0..subjects {
        let subject = batch.subject(number);
        for (index, (one, check)) in (0..).zip(selected.iter().zip(&checks)) {
            let Some((check, prefix)) = check else {
                let text = format!("there is no check number {}", one.check);
                answer.failed(types::CheckError::Unsupported(text));
                continue;
            };
            let place = types::Place {
                subject: number,
                check: index,
            };
            if subjects == 1 {
                progress::begin(place);
            }
            let mut findings = Findings::new(prefix, answer.texts());
            let result = check.evaluate(&Context::new(&subject, &one.parameters, place), &mut findings);
            answer.concluded(result.map(|()| findings).map_err(Into::into));
        }
    }
    answer.finish()
}

/// What stands before every message id of a check.
fn prefix(id: &str) -> Rc<str> {
    let mut prefix = String::with_capacity(id.len() + 1);
    prefix.extend(id.chars().map(|c| if c == '.' { '-' } else { c }));
    prefix.push('-');
    prefix.into()
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
                selected: Vec<$crate::bindings::sekisho::policy::types::SelectedCheck>,
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
