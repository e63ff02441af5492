//! CF-17 `log.keep`: logs are written, kept long enough and kept from hands (domain.md, CF-17).
//!
//! Predicate: firewall, proxy and sign-in logs (and what a pack adds) enabled with the required fields, kept for at
//! least the limit, access-controlled. A kind of log that nothing speaks of is unknown: it may not exist.

use crate::cited::Numbered;
use crate::scope::{Inventory, fold};
use crate::sources::Devices;
use crate::words::some;
use sekisho_sdk::parts::Parts;
use sekisho_sdk::prelude::*;

mod fields;
pub(crate) mod kinds;

const PARTS: &[&str] = &["enabled", "fields", "retention", "access"];

/// The check.
#[derive(Debug)]
pub(crate) struct Keep;

/// What one row or one snapshot says about one kind of log.
struct Statement<'a> {
    name: String,
    enabled: Option<bool>,
    fields: Option<Vec<&'a str>>,
    days: Option<f64>,
    access: Option<bool>,
    facts: Vec<u32>,
}

impl Check for Keep {
    fn spec(&self) -> Spec {
        Spec::new("log.keep")
            .reads("registers")
            .reads("settings")
            .reads("assets")
            .parameter(Parameter::texts("require", &[]))
            .parameter(Parameter::texts("logs", &["firewall", "proxy", "auth"]))
            .parameter(Parameter::texts("fields", &[]))
            .parameter(Parameter::integer("min_retention_days", 1, 36_500, 180))
    }

    fn evaluate(&self, cx: &Context<'_>, out: &mut Findings) -> Result<(), CheckError> {
        let parts = Parts::read(cx, PARTS)?;
        let logs = cx.known_texts("logs", kinds::LOGS)?;
        let (fields, limit) = (cx.texts("fields")?, cx.integer("min_retention_days")?);
        let register = cx.registers().get("log-settings");
        let mut count = 0_usize;
        let mut facts = Vec::new();
        let mut silent = Vec::new();
        for log in logs {
            let statements = statements(cx, log);
            if statements.is_empty() {
                silent.push(log.clone());
            }
            for statement in statements {
                judge(parts, fields, limit, &statement, out);
                count += 1;
                facts.extend(statement.facts);
            }
        }
        if count == 0 && register.is_none() {
            if let Some(first) = Inventory::load(cx).only_things() {
                out.not_applicable("no-systems").cite(first);
                return Ok(());
            }
            out.unknown("no-evidence");
        } else if !silent.is_empty() {
            out.unknown("kinds-missing")
                .arg("logs", some(&silent))
                .cite_all(register.as_ref());
        }
        if let Some(finding) = out.pass_if_clean("ok") {
            finding.arg("count", count).arg("days", limit);
            for fact in facts {
                finding.cite(&Numbered(fact));
            }
        }
        Ok(())
    }
}

/// Everything that speaks of one kind of log.
fn statements<'a>(cx: &Context<'a>, log: &str) -> Vec<Statement<'a>> {
    let of_kind = cx
        .registers()
        .rows("log-settings")
        .filter(|row| row.get("source").is_some_and(|s| kinds::is(log, s)));
    let mut found: Vec<Statement<'a>> = of_kind
        .map(|row| Statement {
            name: row.label(),
            enabled: row.flag("enabled"),
            fields: Some(row.list("fields")),
            days: row.number("retention_days"),
            access: row.flag("access_controlled"),
            facts: vec![row.fact()],
        })
        .collect();
    let inventory = Inventory::load(cx);
    for device in Devices::gather(cx, &inventory, &[]).of(&[]) {
        let Some(enabled) = kinds::setting(log)
            .map(|key| device.reading(key))
            .filter(|r| !r.is_empty())
        else {
            continue;
        };
        let (days, access) = (
            device.reading("log.retention_days"),
            device.reading("log.access_controlled"),
        );
        let fields = device.reading("log.fields");
        let all = [&enabled, &days, &access, &fields];
        found.push(Statement {
            name: device.name.clone(),
            enabled: enabled.all(),
            // A snapshot that lists no fields is not asked for them: the format decides what its log holds.
            fields: (!fields.is_empty()).then(|| fields.0.iter().filter_map(|s| s.value()).collect()),
            days: days.smallest(),
            access: access.all(),
            facts: all.iter().flat_map(|r| &r.0).map(Fact::fact).collect(),
        });
    }
    found
}

fn judge(parts: Parts<'_>, fields: &[String], limit: i64, one: &Statement<'_>, out: &mut Findings) {
    let mut messages: Vec<(bool, &str, String)> = Vec::new();
    if parts.asks("enabled") {
        match one.enabled {
            Some(true) => {}
            Some(false) => messages.push((true, "off", String::new())),
            None => messages.push((false, "enabled-unstated", String::new())),
        }
    }
    // What is not written has neither fields nor age.
    if one.enabled != Some(false) {
        if let Some(listed) = one.fields.as_ref().filter(|_| parts.asks("fields")) {
            let listed: Vec<String> = listed.iter().flat_map(|f| f.split(',')).map(fold).collect();
            let missing: Vec<&str> = fields
                .iter()
                .filter(|f| !listed.iter().any(|l| fields::is(&fold(f), l)))
                .map(String::as_str)
                .collect();
            if listed.is_empty() {
                messages.push((false, "fields-unstated", String::new()));
            } else if !missing.is_empty() {
                messages.push((true, "fields-missing", missing.join(", ")));
            }
        }
        if parts.asks("retention") {
            match one.days {
                Some(days) if days >= limit as f64 => {}
                Some(days) => messages.push((true, "short", (days as i64).to_string())),
                None => messages.push((false, "retention-unstated", String::new())),
            }
        }
        if parts.asks("access") {
            match one.access {
                Some(true) => {}
                Some(false) => messages.push((true, "open", String::new())),
                None => messages.push((false, "access-unstated", String::new())),
            }
        }
    }
    for (failed, message, detail) in messages {
        let finding = if failed {
            out.fail(message)
        } else {
            out.unknown(message)
        };
        finding.arg("log", one.name.clone());
        match message {
            "short" => {
                _ = finding
                    .arg("days", detail.parse::<i64>().unwrap_or_default())
                    .arg("limit", limit)
            }
            "fields-missing" => _ = finding.arg("fields", detail),
            _ => {}
        }
        for fact in &one.facts {
            finding.cite(&Numbered(*fact));
        }
    }
}
