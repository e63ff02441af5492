//! The host side of what a plugin may import: facts from the schema, the day, and a bounded log.

mod facts;
mod limiter;

pub(crate) use limiter::{LimitHit, Limiter};

use crate::bindings::sekisho::policy::{context, log, types};
use crate::run::LogLine;
use sekisho_model::facts::Batch;
use sekisho_model::{Date, Read, ReadSet};
use wasmtime::component::{HasSelf, Linker};
use wasmtime::{Engine, StoreContextMut, bail};

/// What the host keeps for one call.
pub(crate) struct Guest {
    /// What is evaluated; none while a plugin describes itself.
    pub(crate) work: Option<Work>,
    pub(crate) limiter: Limiter,
    pub(crate) log: Vec<LogLine>,
    pub(crate) log_left: u64,
}

/// The facts of one call and what the plugin has seen of them.
pub(crate) struct Work {
    pub(crate) batch: Batch,
    as_of: Date,
    /// What it has asked for. Only rows of tables among these may be cited.
    pub(crate) reads: ReadSet,
    handed: facts::Handed,
    /// How many checks are selected.
    checks: usize,
    /// Fuel that each selected check has used; empty where nobody wants to know.
    pub(crate) fuel: Vec<u64>,
    /// The check at work, and the fuel left when it began.
    current: Option<(usize, u64)>,
}

impl Work {
    pub(crate) fn new(batch: Batch, as_of: Date, checks: usize, is_measured: bool) -> Self {
        Self {
            batch,
            as_of,
            reads: ReadSet::default(),
            handed: facts::Handed::default(),
            checks,
            fuel: vec![0; if is_measured { checks } else { 0 }],
            current: None,
        }
    }

    /// Ends the check at work, with so much fuel left.
    pub(crate) fn end_check(&mut self, left: u64) {
        if let Some((check, before)) = self.current.take()
            && let Some(fuel) = self.fuel.get_mut(check)
        {
            *fuel = fuel.saturating_add(before.saturating_sub(left));
        }
    }

    fn has(&self, at: types::Place) -> bool {
        at.subject < self.batch.subjects() && (at.check as usize) < self.checks
    }
}

/// Everything a plugin may import, and nothing else: what is not linked here cannot be called.
pub(crate) fn linker(engine: &Engine) -> wasmtime::Result<Linker<Guest>> {
    let mut linker = Linker::new(engine);
    types::add_to_linker::<_, HasSelf<Guest>>(&mut linker, |guest| guest)?;
    context::add_to_linker::<_, HasSelf<Guest>>(&mut linker, |guest| guest)?;
    log::add_to_linker::<_, HasSelf<Guest>>(&mut linker, |guest| guest)?;
    progress(&mut linker)?;
    facts::link(&mut linker)?;
    Ok(linker)
}

/// Not a generated trait: it needs the fuel that is left, which is the store's.
fn progress(linker: &mut Linker<Guest>) -> wasmtime::Result<()> {
    let mut interface = linker.instance(&format!("sekisho:policy/progress@{}", crate::authority::INTERFACE))?;
    interface.func_wrap("begin", |mut cx: StoreContextMut<'_, Guest>, (at,): (types::Place,)| {
        let left = cx.get_fuel()?;
        match cx.data_mut().work.as_mut() {
            Some(work) if work.has(at) && work.fuel.is_empty() => Ok((false,)),
            Some(work) if work.has(at) => {
                work.end_check(left);
                work.current = Some((at.check as usize, left));
                Ok((true,))
            }
            _ => bail!("it says that something is at work which is not"),
        }
    })
}

impl types::Host for Guest {}

impl context::Host for Guest {
    fn as_of(&mut self) -> i32 {
        // `describe` has no day: the smallest date keeps it from depending on one.
        let Some(work) = self.work.as_mut() else {
            return i32::MIN;
        };
        work.reads.add(Read::Day);
        work.as_of.days()
    }
}

impl log::Host for Guest {
    fn write(&mut self, at: types::Place, level: log::Level, message: String) {
        let at = self
            .work
            .as_ref()
            .filter(|work| work.has(at))
            .map(|_| (at.subject, at.check));
        let cost = message.len() as u64 + 1;
        if cost > self.log_left {
            if self.log_left > 0 {
                self.log_left = 0;
                self.log.push(LogLine {
                    at,
                    level: "warn",
                    message: "log limit reached; further lines are dropped".to_owned(),
                });
            }
            return;
        }
        self.log_left -= cost;
        let level = match level {
            log::Level::Debug => "debug",
            log::Level::Info => "info",
            log::Level::Warn => "warn",
        };
        // Control characters would let a plugin forge terminal output.
        let message = message.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
        self.log.push(LogLine { at, level, message });
    }
}
