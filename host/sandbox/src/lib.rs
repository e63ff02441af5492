//! The only room that knows the engine: a plugin comes in as bytes, facts go in, raw findings come out.
//!
//! Reading order: [`limits`] (what a plugin may use), [`authority`] (what it may import, decided before anything is
//! compiled), [`engine`], [`plugin`] (load and describe), [`run`] (one call on one subject), [`error`] (every way in
//! which a plugin can break). `compiled` is the one fenced module with unsafe code: it loads machine code that this
//! program compiled itself.

pub mod authority;
mod bindings;
mod compiled;
mod describe;
pub mod engine;
pub mod error;
mod host;
mod lane;
pub mod limits;
pub mod plugin;
pub mod run;
mod seat;

pub use authority::Authority;
pub use engine::{Sandbox, SandboxOptions};
pub use error::{LoadError, RunError};
pub use limits::Limits;
pub use plugin::Plugin;
pub use run::{BatchRun, CheckRun, LogLine, PluginRun, Selected};
