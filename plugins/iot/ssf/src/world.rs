//! Uses, risks and treatments of the registers, joined; and the place of each risk.

use crate::cells::{filled, items, label};
use crate::criteria::Criteria;
use crate::model::{Place, least_for_harm};
use crate::scale::{self, Level};
use sekisho_sdk::prelude::*;
use sekisho_sdk::words::squash;
use std::collections::BTreeMap;

/// A use of devices: what for, by whom, where.
#[derive(Debug, Clone)]
pub(crate) struct Use<'a> {
    pub(crate) row: Entry<'a>,
    pub(crate) label: String,
    pub(crate) devices: Vec<&'a str>,
    pub(crate) stakeholders: Vec<&'a str>,
    /// Places of its risks in [`World::risks`].
    pub(crate) risks: Vec<usize>,
}

/// What may happen to a stakeholder through a device in a use.
#[derive(Debug, Clone)]
pub(crate) struct Risk<'a> {
    pub(crate) row: Entry<'a>,
    pub(crate) label: String,
    pub(crate) in_use: Option<usize>,
    pub(crate) device: Option<&'a str>,
    pub(crate) stakeholder: Option<&'a str>,
    /// Places of its treatments in [`World::treatments`].
    pub(crate) treatments: Vec<usize>,
}

/// A measure that somebody chose, or chose not to take.
#[derive(Debug, Clone)]
pub(crate) struct Treatment<'a> {
    pub(crate) row: Entry<'a>,
    pub(crate) label: String,
    pub(crate) risk: Option<usize>,
}

impl Treatment<'_> {
    /// Whether the measure was chosen and not given up; `None` where nobody said.
    pub(crate) fn is_chosen(&self) -> Option<bool> {
        let adopted = self.row.flag("adopted")?;
        Some(adopted && filled(&self.row, "status") != Some("stopped"))
    }
}

/// Where a risk stands, as far as its row says.
#[derive(Debug, Clone)]
pub(crate) enum Stand<'a> {
    /// A level outside of 0 to 2: field and text.
    Outside(&'static str, &'a str),
    /// Fields that are not filled or not understood.
    Open(String),
    /// A place; `low` names the axis that is stated below what the facts ask for: axis, stated, least.
    At(Place, Option<(u8, u8, u8)>),
}

impl Stand<'_> {
    /// The place, where there is one.
    pub(crate) fn place(&self) -> Option<Place> {
        match self {
            Self::At(place, _) => Some(*place),
            _ => None,
        }
    }
}

/// All of them.
#[derive(Debug, Default)]
pub(crate) struct World<'a> {
    pub(crate) uses: Vec<Use<'a>>,
    pub(crate) risks: Vec<Risk<'a>>,
    pub(crate) treatments: Vec<Treatment<'a>>,
    pub(crate) criteria: Criteria<'a>,
}

