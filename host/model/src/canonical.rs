//! Canonical JSON (RFC 8785): the bytes that are hashed, signed and compared.
//!
//! Written here and not by the library that the tests compare with, which made most of a scan of many subjects (decision
//! 0008). Values are written one after the other into one buffer; the members of an object are moved only where they are
//! not in order yet.

use crate::Digest;
use serde::Serialize;
use serde_json::ser::{CharEscape, CompactFormatter, Formatter, Serializer};
use std::cmp::Ordering;
use std::io::{self, Write};

/// A value could not be written as canonical JSON: it holds a number that JSON has no word for.
#[derive(Debug, thiserror::Error)]
#[error("this cannot be written as canonical JSON: {0}")]
pub struct CanonicalError(String);

impl CanonicalError {
    /// With the reason.
    pub fn new(reason: impl Into<String>) -> Self {
        Self(reason.into())
    }
}

/// The canonical bytes of a value.
pub fn to_vec<T: Serialize + ?Sized>(value: &T) -> Result<Vec<u8>, CanonicalError> {
    let mut list = Items::default();
    list.push(value)?;
    Ok(list.close())
}

/// Values one after the other with commas between them: the inside of an array. After an error it is of no use.
#[derive(Debug, Default)]
pub struct Items(Canonical);

impl Items {
    /// Writes one behind those that are there; answers its canonical bytes.
    pub fn push<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<&[u8], CanonicalError> {
        if !self.0.bytes.is_empty() {
            self.0.bytes.push(b',');
        }
        let start = self.0.bytes.len();
        // Everything goes through the formatter, which keeps it; the writer sees nothing.
        let written = value.serialize(&mut Serializer::with_formatter(io::sink(), &mut self.0));
        match written {
            Ok(()) => Ok(self.0.bytes.get(start..).unwrap_or_default()),
            Err(error) => Err(CanonicalError(error.to_string())),
        }
    }

    /// Writes the items of a list behind those that are there; answers the digest of the list, which is an array.
    pub fn push_all<T: Serialize>(&mut self, list: &[T]) -> Result<Digest, CanonicalError> {
        if list.is_empty() {
            return Ok(Digest::of(b"[]"));
        }
        let whole = self.push(list)?;
        let (digest, length) = (Digest::of(whole), whole.len());
        // It stands there without its brackets.
        self.0.bytes.pop();
        let start = (self.0.bytes.len() + 1).saturating_sub(length);
        self.0.bytes.remove(start);
        Ok(digest)
    }

    /// All of them.
    pub fn close(self) -> Vec<u8> {
        self.0.bytes
    }
}

/// The digest of the canonical bytes of a value.
pub fn digest<T: Serialize + ?Sized>(value: &T) -> Result<Digest, CanonicalError> {
    Ok(Digest::of(&to_vec(value)?))
}

/// Refuses what `serde_json` would write as `null`: for the numbers of the record.
pub(crate) fn finite<S: serde::Serializer>(number: &f64, serializer: S) -> Result<S::Ok, S::Error> {
    if number.is_finite() {
        serializer.serialize_f64(*number)
    } else {
        Err(serde::ser::Error::custom(format!("{number} is no number of JSON")))
    }
}

/// Largest whole number up to which all are written as they are.
const WHOLE: u64 = 1 << 53;

/// One member of an open object: where its name, its value and both end.
#[derive(Debug, Clone, Copy)]
struct Member {
    start: usize,
    colon: usize,
    end: usize,
    // Whether the name is ASCII without escapes: then bytes are in the order of UTF-16.
    is_plain: bool,
}

#[derive(Debug, Default)]
struct Canonical {
    bytes: Vec<u8>,
    // Members of all open objects, and where those of each begin.
    members: Vec<Member>,
    open: Vec<usize>,
    moved: Vec<u8>,
}

impl Canonical {
    /// Puts the members of the innermost object in order.
    fn close(&mut self) {
        let from = self.open.pop().unwrap_or(0);
        let members = self.members.get_mut(from..).unwrap_or_default();
        let bytes = &self.bytes;
        let order = |a: &Member, b: &Member| {
            // Without the closing quote, which would be compared with what follows in the longer name.
            let name = |member: &Member| bytes.get(member.start..member.colon.saturating_sub(1));
            if a.is_plain && b.is_plain {
                return name(a).cmp(&name(b));
            }
            let units = |member: &Member| units(bytes.get(member.start..member.colon).unwrap_or_default());
            units(a).cmp(&units(b))
        };
        if !members.is_sorted_by(|a, b| order(a, b) != Ordering::Greater)
            && let Some(start) = members.first().map(|first| first.start)
        {
            members.sort_by(order);
            self.moved.clear();
            for (number, member) in members.iter().enumerate() {
                if number > 0 {
                    self.moved.push(b',');
                }
                let whole = bytes.get(member.start..member.end).unwrap_or_default();
                self.moved.extend_from_slice(whole);
            }
            self.bytes.truncate(start);
            self.bytes.extend_from_slice(&self.moved);
        }
        self.members.truncate(from);
    }

