//! A new policy from chosen controls of another one: what an association without a guideline of its own begins with. The
//! files are texts with comments, made to be edited; every control keeps its checks, parameters and a way back.

use crate::catalogue::CatalogueControl;
use crate::import::quoted;
use crate::policy::PolicyControl;
use crate::{CatalogError, Catalogue, Policy};
use sekisho_model::{Bilingual, Date};
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// What the new policy is called and made from.
#[derive(Debug, Clone)]
pub struct Plan<'a> {
    /// Id of the new policy.
    pub id: &'a str,
    /// Its title.
    pub title: Bilingual,
    /// Who issues it.
    pub issuer: Bilingual,
    /// The day on which it is begun.
    pub day: Date,
    /// The catalogue it takes from.
    pub catalogue: &'a Catalogue,
    /// The policy it takes from.
    pub policy: &'a Policy,
    /// The controls taken, in the order of the catalogue.
    pub controls: Vec<&'a CatalogueControl>,
    /// Levels in rising order with the controls that each begins to ask for; none for a policy without levels.
    pub levels: Vec<(String, Vec<String>)>,
}

/// File names and texts of the new folder.
///
/// Errors: the id is not `<sector>/<guideline>`, or a text lacks a language.
pub fn files(plan: &Plan<'_>) -> Result<BTreeMap<String, String>, CatalogError> {
    let mut files = BTreeMap::new();
    let catalogue = catalogue(plan);
    let read = crate::catalogue::parse("catalogue.toml", &catalogue)?;
    let policy = policy(plan);
    crate::policy::parse("policy.toml", &policy)?;
    let walk = crosswalk(plan);
    crate::crosswalk::parse("crosswalk.toml", &walk, &read)?;
    files.insert("catalogue.toml".to_owned(), catalogue);
    files.insert("policy.toml".to_owned(), policy);
    files.insert("crosswalk.toml".to_owned(), walk);
    for (name, text) in profiles(plan) {
        crate::profile::parse(&name, &text)?;
        files.insert(name, text);
    }
    files.insert("README.md".to_owned(), readme(plan));
    Ok(files)
}

fn both(text: &Bilingual) -> String {
    format!("{{ ja = {}, en = {} }}", quoted(&text.ja), quoted(&text.en))
}

/// The levels that ask for a control: the one that begins with it and all above.
fn levels_of(plan: &Plan<'_>, control: &str) -> Vec<String> {
    let first = plan
        .levels
        .iter()
        .position(|(_, ids)| ids.iter().any(|id| id == control));
    let from = first.unwrap_or(0);
    plan.levels.iter().skip(from).map(|(id, _)| quoted(id)).collect()
}

fn catalogue(plan: &Plan<'_>) -> String {
    let base = &plan.catalogue.source;
    let mut out = format!(
        "# Begun from {from}. Titles and clauses are those of the source until you write your own.\n\n\
         format = \"catalogue/1\"\nid = {id}\nversion = \"0.1.0\"\ncompleteness = \"complete\"\neffective_from = \"{day}\"\n\
         title = {title}\nissuer = {issuer}\n\n[source]\ndocument = {title}\nversion = \"0.1.0\"\ndate = \"{day}\"\nnote = {note}\n",
        from = plan.policy.id,
        id = quoted(plan.id),
        day = plan.day,
        title = both(&plan.title),
        issuer = both(&plan.issuer),
        note = both(&Bilingual::new(
            format!("{}の項目から作成した草案。{}", base.document.ja, base.note.ja),
            format!("A draft made from controls of {}. {}", base.document.en, base.note.en),
        )),
    );
    for (id, _) in &plan.levels {
        // INVARIANT: writing to a String cannot fail.
        let _ = write!(
            out,
            "\n[[level]]\nid = {0}\ntitle = {{ ja = {0}, en = {0} }}\n",
            quoted(id)
        );
    }
    let used = |id: &str| {
        plan.controls
            .iter()
            .any(|c| c.group == id || above(plan.catalogue, &c.group, id))
    };
    for group in plan.catalogue.groups.iter().filter(|g| used(&g.id)) {
        let _ = write!(
            out,
            "\n[[group]]\nid = {}\ntitle = {}\n",
            quoted(&group.id),
            both(&group.title)
        );
        if let Some(parent) = &group.parent {
            let _ = writeln!(out, "parent = {}", quoted(parent));
        }
    }
    for control in &plan.controls {
        let _ = write!(
            out,
            "\n[[control]]\nid = {}\ngroup = {}\nclause = {}\nlevels = [{}]\nclass = {}\ntitle = {}\n",
            quoted(&control.id),
            quoted(&control.group),
            quoted(&format!("{} {}", plan.catalogue.id, control.clause)),
            levels_of(plan, &control.id).join(", "),
            quoted(&control.class),
            both(&control.title),
        );
        for (name, text) in [("guidance", &control.guidance), ("fix", &control.fix)] {
            if let Some(text) = text {
                let _ = writeln!(out, "{name} = {}", both(text));
            }
        }
        let _ = writeln!(out, "confidence = {}", quoted(&control.confidence));
    }
    out
}

