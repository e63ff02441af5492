//! Snapshots to rows, with canonical settings beside the raw ones.
//!
//! A raw setting is one row: path, value as written, type. Where the vocabulary knows it and the canonical value is
//! the very same text, that row gets the canonical key. Otherwise a second row follows with key, canonical value and
//! the same path; `derived_from` names the raw path in both cases. A list setting gives one canonical row per item.

use super::snapshot::{Entry, Route, Snapshot, segments};
use super::transform::{self, Canonical};
use super::vocabulary::{Hit, SettingType, vocabulary};
use crate::{ReadError, Reading};
use sekisho_model::Diagnostic;
use sekisho_model::schema::rows::settings;
use std::borrow::Cow;
use std::collections::HashSet;

/// Formats whose paths may be canonical keys by themselves, and that maps of format `any` speak of.
const GENERIC: &[&str] = &["json", "yaml", "toml", "xml", "ini", "properties", "env"];
/// Line formats that differ only in how a line is written: maps of one hold for the settings of all of them that
/// stand in no section.
const FLAT: &[&str] = &["ini", "properties", "env", "keyword"];

/// Pushes the rows of a snapshot.
pub(super) fn push(snapshot: &Snapshot<'_>, reading: &mut Reading<'_>) -> Result<(), ReadError> {
    let stem = asset_of_path(reading.path);
    let stated = reading.asset.map(str::to_owned);
    let asset = stated.or_else(|| snapshot.asset.clone()).or(stem);
    let row = settings::Snapshot {
        asset: asset.as_deref(),
        format: Some(snapshot.format),
        path: Some(reading.path),
        collected: reading.collected_at.or(snapshot.collected),
        class: snapshot.class.as_deref(),
    };
    let number = reading.push(&row, snapshot.line, "")?;
    let file = reading.path.rsplit('/').next().unwrap_or_default().to_lowercase();
    let mut existing = HashSet::new();
    for entry in &snapshot.entries {
        let found = canonical(snapshot.format, entry, &file, &mut existing, reading);
        let raw = entry.value.text.as_deref();
        let same = found.iter().position(|(_, value)| raw == Some(value.text.as_str()));
        let meant = same.and_then(|at| found.get(at));
        let key = meant.map(|(key, _)| *key);
        let row = settings::Setting {
            snapshot: Some(number),
            path: Some(&entry.path),
            key,
            value: raw,
            number: entry.value.number.or_else(|| meant.and_then(|(_, v)| v.number)),
            flag: entry.value.flag.or_else(|| meant.and_then(|(_, v)| v.flag)),
            value_type: Some(entry.value.ty.name()),
            derived_from: key.map(|_| entry.path.as_str()),
        };
        reading.push(&row, entry.line, &entry.path)?;
        for (at, (key, value)) in found.iter().enumerate() {
            if Some(at) == same {
                continue;
            }
            let ty = match (value.flag, value.number) {
                (Some(_), _) => "boolean",
                (None, Some(_)) => "number",
                (None, None) => "string",
            };
            let row = settings::Setting {
                snapshot: Some(number),
                path: Some(&entry.path),
                key: Some(key),
                value: Some(&value.text),
                number: value.number,
                flag: value.flag,
                value_type: Some(ty),
                derived_from: Some(&entry.path),
            };
            reading.push(&row, entry.line, &entry.path)?;
        }
    }
    Ok(())
}

