//! Tolerant values of documents that are read straight into structs (see `object`), their texts borrowed from the file.

use super::object::{Parts, Seed, Take};
use serde::de::{Deserialize, Deserializer, Error, IgnoredAny, SeqAccess, Visitor};
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;
use std::marker::PhantomData;

/// A text. `LOOSE` takes numbers and booleans too (JSON); otherwise the scalar is taken as written (YAML's `1.10`).
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Text<'a, const LOOSE: bool = true> {
    value: Cow<'a, str>,
    /// Whether the document had something else than a string here.
    pub(super) odd: bool,
}

/// A text that must be a string in its document.
pub(super) type Plain<'a> = Text<'a, false>;

impl<'a, const LOOSE: bool> Text<'a, LOOSE> {
    #[inline]
    pub(super) fn new(value: impl Into<Cow<'a, str>>) -> Self {
        let value = match value.into() {
            Cow::Borrowed(text) => Cow::Borrowed(trimmed(text)),
            Cow::Owned(text) => Cow::Owned(trimmed(&text).to_owned()),
        };
        Self { value, odd: false }
    }

    /// Makes it the text of a document.
    #[inline]
    pub(super) fn become_text(&mut self, text: &'a str) {
        self.value = Cow::Borrowed(trimmed(text));
        self.odd = false;
    }

    /// The text as it stands in its document, where it stands there as it is.
    pub(super) fn shared(&self) -> Cow<'a, str> {
        self.value.clone()
    }

    /// The text without blanks around it.
    #[inline]
    pub(super) fn as_str(&self) -> &str {
        &self.value
    }
}

/// A text without blanks around it. Nearly none has any, which its first and last byte tell.
#[inline(always)]
fn trimmed(text: &str) -> &str {
    let bytes = text.as_bytes();
    if bytes.first().is_some_and(u8::is_ascii_graphic) && bytes.last().is_some_and(u8::is_ascii_graphic) {
        return text;
    }
    text.trim()
}

/// The text of an optional value, `None` where blank.
pub(super) fn text<'t, const LOOSE: bool>(value: &'t Option<Text<'_, LOOSE>>) -> Option<&'t str> {
    value.as_ref().map(Text::as_str).filter(|t| !t.is_empty())
}

/// Yes or no, as JSON's booleans and XML's words say it.
pub(super) fn flag<const LOOSE: bool>(value: &Option<Text<'_, LOOSE>>) -> Option<bool> {
    match text(value)? {
        "true" | "1" => Some(true),
        "false" | "0" => Some(false),
        _ => None,
    }
}

/// `TRIM` takes the blanks off, which a name keeps.
struct TextVisitor<const LOOSE: bool, const TRIM: bool>;

impl<const LOOSE: bool, const TRIM: bool> TextVisitor<LOOSE, TRIM> {
    #[inline]
    fn string<'de>(value: Cow<'de, str>) -> Text<'de, LOOSE> {
        if TRIM {
            Text::new(value)
        } else {
            Text { value, odd: false }
        }
    }

    fn odd<'de>(value: &impl ToString) -> Text<'de, LOOSE> {
        Text {
            value: value.to_string().into(),
            odd: true,
        }
    }
}

impl<'de, const LOOSE: bool, const TRIM: bool> Visitor<'de> for TextVisitor<LOOSE, TRIM> {
    type Value = Text<'de, LOOSE>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a string")
    }
    #[inline]
    fn visit_borrowed_str<E: Error>(self, v: &'de str) -> Result<Self::Value, E> {
        Ok(Self::string(Cow::Borrowed(v)))
    }
    fn visit_str<E: Error>(self, v: &str) -> Result<Self::Value, E> {
        Ok(Self::string(Cow::Owned(v.to_owned())))
    }
    fn visit_string<E: Error>(self, v: String) -> Result<Self::Value, E> {
        Ok(Self::string(Cow::Owned(v)))
    }
    fn visit_u64<E: Error>(self, v: u64) -> Result<Self::Value, E> {
        Ok(Self::odd(&v))
    }
    fn visit_i64<E: Error>(self, v: i64) -> Result<Self::Value, E> {
        Ok(Self::odd(&v))
    }
    fn visit_f64<E: Error>(self, v: f64) -> Result<Self::Value, E> {
        Ok(Self::odd(&v))
    }
    fn visit_bool<E: Error>(self, v: bool) -> Result<Self::Value, E> {
        Ok(Self::odd(&v))
    }
}

/// A text that may be `null`, read in one step.
struct MaybeTextVisitor;

impl<'de> Visitor<'de> for MaybeTextVisitor {
    type Value = Option<Text<'de>>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a string")
    }
    fn visit_unit<E: Error>(self) -> Result<Self::Value, E> {
        Ok(None)
    }
    #[inline]
    fn visit_borrowed_str<E: Error>(self, v: &'de str) -> Result<Self::Value, E> {
        TextVisitor::<true, true>.visit_borrowed_str(v).map(Some)
    }
    fn visit_str<E: Error>(self, v: &str) -> Result<Self::Value, E> {
        TextVisitor::<true, true>.visit_str(v).map(Some)
    }
    fn visit_string<E: Error>(self, v: String) -> Result<Self::Value, E> {
        TextVisitor::<true, true>.visit_string(v).map(Some)
    }
    fn visit_u64<E: Error>(self, v: u64) -> Result<Self::Value, E> {
        TextVisitor::<true, true>.visit_u64(v).map(Some)
    }
    fn visit_i64<E: Error>(self, v: i64) -> Result<Self::Value, E> {
        TextVisitor::<true, true>.visit_i64(v).map(Some)
    }
    fn visit_f64<E: Error>(self, v: f64) -> Result<Self::Value, E> {
        TextVisitor::<true, true>.visit_f64(v).map(Some)
    }
    fn visit_bool<E: Error>(self, v: bool) -> Result<Self::Value, E> {
        TextVisitor::<true, true>.visit_bool(v).map(Some)
    }
}

