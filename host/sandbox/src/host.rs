//! The host side of what a plugin may import: facts from the schema, the day, and a bounded log.

mod facts;
mod limiter;

pub(crate) use limiter::{LimitHit, Limiter};

use crate::bindings::sekisho::policy::{context, log, types};
use crate::run::LogLine;
use sekisho_model::schema::Kind;
use sekisho_model::{Date, Facts};
use std::sync::Arc;
use wasmtime::Engine;
use wasmtime::component::{HasSelf, Linker};

/// What the host keeps for one call.
pub(crate) struct Guest {
    /// The subject's facts; none while a plugin describes itself.
    pub(crate) facts: Option<Arc<Facts>>,
    pub(crate) as_of: Option<Date>,
    /// Which tables the plugin has asked for: bit `table` of entry `kind`. Only their rows may be cited.
    pub(crate) asked: [u32; Kind::ALL.len()],
    pub(crate) limiter: Limiter,
    pub(crate) log: Vec<LogLine>,
    pub(crate) log_left: u64,
}

/// Everything a plugin may import, and nothing else: what is not linked here cannot be called.
pub(crate) fn linker(engine: &Engine) -> wasmtime::Result<Linker<Guest>> {
    let mut linker = Linker::new(engine);
    types::add_to_linker::<_, HasSelf<Guest>>(&mut linker, |guest| guest)?;
    context::add_to_linker::<_, HasSelf<Guest>>(&mut linker, |guest| guest)?;
    log::add_to_linker::<_, HasSelf<Guest>>(&mut linker, |guest| guest)?;
    facts::link(&mut linker)?;
    Ok(linker)
}

impl types::Host for Guest {}

impl context::Host for Guest {
    fn as_of(&mut self) -> i32 {
        // `describe` has no day: the smallest date keeps it from depending on one.
        self.as_of.map_or(i32::MIN, Date::days)
    }
}

impl log::Host for Guest {
    fn write(&mut self, level: log::Level, message: String) {
        let cost = message.len() as u64 + 1;
        if cost > self.log_left {
            if self.log_left > 0 {
                self.log_left = 0;
                self.log.push(LogLine {
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
        self.log.push(LogLine { level, message });
    }
}
