//! `data.localised`: data lies where the law of its origin wants it: a copy at home, all copies at home, no transfer, processing
//! at home, an office or a server there.
//!
//! Sources: the table's part on domestic storage (`rules.toml`). The duty is judged per copy and per party.

use crate::cells::{countries, filled};
use crate::inventory::Beside;
use crate::rules::{Duty, Rule, Status, in_force};
use crate::scope::{Binds, is_within, of_item, of_party};
use crate::world::{Item, Party, World};
use sekisho_sdk::countries::code;
use sekisho_sdk::groups::{Groups, Tone};
use sekisho_sdk::prelude::*;
use sekisho_sdk::words::squash;

const SERVERS: &[&str] = &["server", "virtual-server", "hypervisor"];

/// The check.
#[derive(Debug)]
pub(crate) struct Localised;

impl Check for Localised {
    fn spec(&self) -> Spec {
        Spec::new("data.localised")
            .reads("registers")
            .reads("assets")
            .parameter(Parameter::texts("rules", &[]))
    }

    fn evaluate(&self, cx: &Context<'_>, out: &mut Findings) -> Result<(), CheckError> {
        let asked = cx.texts("rules")?;
        let rules = in_force(cx.today(), asked, Duty::Storage)?;
        let Some(world) = World::load(cx) else {
            out.unknown("no-register");
            return Ok(());
        };
        if rules.is_empty() {
            out.not_applicable("not-in-force").arg("rules", asked.join(", "));
            return Ok(());
        }
        let mut judge = Judge {
            cx,
            world: &world,
            groups: Groups::default(),
        };
        for rule in &rules {
            let is_of_party = rule.demands.contains(&"server");
            if is_of_party {
                for party in world.each_party() {
                    judge.party(rule, party);
                }
            } else {
                for item in &world.items {
                    judge.item(rule, item);
                }
            }
            if is_of_party && world.parties.is_empty() {
                let args = judge.cited(rule);
                for item in world.items.iter().take(1) {
                    judge
                        .groups
                        .add(Tone::Unknown, "no-parties", args.clone(), item.label(), &item.row);
                }
            }
        }
        if judge.groups.is_empty() {
            out.not_applicable("none-in-scope").arg("count", world.items.len());
        }
        judge.groups.tell(out);
        Ok(())
    }
}

struct Judge<'w, 'a> {
    cx: &'w Context<'a>,
    world: &'w World<'a>,
    groups: Groups,
}