impl<'a> World<'a> {
    /// Reads the registers. Nothing where there is neither a list of uses nor of risks.
    pub(crate) fn load(cx: &Context<'a>) -> Option<Self> {
        let registers = cx.registers();
        ["iot-uses", "iot-risks"].iter().find_map(|name| registers.get(name))?;
        let mut world = Self {
            criteria: Criteria::read(cx),
            ..Self::default()
        };
        let mut uses = BTreeMap::new();
        // Of a use that has ended nothing is asked.
        for row in registers.rows("iot-uses") {
            let is_over = filled(&row, "status") == Some("ended");
            let at = (!is_over).then_some(world.uses.len());
            for name in [row.key(), filled(&row, "name")].into_iter().flatten() {
                uses.entry(squash(name)).or_insert(at);
            }
            if !is_over {
                world.uses.push(Use {
                    row,
                    label: label(&row, "name"),
                    devices: items(&row, "devices"),
                    stakeholders: items(&row, "stakeholders"),
                    risks: Vec::new(),
                });
            }
        }
        // By key: the place of a risk, or nothing where its use has ended.
        let mut risks: BTreeMap<String, Option<usize>> = BTreeMap::new();
        for row in registers.rows("iot-risks") {
            let in_use = match filled(&row, "use").map(|name| uses.get(&squash(name))) {
                Some(Some(None)) => {
                    risks.entry(row.key().map(squash).unwrap_or_default()).or_insert(None);
                    continue;
                }
                Some(Some(Some(at))) => Some(*at),
                _ => None,
            };
            let at = world.risks.len();
            if let Some(own) = in_use.and_then(|at| world.uses.get_mut(at)) {
                own.risks.push(at);
            }
            if let Some(key) = row.key() {
                risks.entry(squash(key)).or_insert(Some(at));
            }
            let stakeholder = filled(&row, "stakeholder");
            world.risks.push(Risk {
                row,
                label: stakeholder.map_or_else(|| row.label(), |name| format!("{} {name}", row.label())),
                in_use,
                device: filled(&row, "device"),
                stakeholder,
                treatments: Vec::new(),
            });
        }
        for row in registers.rows("iot-treatments") {
            let risk = match filled(&row, "risk").and_then(|id| risks.get(&squash(id))) {
                Some(None) => continue,
                Some(Some(at)) => Some(*at),
                None => None,
            };
            if let Some(own) = risk.and_then(|at| world.risks.get_mut(at)) {
                own.treatments.push(world.treatments.len());
            }
            world.treatments.push(Treatment {
                row,
                label: label(&row, "measure"),
                risk,
            });
        }
        Some(world)
    }

    /// The use of a risk as messages name it.
    pub(crate) fn use_of(&self, risk: &Risk<'a>) -> String {
        let own = risk.in_use.and_then(|at| self.uses.get(at));
        own.map_or_else(
            || filled(&risk.row, "use").unwrap_or("-").to_owned(),
            |found| found.label.clone(),
        )
    }

    /// The treatments of a risk.
    pub(crate) fn treatments_of(&self, risk: &Risk<'a>) -> impl Iterator<Item = &Treatment<'a>> {
        risk.treatments.iter().filter_map(|at| self.treatments.get(*at))
    }

    /// Where a risk stands.
    pub(crate) fn stand(&self, risk: &Risk<'a>) -> Stand<'a> {
        let row = &risk.row;
        let mut open = Vec::new();
        let mut stated = [None, None];
        for (field, own) in ["axis_1", "axis_2"].into_iter().zip(&mut stated) {
            match scale::level(row, field) {
                Level::Outside(text) => return Stand::Outside(field, text),
                level => *own = level.at(),
            }
        }
        let least_1 = scale::harm(row).and_then(least_for_harm);
        if least_1.is_none() {
            open.push("safety_impact");
        }
        let least_2 = match scale::amount(row) {
            Ok(Some(amount)) => Some(self.criteria.band(risk.stakeholder, amount)),
            Ok(None) => {
                open.push("loss_amount");
                None
            }
            Err(field) => {
                open.push(field);
                None
            }
        };
        // Harm to people is not all that makes recovery difficult: axis 1 is a person's to state. Axis 2 follows from the amount.
        let [axis_1, axis_2] = stated;
        if axis_1.is_none() {
            open.push("axis_1");
        }
        let (Some(own_1), Some(own_2)) = (axis_1, axis_2.or(least_2)) else {
            return Stand::Open(open.join(", "));
        };
        let (Some(least_1), Some(least_2)) = (least_1, least_2) else {
            return Stand::Open(open.join(", "));
        };
        let low = match (own_1 < least_1, own_2 < least_2) {
            (true, _) => Some((1, own_1, least_1)),
            (_, true) => Some((2, own_2, least_2)),
            _ => None,
        };
        let place = Place {
            axis_1: own_1.max(least_1),
            axis_2: own_2.max(least_2),
        };
        Stand::At(place, low)
    }

    /// Whether the stakeholder of a risk is within its target.
    pub(crate) fn is_within(&self, risk: &Risk<'a>, place: Place) -> bool {
        self.criteria.accepts(risk.stakeholder, place)
    }
}
