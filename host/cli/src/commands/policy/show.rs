//! `sekisho policy show`: one policy with its controls, checks and effective parameters.

use super::to_json;
use crate::args::Form;
use crate::bundle::LoadedPolicy;
use crate::commands::plugin::value;
use crate::failure::exit;
use crate::{print, superseded};
use sekisho_catalog::Resolved;
use sekisho_model::text::Language;
use serde_json::json;
use std::fmt::Write as _;

/// Who can read the source, for people.
pub(super) fn said_of_access(access: &str, ja: bool) -> &'static str {
    match (access, ja) {
        ("sold", true) => "原文は有償です。手元の原文を `sekisho policy import` で取り込めます",
        ("sold", false) => "the source is sold: load your own copy with `sekisho policy import`",
        (_, true) => "原文は会員・購入者等に限られます。手元の原文を `sekisho policy import` で取り込めます",
        (_, false) => "the source is not open to everybody: load your own copy with `sekisho policy import`",
    }
}

pub(super) fn run(policy: &LoadedPolicy, resolved: &Resolved, output: Form, l: Language) -> crate::Outcome {
    superseded::warn(policy);
    if output == Form::Json {
        let controls: Vec<_> = resolved
            .record
            .controls
            .iter()
            .map(|record| {
                let control = resolved.controls.iter().find(|c| c.id == record.id);
                let uses: Vec<_> = control
                    .map(|c| &c.uses[..])
                    .unwrap_or_default()
                    .iter()
                    .map(|u| json!({ "plugin": u.plugin, "check": u.check, "severity": u.severity, "parameters": u.parameters }))
                    .collect();
                json!({ "control": record, "uses": uses })
            })
            .collect();
        let profiles: Vec<_> = policy
            .profiles
            .iter()
            .map(|p| json!({ "id": p.id, "title": p.title }))
            .collect();
        return to_json(&json!({
            "id": resolved.record.id, "version": resolved.record.version, "digest": resolved.record.digest,
            "title": resolved.record.title, "issuer": resolved.record.issuer, "source": resolved.record.source,
            "completeness": resolved.record.completeness, "access": resolved.record.access,
            "superseded_by": policy.catalogue.superseded_by, "history": policy.catalogue.history, "levels": resolved.record.levels, "dimensions": resolved.record.dimensions,
            "matrix": resolved.record.matrix, "crosswalks": resolved.record.crosswalks, "profile": resolved.record.profile, "profiles": profiles,
            "terms": resolved.record.terms, "groups": resolved.record.groups, "controls": controls,
        }));
    }
    let ja = l == Language::Ja;
    let record = &resolved.record;
    let mut out = String::new();
    // INVARIANT: writing to a String cannot fail.
    let _ = writeln!(out, "{} {}  {}", record.id, record.version, record.title.get(l));
    let _ = writeln!(out, "  {}", record.issuer.get(l));
    let date = record.source.date.map(|d| d.to_string());
    let date = date.filter(|day| *day != record.source.version).unwrap_or_default();
    let _ = writeln!(
        out,
        "  {} {} {date}",
        record.source.document.get(l),
        record.source.version
    );
    let _ = writeln!(out, "  {}", record.source.note.get(l));
    for body in &record.source.bodies {
        let _ = writeln!(out, "  {}", body.line(l));
    }
    if record.completeness == "frame" {
        let _ = writeln!(out, "  {}", super::list::said_of_completeness(&record.completeness, ja));
    }
    if let Some(access) = &record.access {
        let _ = writeln!(out, "  {}", said_of_access(access, ja));
    }
    for event in &policy.catalogue.history {
        let _ = writeln!(out, "  {}  {}", event.date, event.text.get(l));
    }
    for profile in &policy.profiles {
        let mark = if record.profile.as_deref() == Some(profile.id.as_str()) {
            "*"
        } else {
            " "
        };
        let _ = writeln!(out, "  {mark} {}  {}", profile.id, profile.title.get(l));
    }
    for item in &record.controls {
        let _ = writeln!(out, "\n{} [{}] {}", item.id, item.severity.name(), item.title.get(l));
        let unverified = match (item.confidence == "unverified", ja) {
            (false, _) => "",
            (true, true) => " (出典と未照合)",
            (true, false) => " (not compared with the source yet)",
        };
        let _ = writeln!(out, "  {}{unverified}", item.clause);
        let kinds = sekisho_report::words::class(&item.class, l);
        if !kinds.is_empty() {
            let _ = writeln!(out, "  {}: {kinds}", sekisho_report::words::class_label(l));
        }
        if !item.levels.is_empty() {
            let _ = writeln!(out, "  {}", item.levels.join(", "));
        }
        for (dimension, values) in &item.tags {
            let _ = writeln!(out, "  {dimension}: {}", values.join(", "));
        }
        for (target, ids) in &item.mapped {
            let _ = writeln!(out, "  = {target}: {}", ids.join(", "));
        }
        for term in record.terms.iter().filter(|t| item.terms.contains(&t.id)) {
            let _ = writeln!(out, "  {}: {}", term.word.get(l), term.text.get(l));
        }
        if let Some(fix) = &item.fix {
            let _ = writeln!(out, "  → {}", fix.get(l));
        }
        if let Some(scope) = &item.scope {
            let _ = writeln!(
                out,
                "  [{}] {}",
                sekisho_report::words::applies(scope, l),
                scope.reason.get(l)
            );
        }
        if let Some(reason) = &item.excluded {
            let _ = writeln!(out, "  – {}", reason.get(l));
        }
        let uses = resolved
            .controls
            .iter()
            .find(|c| c.id == item.id)
            .map(|c| &c.uses[..])
            .unwrap_or_default();
        for used in uses {
            let parameters: Vec<String> = used
                .parameters
                .iter()
                .map(|(name, v)| format!("{name}={}", value(v)))
                .collect();
            let _ = writeln!(out, "  {}:{} {}", used.plugin, used.check, parameters.join(" "));
        }
    }
    print::line(out.trim_end());
    Ok(exit::CONFORMANT)
}
