//! `sekisho policy new`: a policy folder with cases, begun from controls of a policy at hand.

use super::{named, test};
use crate::args::New;
use crate::bundle::Bundle;
use crate::failure::{Failure, exit};
use crate::{machine, print};
use sekisho_catalog::catalogue::CatalogueControl;
use sekisho_catalog::derive::{self, Plan};
use sekisho_catalog::policy::AnswerUse;
use sekisho_model::{Bilingual, Date};

pub(super) fn run(arguments: &New) -> crate::Outcome {
    let mut bundle = Bundle::open(&arguments.bundles)?;
    let base = named(&mut bundle, &arguments.from)?;
    let levels = levels(&arguments.level)?;
    let asked = arguments.control.iter().chain(levels.iter().flat_map(|(_, ids)| ids));
    if let Some(lost) = asked.into_iter().find(|id| !base.catalogue.has(id)) {
        return Err(
            Failure::usage(format!("policy `{}` has no control `{lost}`", base.policy.id))
                .hint(format!("`sekisho policy show {}` lists them", base.policy.id)),
        );
    }
    let wanted = |c: &&CatalogueControl| arguments.control.is_empty() || arguments.control.contains(&c.id);
    let controls: Vec<&CatalogueControl> = base.catalogue.controls.iter().filter(wanted).collect();
    if let Some(lost) = levels
        .iter()
        .flat_map(|(_, ids)| ids)
        .find(|id| !controls.iter().any(|c| c.id == **id))
    {
        return Err(Failure::usage(format!(
            "a level names control `{lost}`, which is not taken"
        )));
    }
    if controls.is_empty() {
        return Err(Failure::usage(format!(
            "policy `{}` has no controls to take",
            base.policy.id
        )));
    }
    let day = machine::today();
    let plan = Plan {
        id: &arguments.id,
        title: Bilingual::new(arguments.title_ja.trim(), arguments.title_en.trim()),
        issuer: Bilingual::new(arguments.issuer_ja.trim(), arguments.issuer_en.trim()),
        day,
        catalogue: &base.catalogue,
        policy: &base.policy,
        controls,
        levels,
    };
    let mut files = derive::files(&plan).map_err(|e| Failure::policy(&[e]))?;
    let answered: Vec<&str> = base
        .policy
        .controls
        .iter()
        .filter(|c| c.answer != AnswerUse::None && plan.controls.iter().any(|taken| taken.id == c.id))
        .map(|c| c.id.as_str())
        .collect();
    for (case, word) in [("answered-yes", "yes"), ("answered-no", "no")] {
        let sheet = sheet(&arguments.id, &answered, word, day);
        files.insert(format!("cases/{case}/evidence/answers.csv"), sheet);
    }
    machine::make_folder(&arguments.dir)?;
    for (name, text) in &files {
        let path = arguments.dir.join(name);
        machine::make_way(&path)?;
        machine::write(&path, text.as_bytes())?;
    }
    test::run(&arguments.dir, true, &arguments.bundles)?;
    print::line(&format!(
        "{}: {} controls of {}, in {}",
        arguments.id,
        plan.controls.len(),
        base.policy.id,
        arguments.dir.display()
    ));
    Ok(exit::CONFORMANT)
}

/// `ID` or `ID=CONTROL+CONTROL`
fn levels(arguments: &[String]) -> Result<Vec<(String, Vec<String>)>, Failure> {
    let mut levels: Vec<(String, Vec<String>)> = Vec::new();
    for argument in arguments {
        let (id, ids) = argument.split_once('=').unwrap_or((argument, ""));
        if id.is_empty() || levels.iter().any(|(known, _)| known == id) {
            return Err(Failure::usage(format!(
                "level `{argument}` has no id, or one that stands there twice"
            )));
        }
        let ids = ids
            .split('+')
            .filter(|i| !i.is_empty())
            .map(ToOwned::to_owned)
            .collect();
        levels.push((id.to_owned(), ids));
    }
    Ok(levels)
}

/// An answer sheet in which one person answers everything alike.
fn sheet(policy: &str, controls: &[&str], word: &str, day: Date) -> String {
    let mut out = String::from("policy,control,answer,answered_by,answered_at,evidence,reason\n");
    for control in controls {
        let control = if control.contains([',', '"']) {
            format!("\"{}\"", control.replace('"', "\"\""))
        } else {
            (*control).to_owned()
        };
        out.push_str(&format!(
            "{policy},{control},{word},Sample Person,{day},sample/records,sample\n"
        ));
    }
    out
}
