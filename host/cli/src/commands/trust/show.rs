//! `sekisho trust show`: who may sign what on a day, what is revoked, and how long it holds.

use super::store;
use crate::args::Form;
use crate::args::trust::Show;
use crate::failure::{Failure, exit};
use crate::{machine, print};
use sekisho_bundle::trust::{Log, TrustState};
use sekisho_model::text::Language;
use serde_json::{Value, json};
use std::collections::BTreeSet;

pub(super) fn run(args: &Show) -> crate::Outcome {
    let on = args.as_of.unwrap_or_else(machine::today);
    let state = store(&args.trust)?.look(on)?;
    match (&args.bundle, args.output) {
        (Some(bundle), form) => one(&state, bundle, form, args.language.get())?,
        (None, Form::Json) => print::json(&json(&state))?,
        (None, Form::Text) => {
            roles(&state, args.language.get());
            lists(&state, args.language.get());
        }
    }
    match state.expired() {
        Some(expired) => Err(Failure::trust(expired)),
        None => Ok(exit::CONFORMANT),
    }
}

/// `trust-state/1`.
pub(super) fn json(state: &TrustState) -> Value {
    json!({
        "format": "trust-state/1",
        "on": state.on(),
        "pinned": state.pinned(),
        "digest": state.digest(),
        "valid": state.expired().is_none(),
        "roles": state.roles(),
        "lists": state.lists(),
        "bundles": state.bundles(),
        "logs": state.logs(),
    })
}

/// The roles of the repository.
pub(super) fn roles(state: &TrustState, l: Language) {
    let ja = l == Language::Ja;
    print::line(&if ja {
        format!("信頼の状態（{} 時点） {}", state.on(), state.digest())
    } else {
        format!("trust on {} {}", state.on(), state.digest())
    });
    for role in state.roles() {
        let over = state.on() >= role.expires;
        let (version, expires) = (role.version, role.expires);
        let keys = format!("{}/{}", role.threshold, role.keys.len());
        print::line(&match (ja, over) {
            (true, false) => format!("  {} 第{version}版 {expires} に失効 署名 {keys}", role.role),
            (true, true) => format!("  {} 第{version}版 {expires} に失効済み 署名 {keys}", role.role),
            (false, false) => format!("  {} version {version}, expires {expires}, signed by {keys}", role.role),
            (false, true) => format!("  {} version {version}, EXPIRED {expires}, signed by {keys}", role.role),
        });
    }
}

fn lists(state: &TrustState, l: Language) {
    let pick = |a: &'static str, b: &'static str| if l == Language::Ja { a } else { b };
    let words = |items: &std::collections::BTreeSet<String>| items.iter().cloned().collect::<Vec<_>>().join(", ");
    for list in state.lists() {
        print::line(&format!("{} ({})", list.path, list.role));
        for signer in &list.signers.signers {
            let until = signer
                .not_after
                .map(|day| format!(" {} {day}", pick("期限", "until")))
                .unwrap_or_default();
            let what = format!("{} → {}", words(&signer.roles), words(&signer.scopes));
            print::line(&format!("  {} {}: {what}{until}", signer.id, signer.name.get(l)));
        }
        for rule in &list.signers.rules {
            let places: Vec<String> = rule
                .require
                .iter()
                .map(|r| format!("{} × {}", r.role, r.count))
                .collect();
            let of = pick("必要な署名者", "signers needed");
            print::line(&format!(
                "  {}: {of} {} ({}){}",
                rule.scope,
                rule.distinct,
                places.join(", "),
                if rule.require_log {
                    pick("、ログ記載が必要", ", must be logged")
                } else {
                    ""
                },
            ));
        }
        for log in &list.signers.logs {
            print::line(&format!("  {}", named(log, l)));
        }
        for revoked in &list.signers.revoked_keys {
            let word = pick("失効した鍵", "revoked key");
            print::line(&format!(
                "  {word} {} {}: {}",
                revoked.key,
                revoked.since,
                revoked.reason.get(l)
            ));
        }
        for revoked in &list.signers.revoked_bundles {
            let word = pick("失効したバンドル", "revoked bundle");
            let (bundle, digest, since) = (&revoked.bundle, revoked.digest, revoked.since);
            print::line(&format!(
                "  {word} {bundle} {digest} {since}: {}",
                revoked.reason.get(l)
            ));
        }
        for minimum in &list.signers.minimum_versions {
            print::line(&format!(
                "  {} {} {}",
                pick("最低版", "minimum version"),
                minimum.bundle,
                minimum.version
            ));
        }
    }
}

/// A log in one line.
fn named(log: &Log, l: Language) -> String {
    let pick = |a: &'static str, b: &'static str| if l == Language::Ja { a } else { b };
    let names: BTreeSet<&str> = log.witnesses.iter().map(|witness| witness.name.as_str()).collect();
    let names: Vec<&str> = names.into_iter().collect();
    let until = log.not_after.map(|day| format!(" {} {day}", pick("期限", "until")));
    let scopes: Vec<&str> = log.scopes.iter().map(String::as_str).collect();
    format!(
        "{} {} {} → {}: {} {}/{} ({}){}",
        pick("ログ", "log"),
        log.id,
        log.origin,
        scopes.join(", "),
        pick("立会者", "witnesses"),
        log.quorum,
        names.len(),
        names.join(", "),
        until.unwrap_or_default(),
    )
}

/// What one bundle needs.
fn one(state: &TrustState, bundle: &str, form: Form, l: Language) -> Result<(), Failure> {
    let need = state.rules_for(bundle)?;
    if form == Form::Json {
        let signers = need.signers.iter().map(|signer| {
            json!({"id": signer.id, "name": signer.name, "key": signer.key.id(), "roles": signer.roles,
                "not_after": signer.not_after, "revoked": signer.revoked})
        });
        let signers: Vec<Value> = signers.collect();
        let logs = need.logs.iter().map(|named| json!({"by": named.by, "log": named.log}));
        let logs: Vec<Value> = logs.collect();
        return print::json(&json!({
            "bundle": bundle, "on": state.on(), "threshold": need.threshold, "signers": signers,
            "logs": logs, "must_be_logged_by": need.must_be_logged_by,
        }));
    }
    let pick = |a: &'static str, b: &'static str| if l == Language::Ja { a } else { b };
    let places: Vec<String> = need
        .threshold
        .roles()
        .iter()
        .map(|p| format!("{} × {}", p.role, p.count))
        .collect();
    let of = pick("必要な署名者", "signers needed");
    print::line(&format!(
        "{bundle}: {of} {} ({})",
        need.threshold.total(),
        places.join(", ")
    ));
    for by in &need.must_be_logged_by {
        print::line(&format!("  {} ({by})", pick("ログ記載が必要", "must be logged")));
    }
    for one in &need.logs {
        print::line(&format!("  {} ({})", named(&one.log, l), one.by));
    }
    for signer in &need.signers {
        let roles: Vec<&str> = signer.roles.iter().map(String::as_str).collect();
        let gone = match &signer.revoked {
            Some(revoked) if revoked.since <= state.on() => {
                format!(
                    " {} {}: {}",
                    pick("失効", "revoked"),
                    revoked.since,
                    revoked.reason.get(l)
                )
            }
            _ => String::new(),
        };
        print::line(&format!(
            "  {} {} ({}) {}{gone}",
            signer.id,
            signer.name.get(l),
            roles.join(", "),
            signer.key.id()
        ));
    }
    Ok(())
}
