//! `sekisho bundle verify`: who signed a bundle, told check by check.

use crate::args::log::Proofs;
use crate::args::{Form, Pins, Trusted};
use crate::bundle::logged::{self, HandedIn};
use crate::bundle::pinned;
use crate::bundle::trust::Judges;
use crate::failure::{Failure, exit};
use crate::{machine, print};
use sekisho_bundle::sign::{Check, CheckCode, Standing};
use sekisho_model::Date;
use sekisho_model::text::Language;
use serde_json::json;
use std::path::Path;

pub(super) fn run(
    path: &Path,
    pins: &Pins,
    trusted: &Trusted,
    proofs: &Proofs,
    as_of: Option<Date>,
    output: Form,
    l: Language,
) -> crate::Outcome {
    let found = pinned::must(path, pins)?;
    let handed_in = HandedIn::read(proofs)?;
    let judges = Judges::of(trusted, as_of.unwrap_or_else(machine::today))?.with(handed_in.clone());
    let Some(judgement) = judges.signatures(&found)? else {
        return Err(Failure::usage("it is not said whose signatures count")
            .hint("name a trust store with `--trust`, or public keys with `--trusted-key`"));
    };
    let logged = match judgement.accepted {
        true => judges.logged(&found),
        false => Ok(Vec::new()),
    };
    if output == Form::Json {
        print::json(&json!({
            "digest": found.digest(), "id": found.config.about.id, "version": found.config.about.version,
            "judgement": judgement, "logs": logged.as_deref().unwrap_or_default(),
        }))?;
    } else {
        let about = &found.config.about;
        print::line(&format!("{} {}  {}", about.id, about.version, found.digest()));
        for check in &judgement.checks {
            print::line(&format!("  {}  {}", mark(check), said(check, l)));
        }
        for stands in logged.as_deref().unwrap_or_default() {
            print::line(&format!("  ✔  {}", logged::said(stands, l)));
        }
        print::line(match (judgement.accepted, l) {
            (true, Language::Ja) => "信頼できる署名がそろっている",
            (true, Language::En) => "signed by as many trusted keys as asked for",
            (false, Language::Ja) => "信頼できる署名が足りない",
            (false, Language::En) => "not signed by as many trusted keys as asked for",
        });
    }
    let stands = logged?;
    if judgement.accepted {
        handed_in.all_compared(&stands)?;
    }
    Ok(if judgement.accepted {
        exit::CONFORMANT
    } else {
        exit::TRUST
    })
}

fn mark(check: &Check) -> &'static str {
    match check.standing {
        Standing::Met => "✔",
        Standing::NotMet => "✘",
        _ => "–",
    }
}

/// A check in words.
pub(crate) fn said(check: &Check, l: Language) -> String {
    let ja = l == Language::Ja;
    let signer = match (&check.name, &check.signer) {
        (Some(name), _) => name.get(l).to_owned(),
        (None, Some(id)) => id.clone(),
        (None, None) => check.key.map_or_else(String::new, |key| key.to_string()),
    };
    let day = check.day.map_or_else(String::new, |day| day.to_string());
    let text = check.text.clone().unwrap_or_default();
    let counted = format!("{}/{}", check.have.unwrap_or(0), check.need.unwrap_or(0));
    match (check.code, ja) {
        (CheckCode::SignatureRefused, true) => format!("署名は成り立たない: {text}"),
        (CheckCode::SignatureRefused, false) => format!("the signature does not hold: {text}"),
        (CheckCode::SignatureAboutOther, true) => "別のものへの署名".to_owned(),
        (CheckCode::SignatureAboutOther, false) => "a signature of something else".to_owned(),
        (CheckCode::SignerUnknown, true) => format!("知らない鍵による署名 {signer}"),
        (CheckCode::SignerUnknown, false) => format!("signed by a key that is not trusted, {signer}"),
        (CheckCode::SignerRevoked, true) => format!("失効した鍵({day} から) {signer}"),
        (CheckCode::SignerRevoked, false) => format!("the key is revoked since {day}: {signer}"),
        (CheckCode::SignerExpired, true) => format!("期限の切れた鍵({day} まで) {signer}"),
        (CheckCode::SignerExpired, false) => format!("the key expired on {day}: {signer}"),
        (CheckCode::SameKeyAgain, true) => format!("同じ鍵の署名は一つに数える {signer}"),
        (CheckCode::SameKeyAgain, false) => format!("the same key again counts once: {signer}"),
        (CheckCode::SameSignerAgain, true) => format!("同じ署名者の署名は一つに数える {signer}"),
        (CheckCode::SameSignerAgain, false) => format!("the same signer again counts once: {signer}"),
        (CheckCode::SignatureCounts, true) => format!("署名を確認 {signer}"),
        (CheckCode::SignatureCounts, false) => format!("signed by {signer}"),
        (CheckCode::Role, true) => format!(
            "役割「{}」の署名者 {counted}",
            check.role.as_deref().unwrap_or_default()
        ),
        (CheckCode::Role, false) => format!("signers as {}: {counted}", check.role.as_deref().unwrap_or_default()),
        (CheckCode::Total, true) => format!("署名者 {counted}"),
        (CheckCode::Total, false) => format!("signers: {counted}"),
    }
}
