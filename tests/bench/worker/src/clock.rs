//! What a piece of work cost: CPU time of all threads, wall time, peak memory.

use crate::failure::Failure;
use nix::sys::resource::{UsageWho, getrusage};
use nix::time::{ClockId, clock_gettime};
use std::time::{Duration, Instant};

/// Runs since it was started.
#[derive(Debug)]
pub struct Clock {
    wall: Instant,
    cpu: Duration,
}

/// What it showed.
#[derive(Debug, Clone, Copy, Default)]
pub struct Cost {
    /// CPU time of all threads.
    pub cpu: Duration,
    /// Wall time.
    pub wall: Duration,
}

impl Clock {
    /// Starts at nothing.
    pub fn start() -> Self {
        Self {
            cpu: cpu(),
            wall: Instant::now(),
        }
    }

    /// What passed since it was started; it runs on.
    pub fn stop(&self) -> Cost {
        Cost {
            wall: self.wall.elapsed(),
            cpu: cpu().saturating_sub(self.cpu),
        }
    }
}

/// CPU time of this process, all threads, to the nanosecond.
fn cpu() -> Duration {
    clock_gettime(ClockId::CLOCK_PROCESS_CPUTIME_ID).map_or(Duration::ZERO, Duration::from)
}

/// CPU time of all processes that this one started and waited for, and the most memory that one of them held (kB).
pub fn children() -> Result<(Duration, u64), Failure> {
    let usage = getrusage(UsageWho::RUSAGE_CHILDREN).map_err(Failure::because("cannot ask what a process cost"))?;
    let duration = |time: nix::sys::time::TimeVal| {
        let seconds = u64::try_from(time.tv_sec()).unwrap_or(0);
        Duration::from_secs(seconds) + Duration::from_micros(u64::try_from(time.tv_usec()).unwrap_or(0))
    };
    let cpu = duration(usage.user_time()) + duration(usage.system_time());
    Ok((cpu, u64::try_from(usage.max_rss()).unwrap_or(0)))
}

/// The most memory that this process held so far, in kB; 0 where the system does not tell.
pub fn peak() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.trim().trim_end_matches("kB").trim().parse().ok())
        .unwrap_or(0)
}
