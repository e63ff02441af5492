//! The vocabulary of canonical settings (`data/settings.toml`): which paths of which formats mean which setting.
//!
//! The file is part of the program and is parsed once. Patterns are filed under their last word, so that looking a
//! path up tries only the few that can fit.

use super::transform::{self, Step};
use serde::Deserialize;
use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::OnceLock;

/// How many words of a line a pattern may take.
const LINE_WORDS: usize = 12;

/// The file, as the build left it.
const TEXT: &str = include_str!(concat!(env!("OUT_DIR"), "/settings.json"));

/// The whole file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Document {
    /// `settings/1`.
    pub format: String,
    /// The settings.
    #[serde(rename = "setting")]
    pub settings: Vec<Setting>,
}

/// One canonical setting.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Setting {
    /// Its key.
    pub id: String,
    /// Type of its value.
    #[serde(rename = "type")]
    pub ty: SettingType,
    /// Unit of the number.
    pub unit: Option<String>,
    /// Title in both languages.
    pub title: sekisho_model::Bilingual,
    /// Rules that read it.
    #[serde(default)]
    pub rules: Vec<String>,
    /// How several values become one.
    pub combine: String,
    /// The values of a choice.
    #[serde(default)]
    pub choices: Vec<Choice>,
    /// Where formats keep it.
    #[serde(default, rename = "map")]
    pub maps: Vec<Map>,
}

/// One value of a choice.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Choice {
    /// The value.
    pub id: String,
    /// In Japanese.
    pub ja: String,
    /// In English.
    pub en: String,
    /// Other words for it.
    #[serde(default)]
    pub aliases: Vec<String>,
}

/// One place where a format keeps a setting.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Map {
    /// The format.
    pub format: String,
    /// Pattern of the path.
    pub path: String,
    /// Patterns of file names.
    #[serde(default)]
    pub file: Vec<String>,
    /// Steps from the value to the canonical one.
    #[serde(default)]
    pub transform: String,
}

/// Type of a canonical value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum SettingType {
    /// Yes or no.
    Flag,
    /// Whole number.
    Integer,
    /// Number.
    Decimal,
    /// Text.
    Text,
    /// One of the setting's choices.
    Choice,
    /// Texts.
    List,
    /// Day.
    Date,
}

#[derive(Debug)]
struct Pattern {
    setting: usize,
    segments: Vec<String>,
    steps: Vec<Step>,
    files: Vec<String>,
}

/// Looked into for every setting of every snapshot.
type Lookup<K, V> = HashMap<K, V, foldhash::fast::RandomState>;

/// The vocabulary, ready for look-ups.
#[derive(Debug, Default)]
pub struct Vocabulary {
    settings: Vec<Setting>,
    ids: Lookup<String, usize>,
    // Patterns of file names, each with what stands before its first `*` and behind its last.
    files: Vec<(String, String, String)>,
    // Format -> last word -> patterns; patterns that end in no fixed word, or fit parts of a path, stand under "".
    patterns: Lookup<String, Lookup<String, Vec<Pattern>>>,
}

/// What a path means.
#[derive(Debug, Clone, Copy)]
pub(super) struct Hit<'v> {
    /// The setting.
    pub setting: &'v Setting,
    /// Steps to its value.
    pub steps: &'v [Step],
    /// How many segments of the path the pattern took.
    pub taken: usize,
}

/// The vocabulary of this program.
pub fn vocabulary() -> &'static Vocabulary {
    static VOCABULARY: OnceLock<Vocabulary> = OnceLock::new();
    // The tests hold the file to its form; a program whose file were broken would read raw settings only.
    VOCABULARY.get_or_init(|| Vocabulary::parse(TEXT).unwrap_or_default())
}

