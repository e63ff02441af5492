//! 100,000 components against 10,000 advisories stay inside the default limits of the sandbox (fuel, memory, time): what
//! grows with the product of both would break them.
#![allow(clippy::unwrap_used, reason = "tests")]

use sekisho_model::{Date, Outcome};
use sekisho_tests::{read, run_check_on};
use std::fmt::Write;

const COMPONENTS: usize = 100_000;
const ADVISORIES: usize = 10_000;
/// Every so many advisories names a package of the SBOM, with a range that holds its version.
const EVERY: usize = 1_000;

fn sbom() -> String {
    let mut text = String::from(
        "{\"bomFormat\":\"CycloneDX\",\"specVersion\":\"1.5\",\"version\":1,\"metadata\":{\"timestamp\":\"2026-11-01T00:00:00Z\"},\"components\":[",
    );
    for n in 0..COMPONENTS {
        let comma = if n == 0 { "" } else { "," };
        write!(
            text,
            "{comma}{{\"type\":\"library\",\"bom-ref\":\"c{n}\",\"name\":\"part-{n}\",\"version\":\"1.{}.0\",\"purl\":\"pkg:npm/part-{n}@1.{}.0\"}}",
            n % 7,
            n % 7
        )
        .unwrap();
    }
    text.push_str("]}");
    text
}

fn advisories() -> String {
    let mut text = String::new();
    for n in 0..ADVISORIES {
        let (name, fixed) = if n % EVERY == 0 {
            (format!("part-{n}"), "9.0.0")
        } else {
            (format!("part-{n}"), "0.5.0")
        };
        writeln!(
            text,
            "{{\"id\":\"GHSA-{n:04}-aaaa-bbbb\",\"modified\":\"2026-01-01T00:00:00Z\",\"published\":\"2026-01-01T00:00:00Z\",\"aliases\":[\"CVE-2026-{n:05}\"],\"severity\":[{{\"type\":\"CVSS_V3\",\"score\":\"CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H\"}}],\"affected\":[{{\"package\":{{\"ecosystem\":\"npm\",\"name\":\"{name}\"}},\"ranges\":[{{\"type\":\"SEMVER\",\"events\":[{{\"introduced\":\"0\"}},{{\"fixed\":\"{fixed}\"}}]}}]}}]}}"
        )
        .unwrap();
    }
    text
}

#[test]
fn a_hundred_thousand_components_meet_ten_thousand_advisories() {
    let folder = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("sbom-scale");
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join("bom.json"), sbom()).unwrap();
    std::fs::write(folder.join("osv.ndjson"), advisories()).unwrap();
    let subject = read(&folder);
    let none = toml::Table::new();
    let result = run_check_on("common/sbom", "sbom.vuln", &none, &subject, Date::from_days(20_780));
    assert_eq!(result.outcome, Outcome::Fail, "{:?}", result.findings.first());
    assert_eq!(result.findings.len(), ADVISORIES / EVERY);
    let result = run_check_on("common/sbom", "sbom.deps", &none, &subject, Date::from_days(20_780));
    assert_ne!(result.outcome, Outcome::Error, "{:?}", result.findings.first());
}
