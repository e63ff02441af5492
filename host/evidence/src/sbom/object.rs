//! How documents are read straight into structs: objects that remember the keys they do not know.
//!
//! There is no generic tree: a document of 100,000 components is read in one pass, its texts borrowed from the file.
//! A key that stands twice in one object is an error: two readers of the same file must not see two documents. What
//! stands inside a part that is left out is checked for being JSON and for nothing else.

use super::value::Key;
use serde::de::{Deserialize, DeserializeSeed, Deserializer, Error, MapAccess};
use std::fmt;
use std::marker::PhantomData;

/// Which parts of a document are read; what the bits mean is the format's own affair, but for the lowest.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Parts(pub(super) u32);

impl Parts {
    /// Everything, places not kept.
    pub(super) const ALL: Self = Self(!1);
    /// Objects remember where they begin: see [`super::lines`].
    pub(super) const MARKS: u32 = 1;

    /// Whether any of some parts is read.
    pub(super) const fn has(self, part: u32) -> bool {
        self.0 & part != 0
    }
}

/// A value that is read with regard to the parts that are wanted.
pub(super) trait Take<'de>: Sized {
    /// Reads it.
    fn take<D: Deserializer<'de>>(deserializer: D, parts: Parts) -> Result<Self, D::Error>;

    /// Reads it, or that there is none.
    fn maybe<D: Deserializer<'de>>(deserializer: D, parts: Parts) -> Result<Option<Self>, D::Error> {
        deserializer.deserialize_option(OptionVisitor(parts, PhantomData))
    }

    /// Reads it into a value that is still empty. Objects of many members are not carried about that way.
    fn fill<D: Deserializer<'de>>(&mut self, deserializer: D, parts: Parts) -> Result<(), D::Error> {
        *self = Self::take(deserializer, parts)?;
        Ok(())
    }
}

struct OptionVisitor<T>(Parts, PhantomData<T>);

impl<'de, T: Take<'de>> serde::de::Visitor<'de> for OptionVisitor<T> {
    type Value = Option<T>;
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value or nothing")
    }
    fn visit_none<E: Error>(self) -> Result<Self::Value, E> {
        Ok(None)
    }
    fn visit_unit<E: Error>(self) -> Result<Self::Value, E> {
        Ok(None)
    }
    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        T::take(deserializer, self.0).map(Some)
    }
}

impl<'de, T: Take<'de>> Take<'de> for Box<T> {
    fn take<D: Deserializer<'de>>(deserializer: D, parts: Parts) -> Result<Self, D::Error> {
        T::take(deserializer, parts).map(Self::new)
    }
}

impl<'de, T: Take<'de>> Take<'de> for Option<T> {
    fn take<D: Deserializer<'de>>(deserializer: D, parts: Parts) -> Result<Self, D::Error> {
        T::maybe(deserializer, parts)
    }
}

/// Reads a value with its parts.
pub(super) struct Seed<T>(Parts, PhantomData<T>);

impl<T> Seed<T> {
    pub(super) fn new(parts: Parts) -> Self {
        Self(parts, PhantomData)
    }
}

impl<'de, T: Take<'de>> DeserializeSeed<'de> for Seed<T> {
    type Value = T;
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<T, D::Error> {
        T::take(deserializer, self.0)
    }
}

/// Reads a value into an empty one.
pub(super) struct Fill<'a, T>(pub(super) &'a mut T, pub(super) Parts);

impl<'de, T: Take<'de>> DeserializeSeed<'de> for Fill<'_, T> {
    type Value = ();
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        self.0.fill(deserializer, self.1)
    }
}

/// Takes the members of an object one by one; shared by all types that [`object!`] makes.
pub(super) fn repeated<'de, A: MapAccess<'de>>(seen: &mut u64, index: u32, key: &str) -> Result<(), A::Error> {
    let bit = 1u64 << (index & 63);
    if *seen & bit != 0 {
        return Err(A::Error::custom(format_args!(
            "member `{key}` stands twice in one object"
        )));
    }
    *seen |= bit;
    Ok(())
}

/// The next name of an object that numbers its names.
pub(super) enum Name<'a> {
    /// By its number, and with the mark of its place; a reader that knows the names tells them so.
    Number(u32, u32),
    /// As it stands in the document.
    Said(Key<'a>),
}

impl Name<'_> {
    /// Where it begins, as `lines` mark it.
    #[inline]
    pub(super) fn mark(&self) -> u32 {
        match self {
            Self::Number(_, mark) => *mark,
            Self::Said(key) => super::lines::mark(&key.0),
        }
    }
}