impl Vocabulary {
    /// From a file's text; the error names what is wrong.
    pub fn parse(text: &str) -> Result<Self, String> {
        let document: Document = serde_json::from_str(text).map_err(|error| error.to_string())?;
        if document.format != "settings/1" {
            return Err(format!("the format is `{}`, not `settings/1`", document.format));
        }
        let mut vocabulary = Self::default();
        for (number, setting) in document.settings.iter().enumerate() {
            if vocabulary.ids.insert(setting.id.to_lowercase(), number).is_some() {
                return Err(format!("the setting `{}` stands twice", setting.id));
            }
            for map in &setting.maps {
                let steps = transform::parse(&map.transform).map_err(|e| format!("{}: {e}", setting.id))?;
                let by = if map.format == "reg" { '\\' } else { '.' };
                let segments: Vec<String> = map.path.split(by).map(str::to_lowercase).collect();
                let words = matches!(map.format.as_str(), "keyword" | "network-device");
                let fixed = segments
                    .last()
                    .filter(|s| !s.contains('*') && !words && !transform::exists(&steps));
                let bucket = fixed.cloned().unwrap_or_default();
                let files = map.file.iter().map(|f| f.to_lowercase()).collect();
                let patterns = vocabulary.patterns.entry(map.format.clone()).or_default();
                patterns.entry(bucket).or_default().push(Pattern {
                    setting: number,
                    segments,
                    steps,
                    files,
                });
            }
        }
        let files = document.settings.iter().flat_map(|setting| &setting.maps);
        let ends = |file: &String| {
            let file = file.to_lowercase();
            let head = file.split('*').next().unwrap_or_default().to_owned();
            let tail = file.rsplit('*').next().unwrap_or_default().to_owned();
            (file, head, tail)
        };
        vocabulary.files = files.flat_map(|map| &map.file).map(ends).collect();
        vocabulary.files.sort_unstable();
        vocabulary.files.dedup();
        vocabulary.settings = document.settings;
        Ok(vocabulary)
    }

    /// The settings.
    pub fn settings(&self) -> &[Setting] {
        &self.settings
    }

    /// Which patterns of file names fit a name (lower case): two files with the same are alike to [`Self::find`].
    pub(super) fn fitting(&self, file: &str) -> Vec<usize> {
        let fitting = self.files.iter().enumerate();
        let fitting = fitting.filter(|(_, (pattern, head, tail))| {
            file.starts_with(head.as_str()) && file.ends_with(tail.as_str()) && glob(pattern, file)
        });
        fitting.map(|(number, _)| number).collect()
    }

    /// The setting of a key (without case).
    pub fn setting(&self, id: &str) -> Option<&Setting> {
        self.settings.get(*self.ids.get(&id.to_lowercase())?)
    }

