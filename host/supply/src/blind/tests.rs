//! Both sides play the three steps; then somebody tampers.

use super::files::Note;
use super::{Answer, FILL, Published, Request, State, Used, answer, found, request};
use std::collections::BTreeSet;

/// Bytes that look random and are the same in every run.
fn chance(mut seed: u64) -> impl FnMut(&mut [u8]) -> bool {
    move |bytes: &mut [u8]| {
        for byte in bytes {
            seed = seed
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            *byte = u8::try_from(seed >> 56).unwrap_or(0);
        }
        true
    }
}

fn firm(names: &[&str]) -> Used {
    Used {
        names: names
            .iter()
            .map(|name| ((*name).to_owned(), format!("component {name}")))
            .collect(),
        without: Vec::new(),
    }
}

fn publisher(names: &[(&str, &str)]) -> Published {
    let note = |advisory: &str| {
        BTreeSet::from([Note {
            advisory: advisory.to_owned(),
            versions: None,
        }])
    };
    Published {
        names: names.iter().map(|(name, id)| ((*name).to_owned(), note(id))).collect(),
        without: Vec::new(),
    }
}

fn play() -> (Request, State, Answer) {
    let (sent, state) = request(&firm(&["a@1", "b@2", "c@3"]), &mut chance(1)).expect("a request");
    let list = publisher(&[("b@2", "CVE-2026-0002"), ("x@9", "CVE-2026-0009")]);
    let answered = answer(&sent, &list, "Example", 1000, "r", &mut chance(2)).expect("an answer");
    (sent, state, answered)
}

#[test]
fn the_firm_learns_what_both_have_and_nothing_else() {
    let (sent, state, answered) = play();
    let found = found(&answered, &state, "a").expect("opens");
    let told: Vec<_> = found
        .iter()
        .map(|f| (f.component.as_str(), f.note.advisory.as_str()))
        .collect();
    assert_eq!(told, [("component b@2", "CVE-2026-0002")]);
    // Neither file shows a name, and both are filled up.
    let (sent_text, answer_text) = (sent.write().expect("writes"), answered.write().expect("writes"));
    for text in [&sent_text, &answer_text] {
        let text = String::from_utf8_lossy(text);
        assert!(!text.contains("b@2") && !text.contains("CVE"));
    }
    assert_eq!((sent.count(), answered.count()), (FILL, FILL));
    let lengths: BTreeSet<usize> = answered.entries.iter().map(|e| e.sealed.len()).collect();
    assert_eq!(lengths.len(), 1);
}

#[test]
fn files_are_read_back_as_they_were_written() {
    let (sent, state, answered) = play();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("text");
    assert_eq!(
        Request::read(&text(sent.write().expect("writes")), "r").expect("reads"),
        sent
    );
    assert_eq!(
        State::read(&text(state.write().expect("writes")), "s").expect("reads"),
        state
    );
    assert_eq!(
        Answer::read(&text(answered.write().expect("writes")), "a").expect("reads"),
        answered
    );
}

#[test]
fn one_list_is_never_blinded_alike() {
    let used = firm(&["a@1"]);
    let (one, _) = request(&used, &mut chance(1)).expect("a request");
    let (two, _) = request(&used, &mut chance(3)).expect("a request");
    assert!(one.items.iter().all(|item| !two.items.contains(item)));
}

#[test]
fn two_answers_to_one_request_have_nothing_in_common() {
    let (sent, _, first) = play();
    let list = publisher(&[("b@2", "CVE-2026-0002")]);
    let second = answer(&sent, &list, "Example", 1000, "r", &mut chance(9)).expect("an answer");
    assert!(first.entries.iter().all(|entry| !second.entries.contains(entry)));
}

#[test]
fn what_was_tampered_with_is_refused() {
    let (sent, state, answered) = play();
    let list = publisher(&[("b@2", "CVE-2026-0002")]);
    let mut broken = sent.clone();
    for item in ["", "AAAA", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "!!"] {
        item.clone_into(&mut broken.items[0]);
        let error = answer(&broken, &list, "Example", 1000, "r", &mut chance(2)).expect_err("refused");
        assert!(error.to_string().contains("item 1 is no point"), "{error}");
    }
    assert!(answer(&sent, &list, "Example", FILL - 1, "r", &mut chance(2)).is_err());
    let mut other = answered.clone();
    other.request = sekisho_model::Digest::of(b"another");
    assert!(found(&other, &state, "a").is_err());
    let mut short = answered.clone();
    short.evaluated.clear();
    assert!(
        found(&short, &state, "a")
            .expect_err("refused")
            .to_string()
            .contains("leaves item")
    );
    let mut swapped = answered.clone();
    let notes: Vec<String> = swapped.entries.iter().rev().map(|e| e.sealed.clone()).collect();
    for (entry, sealed) in swapped.entries.iter_mut().zip(notes) {
        entry.sealed = sealed;
    }
    assert!(
        found(&swapped, &state, "a")
            .expect_err("refused")
            .to_string()
            .contains("was changed")
    );
}

#[test]
fn hostile_files_are_refused() {
    let (sent, _, _) = play();
    let text = String::from_utf8(sent.write().expect("writes")).expect("text");
    let refused = |text: &str| Request::read(text, "r").expect_err("refused").to_string();
    assert!(refused(&text.replace("blind-request/1", "blind-request/2")).contains("blind-request/2"));
    assert!(refused(&text.replace("SHA512", "SHA256")).contains("suite"));
    assert!(refused(&text.replace("\"items\"", "\"more\":1,\"items\"")).contains("unknown field"));
    assert!(refused(&text.replace("\"items\"", "\"suite\":\"x\",\"items\"")).contains("duplicate field"));
    assert!(refused(&format!("{text}x")).contains("trailing"));
    assert!(refused(&"[".repeat(100_000)).contains("is no request"));
    let first = &sent.items[0];
    let twice = text.replace(first.as_str(), &sent.items[1]);
    assert!(refused(&twice).contains("stands twice"));
}

#[test]
fn without_randomness_nothing_is_written() {
    assert!(request(&firm(&["a@1"]), &mut |_: &mut [u8]| false).is_err());
    let (sent, _, _) = play();
    let list = publisher(&[("b@2", "CVE-2026-0002")]);
    assert!(answer(&sent, &list, "Example", 1000, "r", &mut |_: &mut [u8]| false).is_err());
}