/// Reads a name of an object that numbers these.
#[derive(Clone, Copy)]
pub(super) struct Numbered(pub(super) &'static [&'static str]);

impl<'de> DeserializeSeed<'de> for Numbered {
    type Value = Name<'de>;
    #[inline]
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Name<'de>, D::Error> {
        if deserializer.is_human_readable() {
            Key::deserialize(deserializer).map(Name::Said)
        } else {
            deserializer.deserialize_struct("", self.0, self)
        }
    }
}

impl<'de> serde::de::Visitor<'de> for Numbered {
    type Value = Name<'de>;
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a name")
    }
    #[inline]
    #[allow(clippy::cast_possible_truncation, reason = "two numbers in one")]
    fn visit_u64<E: Error>(self, v: u64) -> Result<Self::Value, E> {
        Ok(Name::Number(v as u32, (v >> 32) as u32))
    }
    fn visit_borrowed_str<E: Error>(self, v: &'de str) -> Result<Self::Value, E> {
        Ok(Name::Said(Key(v.into())))
    }
    fn visit_str<E: Error>(self, v: &str) -> Result<Self::Value, E> {
        Ok(Name::Said(Key(v.to_owned().into())))
    }
}

/// Length and first bytes of a name in one word: tells most names of one object apart without comparing texts.
pub(super) const fn word(name: &[u8]) -> u64 {
    let mut word = 0;
    let mut at = 0;
    let mut rest = name;
    while let [first, behind @ ..] = rest
        && at < 7
    {
        word = word << 8 | *first as u64;
        rest = behind;
        at += 1;
    }
    #[allow(
        clippy::cast_possible_truncation,
        reason = "names of more than 255 bytes are compared as texts"
    )]
    let length = name.len() as u8;
    word << 8 | length as u64
}

