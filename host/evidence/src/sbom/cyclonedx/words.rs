//! The closed lists of words of the specification, and the formats of its texts.

/// `component.type`.
pub(super) const COMPONENT_TYPES: &[&str] = &[
    "application",
    "framework",
    "library",
    "container",
    "platform",
    "operating-system",
    "device",
    "device-driver",
    "firmware",
    "file",
    "machine-learning-model",
    "data",
    "cryptographic-asset",
];
/// `component.scope`.
pub(super) const SCOPES: &[&str] = &["required", "optional", "excluded"];
/// `hash.alg`.
pub(super) const HASHES: &[&str] = &[
    "MD5",
    "SHA-1",
    "SHA-256",
    "SHA-384",
    "SHA-512",
    "SHA3-256",
    "SHA3-384",
    "SHA3-512",
    "BLAKE2b-256",
    "BLAKE2b-384",
    "BLAKE2b-512",
    "BLAKE3",
    "Streebog-256",
    "Streebog-512",
];
/// `patch.type`.
pub(super) const PATCHES: &[&str] = &["unofficial", "monkey", "backport", "cherry-pick"];
/// `issue.type`.
pub(super) const ISSUES: &[&str] = &["defect", "enhancement", "security"];
/// `flow` of the data of a service.
pub(super) const FLOWS: &[&str] = &["inbound", "outbound", "bi-directional", "unknown"];
/// `composition.aggregate`.
pub(super) const AGGREGATES: &[&str] = &[
    "complete",
    "incomplete",
    "incomplete_first_party_only",
    "incomplete_first_party_proprietary_only",
    "incomplete_first_party_opensource_only",
    "incomplete_third_party_only",
    "incomplete_third_party_proprietary_only",
    "incomplete_third_party_opensource_only",
    "unknown",
    "not_specified",
];
/// `lifecycle.phase`.
pub(super) const PHASES: &[&str] = &[
    "design",
    "pre-build",
    "build",
    "post-build",
    "operations",
    "discovery",
    "decommission",
];
/// `externalReference.type`.
pub(super) const REFERENCES: &[&str] = &[
    "vcs",
    "issue-tracker",
    "website",
    "advisories",
    "bom",
    "mailing-list",
    "social",
    "chat",
    "documentation",
    "support",
    "source-distribution",
    "distribution",
    "distribution-intake",
    "license",
    "build-meta",
    "build-system",
    "release-notes",
    "security-contact",
    "model-card",
    "log",
    "configuration",
    "evidence",
    "formulation",
    "attestation",
    "threat-model",
    "adversary-model",
    "risk-assessment",
    "vulnerability-assertion",
    "exploitability-statement",
    "pentest-report",
    "static-analysis-report",
    "dynamic-analysis-report",
    "runtime-analysis-report",
    "component-analysis-report",
    "maturity-report",
    "certification-report",
    "codified-infrastructure",
    "quality-metrics",
    "poam",
    "electronic-signature",
    "digital-signature",
    "rfc-9116",
    "patent",
    "patent-family",
    "patent-assertion",
    "citation",
    "other",
];
/// `cryptoProperties.assetType`.
pub(super) const CRYPTO: &[&str] = &["algorithm", "certificate", "protocol", "related-crypto-material"];
/// `licenseChoice.acknowledgement`.
pub(super) const ACKNOWLEDGEMENTS: &[&str] = &["declared", "concluded"];
/// Traffic light protocol of `distributionConstraints`.
pub(super) const TLP: &[&str] = &["CLEAR", "GREEN", "AMBER", "AMBER_AND_STRICT", "RED"];

/// How many hex digits a hash of an algorithm has, where the algorithm fixes it.
pub(super) fn hex_digits(algorithm: &str) -> Option<usize> {
    Some(match algorithm {
        "MD5" => 32,
        "SHA-1" => 40,
        "SHA-256" | "SHA3-256" | "BLAKE2b-256" | "Streebog-256" => 64,
        "SHA-384" | "SHA3-384" | "BLAKE2b-384" => 96,
        "SHA-512" | "SHA3-512" | "BLAKE2b-512" | "Streebog-512" => 128,
        _ => return None,
    })
}

/// Whether a text is hex digits of a length that some algorithm has.
pub(super) fn is_hash_content(text: &str) -> bool {
    matches!(text.len(), 32 | 40 | 64 | 96 | 128) && text.bytes().all(|b| b.is_ascii_hexdigit())
}

/// `urn:uuid:` and a UUID.
pub(super) fn is_serial_number(text: &str) -> bool {
    let Some(uuid) = text.strip_prefix("urn:uuid:") else {
        return false;
    };
    uuid.len() == 36
        && uuid.bytes().enumerate().all(|(i, b)| match i {
            8 | 13 | 18 | 23 => b == b'-',
            _ => b.is_ascii_hexdigit(),
        })
}

/// A date with a time of day; the zone may be left out only in XML.
pub(super) fn is_timestamp(text: &str, zone_needed: bool) -> bool {
    if sekisho_model::Date::parse(text).is_none() {
        return false;
    }
    let Some(time) = text.get(10..).and_then(|t| t.strip_prefix(['T', 't'])) else {
        return false;
    };
    let Some((clock, rest)) = time.split_at_checked(8) else {
        return false;
    };
    let number = |range: std::ops::Range<usize>, most: u32| {
        clock
            .get(range)
            .and_then(|n| n.parse::<u32>().ok())
            .is_some_and(|n| n <= most)
    };
    let colons = clock.as_bytes().get(2) == Some(&b':') && clock.as_bytes().get(5) == Some(&b':');
    if !(colons && number(0..2, 24) && number(3..5, 59) && number(6..8, 60)) {
        return false;
    }
    let zone = match rest.strip_prefix('.') {
        Some(fraction) => fraction.trim_start_matches(|c: char| c.is_ascii_digit()),
        None => rest,
    };
    match zone {
        "" => !zone_needed,
        "Z" | "z" => true,
        _ => zone.len() == 6 && zone.starts_with(['+', '-']) && zone.as_bytes().get(3) == Some(&b':'),
    }
}

/// `pkg:type/name`.
pub(super) fn is_purl(text: &str) -> bool {
    let Some(rest) = text.strip_prefix("pkg:") else {
        return false;
    };
    let mut bytes = rest.bytes().skip_while(|b| *b == b'/');
    bytes.next().is_some_and(|b| b.is_ascii_alphabetic())
        && bytes.find(|b| !(b.is_ascii_alphanumeric() || matches!(b, b'+' | b'.' | b'-'))) == Some(b'/')
        && bytes.any(|b| b != b'/')
}

/// `cpe:2.3:` with its parts, or the older `cpe:/`.
pub(super) fn is_cpe(text: &str) -> bool {
    let part = |c: Option<&str>| matches!(c, Some("a" | "h" | "o" | "*" | "-"));
    if let Some(rest) = text.strip_prefix("cpe:2.3:") {
        // A colon inside a value is escaped.
        let (mut colons, mut before) = (0, 0);
        for byte in rest.bytes() {
            colons += u32::from(byte == b':' && before != b'\\');
            before = byte;
        }
        return part(rest.split(':').next()) && colons == 10;
    }
    let lower = text.to_ascii_lowercase();
    lower
        .strip_prefix("cpe:/")
        .is_some_and(|rest| part(rest.split(':').next()) || rest.is_empty())
}
