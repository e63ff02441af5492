//! Directories and files that are not as they should be: one clear error or a fresh memo, never a wrong answer.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

#[path = "support/scratch.rs"]
mod scratch;

use scratch::Scratch;
use sekisho_model::Digest;
use sekisho_model::memo::{Memo, Shelf};
use sekisho_store::disk::MEMO_FORMAT;
use sekisho_store::kv::Visit;
use sekisho_store::place::MARK;
use sekisho_store::{DiskStore, MemoryStore, Store, StoreError, StoredMemo, Table, Write};
use std::sync::atomic::{AtomicU32, Ordering};

const ROOM: u64 = 1 << 30;

fn name(n: u32) -> Digest {
    Digest::of(&n.to_be_bytes())
}

fn value(n: u32) -> Vec<u8> {
    Digest::of(&n.to_le_bytes()).as_bytes().repeat(20)
}

fn filled() -> Scratch {
    let scratch = Scratch::new();
    let memo = StoredMemo::open(&scratch.place(), ROOM).unwrap();
    (0..2000).for_each(|n| memo.put(Shelf::Subject, &name(n), &value(n)));
    assert_eq!(memo.close(), []);
    scratch
}

/// How many answers are still known; a wrong one fails the test.
fn known(memo: &StoredMemo) -> usize {
    let found = (0..2000).filter_map(|n| Some((n, memo.get(Shelf::Subject, &name(n))?)));
    found.inspect(|(n, found)| assert_eq!(*found, value(*n))).count()
}

#[test]
fn a_memo_remembers_over_processes() {
    let scratch = filled();
    let memo = StoredMemo::open(&scratch.place(), ROOM).unwrap();
    assert_eq!(known(&memo), 2000);
    assert_eq!(memo.get(Shelf::Scan, &name(1)), None, "shelves are apart");
    assert_eq!(memo.close(), []);
}

#[test]
fn a_store_of_the_future_is_left_alone() {
    let scratch = filled();
    std::fs::write(
        scratch.path().join(MARK),
        "sekisho-store/2\nand a line we do not know\n",
    )
    .unwrap();
    let before = scratch.files();
    let error = scratch.try_place().unwrap_err();
    assert!(matches!(error, StoreError::Newer { found: 2, known: 1, .. }), "{error}");
    assert!(error.is_refusal() && error.to_string().contains("has format 2"));
    assert_eq!(scratch.files(), before, "not a byte was changed");
}

/// Makes the database in a store one of another format.
fn of_format(scratch: &Scratch, format: u64) {
    // The lock of the store that was closed goes with its last thread.
    let pause = std::time::Duration::from_millis(50);
    let mut tries =
        std::iter::repeat_with(|| sled::open(scratch.path().join("memo")).inspect_err(|_| std::thread::sleep(pause)));
    let db = tries.by_ref().take(100).find_map(Result::ok).unwrap();
    let meta = db.open_tree("meta").unwrap();
    assert_eq!(
        meta.insert("schema_version", &format.to_be_bytes()).unwrap().unwrap(),
        &MEMO_FORMAT.to_be_bytes()
    );
    db.flush().unwrap();
}

#[test]
fn a_database_of_the_future_is_refused() {
    let scratch = filled();
    of_format(&scratch, 9);
    let error = StoredMemo::open(&scratch.place(), ROOM).unwrap_err();
    assert!(matches!(error, StoreError::Newer { found: 9, .. }), "{error}");
}

#[test]
fn a_memo_of_an_earlier_program_is_begun_anew_and_told() {
    let scratch = filled();
    of_format(&scratch, 1);
    let memo = StoredMemo::open(&scratch.place(), ROOM).unwrap();
    assert_eq!(known(&memo), 0);
    memo.put(Shelf::Subject, &name(0), &value(0));
    let told = memo.close();
    assert!(matches!(told[..], [StoreError::Older { found: 1, .. }]), "{told:?}");
    let memo = StoredMemo::open(&scratch.place(), ROOM).unwrap();
    assert_eq!(known(&memo), 1);
    assert_eq!(memo.close(), []);
}

