//! Scores added up and compared: the numbers are those of a plain count, the order of files is nothing, strangers are refused.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "tests")]

use proptest::prelude::*;
use sekisho_benchmark::aggregate::{self, aggregate};
use sekisho_benchmark::render::{Form, render};
use sekisho_benchmark::score::{self, Score, Serial};
use sekisho_benchmark::{Aggregate, BenchmarkError, By, Minimums, SizeClass, Standing, compare};
use sekisho_model::assessment::PolicyRecord;
use sekisho_model::canonical;
use sekisho_model::text::Language;
use serde_json::json;
use std::collections::BTreeMap;

const CONTROLS: [&str; 4] = ["1-1", "1-2", "2-1", "2-2"];

fn policy() -> PolicyRecord {
    let title = |text: &str| json!({ "ja": format!("{text}の題"), "en": format!("title of {text} <b>") });
    let control = |id: &str| {
        json!({ "id": id, "group": &id[..1], "clause": id, "title": title(id), "levels": [], "severity": "high",
            "confidence": "confirmed", "checks": [] })
    };
    let mut controls: Vec<_> = CONTROLS.iter().map(|id| control(id)).collect();
    let mut excluded = control("3-1");
    excluded["excluded"] = title("reason");
    controls.push(excluded);
    serde_json::from_value(json!({
        "id": "test/example", "version": "1", "digest": sekisho_model::Digest::of(b"").to_string(), "title": title("policy"),
        "issuer": title("issuer"), "completeness": "complete",
        "source": { "document": title("document"), "version": "1", "note": title("note") },
        "groups": [{ "id": "1", "title": title("1") }, { "id": "2", "title": title("2") }, { "id": "3", "title": title("3") }],
        "controls": controls,
    }))
    .unwrap()
}

fn score(serial: u128, standings: &[Standing]) -> Score {
    let text = json!({
        "format": "score/1", "serial": format!("{serial:032x}"), "policy": { "id": "test/example", "version": "1" },
        "month": format!("2026-{:02}", 1 + serial % 12),
        "standings": CONTROLS.iter().zip(standings).collect::<BTreeMap<_, _>>(),
    });
    score::parse("score", &text.to_string()).unwrap()
}

fn files(scores: &[Score]) -> Vec<(String, Score)> {
    let named = scores.iter().map(|s| (format!("{:x}.json", s.serial.0), s.clone()));
    named.collect()
}

fn add(scores: &[Score], by: By) -> Result<Aggregate, BenchmarkError> {
    aggregate(&policy(), files(scores), Minimums::default(), by).map(|(aggregate, _)| aggregate)
}

fn some_standing() -> impl Strategy<Value = Standing> {
    proptest::sample::select(Standing::ALL.to_vec())
}

fn some_scores() -> impl Strategy<Value = Vec<Score>> {
    let one = (
        proptest::array::uniform4(some_standing()),
        proptest::option::of(0..SizeClass::ALL.len()),
    );
    proptest::collection::vec(one, 5..60).prop_map(|firms| {
        let scores = (1..).zip(firms).map(|(serial, (standings, size))| {
            let mut score = score(serial, &standings);
            score.size_class = size.map(|at| SizeClass::ALL[at]);
            score
        });
        scores.collect()
    })
}

