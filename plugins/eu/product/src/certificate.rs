//! What a certificate of security evaluation says.
//!
//! Sources: Implementing Regulation (EU) 2024/482 (five years at most); that `substantial` means AVA_VAN.1 or 2 and `high` AVA_VAN.3
//! to 5 is general knowledge.

use crate::rows::{filled, label};
use sekisho_sdk::groups::{Groups, Tone};
use sekisho_sdk::prelude::*;

/// Register of certificates.
pub(crate) const REGISTER: &str = "product-certificates";

/// Levels of assurance.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Level {
    /// Basic.
    Basic,
    /// Substantial.
    Substantial,
    /// High.
    High,
}

impl Level {
    /// By its word.
    pub(crate) fn parse(word: &str) -> Option<Self> {
        match word {
            "basic" => Some(Self::Basic),
            "substantial" => Some(Self::Substantial),
            "high" => Some(Self::High),
            _ => None,
        }
    }

    /// Its word.
    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::Basic => "basic",
            Self::Substantial => "substantial",
            Self::High => "high",
        }
    }

    /// The least AVA_VAN that holds it; none for basic.
    pub(crate) const fn least(self) -> u8 {
        match self {
            Self::Basic => 0,
            Self::Substantial => 1,
            Self::High => 3,
        }
    }
}

/// The number of `AVA_VAN.3` or `3`.
pub(crate) fn ava_van(row: &Entry<'_>) -> Option<u8> {
    let text = filled(row, "ava_van")?;
    let digits = text.rsplit(['.', ' ', '_']).next()?;
    digits.trim().parse().ok().filter(|number| (1..=5).contains(number))
}

/// Whether a certificate holds on a day, as far as its days say: why not, or nothing.
pub(crate) fn over(row: &Entry<'_>, today: Date, years: i64) -> Result<(), &'static str> {
    let Some(issued) = row.date("issued_at") else {
        return Err("no-day");
    };
    let last = years_later(issued, years);
    match row.date("valid_until") {
        _ if issued > today => Err("not-yet"),
        _ if last < today => Err("too-old"),
        Some(until) if until < today => Err("expired"),
        Some(until) if until > last => Err("too-long"),
        Some(_) => Ok(()),
        None => Err("no-end"),
    }
}

/// A day so many years later, a day more where leap days leave that open: nobody is called late for a day of the calendar.
fn years_later(day: Date, years: i64) -> Date {
    day.plus_days(years * 365 + (years + 3) / 4)
}

/// The certificates of one of these schemes; all of them where none is named.
pub(crate) fn of_schemes<'a>(register: &Register<'a>, schemes: &[String]) -> Vec<Entry<'a>> {
    let is_of = |row: &Entry<'_>| {
        let own = filled(row, "scheme");
        schemes.is_empty() || own.is_some_and(|own| schemes.iter().any(|scheme| scheme == own))
    };
    register.rows().filter(is_of).collect()
}

/// Says one thing of a certificate.
pub(crate) type Say<'s> = dyn FnMut(Tone, &'static str, Vec<(&'static str, String)>) + 's;

/// Has every certificate of some schemes judged, and tells in groups what was said of them.
pub(crate) fn judge_each<'a>(
    cx: &Context<'a>,
    schemes: &[String],
    out: &mut Findings,
    judge: impl Fn(&Entry<'a>, &mut Say<'_>),
) {
    let Some(register) = cx.registers().get(REGISTER) else {
        out.unknown("no-register");
        return;
    };
    let mut groups = Groups::default();
    for row in of_schemes(&register, schemes) {
        judge(&row, &mut |tone, message, args| {
            groups.add(tone, message, args, label(&row), &row);
        });
    }
    if groups.is_empty() {
        out.not_applicable("none-in-scope")
            .arg("count", register.len())
            .cite(&register);
    }
    groups.tell(out);
}