#[test]
fn a_large_value_that_was_altered_is_absent_and_told() {
    let scratch = Scratch::new();
    let memo = StoredMemo::open(&scratch.place(), ROOM).unwrap();
    let value = value(0).repeat(200);
    memo.put(Shelf::Scan, &name(0), &value);
    assert_eq!(memo.close(), []);
    let memo = StoredMemo::open(&scratch.place(), ROOM).unwrap();
    assert_eq!(memo.get(Shelf::Scan, &name(0)), Some(value.clone()));
    assert_eq!(memo.close(), []);
    let is_large = |(path, _): &(std::path::PathBuf, Vec<u8>)| path.parent().is_some_and(|p| p.ends_with("large"));
    let (path, mut bytes) = scratch.files().into_iter().find(is_large).unwrap();
    bytes[70_000] ^= 4;
    std::fs::write(path, bytes).unwrap();
    let memo = StoredMemo::open(&scratch.place(), ROOM).unwrap();
    assert_eq!(memo.get(Shelf::Scan, &name(0)), None);
    // Written once more, it is whole again.
    memo.put(Shelf::Scan, &name(0), &value);
    let told = memo.close();
    assert!(matches!(told[..], [StoreError::Altered { .. }]), "{told:?}");
    let memo = StoredMemo::open(&scratch.place(), ROOM).unwrap();
    assert_eq!(memo.get(Shelf::Scan, &name(0)), Some(value));
}

#[test]
fn a_directory_of_something_else_is_refused_untouched() {
    let scratch = Scratch::new();
    std::fs::write(scratch.path().join("thesis.txt"), "ten years of work").unwrap();
    let error = scratch.try_place().unwrap_err();
    assert!(
        matches!(error, StoreError::Foreign { .. }) && error.is_refusal(),
        "{error}"
    );
    std::fs::write(scratch.path().join(MARK), "what is this").unwrap();
    let before = scratch.files();
    assert!(matches!(scratch.try_place(), Err(StoreError::Foreign { .. })));
    assert_eq!(scratch.files(), before);
}

#[test]
fn a_founder_that_was_killed_leaves_an_empty_store() {
    let scratch = Scratch::new();
    std::fs::write(scratch.path().join(format!("{MARK}.part")), "sekisho-st").unwrap();
    scratch.place();
    assert_eq!(
        std::fs::read_to_string(scratch.path().join(MARK)).unwrap(),
        "sekisho-store/1\n"
    );
}

#[test]
fn a_second_opener_is_told() {
    let scratch = filled();
    let first = StoredMemo::open(&scratch.place(), ROOM).unwrap();
    let error = StoredMemo::open(&scratch.place(), ROOM).unwrap_err();
    assert!(
        matches!(error, StoreError::Busy { .. }) && !error.is_refusal(),
        "{error}"
    );
    assert_eq!(known(&first), 2000, "the first is not disturbed");
    assert_eq!(first.close(), []);
    assert_eq!(known(&StoredMemo::open(&scratch.place(), ROOM).unwrap()), 2000);
}

#[test]
fn a_memo_beyond_its_bound_begins_anew() {
    let scratch = filled();
    let memo = StoredMemo::open(&scratch.place(), 1000).unwrap();
    assert_eq!(known(&memo), 0);
    memo.put(Shelf::Subject, &name(1), &value(1));
    assert_eq!(memo.close(), []);
    assert_eq!(known(&StoredMemo::open(&scratch.place(), ROOM).unwrap()), 1);
}

/// Damages every file of the memo in many ways, one at a time: an answer is right or absent.
#[test]
fn damaged_files_never_give_a_wrong_answer() {
    let whole = filled();
    let files = whole.files();
    assert!(
        files
            .iter()
            .any(|(path, bytes)| path.ends_with("memo/db") && bytes.len() > 100_000)
    );
    let mut began_anew = 0;
    for (path, bytes) in files
        .iter()
        .filter(|(path, _)| path.parent().unwrap().ends_with("memo"))
    {
        let length = bytes.len();
        let places = [0, 1, length / 7, length / 3, length / 2, length.saturating_sub(1)];
        let mut damages: Vec<Vec<u8>> = Vec::new();
        for at in places {
            damages.push(bytes[..at.min(length)].to_vec());
            let mut flipped = bytes.clone();
            if let Some(byte) = flipped.get_mut(at) {
                *byte ^= 0x41;
            }
            damages.push(flipped);
            let mut holed = bytes.clone();
            holed.iter_mut().skip(at).take(4096).for_each(|byte| *byte = 0);
            damages.push(holed);
        }
        damages.push(b"not a database".to_vec());
        damages.push(vec![0xff; length]);
        for damaged in damages {
            let scratch = Scratch::new();
            scratch.place();
            std::fs::create_dir(scratch.path().join("memo")).unwrap();
            for (other, bytes) in &files {
                let to = scratch.path().join(other.strip_prefix(whole.path()).unwrap());
                std::fs::create_dir_all(to.parent().unwrap()).unwrap();
                std::fs::write(to, if other == path { &damaged } else { bytes }).unwrap();
            }
            let memo = StoredMemo::open(&scratch.place(), ROOM).unwrap();
            known(&memo);
            memo.put(Shelf::Subject, &name(1), &value(1));
            began_anew += usize::from(!memo.close().is_empty());
            // Whatever happened, the next one works.
            let memo = StoredMemo::open(&scratch.place(), ROOM).unwrap();
            known(&memo);
            memo.close();
        }
    }
    assert!(began_anew > 0, "damage to the whole file is seen and told");
}

