//! The vocabulary of registers: `data/registers.toml`, with every name a header may have.

use sekisho_model::Bilingual;
use serde::Deserialize;
use std::collections::HashMap;
use std::sync::OnceLock;
use unicode_normalization::UnicodeNormalization as _;

/// The file, as the build left it.
const TEXT: &str = include_str!(concat!(env!("OUT_DIR"), "/registers.json"));

/// The type of a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum FieldType {
    /// A text.
    Text,
    /// Yes or no.
    Flag,
    /// A whole number.
    Integer,
    /// A number.
    Decimal,
    /// A day.
    Date,
    /// Several texts.
    List,
    /// One of some words.
    Choice,
}

/// One word of a choice.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Choice {
    /// The word in facts.
    pub id: String,
    /// Japanese word.
    pub ja: String,
    /// English word.
    pub en: String,
    /// Further words.
    #[serde(default)]
    pub aliases: Vec<String>,
}

/// One field of a register.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Field {
    /// Its name in facts.
    pub id: String,
    /// Its type.
    #[serde(rename = "type")]
    pub ty: FieldType,
    /// Whether it identifies the row.
    #[serde(default)]
    pub key: bool,
    /// Whether a row without it is odd.
    #[serde(default)]
    pub required: bool,
    /// Unit of the bare number.
    #[serde(default)]
    pub unit: Option<String>,
    /// Header in the templates.
    pub title: Bilingual,
    /// Other headers.
    #[serde(default)]
    pub aliases: Vec<String>,
    /// Words of a choice.
    #[serde(default)]
    pub choices: Vec<Choice>,
}

/// One register.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Register {
    /// Its name in facts.
    pub id: String,
    /// Its name for people.
    pub title: Bilingual,
    /// What a row is.
    pub description: Bilingual,
    /// The rules that read it.
    #[serde(default)]
    pub rules: Vec<String>,
    /// Other names.
    #[serde(default)]
    pub aliases: Vec<String>,
    /// Its fields.
    #[serde(rename = "field", default)]
    pub fields: Vec<Field>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Document {
    #[serde(rename = "format")]
    _format: String,
    #[serde(default)]
    register: Vec<Register>,
}

/// Where a name leads: register, field, and how good the name is (0 id, 1 title, then the aliases in order).
#[derive(Debug, Clone, Copy)]
pub struct Sense {
    /// Number of the register.
    pub register: usize,
    /// Number of the field in it.
    pub field: usize,
    /// Rank of the name.
    pub rank: usize,
}

/// All registers with their names.
#[derive(Debug, Default)]
pub struct Vocabulary {
    /// The registers, in the order of the file.
    pub registers: Vec<Register>,
    names: Vec<Vec<Name>>,
    senses: HashMap<String, Vec<Sense>>,
}

impl Vocabulary {
    fn parse(text: &str) -> Result<Self, String> {
        let document: Document = serde_json::from_str(text).map_err(|e| e.to_string())?;
        let mut senses: HashMap<String, Vec<Sense>> = HashMap::new();
        for (register, r) in document.register.iter().enumerate() {
            for (field, f) in r.fields.iter().enumerate() {
                let titles = [&f.id, &f.title.ja, &f.title.en];
                for (rank, name) in titles.into_iter().chain(&f.aliases).enumerate() {
                    let known = senses.entry(normalize(name)).or_default();
                    if !known.iter().any(|s| s.register == register) {
                        known.push(Sense { register, field, rank });
                    }
                }
            }
        }
        let names = |r: &Register| {
            let titles = [&r.id, &r.title.ja, &r.title.en];
            titles
                .into_iter()
                .chain(&r.aliases)
                .map(|name| Name::new(name))
                .collect()
        };
        Ok(Self {
            names: document.register.iter().map(names).collect(),
            registers: document.register,
            senses,
        })
    }

    /// The register of an id.
    pub fn register(&self, id: &str) -> Option<(usize, &Register)> {
        self.registers.iter().enumerate().find(|(_, r)| r.id == id)
    }

    /// The names of a register, by its number.
    pub(super) fn names(&self, register: usize) -> &[Name] {
        self.names.get(register).map_or(&[], Vec::as_slice)
    }

