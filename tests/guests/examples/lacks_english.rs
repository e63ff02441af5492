//! Has a message in Japanese only.

use sekisho_test_guests::{info, pass};

fn half() -> PluginInfo {
    let mut info = info();
    for message in &mut info.messages {
        message.text.en = " ".to_owned();
    }
    info
}

sekisho_test_guests::guest!(half(), |_subject: u32, _selected: SelectedChecks| vec![Ok(vec![pass(
    Vec::new()
)])]);