/// Whether a group stands somewhere above another.
fn above(catalogue: &Catalogue, group: &str, id: &str) -> bool {
    let mut at = catalogue.groups.iter().find(|g| g.id == group);
    while let Some(parent) = at.and_then(|g| g.parent.as_deref()) {
        if parent == id {
            return true;
        }
        at = catalogue.groups.iter().find(|g| g.id == parent);
    }
    false
}

fn policy(plan: &Plan<'_>) -> String {
    let mut out = format!(
        "# Which checks decide each control. Severities, answers and parameters are those of {from}:\n\
         # make them your own (sekisho plugin inspect lists every parameter).\n\n\
         format = \"policy/1\"\nid = {id}\nversion = \"0.1.0\"\ncatalogue = {id}\ntitle = {title}\ndefault_profile = {profile}\n",
        from = plan.policy.id,
        id = quoted(plan.id),
        title = both(&plan.title),
        profile = quoted(plan.levels.last().map_or("standard", |(id, _)| id)),
    );
    let decided = |id: &str| plan.policy.controls.iter().find(|c| c.id == id);
    for control in plan.controls.iter().filter_map(|c| decided(&c.id)) {
        decide(&mut out, control);
    }
    out
}

fn decide(out: &mut String, control: &PolicyControl) {
    let _ = write!(
        out,
        "\n[[control]]\nid = {}\nseverity = {}\nanswer = {}\n",
        quoted(&control.id),
        quoted(control.severity.name()),
        quoted(control.answer.name()),
    );
    if control.combine != crate::policy::Combine::All {
        let _ = writeln!(out, "combine = {}", quoted(control.combine.name()));
    }
    for check in &control.checks {
        let _ = write!(
            out,
            "\n[[control.check]]\nplugin = {}\ncheck = {}\n",
            quoted(&check.plugin),
            quoted(&check.check)
        );
        if let Some(severity) = check.severity {
            let _ = writeln!(out, "severity = {}", quoted(severity.name()));
        }
        if !check.parameters.is_empty() {
            let _ = writeln!(out, "parameters = {}", toml::Value::Table(check.parameters.clone()));
        }
    }
}

fn crosswalk(plan: &Plan<'_>) -> String {
    let mut out = format!(
        "# Where each control came from. Change `equal` when you change what a control asks for.\n\n\
         format = \"crosswalk/1\"\n\n[[target]]\nid = {}\ntitle = {}\nrelationship = \"equal\"\nconfidence = \"confirmed\"\nnote = {}\n\n[target.map]\n",
        quoted(&plan.catalogue.id),
        both(&plan.catalogue.title),
        both(&Bilingual::new(
            "このポリシーの草案が取り出した元の項目。",
            "The controls from which the draft of this policy was made.",
        )),
    );
    for control in &plan.controls {
        let _ = writeln!(out, "{0} = [{0}]", quoted(&control.id));
    }
    out
}

fn profiles(plan: &Plan<'_>) -> Vec<(String, String)> {
    let one = |id: &str, title: &Bilingual, levels: &str| {
        let text = format!(
            "format = \"profile/1\"\nid = {}\npolicy = {}\ntitle = {}\n{levels}",
            quoted(id),
            quoted(plan.id),
            both(title)
        );
        (format!("profiles/{id}.toml"), text)
    };
    if plan.levels.is_empty() {
        return vec![one("standard", &Bilingual::new("全項目", "all controls"), "")];
    }
    let levels = plan.levels.iter().map(|(id, _)| {
        let title = Bilingual::new(id.clone(), id.clone());
        one(id, &title, &format!("levels = [{}]\n", quoted(id)))
    });
    levels.collect()
}

fn readme(plan: &Plan<'_>) -> String {
    let Plan { id, title, policy, .. } = plan;
    let mut out = format!(
        "# {id}\n\n{ja} / {en}\n\nBegun on {day} from `{from}`: {count} controls.\n`{from}` の {count} 項目から {day} に作成した草案です。\n\n\
         ```\nsekisho policy lint DIR\nsekisho policy test DIR\nsekisho scan EVIDENCE --policy DIR\n```\n\n| id | ja | en |\n|---|---|---|\n",
        ja = title.ja,
        en = title.en,
        from = policy.id,
        day = plan.day,
        count = plan.controls.len(),
    );
    for control in &plan.controls {
        let cell = |text: &str| text.replace('|', "\\|");
        let _ = writeln!(
            out,
            "| {} | {} | {} |",
            cell(&control.id),
            cell(&control.title.ja),
            cell(&control.title.en)
        );
    }
    out
}
