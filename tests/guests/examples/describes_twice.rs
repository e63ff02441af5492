//! Lists the same check twice.

use sekisho_test_guests::{info, pass};

fn twice() -> PluginInfo {
    let mut info = info();
    info.checks.extend(info.checks.clone());
    info
}

sekisho_test_guests::guest!(twice(), |_subject: u32, _selected: SelectedChecks| vec![Ok(vec![
    pass(Vec::new())
])]);
