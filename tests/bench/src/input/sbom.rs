//! W1: a CycloneDX 1.5 document as build tools write them, about 770 bytes for each component with its dependencies.
//!
//! In two of a hundred components one of the four fields of the rules is missing or empty.

use crate::random::Random;
use std::fmt::Write as _;

const SUPPLIERS: &[&str] = &[
    "Northwind Components GmbH",
    "Aozora Software K.K.",
    "青空ソフトウェア株式会社",
    "The Open Parts Foundation",
    "Contoso Embedded Ltd.",
    "Granite Systems, Inc.",
    "Fabrikam Networks",
];
const GROUPS: &[&str] = &[
    "org.example.io",
    "com.contoso.net",
    "jp.co.aozora",
    "io.granite.core",
    "dev.parts",
];
const WORDS: &[&str] = &[
    "codec", "stream", "parser", "router", "buffer", "crypto", "schema", "signal", "vector", "packet", "socket",
    "matrix", "ledger", "cursor", "bridge", "filter",
];
const LICENSES: &[&str] = &["Apache-2.0", "MIT", "BSD-3-Clause", "ISC", "MPL-2.0", "LGPL-2.1-only"];
const PURPOSES: &[&str] = &[
    "decodes frames for the gateway",
    "keeps the \\\"last good\\\" configuration",
    "通信路の状態を監視する",
    "wraps the vendor's C library",
    "reads and writes archive members",
];

const HEAD: &str = concat!(
    "{\"bomFormat\":\"CycloneDX\",\"specVersion\":\"1.5\",",
    "\"serialNumber\":\"urn:uuid:3e671687-395b-41f5-a30f-a58921a69b79\",\"version\":1,",
    "\"metadata\":{\"timestamp\":\"2026-11-20T08:30:00Z\",",
    "\"tools\":{\"components\":[{\"type\":\"application\",\"name\":\"bom-maker\",\"version\":\"4.2.0\"}]},",
    "\"authors\":[{\"name\":\"Build Team\",\"email\":\"build@example.com\"}],",
    "\"component\":{\"type\":\"application\",\"bom-ref\":\"app\",\"supplier\":{\"name\":\"Granite Systems, Inc.\"},",
    "\"name\":\"line-controller\",\"version\":\"7.1.0\",\"purl\":\"pkg:generic/line-controller@7.1.0\"}},",
    "\"components\":["
);

/// The document.
pub(crate) fn generate(components: u32) -> String {
    let mut random = Random::new(0x5EC1_5C00_0001);
    let mut out = String::with_capacity(components as usize * 800 + 2000);
    out.push_str(HEAD);
    let mut references = Vec::with_capacity(components as usize);
    for number in 0..components {
        if number > 0 {
            out.push(',');
        }
        references.push(component(number, &mut random, &mut out));
    }
    out.push_str("],\"dependencies\":[{\"ref\":\"app\",\"dependsOn\":[");
    for (index, reference) in references.iter().take(20).enumerate() {
        let comma = if index > 0 { "," } else { "" };
        let _ = write!(out, "{comma}\"{reference}\"");
    }
    out.push_str("]}");
    for (index, reference) in references.iter().enumerate() {
        let _ = write!(out, ",{{\"ref\":\"{reference}\"");
        // Edges go to later components only, as in a resolved tree; the last have none.
        let later = (references.len() - index - 1) as u64;
        let edges = random.below(4).min(later);
        if edges > 0 {
            out.push_str(",\"dependsOn\":[");
            for edge in 0..edges {
                // One stretch of the tree for each edge: a list names nothing twice.
                let stretch = later.min(500) / edges;
                let ahead = 1 + edge * stretch + random.below(stretch);
                let comma = if edge > 0 { "," } else { "" };
                let target = usize::try_from(ahead)
                    .ok()
                    .and_then(|ahead| references.get(index + ahead));
                let _ = write!(out, "{comma}\"{}\"", target.map_or("app", String::as_str));
            }
            out.push(']');
        }
        out.push('}');
    }
    out.push_str("]}\n");
    out
}

/// Appends one component and answers its reference.
fn component(number: u32, random: &mut Random, out: &mut String) -> String {
    let (group, first, second) = (random.pick(GROUPS), random.pick(WORDS), random.pick(WORDS));
    let version = format!("{}.{}.{}", random.below(9), random.below(30), random.below(20));
    let name = format!("{first}-{second}-{number:06}");
    let reference = format!("{group}/{name}@{version}");
    // 20 of a thousand lack one field: the one of this number.
    let lacking = if random.chance(20) { 1 + random.below(4) } else { 0 };
    let kind = if random.chance(30) { "framework" } else { "library" };
    let _ = write!(out, "{{\"type\":\"{kind}\",\"bom-ref\":\"{reference}\"");
    match lacking {
        1 if random.chance(500) => {}
        1 => out.push_str(",\"supplier\":{\"name\":\"\",\"url\":[\"https://parts.example.com\"]}"),
        _ => {
            let supplier = random.pick(SUPPLIERS);
            let _ = write!(
                out,
                ",\"supplier\":{{\"name\":\"{supplier}\",\"url\":[\"https://parts.example.com/{first}\"]}}"
            );
        }
    }
    let shown = if lacking == 2 { "" } else { &name };
    let _ = write!(out, ",\"group\":\"{group}\",\"name\":\"{shown}\"");
    if lacking != 3 {
        let _ = write!(out, ",\"version\":\"{version}\"");
    } else if random.chance(500) {
        out.push_str(",\"version\":\"\"");
    }
    let purpose = random.pick(PURPOSES);
    let _ = write!(
        out,
        ",\"description\":\"{first} {second}: {purpose}\",\"scope\":\"required\""
    );
    let _ = write!(
        out,
        ",\"hashes\":[{{\"alg\":\"SHA-256\",\"content\":\"{:016x}{:016x}{:016x}{:016x}\"}}]",
        random.next(),
        random.next(),
        random.next(),
        random.next()
    );
    let license = random.pick(LICENSES);
    if random.chance(100) {
        let _ = write!(out, ",\"licenses\":[{{\"expression\":\"{license} OR MIT\"}}]");
    } else {
        let _ = write!(out, ",\"licenses\":[{{\"license\":{{\"id\":\"{license}\"}}}}]");
    }
    if lacking != 4 {
        // One of eight is known by its CPE alone.
        if random.chance(125) {
            let _ = write!(out, ",\"cpe\":\"cpe:2.3:a:{first}:{name}:{version}:*:*:*:*:*:*:*\"");
        } else {
            let _ = write!(out, ",\"purl\":\"pkg:maven/{group}/{name}@{version}\"");
        }
    }
    let _ = write!(
        out,
        ",\"externalReferences\":[{{\"type\":\"vcs\",\"url\":\"https://git.example.com/{group}/{name}.git\"}}]}}"
    );
    reference
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::generate;
    use serde_json::Value;
    use std::collections::BTreeSet;

    #[test]
    fn the_same_bytes_each_time_and_of_the_size_that_goals_speak_of() {
        let text = generate(2_000);
        assert_eq!(text, generate(2_000));
        let each = text.len() / 2_000;
        assert!((700..=840).contains(&each), "{each} bytes for each component");
        let document: Value = serde_json::from_str(&text).unwrap();
        for dependency in document["dependencies"].as_array().unwrap() {
            let on = dependency["dependsOn"].as_array().map_or(&[][..], Vec::as_slice);
            let distinct: BTreeSet<&str> = on.iter().filter_map(Value::as_str).collect();
            assert_eq!(distinct.len(), on.len());
        }
    }
}
