//! A number for each thread that calls plugins: the smallest that no other living thread has, so that few threads have
//! small numbers, and those that come later take the numbers of those that ended.

use std::collections::BTreeSet;
use std::sync::{Mutex, PoisonError};

static TAKEN: Mutex<BTreeSet<usize>> = Mutex::new(BTreeSet::new());

thread_local! {
    static SEAT: Seat = Seat::take();
}

struct Seat(usize);

impl Seat {
    fn take() -> Self {
        let mut taken = TAKEN.lock().unwrap_or_else(PoisonError::into_inner);
        let number = (0..).find(|number| !taken.contains(number)).unwrap_or(usize::MAX);
        taken.insert(number);
        Self(number)
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        TAKEN.lock().unwrap_or_else(PoisonError::into_inner).remove(&self.0);
    }
}

/// The number of this thread; 0 while it ends.
pub(crate) fn mine() -> usize {
    SEAT.try_with(|seat| seat.0).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use std::sync::Barrier;

    #[test]
    fn threads_at_work_have_numbers_of_their_own_and_leave_them_to_others() {
        const THREADS: usize = 8;
        // Other tests have threads too.
        let most = 1_000;
        for _ in 0..200 {
            let all_are_seated = Barrier::new(THREADS);
            let mut seats = Vec::new();
            std::thread::scope(|scope| {
                let sit = || {
                    let seat = super::mine();
                    all_are_seated.wait();
                    assert_eq!(super::mine(), seat);
                    seat
                };
                let threads: Vec<_> = (0..THREADS).map(|_| scope.spawn(sit)).collect();
                seats.extend(threads.into_iter().map(|thread| thread.join().unwrap()));
            });
            seats.sort_unstable();
            assert!(seats.windows(2).all(|pair| pair[0] < pair[1]), "{seats:?}");
            assert!(seats.iter().all(|seat| *seat < most), "{seats:?}");
        }
    }
}
