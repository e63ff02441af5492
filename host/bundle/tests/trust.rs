//! The trust root: made, read, attacked. Every attack is refused by the name of its rule.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

#[path = "trust/attacks.rs"]
mod attacks;
#[path = "trust/bundles.rs"]
mod bundles;
#[path = "trust/files.rs"]
mod files;
#[path = "trust/life.rs"]
mod life;
#[path = "trust/logs.rs"]
mod logs;
#[path = "trust/versions.rs"]
mod versions;
#[path = "trust/world.rs"]
mod world;
