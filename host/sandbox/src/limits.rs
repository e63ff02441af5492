//! What one call of a plugin may use. The operator lowers or raises these; a plugin cannot.

use serde::{Deserialize, Serialize};

/// Limits of one plugin call on one subject.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Limits {
    /// Largest component file, in bytes.
    pub component_bytes: u64,
    /// Linear memory, in bytes.
    pub memory_bytes: u64,
    /// Elements of all tables.
    pub table_elements: u64,
    /// Stack, in bytes (fixed when the engine starts).
    pub stack_bytes: u64,
    /// Fuel: about one unit for each instruction, the same on every machine.
    pub fuel: u64,
    /// Deadline in milliseconds of wall time, counted in ticks of [`TICK_MILLISECONDS`].
    pub deadline_ms: u64,
    /// Bytes that one answer or host call may hand over.
    pub output_bytes: u64,
    /// Findings of one check.
    pub findings: u64,
    /// Bytes of log text.
    pub log_bytes: u64,
}

/// Length of a tick of the deadline clock.
pub const TICK_MILLISECONDS: u64 = 10;

impl Default for Limits {
    fn default() -> Self {
        Self {
            component_bytes: 64 << 20,
            // 100,000 components with all their texts stay below 64 MB in a column plugin.
            memory_bytes: 256 << 20,
            table_elements: 100_000,
            stack_bytes: 1 << 20,
            // A check of 100,000 components takes some hundred million units.
            fuel: 50_000_000_000,
            deadline_ms: 30_000,
            output_bytes: 128 << 20,
            findings: 500_000,
            log_bytes: 64 << 10,
        }
    }
}

/// The limits by name, for error texts and the configuration file.
pub const NAMES: &[(&str, &str)] = &[
    ("component_bytes", "bytes"),
    ("memory_bytes", "bytes"),
    ("table_elements", "elements"),
    ("stack_bytes", "bytes"),
    ("fuel", "units"),
    ("deadline_ms", "ms"),
    ("output_bytes", "bytes"),
    ("findings", "findings"),
    ("log_bytes", "bytes"),
];

/// The unit of a limit; empty for what is none.
pub fn unit(name: &str) -> &'static str {
    NAMES.iter().find(|(n, _)| *n == name).map_or("", |(_, unit)| unit)
}

impl Limits {
    /// The value of a limit by its name.
    pub fn get(&self, name: &str) -> Option<u64> {
        Some(match name {
            "component_bytes" => self.component_bytes,
            "memory_bytes" => self.memory_bytes,
            "table_elements" => self.table_elements,
            "stack_bytes" => self.stack_bytes,
            "fuel" => self.fuel,
            "deadline_ms" => self.deadline_ms,
            "output_bytes" => self.output_bytes,
            "findings" => self.findings,
            "log_bytes" => self.log_bytes,
            _ => return None,
        })
    }

    /// Sets a limit by its name; answers whether there is such a limit.
    pub fn set(&mut self, name: &str, value: u64) -> bool {
        let slot = match name {
            "component_bytes" => &mut self.component_bytes,
            "memory_bytes" => &mut self.memory_bytes,
            "table_elements" => &mut self.table_elements,
            "stack_bytes" => &mut self.stack_bytes,
            "fuel" => &mut self.fuel,
            "deadline_ms" => &mut self.deadline_ms,
            "output_bytes" => &mut self.output_bytes,
            "findings" => &mut self.findings,
            "log_bytes" => &mut self.log_bytes,
            _ => return false,
        };
        *slot = value;
        true
    }
}
