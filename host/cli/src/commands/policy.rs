//! `sekisho policy list|show|lint`.

use crate::args::{Form, Policy as Command};
use crate::bundle::{Bundle, LoadedPolicy};
use crate::commands::plugin::{sandbox, value};
use crate::failure::{Failure, exit};
use crate::{machine, print};
use sekisho_catalog::Resolved;
use sekisho_model::text::Language;
use serde_json::json;
use std::fmt::Write as _;
use std::path::Path;

pub(crate) fn run(command: Command) -> crate::Outcome {
    match command {
        Command::List {
            output,
            language,
            bundles,
        } => list(&Bundle::open(&bundles.bundle)?, output, language.get()),
        Command::Show {
            id,
            profile,
            output,
            language,
            bundles,
        } => {
            let bundle = Bundle::open(&bundles.bundle)?;
            let policy = bundle.policy(&id)?;
            let plugins = bundle.load(&sandbox()?)?;
            let resolved = policy.resolve(policy.profile(profile.as_deref())?, None, &plugins)?;
            show(&policy, &resolved, output, language.get())
        }
        Command::Lint { ids, output, bundles } => lint(Bundle::open(&bundles.bundle)?, &ids, output),
    }
}

fn to_json(value: &serde_json::Value) -> crate::Outcome {
    print::json(value)?;
    Ok(exit::CONFORMANT)
}

fn list(bundle: &Bundle, output: Form, l: Language) -> crate::Outcome {
    let policies: Result<Vec<LoadedPolicy>, Failure> = bundle.policy_ids().iter().map(|id| bundle.policy(id)).collect();
    let policies = policies?;
    if output == Form::Json {
        let items: Vec<_> = policies
            .iter()
            .map(|p| {
                json!({
                    "id": p.policy.id, "version": p.policy.version, "title": p.policy.title, "issuer": p.catalogue.issuer,
                    "parent_issuer": p.catalogue.parent_issuer, "source": p.catalogue.source, "completeness": p.catalogue.completeness,
                    "effective_from": p.catalogue.effective_from, "superseded_by": p.catalogue.superseded_by,
                    "controls": p.catalogue.controls.len(), "unverified": unverified(p),
                    "profiles": p.profiles.iter().map(|f| &f.id).collect::<Vec<_>>(),
                    "default_profile": p.policy.default_profile,
                })
            })
            .collect();
        return to_json(&json!(items));
    }
    let ja = l == Language::Ja;
    for p in &policies {
        print::line(&format!(
            "{} {}  {}",
            p.policy.id,
            p.policy.version,
            p.policy.title.get(l)
        ));
        let completeness = match (p.catalogue.completeness.as_str(), ja) {
            ("frame", true) => "章立てのみ",
            ("frame", false) => "frame only",
            (_, true) => "全項目",
            (_, false) => "complete",
        };
        let open = match (unverified(p), ja) {
            (0, _) => String::new(),
            (n, true) => format!("、未照合 {n}"),
            (n, false) => format!(", {n} not compared with the source yet"),
        };
        let (controls, profiles) = if ja {
            ("管理策", "プロファイル")
        } else {
            ("controls", "profiles")
        };
        print::line(&format!("  {}", p.catalogue.issuer.get(l)));
        print::line(&format!(
            "  {} {controls} ({completeness}{open})",
            p.catalogue.controls.len()
        ));
        let names: Vec<&str> = p.profiles.iter().map(|f| f.id.as_str()).collect();
        if !names.is_empty() {
            print::line(&format!("  {profiles}: {}", names.join(", ")));
        }
    }
    Ok(exit::CONFORMANT)
}

fn unverified(policy: &LoadedPolicy) -> usize {
    policy
        .catalogue
        .controls
        .iter()
        .filter(|c| c.confidence == "unverified")
        .count()
}

fn show(policy: &LoadedPolicy, resolved: &Resolved, output: Form, l: Language) -> crate::Outcome {
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
            "completeness": resolved.record.completeness, "profile": resolved.record.profile, "profiles": profiles,
            "groups": resolved.record.groups, "controls": controls,
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

/// The policy that is meant by an id, or by the folder where it lies.
fn named(bundle: &mut Bundle, name: &str) -> Result<LoadedPolicy, Failure> {
    let path = Path::new(name);
    let id = if !bundle.has(name) && machine::is_dir(path) {
        bundle.add_policy(path)?
    } else {
        name.to_owned()
    };
    bundle.policy(&id)
}

fn lint(mut bundle: Bundle, ids: &[String], output: Form) -> crate::Outcome {
    let ids = if ids.is_empty() {
        bundle.policy_ids()
    } else {
        ids.to_vec()
    };
    let plugins = bundle.load(&sandbox()?)?;
    let mut faults = 0;
    let mut answers = Vec::new();
    for id in &ids {
        let checked = named(&mut bundle, id).and_then(|policy| {
            let profiles = std::iter::once(None).chain(policy.profiles.iter().map(Some));
            profiles
                .map(|profile| policy.resolve(profile, None, &plugins))
                .collect::<Result<Vec<_>, _>>()
                .map(|ways| (policy.policy.id.clone(), ways.len() - 1))
        });
        match checked {
            Ok((id, profiles)) if output == Form::Json => {
                answers.push(json!({ "id": id, "ok": true, "profiles": profiles }));
            }
            Ok((id, profiles)) => print::line(&format!("{id}: ok ({profiles} profiles)")),
            Err(failure) => {
                faults += 1;
                failure.tell();
                answers.push(json!({ "id": id, "ok": false, "error": failure.message() }));
            }
        }
    }
    if output == Form::Json {
        to_json(&json!(answers))?;
    }
    Ok(if faults == 0 { exit::CONFORMANT } else { exit::USAGE })
}
