//! The plugin `common/sbom`: see README.md for its checks.

mod checks;

use checks::contact::Contact;

sekisho_sdk::plugin! {
    id: "common/sbom",
    messages: { ja: include_str!("../messages.ja.ftl"), en: include_str!("../messages.en.ftl") },
    checks: [Contact],
}
