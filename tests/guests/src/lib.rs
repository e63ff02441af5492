//! What the misbehaving plugins share: a description with one check and one message, and the export glue.

use sekisho_sdk::answer::Answer;
use sekisho_sdk::bindings::sekisho::policy::types::{
    Argument, ArgumentValue, Bilingual, CheckError, CheckInfo, Findings, MessageInfo, Outcome, PluginInfo,
};

/// A text in both languages.
pub fn both(text: &str) -> Bilingual {
    Bilingual {
        ja: format!("{text} (ja)"),
        en: text.to_owned(),
    }
}

/// A description with the check `hostile.check` and the message `hostile-message`.
pub fn info() -> PluginInfo {
    PluginInfo {
        id: "test/hostile".to_owned(),
        version: "0.1.0".to_owned(),
        title: both("hostile"),
        checks: vec![CheckInfo {
            id: "hostile.check".to_owned(),
            title: both("a check"),
            description: both("a check that misbehaves"),
            parameters: Vec::new(),
            reads: vec!["assets".to_owned()],
        }],
        messages: vec![MessageInfo {
            id: "hostile-message".to_owned(),
            text: both("said"),
            hint: Bilingual {
                ja: String::new(),
                en: String::new(),
            },
        }],
    }
}

/// A finding as these plugins write it, before it becomes columns.
#[derive(Debug)]
pub struct Finding {
    /// Outcome.
    pub outcome: Outcome,
    /// Message id, whether described or not.
    pub message: String,
    /// Arguments, by name.
    pub arguments: Vec<(String, String)>,
    /// Citations.
    pub facts: Vec<u32>,
}

/// A finding that claims to be a pass.
pub fn pass(facts: Vec<u32>) -> Finding {
    Finding {
        outcome: Outcome::Pass,
        message: "hostile-message".to_owned(),
        arguments: Vec::new(),
        facts,
    }
}

/// The columns of what each check answered.
pub fn columns(answers: Vec<Result<Vec<Finding>, CheckError>>) -> Findings {
    let mut answer = Answer::default();
    for one in answers {
        match one {
            Err(error) => answer.failed(error),
            Ok(findings) => {
                answer.check();
                for finding in findings {
                    let texts = std::rc::Rc::clone(answer.texts());
                    let arguments = finding.arguments.iter().map(|(name, value)| Argument {
                        name: texts.code(&[name]),
                        value: ArgumentValue::Text(texts.code(&[value])),
                    });
                    let message = texts.code(&[&finding.message]);
                    answer.finding(finding.outcome, message, arguments.collect(), &finding.facts);
                }
            }
        }
    }
    answer.finish()
}

/// Makes a plugin of two closures: what `describe` does, and what `evaluate` answers for every subject of a call.
#[macro_export]
macro_rules! guest {
    ($describe:expr, $evaluate:expr) => {
        #[allow(unused_imports, reason = "not every plugin names all of them")]
        use sekisho_sdk::bindings::sekisho::policy::types::{CheckError, Findings, PluginInfo, SelectedChecks};

        /// What the glue exports.
        #[derive(Debug)]
        pub struct Component;

        impl sekisho_sdk::bindings::exports::sekisho::policy::checks::Guest for Component {
            fn describe() -> PluginInfo {
                $describe
            }
            fn evaluate(subjects: u32, selected: SelectedChecks) -> Findings {
                let mut answers = Vec::new();
                for subject in 0..subjects {
                    #[allow(clippy::redundant_closure_call, reason = "the body is a closure given to the macro")]
                    answers.extend(($evaluate)(subject, selected.clone()));
                }
                $crate::columns(answers)
            }
        }

        // Only where a component is made: a native linker does not take the names of WIT exports.
        #[cfg(target_arch = "wasm32")]
        #[allow(unsafe_code, reason = "wit-bindgen export glue")]
        mod export_glue {
            use super::Component;
            sekisho_sdk::bindings::export!(Component with_types_in sekisho_sdk::bindings);
        }
    };
}
