//! What was read of an OSCAL profile, as a file of `profiles/`.

use super::{CatalogError, Chosen, quoted};
use sekisho_model::Bilingual;
use std::fmt::Write as _;

/// The text of a profile `id` of a policy.
///
/// Errors: the title lacks a language, or a value is none of TOML.
pub fn written(chosen: &Chosen, id: &str, policy: &str) -> Result<String, CatalogError> {
    let both = |text: &Bilingual| format!("{{ ja = {}, en = {} }}", quoted(&text.ja), quoted(&text.en));
    let title = chosen.title.clone().filter(Bilingual::is_complete);
    let mut out = format!(
        "# Made by `sekisho policy import` from an OSCAL profile: it names what was chosen, one by one.\n\n\
         format = \"profile/1\"\nid = {}\npolicy = {}\ntitle = {}\n",
        quoted(id),
        quoted(policy),
        both(&title.unwrap_or_else(|| Bilingual::new(id, id))),
    );
    if !chosen.is_all {
        out.push_str("include = [\n");
        for control in &chosen.controls {
            // INVARIANT: writing to a String cannot fail.
            let _ = writeln!(out, "    {},", quoted(control));
        }
        out.push_str("]\n");
    }
    if !chosen.when.is_empty() {
        let pairs = chosen
            .when
            .iter()
            .map(|(k, v)| format!("{} = {}", quoted(k), quoted(v)));
        let _ = writeln!(out, "when = {{ {} }}", pairs.collect::<Vec<_>>().join(", "));
    }
    for (control, reason) in &chosen.excluded {
        let _ = write!(
            out,
            "\n[[exclude]]\nid = {}\nreason = {}\n",
            quoted(control),
            both(reason)
        );
    }
    for (control, scope) in &chosen.scopes {
        let _ = write!(
            out,
            "\n[[scope]]\nid = {}\napplies = {}\nalternative = {}\nreason = {}\n",
            quoted(control),
            quoted(&scope.applies),
            scope.alternative,
            both(&scope.reason)
        );
    }
    for ([plugin, check, control, name], value) in &chosen.parameters {
        let _ = write!(
            out,
            "\n[[parameter]]\nplugin = {}\ncheck = {}\ncontrol = {}\nname = {}\nvalue = {value}\n",
            quoted(plugin),
            quoted(check),
            quoted(control),
            quoted(name)
        );
    }
    // What is written is read back first.
    crate::profile::parse(&format!("{id}.toml"), &out)?;
    Ok(out)
}
