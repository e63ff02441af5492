//! CF-02 `auth.password`: passwords are asked for, long enough and not easy to guess (domain.md, CF-02).
//!
//! Predicate: at least 8 characters with MFA or lockout, else at least 10 with upper case, lower case and digits; PIN at
//! least 6; deny-list on. Windows knows one switch for complexity (three of four kinds): it counts as all kinds.
//! A deny-list may be enforced by one sign-in service for all: one device that has it on is enough, none is unknown.

use crate::checks::auth_lockout::{Defence, conclude, defence, report_uncovered};
use crate::people::accounts;
use crate::scope::{CLASSES, Inventory, fold};
use crate::sources::{Device, Devices, borrowed};
use sekisho_sdk::parts::{Parts, holds};
use sekisho_sdk::prelude::*;

mod people;

const PARTS: &[&str] = &["authenticated", "length", "deny-list"];
const CHARACTERS: &[&str] = &["upper", "lower", "digit", "symbol"];
/// Settings that make a device's passwords worth judging.
const KEYS: &[&str] = &[
    "password.min_length",
    "password.pin_min_length",
    "password.complexity",
    "password.deny_list",
    "password.require_upper",
    "password.require_lower",
    "password.require_digit",
    "password.blank_network_logon",
    "ssh.empty_passwords",
    "account.auto_logon",
];

/// The check.
#[derive(Debug)]
pub(crate) struct Password;

/// What the control asks for.
struct Asked<'a> {
    parts: Parts<'a>,
    min_length: f64,
    min_length_alone: f64,
    min_pin_length: f64,
    max_attempts: f64,
    characters: &'a [String],
    /// Only passwords that are one factor of several.
    with_mfa: bool,
}

impl Check for Password {
    fn spec(&self) -> Spec {
        Spec::new("auth.password")
            .reads("settings")
            .reads("registers")
            .reads("assets")
            .parameter(Parameter::texts("require", &[]))
            .parameter(Parameter::texts("classes", &[]))
            .parameter(Parameter::texts("exempt_classes", &[]))
            .parameter(Parameter::texts("accounts", &[]))
            .parameter(Parameter::integer("min_length", 1, 128, 8))
            .parameter(Parameter::integer("min_length_alone", 1, 128, 10))
            .parameter(Parameter::integer("min_pin_length", 1, 128, 6))
            .parameter(Parameter::integer("max_attempts", 1, 1000, 10))
            .parameter(Parameter::texts("character_classes", &["upper", "lower", "digit"]))
    }

    fn evaluate(&self, cx: &Context<'_>, out: &mut Findings) -> Result<(), CheckError> {
        let asked = Asked {
            parts: Parts::read(cx, PARTS)?,
            min_length: cx.integer("min_length")? as f64,
            min_length_alone: cx.integer("min_length_alone")? as f64,
            min_pin_length: cx.integer("min_pin_length")? as f64,
            max_attempts: cx.integer("max_attempts")? as f64,
            characters: cx.known_texts("character_classes", CHARACTERS)?,
            with_mfa: holds(cx.texts("accounts")?, "mfa"),
        };
        let classes = borrowed(cx.known_texts("classes", CLASSES)?);
        let exempt = cx.texts("exempt_classes")?;
        let inventory = Inventory::load(cx);
        let devices = Devices::gather(cx, &inventory, &[]);
        let (left_out, judged): (Vec<&Device<'_>>, Vec<&Device<'_>>) = devices
            .of(&classes)
            .filter(|d| d.has_any(KEYS))
            .partition(|d| is_exempt(d, exempt));
        if !left_out.is_empty() {
            let finding = out.informational("exempt").arg("count", left_out.len());
            finding.cite_all(left_out.iter().flat_map(|d| &d.snapshots));
        }
        for device in &judged {
            if asked.parts.asks("authenticated") {
                authenticated(device, out);
            }
            if asked.parts.asks("length") {
                length(&asked, device, out);
            }
        }
        if asked.parts.asks("deny-list") && !judged.is_empty() {
            deny_list(&judged, out);
        }
        let people = people::judge(
            &asked,
            accounts(cx)?,
            &inventory,
            &devices,
            &classes,
            !judged.is_empty(),
            out,
        );
        report_uncovered(&inventory, &devices, &classes, KEYS, out);
        match out.is_clean() && judged.is_empty() && !people.is_empty() {
            true => _ = out.pass("accounts-ok").arg("count", people.len()).cite_all(&people),
            false => conclude(&inventory, &classes, &judged, out),
        }
        Ok(())
    }
}

/// Devices are exempt by class or by the role the inventory gives them (a panel that an emergency depends on).
fn is_exempt(device: &Device<'_>, exempt: &[String]) -> bool {
    let role = device.item.as_ref().and_then(|item| item.text("role"));
    [device.class(), role]
        .into_iter()
        .flatten()
        .any(|word| exempt.iter().any(|e| fold(e) == fold(word)))
}

