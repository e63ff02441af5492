//! CF-35 `key.mgmt`: keys have an owner, an allowed algorithm, an end in the future and a safe place; none lies in an
//! image.
//!
//! Source: rule catalogue CF-35. A key without an end fails: the rule asks for one. Keys that are expired by their
//! status, revoked or destroyed are not judged, but for lying in an image.

use crate::algorithms::{Standing, judge};
use crate::statements::{Day, Mark, Said, day, filled, said};
use sekisho_sdk::parts::{Parts, holds};
use sekisho_sdk::prelude::*;

pub(crate) struct Keys;

const PARTS: &[&str] = &["owner", "algorithm", "expiry", "storage", "image"];
const PLACES: &[&str] = &[
    "hsm",
    "secure-element",
    "os-keystore",
    "kms",
    "file",
    "image",
    "paper",
    "other",
];
const ENDED: &[&str] = &["expired", "revoked", "destroyed"];

impl Check for Keys {
    fn spec(&self) -> Spec {
        Spec::new("key.mgmt")
            .reads("settings")
            .reads("registers")
            .parameter(Parameter::texts("require", &[]))
            .parameter(Parameter::texts(
                "storage",
                &["hsm", "secure-element", "os-keystore", "kms"],
            ))
    }

    fn evaluate(&self, cx: &Context<'_>, out: &mut Findings) -> Result<(), CheckError> {
        let parts = Parts::read(cx, PARTS)?;
        let places = cx.known_texts("storage", PLACES)?;
        let mut marks = Vec::new();
        let spoken = settings(cx, parts, places, &mut marks, out);
        let Some(register) = cx.registers().get("keys") else {
            out.unknown("no-register").cite_all(&marks);
            return Ok(());
        };
        let mut count = 0_usize;
        for row in register.rows() {
            let key = filled(&row, "name").map_or_else(|| row.label(), str::to_owned);
            if parts.asks("image") {
                image(&row, &key, out);
            }
            if row.get("status").is_some_and(|status| ENDED.contains(&status)) {
                continue;
            }
            count += 1;
            marks.push(Mark::of(&row));
            if parts.asks("owner") && filled(&row, "owner").is_none() {
                out.fail("no-owner").arg("key", &key).cite(&row);
            }
            if parts.asks("algorithm") {
                algorithm(cx, &row, &key, out);
            }
            if parts.asks("expiry") {
                expiry(&row, &key, cx.today(), out);
            }
            if parts.asks("storage") && row.get("kind") != Some("public") {
                storage(&row, &key, places, out);
            }
        }
        if count == 0 && !spoken && out.is_clean() {
            out.not_applicable("no-key").arg("rows", register.len()).cite(&register);
        } else if let Some(finding) = out.pass_if_clean("managed") {
            finding.arg("count", count).cite_all(&marks);
        }
        Ok(())
    }
}

fn image(row: &Entry<'_>, key: &str, out: &mut Findings) {
    let finding = match said(row, "in_image") {
        Said::Yes => out.fail("in-image"),
        Said::Odd => out.unknown("unclear").arg("field", "in_image"),
        Said::No | Said::Empty => return,
    };
    finding.arg("key", key).cite(row);
}

fn algorithm(cx: &Context<'_>, row: &Entry<'_>, key: &str, out: &mut Findings) {
    let Some(name) = filled(row, "algorithm") else {
        out.fail("no-algorithm").arg("key", key).cite(row);
        return;
    };
    let finding = match judge(cx, name, row.number("length")) {
        Standing::Allowed => return,
        Standing::Refused | Standing::Over => out.fail("algorithm-refused"),
        Standing::TooShort { least } => out.fail("too-short").arg("least", least),
        Standing::Unclear => out.unknown("algorithm-unclear"),
    };
    finding.arg("key", key).arg("algorithm", name).cite(row);
}

fn expiry(row: &Entry<'_>, key: &str, today: Date, out: &mut Findings) {
    let finding = match day(row, "expires_at") {
        Day::On(last) if last > today => return,
        Day::On(last) => out.fail("expired").arg("expires", last),
        Day::Empty => out.fail("no-expiry"),
        Day::Odd => out.unknown("unclear").arg("field", "expires_at"),
    };
    finding.arg("key", key).cite(row);
}

fn storage(row: &Entry<'_>, key: &str, places: &[String], out: &mut Findings) {
    let finding = match row.get("storage") {
        Some(place) if holds(places, place) => return,
        Some(place) if PLACES.contains(&place) => out.fail("unsafe-storage").arg("storage", place),
        // A certificate alone is public; only where it says how it is kept, that is judged.
        None if row.get("kind") == Some("certificate") => return,
        Some(_) | None => out.unknown("unclear").arg("field", "storage"),
    };
    finding.arg("key", key).cite(row);
}

/// What snapshots say about keys; whether they say anything.
fn settings(cx: &Context<'_>, parts: Parts<'_>, places: &[String], marks: &mut Vec<Mark>, out: &mut Findings) -> bool {
    let mut spoken = false;
    for snapshot in cx.settings().snapshots() {
        let in_config = snapshot
            .all("key.private_in_config")
            .into_iter()
            .filter(|_| parts.asks("image"));
        for setting in in_config {
            spoken = true;
            match setting.flag() {
                Some(false) => marks.push(Mark::of(&setting)),
                Some(true) => {
                    out.fail("in-configuration")
                        .arg("asset", snapshot.asset())
                        .cite(&setting);
                }
                None => {
                    out.unknown("setting-unclear")
                        .arg("asset", snapshot.asset())
                        .arg("setting", "key.private_in_config")
                        .cite(&setting);
                }
            }
        }
        for setting in snapshot
            .all("key.storage")
            .into_iter()
            .filter(|_| parts.asks("storage"))
        {
            spoken = true;
            match setting.value() {
                Some(place) if holds(places, place) => marks.push(Mark::of(&setting)),
                place => {
                    let place = place.unwrap_or("?");
                    out.fail("setting-storage")
                        .arg("asset", snapshot.asset())
                        .arg("storage", place)
                        .cite(&setting);
                }
            }
        }
    }
    spoken
}