impl<'a> Judge<'_, 'a> {
    fn cited(&self, rule: &Rule<'_>) -> Vec<(&'static str, String)> {
        vec![
            ("law", rule.cited()),
            ("as_of", rule.as_of.to_owned()),
            ("changed", rule.changes(self.cx.today())),
            ("country", rule.country.to_owned()),
        ]
    }

    fn say(&mut self, tone: Tone, message: &'static str, rule: &Rule<'_>, label: String, row: &impl Fact) {
        let args = self.cited(rule);
        self.groups.add(tone, message, args, label, row);
    }

    fn open(&mut self, facts: &[&str], rule: &Rule<'_>, label: String, row: &impl Fact) {
        let mut args = self.cited(rule);
        args.push(("facts", facts.join(", ")));
        self.groups.add(Tone::Unknown, "scope-unclear", args, label, row);
    }

    fn item(&mut self, rule: &Rule<'_>, item: &Item<'a>) {
        match of_item(rule, item, self.world) {
            Binds::No => return,
            Binds::Open(facts) => return self.open(&facts, rule, item.label(), &item.row),
            Binds::Yes => {}
        }
        if rule.status != Status::InForce {
            self.say(Tone::Unknown, "other-law", rule, item.label(), &item.row);
            return;
        }
        for demand in &rule.demands {
            match *demand {
                "copy-in" => self.copy_in(rule, item),
                "only-in" => self.only_in(rule, item, "copy-abroad"),
                "processed-in" => {
                    self.only_in(rule, item, "copy-abroad");
                    self.processed_in(rule, item);
                }
                "no-transfer" => self.no_transfer(rule, item),
                _ => {
                    if let Some(party) = self.world.party(item.owner) {
                        self.office(rule, party);
                    }
                }
            }
        }
    }

    fn copy_in(&mut self, rule: &Rule<'_>, item: &Item<'a>) {
        let is_home = |country: &Option<String>| country.as_ref().map(|code| is_within(rule.country, code));
        if item.copies.is_empty() {
            self.say(Tone::Unknown, "no-copies", rule, item.label(), &item.row);
        } else if let Some(copy) = item.copies.iter().find(|copy| is_home(&copy.country) == Some(true)) {
            self.say(Tone::Pass, "kept", rule, item.label(), &copy.row);
        } else if let Some(copy) = item.copies.iter().find(|copy| copy.country.is_none()) {
            self.say(Tone::Unknown, "copy-place", rule, copy.label.clone(), &copy.row);
        } else {
            for copy in &item.copies {
                let label = format!(
                    "{} ({}: {})",
                    item.label(),
                    copy.label,
                    copy.country.as_deref().unwrap_or("?")
                );
                self.say(Tone::Fail, "no-copy-at-home", rule, label, &copy.row);
            }
        }
    }

    fn only_in(&mut self, rule: &Rule<'_>, item: &Item<'a>, message: &'static str) {
        if item.copies.is_empty() {
            self.say(Tone::Unknown, "no-copies", rule, item.label(), &item.row);
            return;
        }
        let mut is_clean = true;
        for copy in &item.copies {
            match &copy.country {
                Some(code) if is_within(rule.country, code) => {}
                Some(code) => {
                    is_clean = false;
                    let label = format!("{} ({}: {code})", item.label(), copy.label);
                    self.say(Tone::Fail, message, rule, label, &copy.row);
                }
                None => {
                    is_clean = false;
                    self.say(Tone::Unknown, "copy-place", rule, copy.label.clone(), &copy.row);
                }
            }
        }
        if is_clean {
            self.say(Tone::Pass, "kept-only", rule, item.label(), &item.row);
        }
    }

    /// Events that process the item elsewhere.
    fn processed_in(&mut self, rule: &Rule<'_>, item: &Item<'a>) {
        let names: Vec<String> = [item.row.key(), filled(&item.row, "name")]
            .into_iter()
            .flatten()
            .map(squash)
            .collect();
        for event in self.cx.registers().rows("data-events") {
            let is_ours = event
                .list("inputs")
                .into_iter()
                .chain(event.list("outputs"))
                .any(|id| names.contains(&squash(id)));
            let Some(country) = filled(&event, "country").map(code).filter(|_| is_ours) else {
                continue;
            };
            if event.get("kind") != Some("dispose") && !is_within(rule.country, &country) {
                let label = format!("{} ({}: {country})", item.label(), event.label());
                self.say(Tone::Fail, "processed-abroad", rule, label, &event);
            }
        }
    }

    fn no_transfer(&mut self, rule: &Rule<'_>, item: &Item<'a>) {
        let own = self.world.flows.iter().filter(|flow| {
            self.world
                .item_of(flow)
                .is_some_and(|i| i.row.fact() == item.row.fact())
        });
        let flows: Vec<_> = own.cloned().collect();
        let mut is_clean = true;
        for flow in &flows {
            match &flow.to {
                Some(to) if is_within(rule.country, to) => {}
                Some(to) => {
                    is_clean = false;
                    let label = format!("{} ({}: {to})", item.label(), flow.label);
                    self.say(Tone::Fail, "transfer-abroad", rule, label, &flow.row);
                }
                None => {
                    is_clean = false;
                    self.say(Tone::Unknown, "destination", rule, flow.label.clone(), &flow.row);
                }
            }
        }
        if is_clean {
            self.say(Tone::Pass, "not-transferred", rule, item.label(), &item.row);
        }
    }

    fn office(&mut self, rule: &Rule<'_>, party: &Party<'a>) {
        let said = party.row.has("offices");
        let is_there = countries(&party.row, "offices")
            .iter()
            .any(|code| is_within(rule.country, code));
        let (tone, message) = match (said, is_there) {
            (_, true) => (Tone::Pass, "office-held"),
            (true, false) => (Tone::Fail, "no-office"),
            (false, false) => (Tone::Unknown, "office-unclear"),
        };
        self.say(tone, message, rule, party.label(), &party.row);
    }

    fn party(&mut self, rule: &Rule<'_>, party: &Party<'a>) {
        let markets = countries(&party.row, "markets");
        match of_party(rule, party, &markets) {
            Binds::No => return,
            Binds::Open(facts) => return self.open(&facts, rule, party.label(), &party.row),
            Binds::Yes => {}
        }
        let assets = self.cx.assets();
        if assets.inventories().is_empty() {
            self.say(Tone::Unknown, "no-inventory", rule, party.label(), &party.row);
            return;
        }
        let servers = assets.assets().filter(|asset| {
            asset.class().is_some_and(|class| SERVERS.contains(&class)) && asset.status() != Some("disposed")
        });
        let beside = Beside::read(self.cx, &["country"]);
        let places: Vec<Option<String>> = servers
            .map(|asset| beside.get(asset.row(), "country").map(code))
            .collect();
        let (tone, message) = if places.iter().flatten().any(|place| is_within(rule.country, place)) {
            (Tone::Pass, "server-held")
        } else if places.iter().any(Option::is_none) {
            (Tone::Unknown, "server-place")
        } else {
            (Tone::Fail, "no-server")
        };
        self.say(tone, message, rule, party.label(), &party.row);
    }
}