    fn whole(&mut self, number: i128) -> io::Result<()> {
        if number.unsigned_abs() <= u128::from(WHOLE) {
            return CompactFormatter.write_i128(&mut self.bytes, number);
        }
        // RFC 8785 §3.2.2.3: all numbers are those of ECMAScript.
        #[allow(clippy::cast_precision_loss, reason = "as ECMAScript does")]
        self.decimal(number as f64)
    }

    fn decimal(&mut self, number: f64) -> io::Result<()> {
        self.bytes
            .write_all(ryu_js::Buffer::new().format_finite(number).as_bytes())
    }
}

/// The UTF-16 code units of a name as written, quotes included.
fn units(name: &[u8]) -> Vec<u16> {
    // INVARIANT: the name was written by the serializer a moment ago.
    let text = serde_json::from_slice::<String>(name).unwrap_or_default();
    text.encode_utf16().collect()
}

macro_rules! whole {
    ($($name:ident: $ty:ty),*) => {$(
        fn $name<W: ?Sized + Write>(&mut self, _: &mut W, value: $ty) -> io::Result<()> {
            self.whole(i128::from(value))
        }
    )*};
}

impl Formatter for &mut Canonical {
    whole!(write_i8: i8, write_i16: i16, write_i32: i32, write_i64: i64, write_u8: u8, write_u16: u16, write_u32: u32,
        write_u64: u64, write_i128: i128);

    fn write_u128<W: ?Sized + Write>(&mut self, _: &mut W, value: u128) -> io::Result<()> {
        match i128::try_from(value) {
            Ok(value) => self.whole(value),
            #[allow(clippy::cast_precision_loss, reason = "as ECMAScript does")]
            Err(_) => self.decimal(value as f64),
        }
    }

    fn write_f32<W: ?Sized + Write>(&mut self, _: &mut W, value: f32) -> io::Result<()> {
        self.decimal(f64::from(value))
    }

    fn write_f64<W: ?Sized + Write>(&mut self, _: &mut W, value: f64) -> io::Result<()> {
        self.decimal(value)
    }

    fn write_number_str<W: ?Sized + Write>(&mut self, _: &mut W, value: &str) -> io::Result<()> {
        let number = value.parse::<f64>().ok().filter(|number| number.is_finite());
        self.decimal(number.ok_or_else(|| io::Error::other(format!("{value} is no number of JSON")))?)
    }

    fn write_null<W: ?Sized + Write>(&mut self, _: &mut W) -> io::Result<()> {
        self.bytes.write_all(b"null")
    }

    fn write_bool<W: ?Sized + Write>(&mut self, _: &mut W, value: bool) -> io::Result<()> {
        CompactFormatter.write_bool(&mut self.bytes, value)
    }

    fn begin_string<W: ?Sized + Write>(&mut self, _: &mut W) -> io::Result<()> {
        self.bytes.write_all(b"\"")
    }

    fn end_string<W: ?Sized + Write>(&mut self, _: &mut W) -> io::Result<()> {
        self.bytes.write_all(b"\"")
    }

    fn write_string_fragment<W: ?Sized + Write>(&mut self, _: &mut W, fragment: &str) -> io::Result<()> {
        self.bytes.write_all(fragment.as_bytes())
    }

    fn write_char_escape<W: ?Sized + Write>(&mut self, _: &mut W, escape: CharEscape) -> io::Result<()> {
        CompactFormatter.write_char_escape(&mut self.bytes, escape)
    }

    fn write_byte_array<W: ?Sized + Write>(&mut self, _: &mut W, value: &[u8]) -> io::Result<()> {
        CompactFormatter.write_byte_array(&mut self.bytes, value)
    }

    fn begin_array<W: ?Sized + Write>(&mut self, _: &mut W) -> io::Result<()> {
        self.bytes.write_all(b"[")
    }

    fn end_array<W: ?Sized + Write>(&mut self, _: &mut W) -> io::Result<()> {
        self.bytes.write_all(b"]")
    }

    fn begin_array_value<W: ?Sized + Write>(&mut self, _: &mut W, first: bool) -> io::Result<()> {
        self.bytes.write_all(if first { b"" } else { b"," })
    }

    fn begin_object<W: ?Sized + Write>(&mut self, _: &mut W) -> io::Result<()> {
        self.open.push(self.members.len());
        self.bytes.write_all(b"{")
    }

    fn end_object<W: ?Sized + Write>(&mut self, _: &mut W) -> io::Result<()> {
        self.close();
        self.bytes.write_all(b"}")
    }

