//! Which format a text is, told from its first document only: the name of the file is not asked.

use super::AdvisoryFormat;
use serde::Deserialize;
use serde::de::IgnoredAny;
use serde_json::value::RawValue;
use std::collections::BTreeMap;

type Keys<'a> = BTreeMap<String, &'a RawValue>;

/// The format of a text, if it is one of ours. A CycloneDX document counts only where it has vulnerabilities (and is a
/// bill of materials first: ask the reader of those before).
pub fn detect(_name: &str, text: &str) -> Option<AdvisoryFormat> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text).trim_start();
    match text.bytes().next()? {
        b'{' => object(text),
        b'[' => match object(text.get(1..)?.trim_start())? {
            AdvisoryFormat::OsvJson => Some(AdvisoryFormat::OsvJson),
            _ => None,
        },
        b'<' => super::cyclonedx_has_vex(text).then_some(AdvisoryFormat::CyclonedxVex),
        _ if is_kev_header(text) => Some(AdvisoryFormat::KevCsv),
        _ if is_osv_yaml(text) => Some(AdvisoryFormat::OsvYaml),
        _ => None,
    }
}

/// Of these names every format here has one.
const MARKS: &[&str] = &[
    "vulnerabilities",
    "vulns",
    "csaf_version",
    "openvex",
    "affected",
    "schema_version",
    "published",
];

fn object(text: &str) -> Option<AdvisoryFormat> {
    // Most files are none of ours; names may be written with escapes.
    let has = |word: &str| memchr::memmem::find(text.as_bytes(), word.as_bytes()).is_some();
    if !MARKS.iter().any(|mark| has(mark)) && !has("\\u") {
        return None;
    }
    let keys: Keys<'_> = serde_json::Deserializer::from_str(text).into_iter().next()?.ok()?;
    let text_of = |key: &str| keys.get(key).map_or("", |v| v.get());
    let has = |key: &str| keys.contains_key(key);
    let is_list = |key: &str| text_of(key).starts_with('[');
    if text_of("bomFormat") == "\"CycloneDX\"" {
        return is_list("vulnerabilities").then_some(AdvisoryFormat::CyclonedxVex);
    }
    if text_of("document").contains("\"csaf_version\"") {
        return Some(AdvisoryFormat::Csaf);
    }
    let openvex = |text: &str| text.contains("openvex");
    if openvex(text_of("@context")) || (openvex(text_of("predicateType")) && has("predicate")) {
        return Some(AdvisoryFormat::OpenVex);
    }
    if has("catalogVersion") && is_list("vulnerabilities") || first_item_has(text_of("vulnerabilities"), "cveID") {
        return Some(AdvisoryFormat::KevJson);
    }
    let record = has("id") && (is_list("affected") || has("schema_version") || (has("modified") && has("published")));
    let wrapped = first_item_has(text_of("vulns"), "id");
    (record || wrapped).then_some(AdvisoryFormat::OsvJson)
}

/// Whether a list's first item is an object with this key.
fn first_item_has(list: &str, key: &str) -> bool {
    let Some(rest) = list.strip_prefix('[') else {
        return false;
    };
    let mut items = serde_json::Deserializer::from_str(rest.trim_start()).into_iter::<BTreeMap<String, IgnoredAny>>();
    matches!(items.next(), Some(Ok(item)) if item.contains_key(key))
}

fn is_kev_header(text: &str) -> bool {
    let header = text.lines().next().unwrap_or("").to_ascii_lowercase();
    let fields: Vec<&str> = header.split(',').map(|f| f.trim().trim_matches('"')).collect();
    fields.contains(&"cveid") && (fields.contains(&"dateadded") || fields.contains(&"duedate"))
}

/// The keys that stand at the margin of the first document.
fn is_osv_yaml(text: &str) -> bool {
    let (mut id, mut affected, mut modified) = (false, false, false);
    for line in text
        .lines()
        .take(20_000)
        .skip_while(|l| l.starts_with(['#', '-', '%']) || l.trim().is_empty())
    {
        if line.starts_with("---") {
            break;
        }
        id |= line.starts_with("id:");
        affected |= line.starts_with("affected:");
        modified |= line.starts_with("modified:");
    }
    id && affected && modified
}

/// A shallow look at a CycloneDX document: only its kind and whether it lists vulnerabilities.
#[derive(Debug, Deserialize)]
pub(super) struct Shallow<'a> {
    #[serde(rename = "bomFormat", default)]
    pub(super) format: Option<String>,
    #[serde(borrow, default)]
    pub(super) vulnerabilities: Option<&'a RawValue>,
}