    /// What a header may mean, in all registers.
    pub fn senses(&self, header: &str) -> &[Sense] {
        let name = normalize(header);
        let known = |name: &str| self.senses.get(name).filter(|_| !name.is_empty()).map(Vec::as_slice);
        known(&name).or_else(|| known(&bare(&name))).unwrap_or(&[])
    }
}

/// The vocabulary that is compiled in.
pub fn vocabulary() -> &'static Vocabulary {
    static VOCABULARY: OnceLock<Vocabulary> = OnceLock::new();
    // INVARIANT: the file is part of this crate and parsed by a test; an empty vocabulary would recognize nothing.
    VOCABULARY.get_or_init(|| Vocabulary::parse(TEXT).unwrap_or_default())
}

/// A name of a register, or a text that may be one, ready to be compared.
#[derive(Debug)]
pub(super) struct Name {
    /// Normalized.
    pub(super) normal: String,
    /// Its Latin words with a blank around each: a Latin name must stand between word ends, `ports` is not in `reports`.
    pub(super) words: String,
    /// Characters of the normalized name.
    pub(super) length: usize,
}

impl Name {
    pub(super) fn new(text: &str) -> Self {
        let normal = normalize(text);
        let lower: String = text.nfkc().flat_map(char::to_lowercase).collect();
        let mut words = " ".to_owned();
        for word in lower
            .split(|c: char| !c.is_ascii_alphabetic())
            .filter(|w| !w.is_empty())
        {
            words.push_str(word);
            words.push(' ');
        }
        if words.len() == 1 {
            // Stands in no text that has words.
            words.push(' ');
        }
        Self {
            length: normal.chars().count(),
            normal,
            words,
        }
    }
}

/// A name without what people write differently: width, case, white space, `_`, hyphens.
pub fn normalize(name: &str) -> String {
    if name.is_ascii() {
        let kept = |b: &u8| b.is_ascii_graphic() && !matches!(b, b'_' | b'-');
        return name
            .bytes()
            .filter(kept)
            .map(|b| char::from(b.to_ascii_lowercase()))
            .collect();
    }
    name.nfkc()
        .flat_map(char::to_lowercase)
        .filter(|c| {
            !c.is_whitespace()
                && !c.is_control()
                && !matches!(c, '_' | '-' | '‐' | '‑' | '‒' | '–' | '—' | '−' | '\u{feff}')
        })
        .collect()
}

/// A normalized name without brackets and what is in them (units, remarks), and without marks around it.
fn bare(name: &str) -> String {
    let mut depth = 0_u32;
    let mut out = String::with_capacity(name.len());
    for c in name.chars() {
        match c {
            '(' | '[' | '【' | '〔' | '<' | '〈' | '「' => depth += 1,
            ')' | ']' | '】' | '〕' | '>' | '〉' | '」' => depth = depth.saturating_sub(1),
            _ if depth > 0 => {}
            _ => out.push(c),
        }
    }
    out.trim_matches(['*', '※', ':', '必', '須', '★', '■', '●', '・', '?'])
        .to_owned()
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    #[test]
    fn the_vocabulary_is_read_and_complete() {
        let v = Vocabulary::parse(TEXT).unwrap();
        assert!(v.registers.len() >= 80);
        for r in &v.registers {
            assert!(r.title.is_complete() && r.fields.iter().any(|f| f.key), "{}", r.id);
            assert!(
                r.fields
                    .iter()
                    .all(|f| (f.ty == FieldType::Choice) != f.choices.is_empty()),
                "{}",
                r.id
            );
        }
    }

    #[test]
    fn plain_names_are_normalized_as_all_others() {
        let every: String = (0..128_u8).map(char::from).collect();
        assert_eq!(normalize(&format!("{every}é")), format!("{}é", normalize(&every)));
    }

    #[test]
    fn names_are_one_whatever_their_dress() {
        assert_eq!(normalize("Ｏ Ｓ　Version"), normalize("os_version"));
        let v = vocabulary();
        assert!(!v.senses("資産番号（必須）").is_empty());
        assert!(!v.senses("※資産番号").is_empty());
        assert!(v.senses("").is_empty());
    }
}
