//! The generating facilities of the register `generators`, and which of them are small.

use crate::cells::{filled, items};
use crate::words::{is_all, squash};
use sekisho_sdk::prelude::*;

const KINDS: &[&str] = &["pv", "wind", "cogeneration", "hydro", "battery", "thermal", "other"];
const CONNECTIONS: &[&str] = &["none", "closed", "vpn", "mobile", "internet"];

/// One facility at work.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Facility<'a>(pub(crate) Entry<'a>);

impl Fact for Facility<'_> {
    fn fact(&self) -> u32 {
        self.0.fact()
    }
}

/// Below which capacity, in kilowatts, a facility is small, by kind. The guideline's seed names three kinds.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Limits {
    pv: f64,
    wind: f64,
    cogeneration: f64,
}

impl Limits {
    /// Adds the parameters.
    pub(crate) fn describe(spec: Spec) -> Spec {
        spec.parameter(Parameter::decimal("pv_below_kw", 0.0, 1e6, 50.0))
            .parameter(Parameter::decimal("wind_below_kw", 0.0, 1e6, 20.0))
            .parameter(Parameter::decimal("cogeneration_below_kw", 0.0, 1e6, 10.0))
    }

    /// Reads them.
    pub(crate) fn read(cx: &Context<'_>) -> Result<Self, CheckError> {
        Ok(Self {
            pv: cx.decimal("pv_below_kw")?,
            wind: cx.decimal("wind_below_kw")?,
            cogeneration: cx.decimal("cogeneration_below_kw")?,
        })
    }
}

impl<'a> Facility<'a> {
    pub(crate) fn label(self) -> String {
        match (self.0.key(), filled(&self.0, "name")) {
            (Some(key), Some(name)) => format!("{key} {name}"),
            (_, Some(name)) => name.to_owned(),
            _ => self.0.label(),
        }
    }

    /// Kind of generation, where it is understood.
    pub(crate) fn kind(self) -> Option<&'a str> {
        self.0.get("kind").filter(|kind| KINDS.contains(kind))
    }

    /// How it is connected to the outside, where that is understood.
    pub(crate) fn connection(self) -> Option<&'a str> {
        self.0
            .get("external_connection")
            .filter(|kind| CONNECTIONS.contains(kind))
    }

    /// Capacity in kilowatts.
    pub(crate) fn capacity(self) -> Option<f64> {
        self.0.number("capacity_kw").filter(|kw| *kw >= 0.0)
    }

    /// Whether it is small: `None` where kind or capacity does not tell.
    pub(crate) fn is_small(self, limits: Limits) -> Option<bool> {
        let below = match self.kind()? {
            "pv" => limits.pv,
            "wind" => limits.wind,
            "cogeneration" => limits.cogeneration,
            _ => return Some(false),
        };
        Some(self.capacity()? < below)
    }

    /// Whether a cell names it.
    pub(crate) fn is(self, name: &str) -> bool {
        let name = squash(name);
        let own = [self.0.key(), filled(&self.0, "name")];
        own.into_iter().flatten().any(|own| squash(own) == name)
    }

    /// Whether a list of facilities means it.
    pub(crate) fn is_among(self, names: &[&str]) -> bool {
        names.iter().any(|name| is_all(name) || self.is(name))
    }

    /// What stands between it and the outside: gateway and power conditioner, by their names in the inventory.
    pub(crate) fn ways_in(self) -> Vec<&'a str> {
        let mut names = items(&self.0, "gateway");
        for name in items(&self.0, "pcs") {
            if !names.iter().any(|own| squash(own) == squash(name)) {
                names.push(name);
            }
        }
        names
    }
}

/// Facilities of the register that are at work. Says `no-register` and `none-listed` where it must.
pub(crate) fn open<'a>(cx: &Context<'a>, out: &mut Findings) -> Option<(Register<'a>, Vec<Facility<'a>>)> {
    let Some(register) = cx.registers().get("generators") else {
        out.unknown("no-register");
        return None;
    };
    let at_work = |row: &Entry<'a>| !matches!(row.get("status"), Some("planned" | "retired"));
    let list: Vec<Facility<'a>> = register.rows().filter(at_work).map(Facility).collect();
    if list.is_empty() {
        out.not_applicable("none-listed")
            .arg("count", register.len())
            .cite(&register);
        return None;
    }
    Some((register, list))
}

/// Those of some facilities that a control is about: all, or the small ones. Says `none-small` and `scope-unclear` where
/// it must.
pub(crate) fn in_scope<'a>(
    cx: &Context<'a>,
    register: &Register<'a>,
    list: Vec<Facility<'a>>,
    out: &mut Findings,
) -> Result<Vec<Facility<'a>>, CheckError> {
    if cx.text("scope")? == "all" {
        return Ok(list);
    }
    let limits = Limits::read(cx)?;
    let unclear: Vec<&Facility<'a>> = list.iter().filter(|one| one.is_small(limits).is_none()).collect();
    for facility in &unclear {
        out.unknown("scope-unclear")
            .arg("facility", facility.label())
            .cite(*facility);
    }
    let small: Vec<Facility<'a>> = list
        .iter()
        .filter(|one| one.is_small(limits) == Some(true))
        .copied()
        .collect();
    if small.is_empty() && unclear.is_empty() {
        out.not_applicable("none-small").arg("count", list.len()).cite(register);
    }
    Ok(small)
}
