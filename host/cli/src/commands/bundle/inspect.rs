//! `sekisho bundle inspect`: everything that can be known of a bundle before anything of it runs.

use crate::args::{Form, Pins};
use crate::bundle::{Bundle, LoadedPolicy, pinned};
use crate::commands::plugin::sandbox;
use crate::failure::{Failure, exit};
use crate::print;
use sekisho_bundle::config::PluginClaim;
use sekisho_model::Digest;
use sekisho_model::text::Language;
use sekisho_sandbox::{Authority, Sandbox};
use serde_json::json;
use std::path::Path;

/// A plugin as far as its bytes tell.
struct Seen {
    path: String,
    digest: Digest,
    size: u64,
    authority: Authority,
    /// What only running it would prove: as the bundle says.
    claim: PluginClaim,
}

pub(super) fn run(path: &Path, pins: &Pins, output: Form, l: Language) -> crate::Outcome {
    let found = pinned::must(path, pins)?;
    let sandbox = sandbox()?;
    let mut plugins = Vec::new();
    for entry in &found.config.entries {
        let (Some(claim), Some(bytes)) = (&entry.plugin, found.files.get(&entry.path)) else {
            continue;
        };
        let authority = sandbox.look(&entry.path, bytes).map_err(|e| Failure::refused(&e))?;
        let reads = authority.kinds().into_iter().map(ToOwned::to_owned).collect();
        let interface = authority.interface.to_string();
        let computed = PluginClaim {
            reads,
            interface,
            ..claim.clone()
        };
        found.config.hold(&entry.path, &computed)?;
        plugins.push(Seen {
            path: entry.path.clone(),
            digest: entry.digest,
            size: entry.size,
            authority,
            claim: claim.clone(),
        });
    }
    let at_hand = Bundle::looked_at(path.display().to_string(), found.clone())?;
    let own = |id: &String| found.files.contains_key(&format!("policies/{id}/policy.toml"));
    let policies = at_hand.policy_ids().into_iter().filter(own);
    let policies: Vec<LoadedPolicy> = policies.map(|id| at_hand.policy(&id)).collect::<Result<_, _>>()?;
    let about = &found.config.about;
    if output == Form::Json {
        let plugins: Vec<_> = plugins.iter().map(as_json).collect();
        let policies: Vec<_> = policies.iter().map(policy_json).collect();
        print::json(&json!({
            "about": about, "digest": found.digest(), "signatures": found.signatures.len(), "proofs": found.proofs.len(),
            "interfaces": found.config.interfaces, "plugins": plugins, "limits": limits(&sandbox), "policies": policies,
        }))?;
        return Ok(exit::CONFORMANT);
    }
    let pick = |ja: &'static str, en: &'static str| if l == Language::Ja { ja } else { en };
    let line = |text: String| print::line(&text);
    line(format!("{} {}  {}", about.id, about.version, about.title.get(l)));
    line(format!("  {}", found.digest()));
    line(format!("  {}: {}", pick("発行者", "issued by"), about.issuer.get(l)));
    let document = about.source_document.get(l);
    line(format!(
        "  {}: {document} ({})",
        pick("典拠", "after"),
        about.source_date
    ));
    line(format!(
        "  {}: {}",
        pick("適用開始", "effective from"),
        about.effective_from
    ));
    if let Some(next) = &about.superseded_by {
        line(format!("  {}: {next}", pick("後継", "superseded by")));
    }
    let checked = pick("ここでは検証していない", "not verified here");
    line(format!(
        "  {}: {} ({checked})",
        pick("署名", "signatures"),
        found.signatures.len()
    ));
    let proofs = pick("ログの証明", "proofs of logs");
    line(format!("  {proofs}: {} ({checked})", found.proofs.len()));
    line(format!("\n{} ({})", pick("プラグイン", "plugins"), plugins.len()));
    for seen in &plugins {
        tell(seen, &pick);
    }
    if !plugins.is_empty() {
        let limits: Vec<String> = limits(&sandbox)
            .into_iter()
            .map(|(name, value)| format!("{name} {value}"))
            .collect();
        line(format!("  {}: {}", pick("上限", "limits"), limits.join(", ")));
    }
    line(format!("\n{} ({})", pick("ポリシー", "policies"), policies.len()));
    for policy in &policies {
        let controls = &policy.catalogue.controls;
        let open = controls.iter().filter(|c| c.confidence == "unverified").count();
        line(format!(
            "  {} {}  {}",
            policy.policy.id,
            policy.policy.version,
            policy.policy.title.get(l)
        ));
        line(format!(
            "    {} {}, {}, {} {open}",
            controls.len(),
            pick("項目", "controls"),
            policy.catalogue.completeness,
            pick("未照合", "not compared with the source yet:"),
        ));
    }
    Ok(exit::CONFORMANT)
}

fn tell(seen: &Seen, pick: &dyn Fn(&'static str, &'static str) -> &'static str) {
    let nothing = pick("何も読めない", "nothing");
    let kinds = seen.authority.kinds();
    let reads = if kinds.is_empty() {
        nothing.to_owned()
    } else {
        kinds.join(", ")
    };
    let never = pick("ファイル、ネットワーク、時計", "files, network, clock");
    let mut cannot = seen.authority.cannot();
    cannot.push(never);
    print::line(&format!("  {}  {} {}", seen.path, seen.claim.id, seen.claim.version));
    print::line(&format!(
        "    {}  {} bytes  sekisho:policy@{}",
        seen.digest, seen.size, seen.authority.interface
    ));
    print::line(&format!("    {}: {reads}", pick("読めるもの", "reads")));
    print::line(&format!(
        "    {}: {}",
        pick("読めないもの", "cannot read"),
        cannot.join(", ")
    ));
    let checks: Vec<&str> = seen.claim.checks.iter().map(String::as_str).collect();
    print::line(&format!(
        "    {} ({}): {}",
        pick("チェック", "checks"),
        checks.len(),
        checks.join(", ")
    ));
}

/// The limits under which a plugin runs unless an operator says otherwise.
fn limits(sandbox: &Sandbox) -> Vec<(&'static str, u64)> {
    let value = |(name, _): &(&'static str, &str)| Some((*name, sandbox.limits().get(name)?));
    sekisho_sandbox::limits::NAMES.iter().filter_map(value).collect()
}

fn as_json(seen: &Seen) -> serde_json::Value {
    json!({
        "path": seen.path, "digest": seen.digest, "size": seen.size, "id": seen.claim.id, "version": seen.claim.version,
        "interface": seen.authority.interface.to_string(),
        "authority": {
            "reads": seen.authority.reads, "cannot_read": seen.authority.cannot(),
            "date": seen.authority.date, "log": seen.authority.log,
        },
        "checks": seen.claim.checks,
    })
}

fn policy_json(policy: &LoadedPolicy) -> serde_json::Value {
    let controls = &policy.catalogue.controls;
    let unverified = controls.iter().filter(|c| c.confidence == "unverified").count();
    json!({
        "id": policy.policy.id, "version": policy.policy.version, "title": policy.policy.title,
        "issuer": policy.catalogue.issuer, "completeness": policy.catalogue.completeness,
        "controls": controls.len(), "unverified": unverified,
    })
}
