//! The trust root: who may sign bundles, and since when not any more. The Update Framework (TUF, specification 1.0) over a
//! plain folder or files carried on a stick, with the library `tough`; no network, and no clock: the day is handed in.
//!
//! Reading order: [`signers`] and [`logs`] (what the association publishes), [`state`] and [`rules`] (what follows from it on a day),
//! [`store`] (where a reader keeps it), [`publish`] (how the association makes it), then `load`, `checks`, `seen`, [`heads`] and
//! `diagnose` (how a repository is verified).
//!
//! | attack | refused by |
//! |---|---|
//! | too few, wrong or unknown signatures; one key twice | [`TrustError::Threshold`], [`TrustError::SignedTwice`], [`TrustError::SameKey`] |
//! | expired metadata; frozen timestamp | [`TrustError::Expired`] |
//! | older role, or another one under the same version | [`TrustError::Rollback`], [`TrustError::Equivocation`] |
//! | files of different days; a role kept back | [`TrustError::Mixed`], [`TrustError::Withheld`] |
//! | versions without end; files without end | [`TrustError::FastForward`], [`TrustError::Oversize`] |
//! | a delegate who speaks for others | [`TrustError::Delegation`], [`TrustError::Target`] |
//! | another branch of a log, or a state of it that nothing links to the one seen | [`TrustError::LogSplit`], [`TrustError::LogRollback`], [`TrustError::LogGap`] |
//! | older bundle, or another one under the same version | [`TrustError::BundleRollback`], [`TrustError::BundleReplaced`] |

mod carrier;
mod checks;
mod diagnose;
pub mod error;
mod glob;
pub mod heads;
mod json;
mod key;
mod load;
pub mod logs;
mod note_key;
pub mod publish;
pub mod rules;
mod seen;
pub mod signers;
pub mod source;
pub mod state;
pub mod store;
mod words;

pub use error::TrustError;
pub use key::role_key_id;
pub use logs::{Log, Witness};
pub use note_key::{NoteKey, NoteKind, is_note_name};
pub use rules::{NamedLog, Requirement};
pub use seen::{SeenBundle, SeenLog};
pub use signers::Signers;
pub use source::{Files, Folder, Source, Tar};
pub use state::{RoleState, SignersFile, TrustState};
pub use store::TrustStore;

use tough::schema::{Root, Signed};

/// The highest version a role may have: beyond it JSON readers disagree about numbers (RFC 8259 §6).
pub const LAST_VERSION: u64 = 1 << 53;

/// Verifies any TUF repository from a trusted root on, as of a day, and answers its roles. Whether it lists signers does not
/// matter here; [`TrustStore`] asks for that too.
pub fn verify(
    root: &[u8],
    from: impl Source + 'static,
    on: sekisho_model::Date,
    scratch: &std::path::Path,
) -> Result<Vec<RoleState>, TrustError> {
    let chain = load::load(root, std::sync::Arc::new(from), scratch)?;
    match checks::expired(&chain, on) {
        Some(expired) => Err(expired),
        None => state::roles(&chain),
    }
}

/// Refuses a root that cannot be pinned: one that its own keys do not sign.
pub fn pinnable(root: &[u8]) -> Result<(), TrustError> {
    json::check("root.json", root)?;
    checks::root_file("root.json", root)?;
    let signed: Signed<Root> = json::read("root.json", root)?;
    let signed_well = signed.signed.verify_role(&signed);
    signed_well.map_err(|e| diagnose::root(&e, root))
}