/// The canonical settings an entry stands for.
fn canonical(
    format: &str,
    entry: &Entry<'_>,
    file: &str,
    existing: &mut HashSet<String>,
    reading: &mut Reading<'_>,
) -> Vec<(&'static str, Canonical)> {
    let vocabulary = vocabulary();
    let (path, words) = route(entry);
    if path.is_empty() {
        return Vec::new();
    }
    let flat = FLAT.contains(&format) && (path.len() == 1 || words.is_some());
    let mut hits: Vec<Hit<'static>> = Vec::new();
    let mut look = |path: &[Cow<'_, str>], lists_only: bool| {
        let from = hits.len();
        match &entry.route {
            Route::Registry(_) => vocabulary.find("reg", path, None, file, &mut hits),
            _ if flat => FLAT
                .iter()
                .for_each(|format| vocabulary.find(format, path, words, file, &mut hits)),
            _ => vocabulary.find(format, path, words, file, &mut hits),
        }
        if GENERIC.contains(&format) {
            vocabulary.find("any", path, None, file, &mut hits);
            hits.extend(direct(path));
        }
        let mut at = 0;
        hits.retain(|hit| {
            at += 1;
            at <= from || !lists_only || hit.setting.ty == SettingType::List
        });
    };
    look(&path, false);
    // An item of a list may stand for the list.
    if let Some((last, list)) = path.split_last()
        && last.starts_with('[')
        && !list.is_empty()
    {
        look(list, true);
    }
    let mut found: Vec<(&'static str, Canonical)> = Vec::new();
    for hit in hits {
        let rest = words.map(|_| path_words(entry).get(hit.taken..).unwrap_or_default().join(" "));
        let value = match (&rest, words) {
            (Some(rest), Some(_)) => Some(rest.as_str()),
            _ => entry.value.text.as_deref(),
        };
        if transform::exists(hit.steps) {
            // Everything below an existing path says so again.
            let place = path.get(..hit.taken).unwrap_or_default().join("\u{1f}");
            if words.is_none() && !existing.insert(format!("{}\u{1e}{place}", hit.setting.id)) {
                continue;
            }
            if words.is_none() && entry.value.text.is_none() && hit.taken == path.len() && !format_allows_bare(format) {
                continue;
            }
        }
        match transform::apply(hit.steps, hit.setting, value) {
            Ok(values) => {
                for value in values {
                    let pair = (hit.setting.id.as_str(), value);
                    if !found.contains(&pair) {
                        found.push(pair);
                    }
                }
            }
            Err(reason) => {
                let text = format!("`{}` gives no `{}`: {reason}", entry.path, hit.setting.id);
                reading.note(
                    Diagnostic::warning("setting-not-understood", text)
                        .at_line(entry.line)
                        .at(&entry.path),
                );
            }
        }
    }
    found
}

/// In line formats a bare keyword is there; in JSON and its like a null or an empty list is as good as nothing.
fn format_allows_bare(format: &str) -> bool {
    matches!(
        format,
        "ini" | "properties" | "env" | "keyword" | "network-device" | "sshd"
    )
}

/// The setting whose key the path is; a map `settings` around all settings does not count.
fn direct(path: &[Cow<'_, str>]) -> Option<Hit<'static>> {
    let hit = |path: &[Cow<'_, str>]| vocabulary().setting_of(path);
    let inner = path
        .split_first()
        .filter(|(first, _)| first.as_ref() == "settings")
        .map(|(_, rest)| rest);
    let (setting, taken) = (hit(path).or_else(|| hit(inner?))?, path.len());
    Some(Hit {
        setting,
        steps: &[],
        taken,
    })
}

/// The segments (lower case) the vocabulary looks at, and for words how many belong to blocks.
fn route<'e>(entry: &'e Entry<'_>) -> (Vec<Cow<'e, str>>, Option<usize>) {
    let plain = |path: &'e str, by: char| path.split(by).map(lower).collect::<Vec<_>>();
    let escaped = |path: &'e str| {
        if path.contains(['\\', '[', ']']) || path.is_empty() {
            let segments = segments(path).into_iter();
            return segments.map(|s| Cow::Owned(s.to_lowercase())).collect();
        }
        let mut segments = plain(path, '.');
        // Behind the last dot there is a segment only where something stands.
        if segments.len() > 1 && segments.last().is_some_and(|last| last.is_empty()) {
            segments.pop();
        }
        segments
    };
    match &entry.route {
        Route::Path => (escaped(&entry.path), None),
        Route::Plain => (plain(&entry.path, '.'), None),
        Route::As(path) => (escaped(path), None),
        Route::Registry(path) => (plain(path, '\\'), None),
        Route::Words { blocks, .. } => (path_words(entry).into_iter().map(lower).collect(), Some(blocks.len())),
        Route::Hidden => (Vec::new(), None),
    }
}

/// Lower case, made only where it differs.
fn lower(text: &str) -> Cow<'_, str> {
    if text.bytes().all(|b| b.is_ascii() && !b.is_ascii_uppercase()) {
        Cow::Borrowed(text)
    } else {
        Cow::Owned(text.to_lowercase())
    }
}

fn path_words<'e>(entry: &'e Entry<'_>) -> Vec<&'e str> {
    match &entry.route {
        Route::Words { blocks, words } => blocks.iter().chain(words).map(String::as_str).collect(),
        _ => Vec::new(),
    }
}

/// Words that say what a file is, not whose it is.
const FILE_WORDS: &[&str] = &[
    "secedit",
    "secpol",
    "gpttmpl",
    "inf",
    "reg",
    "registry",
    "sshd_config",
    "sshd",
    "sysctl",
    "config",
    "conf",
    "cfg",
    "configuration",
    "settings",
    "setting",
    "snapshot",
    "json",
    "jsonl",
    "ndjson",
    "log",
    "yaml",
    "yml",
    "toml",
    "xml",
    "ini",
    "properties",
    "env",
    "tfplan",
    "plan",
    "tfstate",
    "terraform",
    "k8s",
    "kubernetes",
    "manifest",
    "manifests",
    "osquery",
    "running-config",
    "startup-config",
    "txt",
    "export",
    "policy",
    "login",
    "defs",
    "nginx",
    "httpd",
    "apache2",
    "chrony",
    "auditd",
    "pwquality",
    "faillock",
];

/// The asset a file's name speaks of: the name without what says only what the file is (`hmi-01.secedit.inf` →
/// `hmi-01`); where nothing is left, the directory.
fn asset_of_path(path: &str) -> Option<String> {
    let is_word = |text: &str| FILE_WORDS.contains(&text.to_lowercase().as_str());
    let mut parts = path.rsplit('/');
    let name = parts.next().unwrap_or_default();
    let mut stem = name.trim_start_matches('.');
    // The last extension goes whatever it is; before it only known words go, since host names have dots.
    if let Some((head, extension)) = stem.rsplit_once('.')
        && !head.is_empty()
        && (is_word(extension) || !extension.bytes().all(|b| b.is_ascii_digit()))
    {
        stem = head;
    }
    while let Some((head, word)) = stem.rsplit_once('.')
        && is_word(word)
    {
        stem = head;
    }
    if is_word(stem)
        && let Some(directory) = parts.next().filter(|d| !d.is_empty() && *d != ".")
    {
        return Some(directory.to_owned());
    }
    Some(stem.to_owned()).filter(|stem| !stem.is_empty())
}

#[cfg(test)]
mod tests {
    use super::asset_of_path;

    #[test]
    fn the_asset_is_read_off_the_file_name() {
        for (path, asset) in [
            ("settings/hmi-01.secedit.inf", "hmi-01"),
            ("web.example.com.json", "web.example.com"),
            ("plc-7.yaml", "plc-7"),
            ("hosts/srv-2/sshd_config", "srv-2"),
            ("hosts/srv-2/sysctl.conf", "srv-2"),
            ("10.0.0.1", "10.0.0.1"),
            ("sshd_config", "sshd_config"),
        ] {
            assert_eq!(asset_of_path(path).as_deref(), Some(asset), "{path}");
        }
    }
}
