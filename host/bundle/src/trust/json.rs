//! JSON that two readers cannot read differently: no name twice in an object, nothing after the end.
//!
//! Nothing is built here; memory stays with the names of the objects that are open. Depth is bounded by `serde_json`
//! (128).

use super::TrustError;
use serde::de::{DeserializeOwned, Deserializer, Error as _, MapAccess, SeqAccess, Visitor};
use std::collections::HashSet;
use std::fmt;

/// Refuses what is no JSON, or is ambiguous.
pub(super) fn check(path: &str, bytes: &[u8]) -> Result<(), TrustError> {
    serde_json::from_slice::<Once>(bytes)
        .map(|_| ())
        .map_err(|e| malformed(path, &e))
}

/// The same, then reads it.
pub(super) fn read<T: DeserializeOwned>(path: &str, bytes: &[u8]) -> Result<T, TrustError> {
    check(path, bytes)?;
    serde_json::from_slice(bytes).map_err(|e| malformed(path, &e))
}

pub(super) fn malformed(path: &str, reason: &impl ToString) -> TrustError {
    TrustError::Malformed {
        path: path.to_owned(),
        reason: reason.to_string(),
    }
}

/// Any value whose objects hold every name once.
struct Once;

impl<'de> serde::Deserialize<'de> for Once {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Look)
    }
}

struct Look;

impl<'de> Visitor<'de> for Look {
    type Value = Once;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_bool<E>(self, _: bool) -> Result<Once, E> {
        Ok(Once)
    }

    fn visit_i64<E>(self, _: i64) -> Result<Once, E> {
        Ok(Once)
    }

    fn visit_u64<E>(self, _: u64) -> Result<Once, E> {
        Ok(Once)
    }

    fn visit_f64<E>(self, _: f64) -> Result<Once, E> {
        Ok(Once)
    }

    fn visit_str<E>(self, _: &str) -> Result<Once, E> {
        Ok(Once)
    }

    fn visit_unit<E>(self) -> Result<Once, E> {
        Ok(Once)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Once, A::Error> {
        while items.next_element::<Once>()?.is_some() {}
        Ok(Once)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Once, A::Error> {
        let mut names = HashSet::new();
        while let Some(name) = members.next_key::<String>()? {
            if names.contains(&name) {
                return Err(A::Error::custom(format!("`{name}` stands twice in one object")));
            }
            names.insert(name);
            members.next_value::<Once>()?;
        }
        Ok(Once)
    }
}

#[cfg(test)]
mod tests {
    use super::check;

    #[test]
    fn one_reading_only() {
        for good in [r#"{"a":[1,-2,3.5,null,true,"x",{"a":{}}],"b":{"a":1}}"#, "[]", "1"] {
            assert_eq!(check("f", good.as_bytes()), Ok(()), "{good}");
        }
        for bad in [
            r#"{"a":1,"a":2}"#,
            r#"[{"x":{"a":1,"\u0061":2}}]"#,
            "{} x",
            "{}{}",
            "",
            "{",
            "\u{feff}{}",
        ] {
            assert!(check("f", bad.as_bytes()).is_err(), "{bad}");
        }
        let deep = "[".repeat(100_000);
        assert!(check("f", deep.as_bytes()).is_err());
    }
}