    fn begin_object_key<W: ?Sized + Write>(&mut self, _: &mut W, first: bool) -> io::Result<()> {
        self.bytes.write_all(if first { b"" } else { b"," })?;
        let start = self.bytes.len();
        self.members.push(Member {
            start,
            colon: start,
            end: start,
            is_plain: false,
        });
        Ok(())
    }

    fn begin_object_value<W: ?Sized + Write>(&mut self, _: &mut W) -> io::Result<()> {
        let colon = self.bytes.len();
        if let Some(member) = self.members.last_mut() {
            let name = self.bytes.get(member.start..).unwrap_or_default();
            member.is_plain = name.iter().all(|byte| byte.is_ascii() && *byte != b'\\');
            member.colon = colon;
        }
        self.bytes.write_all(b":")
    }

    fn end_object_value<W: ?Sized + Write>(&mut self, _: &mut W) -> io::Result<()> {
        let end = self.bytes.len();
        if let Some(member) = self.members.last_mut() {
            member.end = end;
        }
        Ok(())
    }

    fn write_raw_fragment<W: ?Sized + Write>(&mut self, _: &mut W, _: &str) -> io::Result<()> {
        Err(io::Error::other("raw JSON is not put in order"))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;
    use proptest::prelude::*;
    use serde_json::{Value, json};

    /// RFC 8785 §3.2.3: the example of its authors.
    #[test]
    fn members_stand_in_the_order_of_utf_16() {
        let value = json!({"\u{20ac}": 1, "\r": 2, "\u{fb33}": 3, "1": 4, "\u{1f600}": 5, "\u{80}": 6, "\u{f6}": 7, "a": 8, "a\"": 9, "ab": 10});
        let text = String::from_utf8(to_vec(&value).unwrap()).unwrap();
        let expected = "{\"\\r\":2,\"1\":4,\"a\":8,\"a\\\"\":9,\"ab\":10,\"\u{80}\":6,\"\u{f6}\":7,\"\u{20ac}\":1,\"\u{1f600}\":5,\"\u{fb33}\":3}";
        assert_eq!(text, expected);
    }

    #[test]
    fn numbers_are_those_of_ecmascript_and_others_are_refused() {
        let value = json!([1e30, 4.50, 2e-3, 1e-27, -0.0, 9_007_199_254_740_993_u64, i64::MIN, 1.0]);
        let text = String::from_utf8(to_vec(&value).unwrap()).unwrap();
        assert_eq!(
            text,
            "[1e+30,4.5,0.002,1e-27,0,9007199254740992,-9223372036854776000,1]"
        );
        for number in [f64::NAN, f64::INFINITY] {
            assert!(to_vec(&crate::check::Argument::Decimal(number)).is_err());
            assert!(to_vec(&crate::check::Value::Decimal(number)).is_err());
        }
    }

    #[test]
    fn items_are_the_inside_of_one_array_whether_they_come_alone_or_in_lists() {
        let lists = [
            vec![],
            vec![json!({"b": 1, "a": [2]}), json!("x")],
            vec![],
            vec![json!(3)],
        ];
        let mut items = Items::default();
        for list in &lists {
            assert_eq!(items.push_all(list).unwrap(), digest(list).unwrap());
        }
        let one = json!({"z": 0, "y": {}});
        assert_eq!(items.push(&one).unwrap(), to_vec(&one).unwrap());
        let all: Vec<Value> = lists.into_iter().flatten().chain([one]).collect();
        assert_eq!([&b"["[..], &items.close(), b"]"].concat(), to_vec(&all).unwrap());
        assert_eq!(Items::default().close(), b"");
    }

    fn values() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::from),
            any::<i64>().prop_map(Value::from),
            any::<u64>().prop_map(Value::from),
            any::<f64>().prop_map(Value::from),
            ".{0,6}".prop_map(Value::from),
        ];
        leaf.prop_recursive(4, 40, 6, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..6).prop_map(Value::from),
                prop::collection::hash_map("[a-c\\\\\"\u{0}\u{e9}\u{ffff}\u{1f600}]{0,3}", inner, 0..6)
                    .prop_map(|members| Value::Object(members.into_iter().collect())),
            ]
        })
    }

    /// Members in the order they are handed over, which is not the sorted one.
    struct Unsorted<'v>(&'v Value);

    impl Serialize for Unsorted<'_> {
        fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            match self.0 {
                Value::Object(members) => serializer.collect_map(members.iter().rev().map(|(k, v)| (k, Unsorted(v)))),
                Value::Array(items) => serializer.collect_seq(items.iter().map(Unsorted)),
                other => other.serialize(serializer),
            }
        }
    }

    proptest! {
        #[test]
        fn the_bytes_are_those_of_the_reference_library(value in values()) {
            let reference = serde_json_canonicalizer::to_vec(&value).unwrap();
            prop_assert_eq!(to_vec(&value).unwrap(), reference.clone());
            prop_assert_eq!(to_vec(&Unsorted(&value)).unwrap(), reference);
        }
    }
}
