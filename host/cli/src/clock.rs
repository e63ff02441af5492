//! The deadline clock for commands that call plugins outside of a scan.

use sekisho_sandbox::Sandbox;
use sekisho_sandbox::limits::TICK_MILLISECONDS;
use std::time::Duration;

/// Runs something while the deadline clock ticks.
pub(crate) fn ticking<T>(sandbox: &Sandbox, work: impl FnOnce() -> T) -> T {
    let (tick, done) = (sandbox.ticker(), std::sync::atomic::AtomicBool::new(false));
    std::thread::scope(|scope| {
        scope.spawn(|| {
            while !done.load(std::sync::atomic::Ordering::Relaxed) {
                std::thread::sleep(Duration::from_millis(TICK_MILLISECONDS));
                tick();
            }
        });
        let result = work();
        done.store(true, std::sync::atomic::Ordering::Relaxed);
        result
    })
}