/// `Text` is not what a syntax without types has: where it takes scalars as written, `null` is told by the format.
impl<'de> Take<'de> for Text<'de, true> {
    fn take<D: Deserializer<'de>>(deserializer: D, _: Parts) -> Result<Self, D::Error> {
        Self::deserialize(deserializer)
    }
    #[inline]
    fn maybe<D: Deserializer<'de>>(deserializer: D, _: Parts) -> Result<Option<Self>, D::Error> {
        deserializer.deserialize_any(MaybeTextVisitor)
    }
}

impl<'de> Take<'de> for Text<'de, false> {
    fn take<D: Deserializer<'de>>(deserializer: D, _: Parts) -> Result<Self, D::Error> {
        Self::deserialize(deserializer)
    }
}

impl<'de: 'a, 'a, const LOOSE: bool> Deserialize<'de> for Text<'a, LOOSE> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        if LOOSE {
            deserializer.deserialize_any(TextVisitor::<LOOSE, true>)
        } else {
            deserializer.deserialize_str(TextVisitor::<LOOSE, true>)
        }
    }
}

/// A list; `null` is an empty one.
#[derive(Debug, Clone)]
pub(super) struct List<T>(pub(super) Vec<T>);

impl<T> Default for List<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T> std::ops::Deref for List<T> {
    type Target = Vec<T>;
    fn deref(&self) -> &Vec<T> {
        &self.0
    }
}

impl<'de, T: Take<'de>> Take<'de> for List<T> {
    fn take<D: Deserializer<'de>>(deserializer: D, parts: Parts) -> Result<Self, D::Error> {
        struct ListVisitor<T>(Parts, PhantomData<T>);
        impl<'de, T: Take<'de>> Visitor<'de> for ListVisitor<T> {
            type Value = List<T>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a list")
            }
            fn visit_unit<E: Error>(self) -> Result<Self::Value, E> {
                Ok(List::default())
            }
            fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Self::Value, A::Error> {
                // No size hint is trusted: memory grows with what was really read.
                let mut items = Vec::new();
                while let Some(item) = seq.next_element_seed(Seed::new(self.0))? {
                    items.push(item);
                }
                Ok(List(items))
            }
        }
        deserializer.deserialize_any(ListVisitor(parts, PhantomData))
    }
}

/// Whether a member is there at all, whatever it holds.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Present(pub(super) bool);

impl<'de> Take<'de> for Present {
    fn take<D: Deserializer<'de>>(deserializer: D, _: Parts) -> Result<Self, D::Error> {
        IgnoredAny::deserialize(deserializer).map(|_| Self(true))
    }
}

/// Names of members that the format does not know, one object's.
#[derive(Debug, Clone, Default)]
#[allow(
    clippy::box_collection,
    reason = "one word in every object, for what nearly none has"
)]
pub(super) struct Unknown(Option<Box<Vec<String>>>);

impl Unknown {
    /// Remembers a name (the first few of an object are enough).
    pub(super) fn note(&mut self, name: &str) {
        let names = self.0.get_or_insert_default();
        if names.len() < 32 {
            names.push(name.chars().take(64).collect());
        }
    }
}

/// All unknown names of a document with how often they stand.
#[derive(Debug, Default)]
pub(super) struct UnknownNames {
    names: BTreeMap<String, u32>,
    more: u32,
}

impl UnknownNames {
    /// Adds those of one object.
    #[inline]
    pub(super) fn add(&mut self, unknown: &Unknown) {
        if let Some(names) = &unknown.0 {
            self.add_all(names);
        }
    }

    fn add_all(&mut self, names: &[String]) {
        for name in names {
            if let Some(count) = self.names.get_mut(name) {
                *count = count.saturating_add(1);
            } else if self.names.len() < 20 {
                self.names.insert(name.clone(), 1);
            } else {
                self.more = self.more.saturating_add(1);
            }
        }
    }

    /// One sentence that lists them, `None` where there are none.
    pub(super) fn sentence(&self) -> Option<String> {
        if self.names.is_empty() {
            return None;
        }
        let names: Vec<String> = self.names.iter().map(|(name, n)| format!("`{name}` ({n})")).collect();
        let more = if self.more > 0 {
            format!(" and {} more", self.more)
        } else {
            String::new()
        };
        Some(format!(
            "members that the format does not define are not read: {}{more}",
            names.join(", ")
        ))
    }
}

/// A member name, borrowed where it has no escapes.
pub(super) struct Key<'a>(pub(super) Cow<'a, str>);

impl<'de: 'a, 'a> Deserialize<'de> for Key<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer
            .deserialize_str(TextVisitor::<false, false>)
            .map(|t| Key(t.value))
    }
}
