//! A fleet of 100,000 devices is judged inside a second of a plugin's time: about one pass over each column, and no
//! product of devices and anything. Fuel is counted, not time, so that a slow machine cannot fail.
#![allow(clippy::unwrap_used, reason = "tests")]

use sekisho_model::{Date, Outcome};
use sekisho_sandbox::Limits;
use sekisho_tests::{all_checks, plugin, read, run_check_on, sandbox};
use std::fmt::Write;

const DEVICES: usize = 100_000;
/// What a machine of today burns in less than a second (it was measured at 4 to 7 thousand million units a second).
const FUEL: u64 = 2_500_000_000;

fn inventory() -> String {
    let mut text = String::from(
        "id,name,class,vendor,model,firmware,owner,location,support_end,default password,serial,protocols.telnet.enabled,update.automatic,wifi.security\n",
    );
    for n in 0..DEVICES {
        let (model, firmware) = (n % 40, if n % 50 == 0 { "1.9" } else { "1.10" });
        let default = if n % 10_000 == 17 { "yes" } else { "no" };
        let owner = if n % 25_000 == 3 { "" } else { "Room" };
        writeln!(
            text,
            "HD-{n:06},Device {n},iot,Maker,M-{model},{firmware},{owner} {},Floor {},2028-03-31,{default},S{n:08},{},yes,WPA3",
            if owner.is_empty() { String::new() } else { n.to_string() },
            n % 30,
            if n % 20_000 == 5 { "on" } else { "off" }
        )
        .unwrap();
    }
    text
}

#[test]
fn a_hundred_thousand_devices_are_judged_at_once() {
    let folder = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("fleet-scale");
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join("assets.csv"), inventory()).unwrap();
    let subject = read(&folder);
    let today = Date::parse("2026-11-23").unwrap();
    let none = toml::Table::new();
    for (check, outcome) in [
        ("fleet.default", Outcome::Fail),
        ("fleet.firmware", Outcome::Pass),
        ("fleet.owner", Outcome::Fail),
        ("fleet.safe", Outcome::Fail),
    ] {
        let result = run_check_on("smarthome/fleet", check, &none, &subject, today);
        assert_eq!(result.outcome, outcome, "{check}: {:?}", result.findings.first());
    }
    let fleet = plugin("smarthome/fleet");
    for selected in all_checks(&fleet) {
        let check = selected.check;
        let run = sandbox().run(&fleet, &subject.facts, today, &[selected], &Limits::default());
        assert!(run.fuel < FUEL, "check {check} burnt {} units", run.fuel);
    }
}
