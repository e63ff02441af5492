//! Items, parties, copies and flows of the registers, joined. A copy abroad without a row on how it came there is a flow too:
//! one that nobody declared.

use crate::cells::{count, countries, filled, items};
use crate::words;
use sekisho_sdk::countries::code;
use sekisho_sdk::prelude::*;
use sekisho_sdk::words::squash;
use std::collections::{BTreeMap, BTreeSet};

/// A party: who holds or sends data.
#[derive(Debug, Clone)]
pub(crate) struct Party<'a> {
    pub(crate) row: Entry<'a>,
    /// `None` where the cell is empty.
    pub(crate) roles: Option<BTreeSet<&'static str>>,
    pub(crate) odd_roles: Vec<&'a str>,
    pub(crate) country: Option<String>,
    pub(crate) handled: Option<i64>,
}

impl<'a> Party<'a> {
    fn read(row: Entry<'a>) -> Self {
        let named = row.list("roles");
        let odd = named.iter().filter(|text| words::says(text) && !words::is_none(text));
        let odd_roles = odd.copied().filter(|text| words::role(text).is_none()).collect();
        let says = named.iter().any(|text| words::says(text));
        let roles = says.then(|| named.iter().filter_map(|text| words::role(text)).collect());
        Self {
            row,
            roles,
            odd_roles,
            country: filled(&row, "country").map(code),
            handled: count(&row, "persons_handled"),
        }
    }

    /// Whether it has a role; `None` where that is not known.
    pub(crate) fn has(&self, role: &str) -> Option<bool> {
        let roles = self.roles.as_ref()?;
        if roles.contains(role) {
            return Some(true);
        }
        // An unreadable role may be this one.
        self.odd_roles.is_empty().then_some(false)
    }

    pub(crate) fn label(&self) -> String {
        filled(&self.row, "name").map_or_else(|| self.row.label(), ToOwned::to_owned)
    }
}

/// A place where an item is kept.
#[derive(Debug, Clone)]
pub(crate) struct Copy<'a> {
    pub(crate) row: Entry<'a>,
    pub(crate) label: String,
    pub(crate) country: Option<String>,
}

/// A data item.
#[derive(Debug, Clone)]
pub(crate) struct Item<'a> {
    pub(crate) row: Entry<'a>,
    pub(crate) origins: Vec<String>,
    pub(crate) category: Option<&'a str>,
    pub(crate) content: Option<&'a str>,
    pub(crate) sector: Option<&'a str>,
    pub(crate) owner: Option<&'a str>,
    pub(crate) copies: Vec<Copy<'a>>,
}

impl Item<'_> {
    pub(crate) fn label(&self) -> String {
        match (self.row.key(), filled(&self.row, "name")) {
            (Some(key), Some(name)) => format!("{key} {name}"),
            _ => self.row.label(),
        }
    }
}

/// One flow of an item from somewhere to somewhere.
#[derive(Debug, Clone)]
pub(crate) struct Flow<'a> {
    /// The row that tells of it: of a transfer, or of the copy that it must have left.
    pub(crate) row: Entry<'a>,
    pub(crate) label: String,
    pub(crate) item: Option<usize>,
    pub(crate) exporter: Option<&'a str>,
    pub(crate) origins: Vec<String>,
    pub(crate) to: Option<String>,
    pub(crate) category: Option<&'a str>,
    pub(crate) recipient: Option<&'a str>,
    pub(crate) is_declared: bool,
}

/// All of them.
#[derive(Debug, Default)]
pub(crate) struct World<'a> {
    pub(crate) parties: BTreeMap<String, Party<'a>>,
    pub(crate) items: Vec<Item<'a>>,
    pub(crate) flows: Vec<Flow<'a>>,
    by_id: BTreeMap<String, usize>,
}

impl<'a> World<'a> {
    /// Reads the registers. Nothing where there is none of them.
    pub(crate) fn load(cx: &Context<'a>) -> Option<Self> {
        let registers = cx.registers();
        let any = ["data-items", "data-transfers", "data-copies", "data-parties"];
        any.iter().find_map(|name| registers.get(name))?;
        let mut world = Self::default();
        for row in registers.rows("data-parties") {
            for name in [row.key(), filled(&row, "name")].into_iter().flatten() {
                world.parties.entry(squash(name)).or_insert_with(|| Party::read(row));
            }
        }
        for row in registers.rows("data-items") {
            world.item(row);
        }
        for row in registers.rows("data-copies") {
            if filled(&row, "status") == Some("deleted") {
                continue;
            }
            let found = filled(&row, "item").and_then(|id| world.by_id.get(&squash(id)).copied());
            if let Some(item) = found.and_then(|at| world.items.get_mut(at)) {
                let country = filled(&row, "country").map(code);
                item.copies.push(Copy {
                    row,
                    label: row.label(),
                    country,
                });
            }
        }
        world.own_places();
        for row in registers.rows("data-transfers") {
            if filled(&row, "status") != Some("planned") {
                world.flow(row);
            }
        }
        world.undeclared();
        Some(world)
    }