    /// The setting whose key a path (lower-case segments) is.
    pub(super) fn setting_of(&self, path: &[Cow<'_, str>]) -> Option<&Setting> {
        self.settings.get(*self.ids.get(path.join(".").as_str())?)
    }

    /// What a path (lower-case segments) of some format means in a file of some name (lower case). With `words` a
    /// pattern may take the first segments only, but more than that many.
    pub(super) fn find<'v>(
        &'v self,
        format: &str,
        path: &[Cow<'_, str>],
        words: Option<usize>,
        file: &str,
        out: &mut Vec<Hit<'v>>,
    ) {
        let Some(patterns) = self.patterns.get(format) else {
            return;
        };
        // Of the words of a line any may be the pattern's last; of a path only its own last can. Patterns that end in no
        // fixed word come first.
        let mut buckets: Vec<&str> = match words {
            Some(blocks) => path.iter().skip(blocks).take(LINE_WORDS).map(AsRef::as_ref).collect(),
            None => Vec::new(),
        };
        buckets.sort_unstable();
        buckets.dedup();
        let last = path.last().filter(|_| words.is_none()).map(AsRef::as_ref);
        let buckets = buckets.into_iter().chain(last).filter(|bucket| !bucket.is_empty());
        for bucket in std::iter::once("").chain(buckets) {
            for pattern in patterns.get(bucket).into_iter().flatten() {
                if !pattern.files.is_empty() && !pattern.files.iter().any(|f| glob(f, file)) {
                    continue;
                }
                let whole = words.is_none() && !transform::exists(&pattern.steps);
                let shortest = words.map_or(1, |blocks| blocks + 1);
                let longest = words.map_or(path.len(), |blocks| path.len().min(blocks + LINE_WORDS));
                let mut lengths = if whole {
                    path.len()..=path.len()
                } else {
                    shortest..=longest
                };
                let taken = lengths.find(|n| path.get(..*n).is_some_and(|part| fits(&pattern.segments, part)));
                if let (Some(taken), Some(setting)) = (taken, self.settings.get(pattern.setting)) {
                    out.push(Hit {
                        setting,
                        steps: &pattern.steps,
                        taken,
                    });
                }
            }
        }
    }
}

/// Whether the segments of a pattern fit those of a path.
fn fits(pattern: &[String], path: &[Cow<'_, str>]) -> bool {
    match pattern.split_first() {
        None => path.is_empty(),
        Some((first, rest)) if first == "**" => {
            (0..=path.len()).any(|skipped| path.get(skipped..).is_some_and(|tail| fits(rest, tail)))
        }
        Some((first, rest)) => match path.split_first() {
            Some((segment, tail)) => glob(first, segment) && fits(rest, tail),
            None => false,
        },
    }
}

/// Whether a text fits a pattern in which `*` is any run of characters.
fn glob(pattern: &str, text: &str) -> bool {
    let Some((head, tail)) = pattern.split_once('*') else {
        return pattern == text;
    };
    let Some(mut rest) = text.strip_prefix(head) else {
        return false;
    };
    let mut parts = tail.split('*').peekable();
    while let Some(part) = parts.next() {
        if parts.peek().is_none() {
            return rest.ends_with(part);
        }
        let Some((_, behind)) = rest.split_once(part) else {
            return false;
        };
        rest = behind;
    }
    true
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;

    #[test]
    fn the_file_of_this_program_is_in_form() {
        let vocabulary = Vocabulary::parse(TEXT).unwrap();
        assert!(vocabulary.settings().len() > 100);
        let formats = [
            "secedit",
            "reg",
            "sshd",
            "sysctl",
            "keyword",
            "network-device",
            "ini",
            "properties",
            "env",
            "xml",
            "json",
            "yaml",
            "toml",
            "kubernetes",
            "terraform",
            "osquery",
            "any",
        ];
        for setting in vocabulary.settings() {
            let combine = ["last", "all", "any", "min", "max", "worst", "union"];
            assert!(combine.contains(&setting.combine.as_str()), "{}", setting.id);
            assert!(setting.title.is_complete(), "{}", setting.id);
            assert_eq!(
                setting.ty == SettingType::Choice,
                !setting.choices.is_empty(),
                "{}",
                setting.id
            );
            for map in &setting.maps {
                assert!(formats.contains(&map.format.as_str()), "{}: {}", setting.id, map.format);
            }
        }
    }

    #[test]
    fn patterns_fit_as_the_file_describes() {
        let path = |text: &'static str| text.split('.').map(Cow::Borrowed).collect::<Vec<_>>();
        let words = |text: &str| text.split('.').map(str::to_owned).collect::<Vec<_>>();
        for (pattern, text, fit) in [
            ("a.b", "a.b", true),
            ("a.*", "a.b", true),
            ("a.*", "a", false),
            ("**.b", "b", true),
            ("**.b", "x.y.b", true),
            ("a.**.b", "a.b", true),
            ("azurerm_*.tls", "azurerm_x.tls", true),
            ("a.b", "a.b.c", false),
        ] {
            assert_eq!(fits(&words(pattern), &path(text)), fit, "{pattern} {text}");
        }
        assert!(glob("pwquality*.conf", "pwquality.conf") && !glob("a*b*c", "abd"));
    }
}
