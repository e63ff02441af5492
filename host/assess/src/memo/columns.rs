//! A digest over everything that a call could see of what it read.
//!
//! A text column is its codes and the texts behind them; a table is its size and where its fact ids begin. Codes and ids
//! may shift when something else changes, and a plugin sees them: then the call is made again. That costs time and
//! never an answer.

use sekisho_model::facts::Column;
use sekisho_model::{Digest, Facts, Read, ReadSet};

/// The digest over what a read set names.
pub(crate) fn digest(reads: &ReadSet, facts: &Facts) -> Digest {
    let mut bytes = Vec::new();
    for read in reads.iter() {
        match read {
            // The day is compared on its own.
            Read::Day => {}
            Read::Rows(kind, table) => {
                let found = facts.kind(kind).tables().get(table);
                bytes.push(0);
                number(&mut bytes, kind as u32);
                number(&mut bytes, u32::try_from(table).unwrap_or(u32::MAX));
                number(&mut bytes, found.map_or(0, |t| t.first()));
                number(&mut bytes, found.map_or(0, |t| t.rows()));
            }
            Read::Column(kind, table, column) => {
                bytes.push(1);
                number(&mut bytes, kind as u32);
                number(&mut bytes, u32::try_from(table).unwrap_or(u32::MAX));
                number(&mut bytes, u32::try_from(column).unwrap_or(u32::MAX));
                match facts.column(kind, table, column) {
                    Some(Column::Text(codes)) => {
                        length(&mut bytes, codes.len());
                        let texts = facts.kind(kind).texts();
                        let mut seen = vec![false; texts.len() as usize + 1];
                        for code in codes.iter() {
                            number(&mut bytes, *code);
                            if let Some(seen) = seen.get_mut(*code as usize)
                                && !*seen
                            {
                                *seen = true;
                                let text = texts.get(*code).unwrap_or("");
                                length(&mut bytes, text.len());
                                bytes.extend_from_slice(text.as_bytes());
                            }
                        }
                    }
                    Some(Column::Flag(values)) => {
                        length(&mut bytes, values.len());
                        bytes.extend_from_slice(values);
                    }
                    Some(Column::Integer(values)) => plain(&mut bytes, values.iter().map(|v| v.to_le_bytes())),
                    Some(Column::Decimal(values)) => {
                        plain(&mut bytes, values.iter().map(|v| v.to_bits().to_le_bytes()));
                    }
                    Some(Column::Date(values)) => plain(&mut bytes, values.iter().map(|v| v.to_le_bytes())),
                    Some(Column::Reference(values)) => plain(&mut bytes, values.iter().map(|v| v.to_le_bytes())),
                    // INVARIANT: what a plugin read was wanted, and so there to be read.
                    Some(Column::Unread) | None => length(&mut bytes, usize::MAX),
                }
            }
        }
    }
    Digest::of(&bytes)
}

fn number(bytes: &mut Vec<u8>, number: u32) {
    bytes.extend_from_slice(&number.to_le_bytes());
}

fn length(bytes: &mut Vec<u8>, length: usize) {
    bytes.extend_from_slice(&(length as u64).to_le_bytes());
}

fn plain<const N: usize>(bytes: &mut Vec<u8>, values: impl ExactSizeIterator<Item = [u8; N]>) {
    length(bytes, values.len());
    values.for_each(|value| bytes.extend_from_slice(&value));
}
