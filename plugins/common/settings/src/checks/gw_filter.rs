//! CF-27 `gw.filter`: the web entrance filters addresses, the mail entrance looks for malware and refuses dangerous
//! attachments.
//!
//! Source: rule catalogue CF-27. Parts beyond these are judged only where the policy names them. A device's own filter
//! counts, and one that is off is a failure only where no gateway has the filter on.

use crate::scope::fold;
use crate::statements::{Mark, Said, Statements, Verdict, filled, said};
use sekisho_sdk::parts::Parts;
use sekisho_sdk::prelude::*;
use std::collections::BTreeMap;

pub(crate) struct GatewayFilter;

/// One part: its word, the field of the register, the setting, and the kinds of gateway it concerns.
struct Part {
    word: &'static str,
    field: &'static str,
    setting: Option<&'static str>,
    kinds: &'static [&'static str],
    is_default: bool,
}

const WEB: &[&str] = &["web", "both", "endpoint"];
const MAIL: &[&str] = &["mail", "both"];
const PARTS: &[Part] = &[
    Part {
        word: "url-filter",
        field: "url_filter",
        setting: Some("gateway.url_filter"),
        kinds: WEB,
        is_default: true,
    },
    Part {
        word: "mail-scan",
        field: "malware_scan",
        setting: Some("gateway.mail_scan"),
        kinds: MAIL,
        is_default: true,
    },
    Part {
        word: "extension-deny",
        field: "extension_deny",
        setting: Some("gateway.extension_deny"),
        kinds: MAIL,
        is_default: true,
    },
    Part {
        word: "web-scan",
        field: "malware_scan",
        setting: None,
        kinds: WEB,
        is_default: false,
    },
    Part {
        word: "sender-authentication",
        field: "spoof_check",
        setting: None,
        kinds: MAIL,
        is_default: false,
    },
    Part {
        word: "sandbox",
        field: "sandbox",
        setting: None,
        kinds: MAIL,
        is_default: false,
    },
];

impl Check for GatewayFilter {
    fn spec(&self) -> Spec {
        Spec::new("gw.filter")
            .reads("settings")
            .reads("registers")
            .parameter(Parameter::texts("require", &[]))
    }

    fn evaluate(&self, cx: &Context<'_>, out: &mut Findings) -> Result<(), CheckError> {
        let words: Vec<&str> = PARTS.iter().map(|part| part.word).collect();
        let asked = Parts::read(cx, &words)?;
        if let Some(closed) = no_way_out(cx) {
            out.not_applicable("no-internet").cite_all(&closed);
            return Ok(());
        }
        let (mut marks, mut count) = (Vec::new(), 0_usize);
        for part in PARTS.iter().filter(|part| {
            if part.is_default {
                asked.asks(part.word)
            } else {
                asked.names(part.word)
            }
        }) {
            count += 1;
            judge(cx, part, &mut marks, out);
        }
        if let Some(finding) = out.pass_if_clean("filtered") {
            finding.arg("count", count).cite_all(&marks);
        }
        Ok(())
    }
}

/// The networks, where the register of networks says of every one that it has no way to the internet and there is no
/// gateway either.
fn no_way_out(cx: &Context<'_>) -> Option<Vec<Mark>> {
    let networks = cx.registers().get("networks")?;
    let closed = networks
        .rows()
        .all(|row| said(&row, "internet_access") == Said::No && row.get("kind") != Some("internet"));
    let gateways = cx
        .registers()
        .get("gateways")
        .is_some_and(|gateways| !gateways.is_empty());
    (closed && !networks.is_empty() && !gateways).then(|| networks.rows().map(|row| Mark::of(&row)).collect())
}

fn judge(cx: &Context<'_>, part: &Part, marks: &mut Vec<Mark>, out: &mut Findings) {
    let mut gateways: BTreeMap<String, (String, Statements)> = BTreeMap::new();
    for row in cx
        .registers()
        .rows("gateways")
        .filter(|row| row.get("kind").is_some_and(|kind| part.kinds.contains(&kind)))
    {
        let name = filled(&row, "name").map_or_else(|| row.label(), str::to_owned);
        let (_, statements) = gateways
            .entry(fold(&row.label()))
            .or_insert_with(|| (name, Statements::default()));
        if part.word == "extension-deny"
            && said(&row, part.field) == Said::Empty
            && filled(&row, "denied_extensions").is_some()
        {
            statements.good(&row);
        } else if said(&row, part.field) == Said::Empty {
            statements.odd(&row);
        } else {
            statements.row(&row, part.field);
        }
    }
    let mut devices: BTreeMap<String, (String, Statements)> = BTreeMap::new();
    for snapshot in cx.settings().snapshots() {
        let name = snapshot.asset();
        let known = gateways.contains_key(&fold(name));
        let place = if known { &mut gateways } else { &mut devices };
        for setting in part.setting.map(|key| snapshot.all(key)).unwrap_or_default() {
            let (_, statements) = place
                .entry(fold(name))
                .or_insert_with(|| (name.to_owned(), Statements::default()));
            statements.say(setting.flag(), &setting);
        }
    }
    let covered = gateways
        .values()
        .any(|(_, statements)| statements.verdict() == Verdict::Met);
    if gateways.is_empty() && devices.is_empty() {
        out.unknown("not-shown").arg("part", part.word);
        return;
    }
    let counted = gateways.values().chain(
        devices
            .values()
            .filter(|(_, s)| !covered || s.verdict() == Verdict::Met),
    );
    for (name, statements) in counted {
        let finding = match statements.verdict() {
            Verdict::Met => {
                marks.extend(statements.marks());
                continue;
            }
            Verdict::NotMet => out.fail("off"),
            Verdict::Unclear | Verdict::Silent => out.unknown("unclear"),
        };
        finding
            .arg("part", part.word)
            .arg("gateway", name)
            .cite_all(&statements.marks());
    }
}
