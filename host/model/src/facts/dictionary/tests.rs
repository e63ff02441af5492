//! Texts come back under the codes they were given, whatever the seed and however they came in.
#![allow(clippy::unwrap_used, reason = "tests")]

use super::{Dictionary, ROOM, Word, Words};

#[test]
fn codes_follow_the_order_of_first_appearance_whatever_the_seed() {
    let texts: Vec<String> = (0..5_000).map(|n| format!("部品-{}", n % 1_700)).collect();
    let codes = |_: u32| {
        let mut dictionary = Dictionary::default();
        let codes: Vec<u32> = texts.iter().map(|t| dictionary.intern(t)).collect();
        (codes, dictionary)
    };
    let (first, dictionary) = codes(1);
    assert_eq!(first, codes(2).0);
    assert_eq!(format!("{dictionary:?}"), format!("{:?}", codes(3).1));
    assert_eq!(dictionary.len(), 1_700);
    for (text, code) in texts.iter().zip(&first) {
        assert_eq!(dictionary.get(*code), Some(text.as_str()));
    }
    assert_eq!(first.iter().max(), Some(&1_700));
    assert_eq!((dictionary.get(0), dictionary.get(1_701)), (None, None));
}

#[test]
fn what_was_appended_is_known_once_it_is_indexed() {
    let mut dictionary = Dictionary::default();
    let codes = ["b", "a", "b"].map(|t| dictionary.append(t));
    assert_eq!(codes, [1, 2, 3]);
    dictionary.index();
    assert_eq!(["b", "a", "c"].map(|t| dictionary.intern(t)), [1, 2, 4]);
}

#[test]
fn texts_of_any_length_come_back_from_their_pieces() {
    let mut dictionary = Dictionary::default();
    let texts: Vec<String> = (0..400).map(|n| format!("{n}:{}", "字".repeat(n * 37))).collect();
    let long = "x".repeat(5 * ROOM);
    let codes: Vec<u32> = texts
        .iter()
        .chain([&long, &String::new()])
        .map(|t| dictionary.intern(t))
        .collect();
    assert!(dictionary.pieces.len() > 3);
    for (text, code) in texts.iter().chain([&long, &String::new()]).zip(codes) {
        assert_eq!(dictionary.get(code), Some(text.as_str()));
        assert_eq!(dictionary.intern(text), code);
    }
}

#[test]
fn texts_that_nearly_agree_are_different_texts() {
    let mut texts = vec!["\0".to_owned(), "\0\0".to_owned(), "aab".to_owned(), "aba".to_owned()];
    for length in 0..40 {
        texts.push("a".repeat(length));
        // One byte is another, at every place.
        texts.extend((0..length).map(|at| format!("{}b{}", "a".repeat(at), "a".repeat(length - at))));
    }
    texts.sort();
    texts.dedup();
    let mut dictionary = Dictionary::default();
    let codes: Vec<u32> = texts.iter().map(|t| dictionary.intern(t)).collect();
    assert!(codes.iter().copied().eq(1..=u32::try_from(texts.len()).unwrap()));
    for (text, code) in texts.iter().zip(codes) {
        assert_eq!(
            (dictionary.find(text), dictionary.get(code)),
            (Some(code), Some(text.as_str()))
        );
    }
}

#[test]
fn the_empty_text_is_a_text() {
    let mut dictionary = Dictionary::default();
    let codes = ["", "a", "", "a"].map(|t| dictionary.intern(t));
    assert_eq!(codes, [1, 2, 1, 2]);
    assert_eq!(dictionary.freeze().get(1).unwrap(), "");
}

/// What is met as text and what as word, in an order that depends on the number.
fn told(number: u32) -> Vec<(String, bool)> {
    let text = |n: u32| match n % 7 {
        0 => String::new(),
        1 => format!("short-{}", n % 90),
        _ => format!("a text that is longer than sixteen bytes, {}", n % 70),
    };
    (0..600u32)
        .map(|n| (text((n * 37 + number * 11) % 211), (n + number).is_multiple_of(3)))
        .collect()
}

#[test]
fn with_words_or_without_texts_have_the_same_codes() {
    let mut words = Words::default();
    let list: Vec<(String, Word)> = (0..120)
        .map(|n| {
            let text = told(0).get(n * 5).unwrap().0.clone();
            let word = words.add(&text);
            (text, word)
        })
        .collect();
    let word_of = |text: &str| list.iter().find(|(known, _)| known == text).map(|(_, word)| *word);
    for number in 0..9 {
        let (mut plain, mut lent) = (Dictionary::default(), Dictionary::default());
        lent.lend(&words);
        for (text, as_word) in told(number) {
            let word = word_of(&text).filter(|word| as_word && *word != Word::NONE);
            let met = match word {
                Some(word) => {
                    let known = plain.find(&text).is_some_and(|known| lent.find(&text) == Some(known));
                    let (met, is_new) = lent.meet(word).unwrap();
                    assert_eq!(is_new, !known, "{text}");
                    met
                }
                None => lent.intern(&text),
            };
            assert_eq!(met, plain.intern(&text), "{text}");
        }
        assert_eq!(format!("{plain:?}"), format!("{lent:?}"));
        for (text, _) in told(0) {
            assert_eq!(plain.find(&text), lent.find(&text), "{text}");
        }
        assert_eq!(format!("{:?}", plain.freeze()), format!("{:?}", lent.freeze()));
    }
}

#[test]
fn what_was_appended_before_a_word_is_met_is_the_word() {
    let mut words = Words::default();
    let word = words.add("b");
    let mut dictionary = Dictionary::default();
    dictionary.lend(&words);
    let codes = ["b", "a", "b"].map(|text| dictionary.append(text));
    assert_eq!(codes, [1, 2, 3]);
    dictionary.index();
    assert_eq!(
        (dictionary.meet(word), dictionary.intern("b"), dictionary.len()),
        (Some((1, false)), 1, 3)
    );
}

#[test]
fn lists_are_bounded_and_only_what_was_lent_is_met() {
    let mut words = Words::default();
    assert_eq!(
        [" ", "", "　", &"x".repeat(300)].map(|text| words.add(text)),
        [Word::NONE; 4]
    );
    let first = words.add("first");
    let mut dictionary = Dictionary::default();
    dictionary.lend(&words);
    let last = words.add("last");
    assert_eq!((words.add("first"), dictionary.meet(Word::NONE)), (first, None));
    assert_eq!((dictionary.meet(first), dictionary.meet(last)), (Some((1, true)), None));
    assert_eq!((dictionary.intern("last"), dictionary.intern("first")), (2, 1));
    assert!(dictionary.has_words_of(&words));
    assert!(!dictionary.has_words_of(&Words::default()));
    let mut other = Words::default();
    other.add("first");
    assert!(
        !dictionary.has_words_of(&other),
        "the same word in another list is another number"
    );
    // A dictionary that has texts takes none.
    dictionary.lend(&words);
    assert_eq!(dictionary.meet(last), None);
    let many = (0..5_000).filter(|n| words.add(&format!("w{n}")) != Word::NONE).count();
    assert_eq!((many, words.add("last")), (4_094, last));
}
