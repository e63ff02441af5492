//! Where a plugin's small things live: an arena that is part of its first memory.
//!
//! A call on a small subject is over in some microseconds, and the standard allocator's first act would be to ask for more
//! memory: a call to the kernel when it grows, another one when the instance is put back, and both make every other
//! thread of the host wait. The arena is there from the start, and only the pages of it that are touched cost anything.
//! What does not fit goes to the standard allocator. One thread and no clock: the same calls give the same addresses.

#![allow(
    unsafe_code,
    reason = "an allocator hands out raw memory; each block says why it may"
)]

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::{Cell, UnsafeCell};
use std::ptr;

/// Enough for a small subject, many times over. Not more: the host looks through all of it when an instance is put back.
#[cfg(target_arch = "wasm32")]
const SIZE: usize = 256 << 10;

#[cfg(target_arch = "wasm32")]
#[global_allocator]
static ARENA: Arena<SIZE> = Arena::new();

// SAFETY: the target has no threads, so that nobody is on another one.
#[cfg(target_arch = "wasm32")]
unsafe impl Sync for Arena<SIZE> {}

/// Every block begins at a multiple of this and is a multiple of it long.
const STEP: usize = 16;

/// Blocks up to `STEP × CLASSES` bytes are used again, each length for itself.
const CLASSES: usize = 32;

/// Memory that is handed out from the front; all zeros at first, so that it needs no place in the component's file.
struct Arena<const N: usize> {
    /// How many bytes at the front have been handed out.
    used: Cell<usize>,
    /// For each length the block that was given back last; each tells the one before it in its first bytes.
    free: [Cell<*mut u8>; CLASSES],
    bytes: UnsafeCell<Bytes<N>>,
}

/// The memory itself, at an address that is a multiple of `STEP`.
#[repr(align(16))]
struct Bytes<const N: usize>([u8; N]);

impl<const N: usize> Arena<N> {
    const fn new() -> Self {
        Self {
            used: Cell::new(0),
            free: [const { Cell::new(ptr::null_mut()) }; CLASSES],
            bytes: UnsafeCell::new(Bytes([0; N])),
        }
    }

    /// How far behind the arena's beginning a block stands; none where it is not the arena's.
    fn offset(&self, block: *mut u8) -> Option<usize> {
        let offset = block.addr().wrapping_sub(self.bytes.get().addr());
        (offset < N).then_some(offset)
    }

    fn class(&self, length: usize) -> Option<&Cell<*mut u8>> {
        self.free.get((length / STEP).checked_sub(1)?)
    }

    /// A block of `length` bytes, if there is one.
    fn take(&self, length: usize) -> Option<*mut u8> {
        if let Some(class) = self.class(length)
            && !class.get().is_null()
        {
            let block = class.get();
            // SAFETY: `give` wrote the pointer there, and nobody has had the block since.
            class.set(unsafe { block.cast::<*mut u8>().read() });
            return Some(block);
        }
        let used = self.used.get();
        if length > N - used {
            return None;
        }
        self.used.set(used + length);
        // SAFETY: `used + length` is at most N.
        Some(unsafe { self.bytes.get().cast::<u8>().add(used) })
    }

    /// Takes a block back.
    fn give(&self, block: *mut u8, offset: usize, length: usize) {
        if offset + length == self.used.get() {
            self.used.set(offset);
        } else if let Some(class) = self.class(length) {
            // SAFETY: the block is the arena's and nobody's any more, at least `STEP` bytes long and aligned to them.
            unsafe { block.cast::<*mut u8>().write(class.get()) };
            class.set(block);
        }
    }
}

/// The length of the block for so many bytes. A layout is never so long that this could overflow.
const fn rounded(size: usize) -> usize {
    (size + (STEP - 1)) & !(STEP - 1)
}