/// Ways in without any password.
fn authenticated(device: &Device<'_>, out: &mut Findings) {
    let switches = [
        device.reading("ssh.empty_passwords"),
        device.reading("password.blank_network_logon"),
    ];
    let shortest = device.reading("password.min_length");
    // One sentence per device, whichever settings say so.
    let mut open: Vec<_> = switches.iter().filter(|r| r.any() == Some(true)).collect();
    open.extend(shortest.smallest().is_some_and(|n| n < 1.0).then_some(&shortest));
    if !open.is_empty() {
        out.fail("empty-allowed")
            .arg("asset", device.name.clone())
            .cite_all(open.iter().flat_map(|r| &r.0));
    }
    let auto = device.reading("account.auto_logon");
    if auto.any() == Some(true) {
        out.fail("auto-logon")
            .arg("asset", device.name.clone())
            .cite_all(&auto.0);
    }
}

fn length(asked: &Asked<'_>, device: &Device<'_>, out: &mut Findings) {
    let pin = device.reading("password.pin_min_length");
    if let Some(shortest) = pin.smallest().filter(|n| *n < asked.min_pin_length) {
        let finding = out
            .fail("pin-short")
            .arg("asset", device.name.clone())
            .arg("length", shortest as i64);
        finding.arg("wanted", asked.min_pin_length as i64).cite_all(&pin.0);
    }
    let lengths = device.reading("password.min_length");
    let Some(shortest) = lengths.smallest() else {
        if pin.smallest().is_none() {
            out.unknown("length-unstated")
                .arg("asset", device.name.clone())
                .cite_all(&device.snapshots);
        }
        return;
    };
    let (wanted, guard) = wanted(asked, device);
    if shortest < wanted {
        let finding = out
            .fail("short")
            .arg("asset", device.name.clone())
            .arg("length", shortest as i64);
        finding
            .arg("wanted", wanted as i64)
            .cite_all(&lengths.0)
            .cite_all(&guard);
    } else if !asked.characters.is_empty() && !is_guarded(asked, device) {
        characters(asked, device, &lengths.0, out);
    }
}

/// Whether MFA or lockout stands beside the password.
fn is_guarded(asked: &Asked<'_>, device: &Device<'_>) -> bool {
    let mfa = device.reading("mfa.required").all();
    (asked.with_mfa && mfa != Some(false))
        || mfa == Some(true)
        || matches!(
            defence(device, asked.max_attempts, true),
            Defence::Locks(_) | Defence::Slows
        )
}

/// The length that this device needs and the settings that say so.
fn wanted<'a>(asked: &Asked<'_>, device: &Device<'a>) -> (f64, Vec<sekisho_sdk::views::settings::Setting<'a>>) {
    let mut guard = device.reading("mfa.required").0;
    guard.extend(device.reading("lockout.threshold").0);
    guard.extend(device.reading("lockout.growing_delay").0);
    (
        if is_guarded(asked, device) {
            asked.min_length
        } else {
            asked.min_length_alone
        },
        guard,
    )
}

/// Kinds of character, where the password stands alone.
fn characters(
    asked: &Asked<'_>,
    device: &Device<'_>,
    lengths: &[sekisho_sdk::views::settings::Setting<'_>],
    out: &mut Findings,
) {
    let complexity = device.reading("password.complexity");
    let mut missing = Vec::new();
    let mut unstated = Vec::new();
    for kind in asked.characters {
        let own = device.reading(&format!("password.require_{kind}")).all();
        match own.or(if kind == "symbol" { None } else { complexity.all() }) {
            Some(true) => {}
            Some(false) => missing.push(kind.clone()),
            None => unstated.push(kind.clone()),
        }
    }
    if !missing.is_empty() {
        let finding = out
            .fail("characters")
            .arg("asset", device.name.clone())
            .arg("missing", missing.join(", "));
        finding.cite_all(&complexity.0).cite_all(lengths);
    } else if !unstated.is_empty() {
        let finding = out.unknown("characters-unstated").arg("asset", device.name.clone());
        finding.arg("missing", unstated.join(", ")).cite_all(lengths);
    }
}

fn deny_list(judged: &[&Device<'_>], out: &mut Findings) {
    let mut on = false;
    for device in judged {
        let reading = device.reading("password.deny_list");
        match reading.all() {
            Some(true) => on = true,
            Some(false) => {
                _ = out
                    .fail("deny-list-off")
                    .arg("asset", device.name.clone())
                    .cite_all(&reading.0)
            }
            None => {}
        }
    }
    if !on && !judged.iter().any(|d| d.has_any(&["password.deny_list"])) {
        out.unknown("deny-list-unstated")
            .cite_all(judged.iter().flat_map(|d| &d.snapshots));
    }
}
