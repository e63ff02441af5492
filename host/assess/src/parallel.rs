//! Work in parallel: whoever is free takes the next piece, results stand in the order of the pieces.

use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Does `count` pieces of work on at most so many threads; the result does not depend on how many.
pub(crate) fn map<T: Send>(count: usize, threads: usize, work: impl Fn(usize) -> T + Sync) -> Vec<T> {
    let threads = threads.min(count);
    if threads <= 1 {
        return (0..count).map(work).collect();
    }
    let next = AtomicUsize::new(0);
    let done = Mutex::new(Vec::with_capacity(count));
    let parent = tracing::Span::current();
    std::thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                let _entered = parent.enter();
                loop {
                    let index = next.fetch_add(1, Ordering::Relaxed);
                    if index >= count {
                        break;
                    }
                    let result = work(index);
                    match done.lock() {
                        Ok(mut list) => list.push((index, result)),
                        // Another worker panicked while it held the list; what it pushed is whole.
                        Err(poisoned) => poisoned.into_inner().push((index, result)),
                    }
                }
            });
        }
    });
    let mut done = done.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner);
    done.sort_by_key(|(index, _)| *index);
    done.into_iter().map(|(_, result)| result).collect()
}

#[cfg(test)]
mod tests {
    #[test]
    fn results_stand_in_order_whatever_the_number_of_threads() {
        for threads in [0, 1, 2, 7, 100] {
            assert_eq!(
                super::map(50, threads, |n| n * n),
                (0..50).map(|n| n * n).collect::<Vec<_>>()
            );
        }
    }
}