// SAFETY: blocks lie inside of `bytes`, which nothing else touches, begin at multiples of `STEP` from a beginning that is
// one as well, and no two that are in use overlap: `used` moves back only over the last block, when that is given back or
// made shorter. What is not the arena's is the standard allocator's.
unsafe impl<const N: usize> GlobalAlloc for Arena<N> {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        if layout.align() <= STEP
            && let Some(block) = self.take(rounded(layout.size()))
        {
            return block;
        }
        // SAFETY: the caller's promise is handed on.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, block: *mut u8, layout: Layout) {
        match self.offset(block) {
            Some(offset) => self.give(block, offset, rounded(layout.size())),
            // SAFETY: what is not the arena's came from there.
            None => unsafe { System.dealloc(block, layout) },
        }
    }

    unsafe fn realloc(&self, block: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        let Some(offset) = self.offset(block) else {
            // SAFETY: what is not the arena's came from there.
            return unsafe { System.realloc(block, layout, size) };
        };
        let (old, new) = (rounded(layout.size()), rounded(size));
        if offset + old == self.used.get() && new <= N - offset {
            self.used.set(offset + new);
            return block;
        }
        if new <= old {
            return block;
        }
        // SAFETY: the caller promises that `size` is right for this alignment; the new block is longer than the old one
        // and another one, and the old one is given back once.
        unsafe {
            let longer = self.alloc(Layout::from_size_align_unchecked(size, layout.align()));
            if !longer.is_null() {
                ptr::copy_nonoverlapping(block, longer, layout.size());
                self.give(block, offset, old);
            }
            longer
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]
    use super::*;

    const SMALL: usize = 8192;

    fn layout(size: usize) -> Layout {
        Layout::from_size_align(size, 8).unwrap()
    }

    /// A block in use, with the byte that stands all over it.
    struct Held(*mut u8, Layout, u8);

    impl Held {
        fn is_whole(&self, length: usize) -> bool {
            // SAFETY: the block is in use and at least so long.
            let bytes = unsafe { std::slice::from_raw_parts(self.0, length) };
            bytes.iter().all(|byte| *byte == self.2)
        }
    }

    #[test]
    fn blocks_in_use_keep_what_stands_in_them() {
        let arena = Box::new(Arena::<SMALL>::new());
        let mut held: Vec<Held> = Vec::new();
        let mut state = 1u64;
        let mut next = |below: usize| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            usize::try_from(state >> 33).unwrap() % below
        };
        let (mut inside, mut outside) = (0, 0);
        for round in 0..20_000u32 {
            let mark = u8::try_from(round % 251).unwrap();
            match next(3) {
                0 if !held.is_empty() => {
                    let Held(block, layout, byte) = held.swap_remove(next(held.len()));
                    assert!(Held(block, layout, byte).is_whole(layout.size()), "{round}");
                    // SAFETY: it was handed out with this layout and is given back once.
                    unsafe { arena.dealloc(block, layout) };
                }
                1 if !held.is_empty() => {
                    let at = next(held.len());
                    let (size, old) = (next(700) + 1, held[at].1);
                    // SAFETY: the block is in use and has this layout.
                    held[at].0 = unsafe { arena.realloc(held[at].0, old, size) };
                    assert!(held[at].is_whole(size.min(old.size())), "{round}");
                    held[at].1 = layout(size);
                    held[at].2 = mark;
                    // SAFETY: the block has this length now.
                    unsafe { held[at].0.write_bytes(mark, size) };
                }
                _ => {
                    let layout = layout(next(700) + 1);
                    // SAFETY: the layout is not empty, and the block is as long as it says.
                    let block = unsafe {
                        let block = arena.alloc(layout);
                        block.write_bytes(mark, layout.size());
                        block
                    };
                    assert_eq!(block.addr() % STEP, 0);
                    match arena.offset(block) {
                        Some(_) => inside += 1,
                        None => outside += 1,
                    }
                    held.push(Held(block, layout, mark));
                }
            }
            if held.len() > 30 {
                let Held(block, layout, _) = held.remove(0);
                // SAFETY: as above.
                unsafe { arena.dealloc(block, layout) };
            }
        }
        assert!(inside > 500 && outside > 500, "{inside} {outside}");
        for Held(block, layout, _) in held {
            // SAFETY: as above.
            unsafe { arena.dealloc(block, layout) };
        }
    }

    #[test]
    fn a_block_given_back_is_used_again_and_the_last_one_grows_where_it_is() {
        let arena = Box::new(Arena::<SMALL>::new());
        // SAFETY: every block is given back once at most and with its own layout.
        unsafe {
            let first = arena.alloc(layout(100));
            let second = arena.alloc(layout(10));
            arena.dealloc(first, layout(100));
            assert_eq!(arena.alloc(layout(112)), first, "of the same length");
            assert_eq!(arena.realloc(second, layout(10), 3_000), second);
            assert_eq!(arena.used.get(), 112 + 3_008);
            arena.dealloc(second, layout(3_000));
            assert_eq!(arena.used.get(), 112);
            let wide = Layout::from_size_align(64, 64).unwrap();
            let other = arena.alloc(wide);
            assert_eq!(arena.offset(other), None, "the arena knows one alignment");
            arena.dealloc(other, wide);
        }
    }
}
