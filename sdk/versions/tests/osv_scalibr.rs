//! The version order of ten ecosystems as osv-scalibr tests it; every line `a < b`, `a = b`, `a > b`.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "tests"
)]

#[path = "support/common.rs"]
mod common;

use sekisho_versions::Scheme;
use std::cmp::Ordering;

const FILES: &[(&str, Scheme, usize)] = &[
    ("alpine-versions.txt", Scheme::Alpine, 778),
    ("cran-versions.txt", Scheme::Numbers, 21),
    ("cran-versions-generated.txt", Scheme::Numbers, 57),
    ("debian-versions.txt", Scheme::Debian, 30),
    ("maven-versions.txt", Scheme::Maven, 102),
    ("nuget-versions.txt", Scheme::NuGet, 35),
    ("pub-versions.txt", Scheme::Pub, 100),
    ("pypi-versions-generated.txt", Scheme::Pep440, 12_375),
    ("semver-versions.txt", Scheme::SemVer, 86),
    // npm orders by the same rules.
    ("semver-versions.txt", Scheme::Npm, 86),
];

#[test]
fn versions_stand_in_the_order_of_their_ecosystem() {
    let mut misses = Vec::new();
    let mut report = String::new();
    for (file, scheme, lines) in FILES {
        let text = common::text(&format!("osv-scalibr-semantic/{file}"));
        let (mut passed, mut wrong, mut refused) = (0, 0, 0);
        for line in text.lines().map(str::trim) {
            if line.is_empty() || line.starts_with('#') || line.starts_with("//") {
                continue;
            }
            let [left, sign, right] = line.split_whitespace().collect::<Vec<_>>()[..] else {
                panic!("{file}: {line}")
            };
            let expected = match sign {
                "<" => Ordering::Less,
                "=" => Ordering::Equal,
                ">" => Ordering::Greater,
                _ => panic!("{file}: {line}"),
            };
            let backwards = scheme.compare(right, left);
            match scheme.compare(left, right) {
                Ok(order) if order == expected => passed += 1,
                Ok(order) => {
                    wrong += 1;
                    misses.push(format!("{} {line} -> {order:?}", scheme.name()));
                }
                Err(_) => {
                    refused += 1;
                    misses.push(format!("{} {line} -> refused", scheme.name()));
                }
            }
            assert_eq!(
                backwards.ok(),
                scheme.compare(left, right).ok().map(Ordering::reverse),
                "{line} backwards"
            );
        }
        report += &format!(
            "{file} as {}: {passed} right, {wrong} wrong, {refused} refused\n",
            scheme.name()
        );
        assert_eq!(passed + wrong + refused, *lines, "{file} has lost or gained lines");
    }
    println!("{report}");
    common::assert_known(include_str!("osv_scalibr_misses.txt"), misses);
}
