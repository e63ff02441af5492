//! A process that is killed in the middle of its writes: what was acknowledged is there, and nothing is there in part.
#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stdout, reason = "tests")]

#[path = "support/scratch.rs"]
mod scratch;

use scratch::{Scratch, place};
use sekisho_store::{DiskStore, Store, Table, Write};
use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};

const CHILD: &str = "SEKISHO_STORE_TEST_CHILD";
const ROWS: u32 = 20;

fn value(batch: u32, row: u32) -> Vec<u8> {
    let mut value = batch.to_be_bytes().to_vec();
    value.resize(
        100 + (batch * 37 + row * 91) as usize % 5000,
        u8::try_from(row).unwrap(),
    );
    value
}

fn write(store: &dyn Store, batch: u32) {
    let rows = (0..ROWS).map(|row| Write::put(Table::Subjects, row.to_be_bytes(), value(batch, row)));
    let mut writes: Vec<Write> = rows.collect();
    writes.push(Write::put(Table::Scans, *b"checkpoint", batch.to_be_bytes()));
    store.put_batch(&writes).unwrap();
}

/// The batch of the checkpoint, after comparing every row with it.
fn checked(store: &dyn Store) -> u32 {
    let Some(found) = store.get(Table::Scans, b"checkpoint").unwrap() else {
        let mut none = |_: &[u8], _: &[u8]| panic!("rows without a checkpoint");
        store.range(Table::Subjects, b"", None, &mut none).unwrap();
        return 0;
    };
    let batch = u32::from_be_bytes(found.try_into().unwrap());
    for row in 0..ROWS {
        let found = store.get(Table::Subjects, &row.to_be_bytes()).unwrap();
        assert!(found == Some(value(batch, row)), "row {row} is not of batch {batch}");
    }
    batch
}

/// Not a test of its own: what the killed process runs.
#[test]
fn child() {
    let Some(path) = std::env::var_os(CHILD) else { return };
    let store = DiskStore::open(&place(Path::new(&path)).unwrap(), "part").unwrap();
    let mut batch = checked(&store);
    loop {
        batch += 1;
        write(&store, batch);
        if batch.is_multiple_of(3) {
            store.flush_durable().unwrap();
            println!("durable {batch}");
        }
    }
}

#[test]
fn a_killed_writer_loses_nothing_that_it_flushed_and_leaves_no_part() {
    let scratch = Scratch::new();
    let mut acknowledged = 0;
    for round in 0..12u32 {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "child", "--nocapture"])
            .env(CHILD, scratch.path())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let mut last = acknowledged;
        let mut told = 0;
        // Killed after another number of acknowledgments each time, so at another place of its loop.
        while told < 1 + round * 2 {
            let line = lines.next().unwrap().unwrap();
            if let Some(number) = line.strip_prefix("durable ") {
                last = number.parse().unwrap();
                told += 1;
            }
        }
        child.kill().unwrap();
        child.wait().unwrap();
        let store = DiskStore::open(&scratch.place(), "part").unwrap();
        let found = checked(&store);
        assert!(found >= last, "round {round}: flushed {last}, found {found}");
        assert!(found > acknowledged);
        acknowledged = found;
    }
}
