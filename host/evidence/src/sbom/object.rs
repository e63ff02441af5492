//! How documents are read straight into structs: objects that remember the keys they do not know.
//!
//! There is no generic tree: a document of 100,000 components is read in one pass, its texts borrowed from the file.
//! A key that stands twice in one object is an error: two readers of the same file must not see two documents. What
//! stands inside a part that is left out is checked for being JSON and for nothing else.

use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess};
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
                        $crate::sbom::object::repeated::<A>(seen, Index::$field as u32, $key)?;
                        if true $(&& parts.has($part))? {
                            self.$field = map.next_value_seed($crate::sbom::object::Seed::<$ty>::new(parts))?;
                        } else {
                            map.next_value::<serde::de::IgnoredAny>()?;
                        }
                        return Ok(());
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
                        while let Some(key) = map.next_key::<$crate::sbom::value::Key<'a>>()? {
                            if object.line == 0 && parts.has($crate::sbom::object::Parts::MARKS) {
                                object.line = $crate::sbom::lines::mark(&key.0);
                            }
                            object.member(&key.0, &mut map, &mut seen, parts)?;
                        }
                        Ok(())
                    }
                }
                deserializer.deserialize_map(Members(self, parts))
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
