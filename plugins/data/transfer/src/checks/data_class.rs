//! `data.class`: data of industry and information technology in a country has a class: core, important or general.
//!
//! Source: the Chinese measures on data security in industry and informatisation (a draft in the table of 2022).

use crate::cells::filled;
use crate::scope::is_within;
use crate::world::World;
use sekisho_sdk::groups::{Groups, Tone};
use sekisho_sdk::prelude::*;
use sekisho_sdk::words::some;

const CLASSES: &[&str] = &["core", "important", "general"];

/// The check.
#[derive(Debug)]
pub(crate) struct Classified;

impl Check for Classified {
    fn spec(&self) -> Spec {
        Spec::new("data.class")
            .reads("registers")
            .parameter(Parameter::text("country", 5, "CN"))
            .parameter(Parameter::texts("sectors", &["industry", "automotive", "telecom"]))
    }

    fn evaluate(&self, cx: &Context<'_>, out: &mut Findings) -> Result<(), CheckError> {
        let (country, sectors) = (cx.text("country")?, cx.texts("sectors")?);
        let Some(register) = cx.registers().get("data-items") else {
            out.unknown("no-register");
            return Ok(());
        };
        let Some(world) = World::load(cx) else { return Ok(()) };
        let mut groups = Groups::default();
        let mut classified = Vec::new();
        for item in &world.items {
            let here = item.origins.iter().any(|origin| is_within(country, origin));
            if !here && !item.origins.is_empty() {
                continue;
            }
            match item.sector {
                Some(sector) if !sectors.iter().any(|own| own == sector) => continue,
                Some(_) if here => {}
                _ => {
                    groups.add(Tone::Unknown, "scope-unclear", Vec::new(), item.label(), &item.row);
                    continue;
                }
            }
            match filled(&item.row, "data_class") {
                Some(class) if CLASSES.contains(&class) => classified.push((item.label(), item.row)),
                Some(class) => {
                    groups.add(
                        Tone::Unknown,
                        "class-unclear",
                        vec![("class", class.to_owned())],
                        item.label(),
                        &item.row,
                    );
                }
                None => groups.add(Tone::Fail, "class-missing", Vec::new(), item.label(), &item.row),
            }
        }
        if groups.is_empty() && classified.is_empty() {
            out.not_applicable("none-in-scope")
                .arg("count", world.items.len())
                .cite(&register);
        }
        groups.tell(out);
        if !classified.is_empty()
            && let Some(finding) = out.pass_if_clean("classified")
        {
            let (names, rows): (Vec<String>, Vec<Entry<'_>>) = classified.into_iter().unzip();
            finding
                .arg("count", names.len())
                .arg("names", some(&names, 10))
                .cite_all(&rows);
        }
        Ok(())
    }
}