proptest! {
    #[test]
    fn what_is_told_is_a_plain_count_and_never_a_small_one(scores in some_scores()) {
        let aggregate = add(&scores, By::All).unwrap();
        prop_assert_eq!(aggregate.slices[0].firms, scores.len());
        for (control, cells) in aggregate.controls.iter().zip(&aggregate.slices[0].controls) {
            for cell in cells {
                let is_in = |s: &&Score| cell.standings.contains(&s.standings[&control.id]);
                let plain = scores.iter().filter(is_in).count();
                prop_assert!(cell.firms.is_none_or(|told| told == plain));
                prop_assert!(cell.firms.is_none_or(|told| told == 0 || told >= 5));
            }
        }
        let text = String::from_utf8(canonical::to_vec(&aggregate).unwrap()).unwrap();
        prop_assert_eq!(&aggregate::parse("a", &text).unwrap(), &aggregate);
    }

    #[test]
    fn the_order_of_files_is_nothing(scores in some_scores(), turn in 0_usize..60) {
        let mut turned = scores.clone();
        turned.rotate_left(turn % scores.len());
        turned.reverse();
        for by in [By::All, By::SizeClass] {
            let bytes = |scores: &[Score]| canonical::to_vec(&add(scores, by).unwrap()).unwrap();
            prop_assert_eq!(bytes(&scores), bytes(&turned));
        }
    }

    #[test]
    fn every_slice_has_enough_firms_and_every_firm_is_in_one(scores in some_scores()) {
        let aggregate = add(&scores, By::SizeClass).unwrap();
        prop_assert_eq!(aggregate.slices.iter().map(|s| s.firms).sum::<usize>(), scores.len());
        prop_assert!(aggregate.slices.iter().all(|s| s.firms >= 5));
        for score in &scores {
            compare(score, &aggregate).unwrap();
        }
    }

    #[test]
    fn no_text_breaks_a_reader(text in "[\\PC\\[\\]{}\",:0-9]{0,200}") {
        prop_assert!(score::parse("f", &text).is_err());
        prop_assert!(aggregate::parse("f", &text).is_err());
    }
}

use Standing::{Attested, Met, NotApplicable, Open, Unknown};

fn many() -> Vec<Score> {
    let row = |serial: u128| {
        let standings = match serial {
            0..=17 => [Met, Met, Open, Met],
            18..=21 => [Attested, Met, Open, Open],
            _ => [Open, NotApplicable, Met, Unknown],
        };
        score(serial, &standings)
    };
    (0..30).map(row).collect()
}

#[test]
fn fewer_firms_than_the_minimum_are_refused() {
    let four = &many()[..4];
    assert_eq!(add(four, By::All), Err(BenchmarkError::TooFew { firms: 4, minimum: 5 }));
    assert!(add(&many()[..5], By::All).is_ok());
    let minimums = Minimums { firms: 0, cell: 0 };
    let (aggregate, _) = aggregate(&policy(), files(&many()), minimums, By::All).unwrap();
    assert_eq!(
        (aggregate.min_firms, aggregate.min_cell),
        (3, 3),
        "below three nothing is held back"
    );
}

#[test]
fn a_file_that_came_twice_counts_once_and_is_named() {
    let mut scores = files(&many()[..5]);
    scores.push(("z-again.json".to_owned(), many()[0].clone()));
    let (once, remarks) = aggregate(&policy(), scores, Minimums::default(), By::All).unwrap();
    assert_eq!(once.slices[0].firms, 5);
    assert_eq!(remarks[0].path.as_deref(), Some("z-again.json"));
    let mut four = files(&many()[..4]);
    four.push(("z-again.json".to_owned(), many()[0].clone()));
    let refused = aggregate(&policy(), four, Minimums::default(), By::All);
    assert!(matches!(refused, Err(BenchmarkError::TooFew { firms: 4, .. })));
    let mut other = many()[0].clone();
    other.standings.insert("1-1".to_owned(), Open);
    let mut scores = files(&many()[..5]);
    scores.push(("z-other.json".to_owned(), other));
    let refused = aggregate(&policy(), scores, Minimums::default(), By::All);
    assert!(matches!(refused, Err(BenchmarkError::Unreadable { .. })));
}

#[test]
fn strangers_are_refused() {
    let with = |change: &dyn Fn(&mut Score)| {
        let mut scores = many();
        change(&mut scores[7]);
        add(&scores, By::All).unwrap_err()
    };
    for (change, reason) in [
        (
            &(|s: &mut Score| s.policy.version = "2".to_owned()) as &dyn Fn(&mut Score),
            "Mixed",
        ),
        (&|s| s.policy.profile = Some("lv1".to_owned()), "Mixed"),
        (&|s| s.policy.id = "other/one".to_owned(), "Mixed"),
        (&|s| s.standings.retain(|id, _| id != "2-1"), "`2-1` is missing"),
        (
            &|s| s.standings.extend([("9-9".to_owned(), Met)]),
            "`9-9` is none of them",
        ),
        (
            &|s| s.standings.extend([("3-1".to_owned(), Met)]),
            "`3-1` is none of them",
        ),
    ] {
        let error = with(change);
        assert!(format!("{error:?} {error}").contains(reason), "{error:?}");
    }
}

