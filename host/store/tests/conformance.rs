//! One suite for every store: what the rest of the house relies on.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

#[path = "support/scratch.rs"]
mod scratch;

use scratch::Scratch;
use sekisho_store::{DiskStore, MemoryStore, Store, Table, Write};

fn on_both(test: impl Fn(&dyn Store)) {
    test(&MemoryStore::default());
    let scratch = Scratch::new();
    test(&DiskStore::open(&scratch.place(), "part").unwrap());
}

fn all(store: &dyn Store, table: Table) -> Vec<(Vec<u8>, Vec<u8>)> {
    let mut found = Vec::new();
    store
        .range(table, b"", None, &mut |k, v| {
            found.push((k.to_vec(), v.to_vec()));
            true
        })
        .unwrap();
    found
}

#[test]
fn what_is_put_comes_back_and_nothing_else() {
    on_both(|store| {
        assert_eq!(store.get(Table::Subjects, b"a").unwrap(), None);
        let large = vec![7u8; 300_000];
        let batch = [
            Write::put(Table::Subjects, *b"a", *b"1"),
            Write::put(Table::Scans, *b"a", *b"2"),
            Write::put(Table::Subjects, *b"", *b"empty key"),
            Write::put(Table::Subjects, *b"b", *b""),
            Write::put(Table::Subjects, *b"large", large.clone()),
        ];
        store.put_batch(&batch).unwrap();
        assert_eq!(store.get(Table::Subjects, b"a").unwrap().unwrap(), b"1");
        assert_eq!(store.get(Table::Scans, b"a").unwrap().unwrap(), b"2");
        assert_eq!(store.get(Table::Subjects, b"").unwrap().unwrap(), b"empty key");
        assert_eq!(store.get(Table::Subjects, b"b").unwrap().unwrap(), b"");
        assert_eq!(store.get(Table::Subjects, b"large").unwrap().unwrap(), large);
        assert_eq!(store.get(Table::Scans, b"b").unwrap(), None);
        store.flush_durable().unwrap();
        store.size().unwrap();
    });
}

#[test]
fn later_writes_win_within_and_over_batches() {
    on_both(|store| {
        let batch = [
            Write::put(Table::Subjects, *b"k", *b"1"),
            Write::put(Table::Subjects, *b"k", *b"2"),
            Write::put(Table::Subjects, *b"gone", *b"x"),
            Write::remove(Table::Subjects, *b"gone"),
        ];
        store.put_batch(&batch).unwrap();
        assert_eq!(store.get(Table::Subjects, b"k").unwrap().unwrap(), b"2");
        assert_eq!(store.get(Table::Subjects, b"gone").unwrap(), None);
        store.put_batch(&[Write::remove(Table::Subjects, *b"k")]).unwrap();
        assert_eq!(all(store, Table::Subjects), []);
        store.put_batch(&[]).unwrap();
    });
}

#[test]
fn ranges_and_prefixes_are_ordered_and_stay_in_their_table() {
    on_both(|store| {
        let keys: [&[u8]; 6] = [b"a", b"aa", b"ab", b"b", b"\xff", b"\xff\xff"];
        let mut batch: Vec<Write> = keys.iter().rev().map(|k| Write::put(Table::Subjects, *k, *k)).collect();
        batch.push(Write::put(Table::Scans, *b"a", *b"other table"));
        store.put_batch(&batch).unwrap();
        let found: Vec<Vec<u8>> = all(store, Table::Subjects).into_iter().map(|(k, _)| k).collect();
        assert_eq!(found, keys);
        let mut some = Vec::new();
        let mut visit = |k: &[u8], v: &[u8]| {
            assert_eq!(k, v);
            some.push(k.to_vec());
            true
        };
        store.range(Table::Subjects, b"aa", Some(b"b"), &mut visit).unwrap();
        assert_eq!(some, [b"aa".to_vec(), b"ab".to_vec()]);
        for (prefix, count) in [(&b"a"[..], 3), (b"\xff", 2), (b"c", 0), (b"", 6)] {
            let mut number = 0;
            let mut visit = |_: &[u8], _: &[u8]| {
                number += 1;
                true
            };
            store.prefix(Table::Subjects, prefix, &mut visit).unwrap();
            assert_eq!(number, count, "{prefix:?}");
        }
        let mut first = Vec::new();
        let mut stop = |k: &[u8], _: &[u8]| {
            first.push(k.to_vec());
            false
        };
        store.range(Table::Subjects, b"ab", None, &mut stop).unwrap();
        store.range(Table::Subjects, b"b", Some(b"a"), &mut stop).unwrap();
        assert_eq!(first, [b"ab".to_vec()]);
    });
}

#[test]
fn threads_see_whole_batches() {
    on_both(|store| {
        std::thread::scope(|scope| {
            let writer = scope.spawn(|| {
                for n in 0..300u32 {
                    let value = n.to_be_bytes();
                    let batch = [
                        Write::put(Table::Subjects, *b"x", value),
                        Write::put(Table::Scans, *b"y", value),
                    ];
                    store.put_batch(&batch).unwrap();
                }
            });
            let mut last = (0, 0);
            while !writer.is_finished() {
                let number = |table, key: &[u8]| {
                    let found = store.get(table, key).unwrap();
                    found.map_or(0, |v| u32::from_be_bytes(v.try_into().unwrap()))
                };
                // Read in the order that would show half a batch: the second never lags behind the first.
                let first = number(Table::Subjects, b"x");
                let second = number(Table::Scans, b"y");
                assert!(second >= first, "half a batch: {first} {second}");
                assert!(first >= last.0 && second >= last.1);
                last = (first, second);
            }
        });
        assert_eq!(store.get(Table::Scans, b"y").unwrap().unwrap(), 299u32.to_be_bytes());
    });
}
