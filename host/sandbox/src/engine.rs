//! The engine, with the settings that were measured (figures: docs/decisions/0002-engine-settings.md), and its linker.

use crate::compiled::CodeCache;
use crate::lane::{Lane, Lanes};
use crate::limits::{Limits, TICK_MILLISECONDS};
use cap_std::fs::Dir;
use sekisho_model::Diagnostic;
use std::sync::{Arc, Mutex};
use wasmtime::{Config, Enabled, InstanceAllocationStrategy, OptLevel, PoolingAllocationConfig};

/// How a sandbox is set up.
#[derive(Debug, Default)]
pub struct SandboxOptions {
    /// Limits of every call, unless a call says otherwise.
    pub limits: Limits,
    /// How many calls may run at once; 0 for a default of 16.
    pub parallel: u32,
    /// Where compiled code is kept between runs; none for no cache.
    pub cache: Option<Dir>,
}

/// A place where plugins run.
#[derive(Debug, Clone)]
pub struct Sandbox {
    inner: Arc<Inner>,
}

pub(crate) struct Inner {
    /// The lane of every thread that has none of its own.
    pub(crate) common: Lane,
    pub(crate) lanes: Lanes,
    pub(crate) limits: Limits,
    pub(crate) cache: Option<CodeCache>,
    /// Held while a plugin describes itself: plugins may be loaded side by side, and the pool has room for as many calls
    /// as were asked for.
    pub(crate) describing: Mutex<()>,
    pooling: bool,
}

impl std::fmt::Debug for Inner {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Sandbox")
            .field("limits", &self.limits)
            .field("pooling", &self.pooling)
            .finish_non_exhaustive()
    }
}

impl Inner {
    fn tick(&self) {
        self.common.engine.increment_epoch();
        self.lanes.tick();
    }
}

/// The engine could not be started.
#[derive(Debug, thiserror::Error)]
#[error("the WebAssembly engine cannot be started: {0}")]
pub struct EngineError(String);

impl Sandbox {
    /// Starts an engine. Where the address space for pooling is not to be had, instances are allocated one by one.
    pub fn new(options: SandboxOptions) -> Result<Self, EngineError> {
        let slots = if options.parallel == 0 {
            16
        } else {
            options.parallel.clamp(1, 256)
        };
        let (common, pooling) = match Lane::new(&options.limits, Some(slots)) {
            Ok(lane) => (lane, true),
            Err(_) => (
                Lane::new(&options.limits, None).map_err(|e| EngineError(format!("{e:#}")))?,
                false,
            ),
        };
        let cache = options
            .cache
            .map(|dir| CodeCache::new(dir, &common.engine, &options.limits));
        Ok(Self {
            inner: Arc::new(Inner {
                common,
                lanes: if pooling {
                    Lanes::with_room(slots - 1)
                } else {
                    Lanes::default()
                },
                limits: options.limits,
                cache,
                describing: Mutex::default(),
                pooling,
            }),
        })
    }

    /// Advances the deadline clock by one tick. Whoever owns the clock calls this every
    /// [`TICK_MILLISECONDS`] while plugins run.
    pub fn tick(&self) {
        self.inner.tick();
    }

    /// A handle that advances the deadline clock and does not keep the sandbox alive.
    pub fn ticker(&self) -> impl Fn() + Send + Sync + use<> {
        let inner = Arc::downgrade(&self.inner);
        move || {
            if let Some(inner) = inner.upgrade() {
                inner.tick();
            }
        }
    }

    /// The limits of every call.
    pub fn limits(&self) -> &Limits {
        &self.inner.limits
    }

    /// Whether instances come from a pool.
    pub fn is_pooling(&self) -> bool {
        self.inner.pooling
    }

    /// How many engines there are: one for all threads, and those that threads got for themselves.
    pub fn engines(&self) -> usize {
        1 + self.inner.lanes.count()
    }

    /// What was odd about the cache of compiled code since the last time. It changes no result, so that it belongs beside
    /// the record and not into it.
    pub fn take_remarks(&self) -> Vec<Diagnostic> {
        self.inner
            .cache
            .as_ref()
            .map(CodeCache::take_remarks)
            .unwrap_or_default()
    }

    pub(crate) fn inner(&self) -> &Inner {
        &self.inner
    }
}

/// Ticks after which a deadline is over: never less than two, since the first tick may come at once.
pub(crate) fn ticks(deadline_ms: u64) -> u64 {
    deadline_ms.div_ceil(TICK_MILLISECONDS).max(1) + 1
}

pub(crate) fn config(limits: &Limits, pool: Option<u32>) -> Config {
    let mut config = Config::new();
    config.wasm_component_model(true);
    // Determinism: no relaxed SIMD, one NaN, no threads (the feature is not even compiled in).
    config.wasm_relaxed_simd(false);
    config.cranelift_nan_canonicalization(true);
    config.cranelift_opt_level(OptLevel::Speed);
    // Fuel makes limits reproducible on every machine, the epoch bounds wall time; together within noise for a
    // plugin that reads columns.
    config.consume_fuel(true);
    config.epoch_interruption(true);
    // No plugin uses component-model async; host calls are 3–15 % cheaper without it.
    config.concurrency_support(false);
    config.max_wasm_stack(usize::try_from(limits.stack_bytes).unwrap_or(1 << 20));
    // No error tells a place inside a plugin, and no debugger looks for one: an eighth of the compiled code, which every
    // process reads, hashes and copies at its start.
    config.wasm_backtrace_details(wasmtime::WasmBacktraceDetails::Disable);
    config.generate_address_map(false);
    config.native_unwind_info(cfg!(windows));
    if let Some(slots) = pool {
        config.allocation_strategy(InstanceAllocationStrategy::Pooling(pooling(limits, slots)));
    }
    config
}

/// A pool halves the cost of a fresh instance, page-map scan halves it again (Linux 6.7 and later).
fn pooling(limits: &Limits, slots: u32) -> PoolingAllocationConfig {
    let mut pool = PoolingAllocationConfig::default();
    // A component made by common toolchains has up to four core instances (main, shims, adapter).
    pool.total_component_instances(slots)
        .total_core_instances(slots * 8)
        .total_memories(slots * 2)
        .total_tables(slots * 8)
        .max_memory_size(usize::try_from(limits.memory_bytes).unwrap_or(usize::MAX))
        .table_elements(usize::try_from(limits.table_elements).unwrap_or(usize::MAX))
        .linear_memory_keep_resident(2 << 20)
        .table_keep_resident(64 << 10)
        .pagemap_scan(Enabled::Auto);
    pool
}
