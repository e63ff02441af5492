//! `party.ciio`: a party that counts as an operator of critical information infrastructure has the record of its designation.
//!
//! Source: the Chinese regulation on critical information infrastructure (in force since September 2021): the authority tells the
//! operator. The role in the register alone is somebody's guess.

use crate::cells::filled;
use crate::world::World;
use sekisho_sdk::groups::{Groups, Tone};
use sekisho_sdk::prelude::*;

/// The check.
#[derive(Debug)]
pub(crate) struct Designated;

impl Check for Designated {
    fn spec(&self) -> Spec {
        Spec::new("party.ciio").reads("registers")
    }

    fn evaluate(&self, cx: &Context<'_>, out: &mut Findings) -> Result<(), CheckError> {
        let Some(register) = cx.registers().get("data-parties") else {
            out.unknown("no-register");
            return Ok(());
        };
        let Some(world) = World::load(cx) else { return Ok(()) };
        let mut groups = Groups::default();
        for party in world.each_party() {
            let of_country = party.country.as_deref().is_none_or(|country| country == "CN");
            let day = party.row.date("designated_at");
            let (tone, message) = match party.has("ciio") {
                Some(false) => continue,
                None if !of_country => continue,
                None => (Tone::Unknown, "role-unclear"),
                Some(true) if day.is_some_and(|day| day > cx.today()) => (Tone::Fail, "day-ahead"),
                Some(true) if filled(&party.row, "designation_ref").is_some() => (Tone::Pass, "designated"),
                Some(true) => (Tone::Unknown, "no-designation"),
            };
            groups.add(tone, message, Vec::new(), party.label(), &party.row);
        }
        if groups.is_empty() {
            out.not_applicable("none-in-scope")
                .arg("count", register.len())
                .cite(&register);
        }
        groups.tell(out);
        Ok(())
    }
}
