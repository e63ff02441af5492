//! Opening a register: missing, empty, or rows to judge.

use sekisho_sdk::prelude::*;

/// What an empty register means for a check.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Empty {
    /// There is none of it, and the register says so.
    NotApplicable,
    /// Every company has some: an empty register is not kept.
    Fails,
}

/// Opens a register. Where none was handed in, adds `no-register`; where it has no row, `register-empty`.
pub(crate) fn open<'a>(cx: &Context<'a>, out: &mut Findings, id: &str, empty: Empty) -> Option<Register<'a>> {
    let Some(register) = cx.registers().get(id) else {
        out.unknown("no-register");
        return None;
    };
    if register.is_empty() {
        match empty {
            Empty::NotApplicable => out.not_applicable("register-empty").cite(&register),
            Empty::Fails => out.fail("register-empty").cite(&register),
        };
        return None;
    }
    Some(register)
}
