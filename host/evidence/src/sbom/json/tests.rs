//! The reader against serde_json: what one takes the other takes, and both hand on the same.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

use super::Json;
use crate::sbom::object::{Parts, Seed, object};
use crate::sbom::value::{List, Text};
use serde::Deserialize;
use serde::de::{DeserializeSeed, IgnoredAny};
use serde_json::Value;
use serde_json::value::RawValue;

object! {
    /// Any shape of member.
    Thing {
        "name" => name: Option<Text<'a>>,
        "version" => version: Option<Text<'a>>,
        "a rather long name of a member that no guess holds" => long: Option<Text<'a>>,
        "inner" => inner: Option<Box<Thing<'a>>>,
        "things" => things: List<Thing<'a>>,
        "left" => left: List<Text<'a>> = 1 << 5,
    } ["known"]
}

fn own<'t, T: Deserialize<'t>>(text: &'t str) -> Option<T> {
    let mut json = Json::new(text);
    let value = T::deserialize(&mut json).ok()?;
    json.end().ok().map(|()| value)
}

fn thing(text: &str, parts: Parts) -> (Option<String>, Option<String>) {
    let mut json = Json::new(text);
    let own = Seed::<Thing<'_>>::new(parts).deserialize(&mut json);
    let own = own.and_then(|thing| json.end().map(|()| format!("{thing:?}")));
    let mut json = serde_json::Deserializer::from_str(text);
    let theirs = Seed::<Thing<'_>>::new(parts).deserialize(&mut json);
    let theirs = theirs.and_then(|thing| json.end().map(|()| format!("{thing:?}")));
    (own.ok(), theirs.ok())
}

fn same(text: &str) {
    let value = serde_json::from_str::<Value>(text).ok();
    assert_eq!(own::<Value>(text), value, "{text}");
    let passed = serde_json::from_str::<IgnoredAny>(text).is_ok();
    assert_eq!(own::<IgnoredAny>(text).is_some(), passed, "{text}");
    let raw = serde_json::from_str::<&RawValue>(text).ok().map(RawValue::get);
    assert_eq!(own::<&RawValue>(text).map(RawValue::get), raw, "{text}");
    let maybe = serde_json::from_str::<Option<String>>(text).ok();
    assert_eq!(own::<Option<String>>(text), maybe, "{text}");
    for parts in [Parts(!(1 << 5)), Parts(1 << 5), Parts(0)] {
        let (own, theirs) = thing(text, parts);
        assert_eq!(own, theirs, "{text}");
    }
}

/// Every beginning, and with another byte in every place.
fn all_ways(text: &str) {
    same(text);
    for at in 0..text.len() {
        if let Some(beginning) = text.get(..at) {
            same(beginning);
        }
        for byte in [
            0, b' ', b'\n', 0x1f, b'"', b'\\', b',', b':', b'{', b'}', b'[', b']', b'0', b'-', b'e', b'.', b'u', b'x',
            0x7f,
        ] {
            let mut bytes = text.as_bytes().to_vec();
            bytes[at] = byte;
            if let Ok(other) = std::str::from_utf8(&bytes) {
                same(other);
            }
        }
    }
}

#[test]
fn values_of_every_kind_are_the_same() {
    for text in [
        "",
        " ",
        "null",
        " true ",
        "false",
        "nul",
        "nulll",
        "truefalse",
        "\u{feff}{}",
        "[1,2,]",
        "[,]",
        "{,}",
        "[1 2]",
        "{\"a\"}",
        "{\"a\":}",
        "{\"a\":1,}",
        "{\"a\" 1}",
        "{1:2}",
        "[}",
        "{]",
        "[]]",
        "{}{}",
        "\"",
        "\"\\\"",
        "'a'",
        "nan",
        "+1",
        ".5",
        "/**/1",
        "0",
        "-0",
        "-",
        "00",
        "01",
        "-01",
        "1.",
        "1.e1",
        "1e",
        "1e+",
        "1e1",
        "1E-2",
        "0.1e+10",
        "1e400",
        "-1e-400",
        "18446744073709551615",
        "18446744073709551616",
        "-9223372036854775808",
        "-9223372036854775809",
        "123456789.123456789",
        r#""\ud83d\ude00""#,
        r#""\ud83d""#,
        r#""\ude00x""#,
        r#""\ud83d\u0041""#,
        r#""\u00e9\/\b\f\n\r\t""#,
        r#""\u12""#,
        r#""\x""#,
        r#""\U0041""#,
        "\"\u{1}\"",
        "\"tab\there\"",
        "\"\u{7f}\u{80}é部品\"",
        "\"a\nb\"",
        "\"\0\"",
    ] {
        same(text);
        for around in [
            format!("[{text}]"),
            format!("{{\"name\":{text}}}"),
            format!("{{\"known\":[{text}, {text}],\"left\":{text}}}"),
        ] {
            same(&around);
        }
    }
}

#[test]
fn objects_are_the_same_however_they_are_written() {
    for text in [
        r#"{"name":"a","version":"1","things":[{"name":"b","version":"2"},{"name":"c","version":"3"},{"version":"4","name":"d"}]}"#,
        "{ \"name\" : \"a\" ,\n\t\"things\" : [ { \"name\" : 1.50 , \"left\" : [ ] } ,\r\n { \"name\" : true , \"left\" : [ \"x\" ] } ] } ",
        r#"{"things":[{"na\u006de":"a","x":{"y":[1,{"z":"\n"}]}},{"na\u006de":"b","x":0},{"name":null,"known":"\\"}]}"#,
        r#"{"inner":{"name":"a","inner":{"name":"b","inner":{"name":"c"}}},"things":[{"known":1,"other":2,"name":"部品"}]}"#,
        r#"{"things":[{"name":"a","name":"b"}]}"#,
        r#"{"things":[{"a rather long name of a member that no guess holds":"x","name":-0},{"a rather long name of a member that no guess holds":"y","name":7}]}"#,
        r#"{"things":[{},{ },{"name":"a"},{"name":"a" },{ "name":"a"},{"name":"a"}],"left":["{","}"]}"#,
    ] {
        all_ways(text);
    }
}

#[test]
fn as_many_levels_are_taken() {
    for levels in [1, 2, 126, 127, 128, 129, 130, 200, 3_000] {
        let lists = "[".repeat(levels) + &"]".repeat(levels);
        let objects = "{\"inner\":".repeat(levels) + "{}" + &"}".repeat(levels);
        let mixed = "[{\"inner\":".repeat(levels) + "\"\"" + &"}]".repeat(levels);
        for text in [lists, objects, mixed] {
            same(&text);
            for name in ["name", "known", "left", "inner", "other"] {
                same(&format!("{{\"{name}\":{text},\"version\":\"1\"}}"));
            }
            same(text.get(..text.len() - 1).unwrap());
        }
    }
}

#[test]
fn the_public_test_suite_is_told_as_serde_json_tells_it() {
    let suite = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../tests/data/corpus/5-hostile/jsontestsuite/test_parsing"
    );
    let mut taken = 0;
    let mut files = 0;
    for entry in std::fs::read_dir(suite).unwrap() {
        let bytes = std::fs::read(entry.unwrap().path()).unwrap();
        files += 1;
        // Whoever reads a document has made text of it before.
        if let Ok(text) = String::from_utf8(bytes) {
            same(&text);
            taken += u32::from(own::<IgnoredAny>(&text).is_some());
        }
    }
    assert!(files > 150 && taken > 55, "{taken} of {files}");
}
