//! Refuses growth beyond the limits, with an error that says which limit it was.

use crate::limits::Limits;
use wasmtime::ResourceLimiter;

/// A limit was hit inside the engine.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("limit `{0}` exceeded")]
pub(crate) struct LimitHit(pub(crate) &'static str);

/// Counts memory and tables of one instance.
#[derive(Debug)]
pub(crate) struct Limiter {
    memory_left: u64,
    tables_left: u64,
}

impl Limiter {
    pub(crate) fn new(limits: &Limits) -> Self {
        Self {
            memory_left: limits.memory_bytes,
            tables_left: limits.table_elements,
        }
    }
}

fn grow(left: &mut u64, current: usize, desired: usize, name: &'static str) -> wasmtime::Result<bool> {
    let more = desired.saturating_sub(current) as u64;
    match left.checked_sub(more) {
        Some(rest) => {
            *left = rest;
            Ok(true)
        }
        // An error traps at once; answering "no" would leave it to the guest to notice.
        None => Err(LimitHit(name).into()),
    }
}

impl ResourceLimiter for Limiter {
    fn memory_growing(&mut self, current: usize, desired: usize, _: Option<usize>) -> wasmtime::Result<bool> {
        grow(&mut self.memory_left, current, desired, "memory_bytes")
    }

    // The pool's slots are made for the sandbox's own limits and bound a call that was given more.
    fn memory_grow_failed(&mut self, _: wasmtime::Error) -> wasmtime::Result<()> {
        Err(LimitHit("memory_bytes").into())
    }

    fn table_grow_failed(&mut self, _: wasmtime::Error) -> wasmtime::Result<()> {
        Err(LimitHit("table_elements").into())
    }

    fn table_growing(&mut self, current: usize, desired: usize, _: Option<usize>) -> wasmtime::Result<bool> {
        grow(&mut self.tables_left, current, desired, "table_elements")
    }
}
