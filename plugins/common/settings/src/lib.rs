//! The plugin `common/settings`: see README.md for its checks.

mod checks;

sekisho_sdk::plugin! {
    id: "common/settings",
    messages: { ja: include_str!("../messages.ja.ftl"), en: include_str!("../messages.en.ftl") },
    checks: [],
}