#[test]
fn large_values_lie_apart_and_are_compared() {
    let scratch = Scratch::new();
    let open = || StoredMemo::open(&scratch.place(), ROOM).unwrap();
    let large = |n: u8| vec![n; 200_000];
    let memo = open();
    memo.put(Shelf::Scan, &name(1), &large(1));
    memo.put(Shelf::Scan, &name(2), &large(2));
    assert_eq!(memo.close(), []);
    let memo = open();
    assert_eq!(memo.get(Shelf::Scan, &name(1)).unwrap(), large(1));
    memo.put(Shelf::Scan, &name(1), &large(3));
    assert_eq!(memo.close(), []);
    let files = |s: &Scratch| {
        let files = s.files().into_iter().map(|(path, _)| path);
        files
            .filter(|path| path.parent().unwrap().ends_with("memo/large"))
            .collect::<Vec<_>>()
    };
    assert_eq!(files(&scratch).len(), 2, "what nobody names is gone");
    for path in files(&scratch) {
        let mut bytes = std::fs::read(&path).unwrap();
        bytes[100_000] ^= 1;
        std::fs::write(&path, bytes).unwrap();
    }
    let memo = open();
    assert_eq!(memo.get(Shelf::Scan, &name(1)), None);
    assert_eq!(memo.get(Shelf::Scan, &name(2)), None);
}

/// A store whose disk is full after so many batches.
struct Full(MemoryStore, AtomicU32);

impl Store for Full {
    fn get(&self, table: Table, key: &[u8]) -> Result<Option<Vec<u8>>, StoreError> {
        self.0.get(table, key)
    }
    fn put_batch(&self, batch: &[Write]) -> Result<(), StoreError> {
        match self
            .1
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, |n| n.checked_sub(1))
        {
            Ok(_) => self.0.put_batch(batch),
            Err(_) => Err(StoreError::Io {
                place: "test".to_owned(),
                reason: "no space left on device".to_owned(),
            }),
        }
    }
    fn range(&self, table: Table, from: &[u8], to: Option<&[u8]>, visit: Visit<'_>) -> Result<(), StoreError> {
        self.0.range(table, from, to, visit)
    }
    fn flush_durable(&self) -> Result<(), StoreError> {
        Ok(())
    }
    fn size(&self) -> Result<u64, StoreError> {
        self.0.size()
    }
}

#[test]
fn a_full_disk_is_told_once() {
    let memo = StoredMemo::over(Box::new(Full(MemoryStore::default(), AtomicU32::new(2))));
    for n in 0..20_000 {
        memo.put(Shelf::Subject, &name(n), &value(n));
    }
    let troubles = memo.close();
    assert_eq!(troubles.len(), 1, "{troubles:?}");
    assert!(troubles[0].to_string().contains("no space left on device"));
}

#[cfg(unix)]
#[test]
fn a_directory_that_cannot_be_written_is_an_error_and_no_panic() {
    use std::os::unix::fs::PermissionsExt as _;
    let scratch = Scratch::new();
    let mode = |mode| std::fs::set_permissions(scratch.path(), std::fs::Permissions::from_mode(mode)).unwrap();
    mode(0o500);
    let is_root = std::fs::write(scratch.path().join("probe"), "").is_ok();
    let opened = scratch.try_place().and_then(|place| DiskStore::open(&place, "memo"));
    mode(0o700);
    // The superuser may write everywhere.
    if !is_root {
        assert!(matches!(opened.unwrap_err(), StoreError::Io { .. }));
    }
}