#[test]
fn an_aggregate_that_does_not_add_up_is_refused() {
    let good = String::from_utf8(canonical::to_vec(&add(&many(), By::All).unwrap()).unwrap()).unwrap();
    for (from, to) in [
        ("aggregate/1", "aggregate/9"),
        ("\"firms\":30", "\"firms\":3"),
        ("\"rate\":0.7333", "\"rate\":7.5"),
        ("\"standings\":[\"not-applicable\"]", "\"standings\":[\"met\"]"),
        ("\"slices\":[", "\"more\":1,\"slices\":["),
    ] {
        let bad = good.replacen(from, to, 1);
        assert_ne!(bad, good, "{from} is not in {good}");
        assert!(aggregate::parse("f", &bad).is_err(), "{from}");
    }
}

#[test]
fn what_most_others_have_done_comes_first() {
    let own = score(99, &[Open, Met, Open, Unknown]);
    let comparison = compare(&own, &add(&many(), By::All).unwrap()).unwrap();
    // 1-1: 22 of 30 have done it; 2-2: 18; 2-1: 8.
    assert_eq!(comparison.priorities, ["1-1", "2-2", "2-1"]);
    let first = comparison.control("1-1").unwrap();
    assert_eq!(
        (first.average.unwrap().about, first.difference),
        (0.7333, Some(-0.7333))
    );
    assert!(first.suppressed, "four attested are told with the met ones");
    assert_eq!(comparison.all.own, 0.25);
    // (22 + 30 + 8 + 18) / 120
    assert_eq!(comparison.all.average.unwrap().about, 0.65);
    assert_eq!(comparison.all.difference, Some(-0.4));
    assert_eq!(comparison.groups.len(), 2);
    // From what is printed of the controls: (0.2667 + 0.6) / 2.
    assert_eq!(comparison.groups[1].line.difference, Some(-0.4334));
}

#[test]
fn where_nearly_all_are_done_the_average_is_a_range() {
    let mut scores = many();
    for score in &mut scores {
        score.standings.insert("1-2".to_owned(), Met);
    }
    scores[3].standings.insert("1-2".to_owned(), Open);
    let own = score(99, &[Open, Open, Met, Met]);
    let comparison = compare(&own, &add(&scores, By::All).unwrap()).unwrap();
    let average = comparison.control("1-2").unwrap().average.unwrap();
    assert_eq!((average.low, average.high), (0.8667, 0.9667));
    assert_eq!(comparison.priorities, ["1-2", "1-1"]);
}

#[test]
fn other_policies_and_other_classes_do_not_compare() {
    let mut own = score(99, &[Met; 4]);
    let mut scores = many();
    for score in &mut scores {
        score.size_class = Some(if score.serial < Serial(10) {
            SizeClass::UpTo20
        } else {
            SizeClass::Over1000
        });
    }
    let aggregate = add(&scores, By::SizeClass).unwrap();
    assert_eq!(aggregate.slices.len(), 2);
    assert!(matches!(compare(&own, &aggregate), Err(BenchmarkError::NoSlice(_))));
    own.size_class = Some(SizeClass::UpTo20);
    assert_eq!(compare(&own, &aggregate).unwrap().firms, 10);
    own.policy.version = "2".to_owned();
    assert!(matches!(compare(&own, &aggregate), Err(BenchmarkError::Unlike { .. })));
}

#[test]
fn reports_say_it_in_both_languages_and_are_only_text() {
    let own = score(99, &[Open, Met, Open, Unknown]);
    let comparison = compare(&own, &add(&many(), By::All).unwrap()).unwrap();
    for (l, words) in [
        (Language::Ja, ["優先して取り組む項目", "5社に満たない"]),
        (Language::En, ["What to do first", "fewer than 5 firms"]),
    ] {
        for form in [Form::Text, Form::Html] {
            let text = String::from_utf8(render(&comparison, form, l).unwrap()).unwrap();
            assert!(words.iter().all(|word| text.contains(word)), "{text}");
            assert!(
                form == Form::Text || !text.contains("of 1-1 <b>"),
                "markup of a title: {text}"
            );
        }
    }
    let json: serde_json::Value =
        serde_json::from_slice(&render(&comparison, Form::Json, Language::En).unwrap()).unwrap();
    assert_eq!(json["format"], "comparison/1");
    assert_eq!(json["priorities"][0], "1-1");
}