    fn item(&mut self, row: Entry<'a>) {
        let owner = filled(&row, "owner");
        let mut origins = countries(&row, "subject_country");
        if origins.is_empty() {
            origins.extend(
                owner
                    .and_then(|name| self.parties.get(&squash(name)))
                    .and_then(|party| party.country.clone()),
            );
        }
        for name in [row.key(), filled(&row, "name")].into_iter().flatten() {
            self.by_id.entry(squash(name)).or_insert(self.items.len());
        }
        self.items.push(Item {
            row,
            origins,
            category: filled(&row, "category"),
            content: filled(&row, "content"),
            sector: filled(&row, "sector"),
            owner,
            copies: Vec::new(),
        });
    }

    /// An item without rows of copies lies where its own row says.
    fn own_places(&mut self) {
        for item in self.items.iter_mut().filter(|item| item.copies.is_empty()) {
            for country in countries(&item.row, "country") {
                item.copies.push(Copy {
                    row: item.row,
                    label: item.row.label(),
                    country: Some(country),
                });
            }
        }
    }

    fn flow(&mut self, row: Entry<'a>) {
        let at = filled(&row, "item").and_then(|id| self.by_id.get(&squash(id)).copied());
        let item = at.and_then(|at| self.items.get(at));
        let exporter = filled(&row, "exporter").or_else(|| item.and_then(|item| item.owner));
        let mut origins = countries(&row, "from_country");
        for origin in item.map_or(&[][..], |item| item.origins.as_slice()) {
            if !origins.contains(origin) {
                origins.push(origin.clone());
            }
        }
        self.flows.push(Flow {
            row,
            label: row.label(),
            item: at,
            exporter,
            origins,
            to: filled(&row, "to_country").map(code),
            category: filled(&row, "category").or_else(|| item.and_then(|item| item.category)),
            recipient: filled(&row, "recipient_kind"),
            is_declared: true,
        });
    }

    /// Copies in a country to which no transfer of the item is on record.
    fn undeclared(&mut self) {
        let known: BTreeSet<(usize, String)> = self
            .flows
            .iter()
            .filter_map(|flow| Some((flow.item?, flow.to.clone()?)))
            .collect();
        for (at, item) in self.items.iter().enumerate() {
            let mut told = BTreeSet::new();
            for copy in &item.copies {
                let Some(country) = copy.country.clone() else { continue };
                let is_home = item
                    .origins
                    .iter()
                    .any(|origin| crate::scope::is_within(origin, &country));
                if is_home
                    || item.origins.is_empty()
                    || known.contains(&(at, country.clone()))
                    || !told.insert(country.clone())
                {
                    continue;
                }
                self.flows.push(Flow {
                    row: copy.row,
                    label: format!("{} → {country}", item.row.label()),
                    item: Some(at),
                    exporter: item.owner,
                    origins: item.origins.clone(),
                    to: Some(country),
                    category: item.category,
                    recipient: Some("own"),
                    is_declared: false,
                });
            }
        }
    }

    /// The item of a flow.
    pub(crate) fn item_of(&self, flow: &Flow<'a>) -> Option<&Item<'a>> {
        self.items.get(flow.item?)
    }

    /// A party by name or number.
    pub(crate) fn party(&self, name: Option<&str>) -> Option<&Party<'a>> {
        self.parties.get(&squash(name?))
    }

    /// Parties, each once.
    pub(crate) fn each_party(&self) -> impl Iterator<Item = &Party<'a>> {
        let mut seen = BTreeSet::new();
        self.parties.values().filter(move |party| seen.insert(party.row.fact()))
    }
}

/// The means that a transfer's row states.
#[derive(Debug, Default)]
pub(crate) struct Stated<'a> {
    pub(crate) means: BTreeSet<&'static str>,
    pub(crate) odd: Vec<&'a str>,
    pub(crate) has_record: bool,
    pub(crate) is_over: bool,
}

impl<'a> Stated<'a> {
    pub(crate) fn read(flow: &Flow<'a>, today: Date) -> Self {
        if !flow.is_declared {
            return Self::default();
        }
        let row = flow.row;
        let mut stated = Self {
            has_record: !items(&row, "mechanism_ref").is_empty(),
            ..Self::default()
        };
        for text in items(&row, "mechanisms") {
            match words::means(text) {
                // Shown by its day alone.
                Some("ctia-filing") => {}
                Some(word) => _ = stated.means.insert(word),
                None => stated.odd.push(text),
            }
        }
        stated.is_over = row.date("valid_until").is_some_and(|day| day < today);
        stated
    }
}