/// Declares an object: its members (name in the document => field: type, and after `=` the parts it belongs to), then
/// the names that are known and not read.
macro_rules! object {
    ($(#[doc = $doc:literal])* $name:ident {
        $($key:literal => $field:ident : $ty:ty $(= $part:expr)?,)*
    } $([$($ignored:literal),* $(,)?])?) => {
        $(#[doc = $doc])*
        #[derive(Debug, Default)]
        pub(in crate::sbom) struct $name<'a> {
            $(pub(in crate::sbom) $field: $ty,)*
            /// Members that the format does not define.
            pub(in crate::sbom) unknown: $crate::sbom::value::Unknown,
            /// Where the object stands, as the `Lines` of its document tell; 0 where it is not known.
            #[allow(dead_code, reason = "every object has one; only some become rows")]
            pub(in crate::sbom) line: u32,
        }

        impl<'a> $name<'a> {
            /// Names by their numbers: those of the members, then those that are known and not read.
            const NAMES: &'static [&'static str] = &[$($key,)* $($($ignored,)*)?];

            /// What a member holds by its number; none where it is not wanted.
            fn form_of(number: u8, parts: $crate::sbom::object::Parts) -> Option<$crate::sbom::put::Form> {
                // Without parts of its own, a member belongs to every one.
                let of: &[(u32, fn() -> $crate::sbom::put::Form)] = &[
                    $((0 $(| $part)?, <$ty as $crate::sbom::put::Put<'a>>::form),)*
                ];
                let (part, form) = of.get(usize::from(number))?;
                (*part == 0 || parts.has(*part)).then(form)
            }

            /// Reads the value of one member.
            #[inline]
            pub(in crate::sbom) fn member<A: serde::de::MapAccess<'a>>(
                &mut self,
                key: &str,
                map: &mut A,
                seen: &mut u64,
                parts: $crate::sbom::object::Parts,
            ) -> Result<(), A::Error> {
                #[allow(non_camel_case_types, dead_code, reason = "one number per member")]
                enum Index { $($field,)* End }
                mod name { $(#[allow(non_upper_case_globals, reason = "one name per member")]
                    pub(super) const $field: u64 = $crate::sbom::object::word($key.as_bytes());)* }
                match $crate::sbom::object::word(key.as_bytes()) {
                    $(name::$field if const { $key.len() < 8 } || key == $key => {
                        return self.numbered(Index::$field as u32, map, seen, parts);
                    })*
                    _ => {}
                }
                let is_known = false $($(|| key == $ignored)*)?;
                if !is_known {
                    self.unknown.note(key);
                }
                map.next_value::<serde::de::IgnoredAny>()?;
                Ok(())
            }

            /// Reads the value of one member by its number.
            #[inline]
            fn numbered<A: serde::de::MapAccess<'a>>(
                &mut self,
                number: u32,
                map: &mut A,
                seen: &mut u64,
                parts: $crate::sbom::object::Parts,
            ) -> Result<(), A::Error> {
                mod number {
                    #[allow(non_camel_case_types, dead_code, reason = "one number per member")]
                    enum Index { $($field,)* End }
                    $(#[allow(non_upper_case_globals, reason = "one number per member")]
                    pub(super) const $field: u32 = Index::$field as u32;)*
                }
                match number {
                    $(number::$field => {
                        $crate::sbom::object::repeated::<A>(seen, number::$field, $key)?;
                        if true $(&& parts.has($part))? {
                            self.$field = map.next_value_seed($crate::sbom::object::Seed::<$ty>::new(parts))?;
                        } else {
                            map.next_value::<serde::de::IgnoredAny>()?;
                        }
                    })*
                    _ => {
                        map.next_value::<serde::de::IgnoredAny>()?;
                    }
                }
                Ok(())
            }
        }

        impl<'de> $crate::sbom::object::Take<'de> for $name<'de> {
            fn take<D: serde::Deserializer<'de>>(
                deserializer: D,
                parts: $crate::sbom::object::Parts,
            ) -> Result<Self, D::Error> {
                let mut object = Self::default();
                object.fill(deserializer, parts)?;
                Ok(object)
            }
            fn fill<D: serde::Deserializer<'de>>(
                &mut self,
                deserializer: D,
                parts: $crate::sbom::object::Parts,
            ) -> Result<(), D::Error> {
                struct Members<'o, 'a>(&'o mut $name<'a>, $crate::sbom::object::Parts);
                impl<'a> serde::de::Visitor<'a> for Members<'_, 'a> {
                    type Value = ();
                    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                        f.write_str("an object")
                    }
                    fn visit_map<A: serde::de::MapAccess<'a>>(self, mut map: A) -> Result<(), A::Error> {
                        let Self(object, parts) = self;
                        let mut seen = 0u64;
                        let names = $crate::sbom::object::Numbered($name::NAMES);
                        while let Some(name) = map.next_key_seed(names)? {
                            let mark = name.mark();
                            if object.line == 0 && parts.has($crate::sbom::object::Parts::MARKS) {
                                object.line = mark;
                            }
                            match name {
                                $crate::sbom::object::Name::Number(number, _) => {
                                    object.numbered(number, &mut map, &mut seen, parts)?;
                                }
                                $crate::sbom::object::Name::Said(key) => {
                                    object.member(&key.0, &mut map, &mut seen, parts)?;
                                }
                            }
                        }
                        Ok(())
                    }
                }
                deserializer.deserialize_map(Members(self, parts))
            }
        }

        impl<'a> $crate::sbom::put::Put<'a> for $name<'a> {
            fn form() -> $crate::sbom::put::Form {
                $crate::sbom::put::Form::Object($crate::sbom::put::Shape {
                    names: Self::NAMES,
                    member: Self::form_of,
                })
            }
            fn put(&mut self, steps: &[u8], text: &'a str) {
                #[allow(non_camel_case_types, dead_code, reason = "one number per member")]
                enum Index { $($field,)* End }
                match steps.split_first() {
                    $(Some((number, steps)) if *number == const { Index::$field as u8 } => {
                        $crate::sbom::put::Put::put(&mut self.$field, steps, text);
                    })*
                    _ => {}
                }
            }
            fn begin(&mut self, steps: &[u8], mark: u32) {
                #[allow(non_camel_case_types, dead_code, reason = "one number per member")]
                enum Index { $($field,)* End }
                match steps.split_first() {
                    $(Some((number, steps)) if *number == const { Index::$field as u8 } => {
                        $crate::sbom::put::Put::begin(&mut self.$field, steps, mark);
                    })*
                    _ => self.line = mark,
                }
            }
            fn clear(&mut self, members: u64) {
                #[allow(non_camel_case_types, dead_code, reason = "one number per member")]
                enum Index { $($field,)* End }
                $(if members & const { 1u64.wrapping_shl(Index::$field as u32) } != 0 {
                    self.$field = Default::default();
                })*
                self.line = 0;
            }
        }

        impl<'de> serde::Deserialize<'de> for $name<'de> {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                <Self as $crate::sbom::object::Take<'de>>::take(deserializer, $crate::sbom::object::Parts::ALL)
            }
        }
    };
}

pub(super) use object;
