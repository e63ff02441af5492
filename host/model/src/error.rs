//! What every error of the house offers beside its sentence: a stable code and, where we know it, what to do.

/// An error that can say what to do about it.
///
/// `Display` is one lower-case sentence that names what and where, without a full stop and without repeating its
/// source; [`Hint::hint`] is what the person should do, printed after `hint:` by the command line only.
pub trait Hint: std::error::Error {
    /// A stable kebab-case code, unique over all rooms.
    fn code(&self) -> &'static str;
    /// What to do, one sentence.
    fn hint(&self) -> Option<String> {
        None
    }
}
