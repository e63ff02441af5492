//! What the figures were measured on: cores, processor, kernel, versions. No names and no paths.

use std::fmt::Write as _;

/// One line for each.
pub(crate) fn describe() -> String {
    let cores = std::thread::available_parallelism().map_or(0, usize::from);
    let read = |path: &str| std::fs::read_to_string(path).unwrap_or_default();
    let field = |text: &str, name: &str| {
        let line = text.lines().find(|line| line.starts_with(name));
        line.and_then(|line| line.split_once(':'))
            .map_or_else(|| "unknown".to_owned(), |(_, value)| value.trim().to_owned())
    };
    let processor = field(&read("/proc/cpuinfo"), "model name");
    let memory = field(&read("/proc/meminfo"), "MemTotal");
    let release = read("/proc/sys/kernel/osrelease");
    // What follows the version names a machine's image, not the kernel.
    let kernel: String = release.trim().split('-').next().unwrap_or("unknown").to_owned();
    let load = read("/proc/loadavg");
    let load = load.split_whitespace().next().unwrap_or("unknown");
    let mut out = String::new();
    let _ = writeln!(out, "- {cores} cores, {processor}, {memory} of memory");
    let _ = writeln!(
        out,
        "- {} {kernel}, load {load} at the end of the run",
        std::env::consts::OS
    );
    let _ = writeln!(out, "- regorus 0.14.1, cedar-policy 4.14.1, serde_json 1, csv 1.4");
    out
}
