//! Which engine a call goes through. All calls through one engine count the same references and take turns at the same
//! pool, so that two processors hand the same lines of memory to and fro: a thread that calls a plugin often gets an engine
//! of its own with the plugin in it. It is the same code under the same limits, and the answer is the same.

use crate::engine::{self, Sandbox};
use crate::host::{self, Guest};
use crate::limits::Limits;
use crate::plugin::{Linked, Plugin};
use crate::seat;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use wasmtime::Engine;
use wasmtime::component::Linker;

/// Calls of one plugin by one thread, before it gets an engine of its own: that costs about as much as so many calls gain.
const OFTEN: u32 = 512;

/// An engine, and what plugins in it may import.
pub(crate) struct Lane {
    pub(crate) engine: Engine,
    pub(crate) linker: Linker<Guest>,
}

impl Lane {
    /// With a pool for so many calls at once; without a pool where no number is given.
    pub(crate) fn new(limits: &Limits, pool: Option<u32>) -> wasmtime::Result<Self> {
        let engine = Engine::new(&engine::config(limits, pool))?;
        let linker = host::linker(&engine)?;
        Ok(Self { engine, linker })
    }
}

/// The lanes beside the common one, each for one thread at a time.
#[derive(Default)]
pub(crate) struct Lanes(Box<[Own]>);

/// What one thread writes and the others leave alone: on lines of memory of its own.
#[repr(align(128))]
#[derive(Default)]
struct Own {
    /// Made when it is first needed; none where it cannot be had.
    lane: OnceLock<Option<Lane>>,
    is_taken: AtomicBool,
}

/// A plugin in the lanes beside the common one.
#[derive(Default)]
pub(crate) struct InLanes(Box<[InLane]>);

#[repr(align(128))]
#[derive(Default)]
struct InLane {
    calls: AtomicU32,
    linked: OnceLock<Option<Linked>>,
}

impl Lanes {
    /// Room for so many.
    pub(crate) fn with_room(count: u32) -> Self {
        Self((0..count).map(|_| Own::default()).collect())
    }

    /// Room for a plugin in each of them.
    pub(crate) fn for_plugin(&self) -> InLanes {
        InLanes(self.0.iter().map(|_| InLane::default()).collect())
    }

    fn made(&self) -> impl Iterator<Item = &Engine> {
        self.0.iter().filter_map(|own| Some(&own.lane.get()?.as_ref()?.engine))
    }

    /// How many of them there are so far.
    pub(crate) fn count(&self) -> usize {
        self.made().count()
    }

    /// Advances the deadline clock of all of them.
    pub(crate) fn tick(&self) {
        self.made().for_each(Engine::increment_epoch);
    }
}

/// Where a call goes through, taken for as long as it lasts.
pub(crate) struct Way<'a> {
    pub(crate) linked: &'a Linked,
    taken: Option<&'a AtomicBool>,
}

impl Drop for Way<'_> {
    fn drop(&mut self) {
        if let Some(taken) = self.taken {
            taken.store(false, Ordering::Release);
        }
    }
}

impl Sandbox {
    /// The way of the next call of this thread.
    pub(crate) fn way<'a>(&'a self, plugin: &'a Plugin) -> Way<'a> {
        self.own_way(plugin).unwrap_or(Way {
            linked: &plugin.inner.linked,
            taken: None,
        })
    }

    fn own_way<'a>(&'a self, plugin: &'a Plugin) -> Option<Way<'a>> {
        let (Lanes(lanes), InLanes(places)) = (&self.inner().lanes, &plugin.inner.in_lanes);
        // One in so many threads keeps the common lane.
        let number = (seat::mine() % (lanes.len() + 1)).checked_sub(1)?;
        let (own, place) = lanes.get(number).zip(places.get(number))?;
        let calls = place.calls.load(Ordering::Relaxed);
        if calls < OFTEN {
            place.calls.store(calls + 1, Ordering::Relaxed);
            return None;
        }
        let lane = own.lane.get_or_init(|| Lane::new(self.limits(), Some(1)).ok());
        let linked = place.linked.get_or_init(|| plugin.inner.linked_in(lane.as_ref()?));
        let linked = linked.as_ref()?;
        let was_taken = own.is_taken.swap(true, Ordering::Acquire);
        (!was_taken).then_some(Way {
            linked,
            taken: Some(&own.is_taken),
        })
    }
}
