//! Answers with columns that do not fit together: a count without findings.

use sekisho_sdk::bindings::sekisho::policy::types::Findings as Columns;
use sekisho_sdk::bindings::sekisho::policy::types::{PluginInfo, SelectedChecks};
use sekisho_test_guests::{columns, info};

/// What the glue exports.
#[derive(Debug)]
pub struct Component;

impl sekisho_sdk::bindings::exports::sekisho::policy::checks::Guest for Component {
    fn describe() -> PluginInfo {
        info()
    }
    fn evaluate(_subjects: u32, _selected: SelectedChecks) -> Columns {
        let mut answer = columns(vec![Ok(Vec::new())]);
        answer.counts = vec![3];
        answer
    }
}

#[cfg(target_arch = "wasm32")]
#[allow(unsafe_code, reason = "wit-bindgen export glue")]
mod export_glue {
    use super::Component;
    sekisho_sdk::bindings::export!(Component with_types_in sekisho_sdk::bindings);
}
