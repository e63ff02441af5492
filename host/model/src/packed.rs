//! Bytes that say the same again and again, written shorter as long as only this program reads them: pieces of records that
//! wait to be written, or to be written again in the next scan.
//!
//! Blocks of LZ4 (lz4.org, "LZ4 Block Format"), each behind its two lengths, so that what is read is bounded by what is there.

use lz4_flex::block::{compress_into, decompress_into, get_maximum_output_size};

/// Bytes in one block before it is packed.
const BLOCK: usize = 1 << 20;
/// In front of a block: how long it is unpacked and packed. One that would not be shorter stands as it is.
const LENGTHS: usize = 8;

/// These bytes were not made by [`pack`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("these bytes are not packed")]
pub struct NotPacked;

/// Packs bytes behind what stands in a list.
pub fn pack(bytes: &[u8], packed: &mut Vec<u8>) {
    for block in bytes.chunks(BLOCK) {
        let start = packed.len();
        packed.resize(start + LENGTHS + get_maximum_output_size(block.len()), 0);
        let (lengths, room) = packed.split_at_mut(start).1.split_at_mut(LENGTHS);
        let length = match compress_into(block, room) {
            Ok(length) if length < block.len() => length,
            // INVARIANT: there is room for as much as the block can become, and so for the block.
            _ => {
                room.iter_mut().zip(block).for_each(|(to, byte)| *to = *byte);
                block.len()
            }
        };
        let numbers = [block.len(), length].map(|n| u32::try_from(n).unwrap_or(u32::MAX).to_le_bytes());
        lengths
            .iter_mut()
            .zip(numbers.as_flattened())
            .for_each(|(to, byte)| *to = *byte);
        packed.truncate(start + LENGTHS + length);
    }
}

/// Unpacks bytes behind what stands in a list; where they are not packed, it is left as it was.
pub fn unpack(packed: &[u8], bytes: &mut Vec<u8>) -> Result<(), NotPacked> {
    let start = bytes.len();
    let done = blocks(packed, bytes);
    if done.is_none() {
        bytes.truncate(start);
    }
    done.ok_or(NotPacked)
}

fn blocks(mut packed: &[u8], bytes: &mut Vec<u8>) -> Option<()> {
    while !packed.is_empty() {
        let (unpacked, rest) = length(packed)?;
        let (length, rest) = length(rest)?;
        let (block, rest) = rest.split_at_checked(length)?;
        if length == unpacked {
            bytes.extend_from_slice(block);
        } else {
            let start = bytes.len();
            bytes.resize(start + unpacked, 0);
            let room = bytes.get_mut(start..)?;
            (decompress_into(block, room).ok()? == unpacked).then_some(())?;
        }
        packed = rest;
    }
    Some(())
}

fn length(bytes: &[u8]) -> Option<(usize, &[u8])> {
    let (length, rest) = bytes.split_first_chunk::<4>()?;
    let length = usize::try_from(u32::from_le_bytes(*length)).ok()?;
    (length <= BLOCK).then_some((length, rest))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]
    use super::*;
    use proptest::prelude::*;

    fn packed(bytes: &[u8]) -> Vec<u8> {
        let mut packed = vec![7];
        pack(bytes, &mut packed);
        assert_eq!(packed.remove(0), 7, "behind what stands there");
        packed
    }

    /// Bytes that hardly say anything twice.
    fn noise(length: usize) -> Vec<u8> {
        let mut state = 1u64;
        let next = |_| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            state.to_be_bytes()[0]
        };
        (0..length).map(next).collect()
    }

    #[test]
    fn what_is_packed_comes_back_and_takes_less_room() {
        let said: Vec<u8> = b"the same again and again "
            .iter()
            .copied()
            .cycle()
            .take(3 * BLOCK + 5)
            .collect();
        let noise = noise(BLOCK + 1);
        for bytes in [
            &b""[..],
            b"x",
            &said,
            &said[..BLOCK],
            &noise,
            &[&said[..], &noise].concat(),
        ] {
            let packed = packed(bytes);
            let mut back = b"before".to_vec();
            unpack(&packed, &mut back).unwrap();
            assert!(back[6..] == *bytes);
            assert!(
                packed.len() <= bytes.len() + LENGTHS * bytes.len().div_ceil(BLOCK),
                "never much longer"
            );
        }
        assert!(packed(&said).len() * 100 < said.len());
    }

    #[test]
    fn what_is_cut_or_longer_than_it_may_be_is_not_packed() {
        let whole = packed(&[&[b'a'; 5000][..], &noise(100)].concat());
        let mut back = b"before".to_vec();
        for at in 1..whole.len() {
            assert_eq!(unpack(&whole[..at], &mut back), Err(NotPacked), "cut at {at}");
        }
        let bomb = [&u32::MAX.to_le_bytes()[..], &whole[4..]].concat();
        assert_eq!(unpack(&bomb, &mut back), Err(NotPacked));
        assert_eq!(back, b"before");
    }

    proptest! {
        #[test]
        fn whatever_it_is_it_comes_back(bytes in proptest::collection::vec(0u8..4, 0..5000)) {
            let mut back = Vec::new();
            unpack(&packed(&bytes), &mut back).unwrap();
            prop_assert_eq!(back, bytes);
        }

        #[test]
        fn any_bytes_are_read_without_harm(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            let mut back = Vec::new();
            let _ = unpack(&bytes, &mut back);
            prop_assert!(back.len() <= 255 * bytes.len());
        }
    }
}
