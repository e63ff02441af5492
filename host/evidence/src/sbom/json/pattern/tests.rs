//! What fits what was learned, and what does not.
#![allow(clippy::unwrap_used, reason = "tests")]

use super::Patterns;
use crate::sbom::json::Json;
use crate::sbom::object::{Parts, Take, object};
use crate::sbom::put::Put;
use crate::sbom::value::{List, Text};

object! {
    /// Every form of member.
    Thing {
        "name" => name: Option<Text<'a>>,
        "inner" => inner: Option<Box<Thing<'a>>>,
        "things" => things: List<Thing<'a>>,
        "texts" => texts: List<Text<'a>>,
        "left" => left: List<Thing<'a>> = 1 << 5,
    } ["known"]
}

/// With and without the places of objects.
const PARTS: Parts = Parts(!(1 << 5));
const UNMARKED: Parts = Parts(!(1 << 5 | Parts::MARKS));

/// Whether the last text fits what was learned of the others; what it holds then is what is read the usual way.
fn fits(learned: &[&str], text: &str) -> bool {
    let fit = fits_in(PARTS, learned, text);
    assert_eq!(fit, fits_in(UNMARKED, learned, text), "{text}");
    fit
}

fn fits_in(parts: Parts, learned: &[&str], text: &str) -> bool {
    let mut patterns = Patterns::default();
    for learned in learned {
        Thing::take(&mut Json::new(learned), parts).unwrap();
        patterns.learn(learned, 0, Thing::form(), parts);
        let mut json = Json::new(learned);
        // What nobody wants is learned while it is passed over.
        let _ = patterns.fill(&mut json, &mut Thing::default());
    }
    let (mut json, mut thing) = (Json::new(text), Thing::default());
    let Some(members) = patterns.fill(&mut json, &mut thing) else {
        assert_eq!(json.at, 0);
        return false;
    };
    let mut usual = Json::new(text);
    let read = Thing::take(&mut usual, parts).unwrap();
    assert_eq!(format!("{thing:?}"), format!("{read:?}"), "{text}");
    assert_eq!(json.at, usual.at, "{text}");
    thing.clear(members);
    assert_eq!(format!("{thing:?}"), format!("{:?}", Thing::default()), "{text}");
    true
}

const WHOLE: &str =
    r#"{"name":"a","inner":{"name":"b","texts":["c"]},"things":[{"name":"d"},{"inner":null}],"left":[1],"known":0}"#;

#[test]
fn what_looks_the_same_fits_whatever_its_texts_are() {
    for text in [
        WHOLE,
        r#"{"name":"","inner":{"name":" ","texts":[" c "]},"things":[{"name":"部品"},{"inner":null}],"left":[1],"known":0}"#,
        r#"{"name":"a","inner":{"name":"b","texts":["c"]},"things":[{"name":"d"},{"inner":null}],"left":{"x":[]},"known":[{}]}"#,
    ] {
        assert!(fits(&[WHOLE], text), "{text}");
    }
    let (one, other) = (r#"{"name":"a","known":"k"}"#, r#"{"known":"k","texts":[]}"#);
    assert!(
        fits(&[one, other], r#"{"name":"a","known":"","texts":[]}"#),
        "in the order of either"
    );
    for empty in [
        r#"{"inner":{},"name":"a"}"#,
        r#"{"things":[{},{"known":1},{"things":[]},{ }]}"#,
        r#"{"inner":{"inner":{"left":0}},"texts":[]}"#,
    ] {
        assert!(fits(&[empty], empty), "{empty}");
    }
    assert!(fits(&["{}"], "{}") && fits(&[r#"{"left":null}"#], r#"{"left":null}"#));
}

#[test]
fn what_looks_different_does_not_fit() {
    for text in [
        "{}",
        "",
        r#"{ "name":"a"}"#,
        r#"{"name":null}"#,
        r#"{"name":"a","name":"b"}"#,
        r#"{"name":"a","inner":{"name":"b"}}"#,
        r#"{"name":"a","inner":{"name":"b","texts":["c","d"]},"things":[],"left":[1],"known":0}"#,
        r#"{"name":"a","inner":{"name":"b","texts":["c"]},"things":[{"name":"d"},{"inner":nulL}],"left":[1],"known":0}"#,
        r#"{"name":"a","inner":{"name":"b","texts":["c"]},"things":[{"name":"\u0062"},{"inner":null}],"left":[1],"known":0}"#,
        r#"{"name":"a","inner":{"name":"b","texts":["c"]},"things":[{"name":"d"},{"inner":null}],"left":[1,],"known":0}"#,
        r#"{"name":"a","inner":{"name":"b","texts":["c"]},"things":[{"name":"d"},{"inner":null}],"left":[1],"known":00}"#,
    ] {
        assert!(!fits(&[WHOLE], text), "{text}");
    }
    // What is nested without end is neither walked nor learned.
    for depth in [1_500, 200_000] {
        let nested = format!("{}{}", "[".repeat(depth), "]".repeat(depth));
        let inner = format!(r#"{{"inner":{{"left":{nested}}}}}"#);
        assert!(!fits(&[&inner], &inner), "{depth}");
        let left = format!(r#"{{"left":{nested}}}"#);
        assert!(fits(&[&left], &left), "{depth}");
    }
    // What is no text, and what nobody knows, is not learned.
    for text in [
        r#"{"name":1}"#,
        r#"{"unknown":"x"}"#,
        r#"{"na\u006de":"x"}"#,
        r#"{"inner":{"name":false}}"#,
    ] {
        assert!(!fits(&[text], text), "{text}");
    }
}

#[test]
fn little_is_kept_of_however_many_objects() {
    let mut patterns = Patterns::default();
    for n in 0..20_000usize {
        let things = vec![r#"{"name":"a"}"#; n % 300].join(&" ".repeat(n % 700));
        let text = format!(
            r#"{{"things":[{things}],{}"left":[{}]}}"#,
            " ".repeat(n),
            "0,".repeat(n % 50) + "1"
        );
        patterns.learn(&text, 0, Thing::form(), PARTS);
        let _ = patterns.fill(&mut Json::new(&text), &mut Thing::default());
    }
    let edges: usize = patterns.nodes.iter().map(|node| node.edges.len()).sum();
    assert!(patterns.nodes.len() <= 4_096 && edges <= 4 * 4_096, "{edges}");
}
