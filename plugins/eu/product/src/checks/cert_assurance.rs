//! `cert.assurance`: the fields of the evaluation are filled, and AVA_VAN holds the level that is stated and the one that is needed.
//!
//! Sources: Common Criteria (EAL, AVA_VAN, protection profile); which AVA_VAN belongs to which level: see `certificate`.

use crate::certificate::{Level, ava_van, judge_each};
use crate::rows::filled;
use sekisho_sdk::groups::Tone;
use sekisho_sdk::prelude::*;

/// The check.
#[derive(Debug)]
pub(crate) struct Assurance;

impl Check for Assurance {
    fn spec(&self) -> Spec {
        Spec::new("cert.assurance")
            .reads("registers")
            .parameter(Parameter::texts("schemes", &["eucc", "sog-is", "cc"]))
            .parameter(Parameter::choice(
                "need",
                &["stated", "basic", "substantial", "high"],
                "stated",
            ))
    }

    fn evaluate(&self, cx: &Context<'_>, out: &mut Findings) -> Result<(), CheckError> {
        let schemes = cx.texts("schemes")?;
        let least = Level::parse(cx.text("need")?);
        judge_each(cx, schemes, out, |row, say| {
            // A protection profile may be said to be none; it may not be left open.
            let open: Vec<&str> = ["eal", "ava_van", "protection_profile"]
                .into_iter()
                .filter(|field| !row.has(field))
                .collect();
            if !open.is_empty() {
                say(Tone::Unknown, "fields-open", vec![("fields", open.join(", "))]);
            }
            let Some(van) = ava_van(row) else {
                if row.has("ava_van") {
                    let text = row.get("ava_van").unwrap_or_default().to_owned();
                    say(Tone::Unknown, "van-unclear", vec![("text", text)]);
                }
                return;
            };
            let level = |field: &str| filled(row, field).and_then(Level::parse);
            let (stated, needed) = (level("level"), level("required_level").max(least));
            let args = |level: Level| {
                vec![
                    ("van", van.to_string()),
                    ("level", level.word().to_owned()),
                    ("least", level.least().to_string()),
                ]
            };
            if let Some(needed) = needed.filter(|needed| van < needed.least()) {
                say(Tone::Fail, "too-low", args(needed));
            } else if let Some((stated, needed)) = stated.zip(needed).filter(|(stated, needed)| stated < needed) {
                let args = vec![
                    ("stated", stated.word().to_owned()),
                    ("level", needed.word().to_owned()),
                ];
                say(Tone::Fail, "level-too-low", args);
            } else if let Some(stated) = stated.filter(|stated| van < stated.least()) {
                say(Tone::Fail, "not-held", args(stated));
            } else if stated.is_none() && needed.is_none() {
                say(Tone::Unknown, "level-open", Vec::new());
            } else if open.is_empty() {
                say(Tone::Pass, "held", vec![("van", van.to_string())]);
            }
        });
        Ok(())
    }
}
