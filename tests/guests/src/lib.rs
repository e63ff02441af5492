//! What the misbehaving plugins share: a description with one check and one message, and the export glue.

use sekisho_sdk::bindings::sekisho::policy::types::{Bilingual, CheckInfo, Finding, MessageInfo, Outcome, PluginInfo};

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

/// A finding that claims to be a pass.
pub fn pass(facts: Vec<u32>) -> Finding {
    Finding {
        outcome: Outcome::Pass,
        message: "hostile-message".to_owned(),
        arguments: Vec::new(),
        facts,
    }
}

/// Makes a plugin of two closures: what `describe` and `evaluate` do.
#[macro_export]
macro_rules! guest {
    ($describe:expr, $evaluate:expr) => {
        use sekisho_sdk::bindings::sekisho::policy::types::{CheckError, Finding, PluginInfo, SelectedCheck};

        /// What the glue exports.
        #[derive(Debug)]
        pub struct Component;

        impl sekisho_sdk::bindings::exports::sekisho::policy::checks::Guest for Component {
            fn describe() -> PluginInfo {
                $describe
            }
            fn evaluate(selected: Vec<SelectedCheck>) -> Vec<Result<Vec<Finding>, CheckError>> {
                #[allow(clippy::redundant_closure_call, reason = "the body is a closure given to the macro")]
                ($evaluate)(selected)
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
