//! `supplier.country`: from which countries the components of software, the equipment and the partners come.
//!
//! Source: the seed's frame for supply chain risk in the power sector. It is a report: it says nothing of met or not met
//! unless a policy names countries that are not allowed (`denied`) or a share that must be known. A country is taken from
//! where it is written, nearest first: the component or the asset itself, the policy, the partner register, then what the
//! inventory says of the same maker elsewhere. It is never guessed from a name.

use crate::cells::filled;
use crate::tally::Tally;
use crate::words::{is_none, says, squash};
use sekisho_sdk::countries::code;
use sekisho_sdk::prelude::*;
use sekisho_sdk::views::assets::{Asset, Attribute};
use std::collections::{BTreeMap, BTreeSet};

const PARTS: &[&str] = &["components", "equipment", "partners"];

/// The check.
#[derive(Debug)]
pub(crate) struct Countries;

impl Check for Countries {
    fn spec(&self) -> Spec {
        Spec::new("supplier.country")
            .reads("sbom")
            .reads("assets")
            .reads("registers")
            .parameter(Parameter::texts("require", &[]))
            .parameter(Parameter::texts("countries", &[]))
            .parameter(Parameter::texts("denied", &[]))
            .parameter(Parameter::decimal("max_unknown_percent", 0.0, 100.0, 100.0))
    }

    fn evaluate(&self, cx: &Context<'_>, out: &mut Findings) -> Result<(), CheckError> {
        let parts = cx.known_texts("require", PARTS)?;
        let asks = |part: &str| parts.is_empty() || parts.iter().any(|own| own == part);
        let homes = Homes::load(cx)?;
        let denied: Vec<String> = cx.texts("denied")?.iter().map(|text| code(text)).collect();
        let max = cx.decimal("max_unknown_percent")?;
        let mut is_told = false;
        for part in PARTS.iter().filter(|part| asks(part)) {
            let table = match *part {
                "components" => components(cx, &homes),
                "equipment" => equipment(cx, &homes),
                _ => partners(cx),
            };
            if table.total > 0 {
                is_told = true;
                table.tell(part, &denied, max, out);
            }
        }
        if !is_told {
            let partners = cx.registers().get("partners");
            match partners.filter(|_| cx.sbom().documents().is_empty() && cx.assets().inventories().is_empty()) {
                Some(register) => out.not_applicable("none-listed").cite(&register),
                None => out.unknown("no-evidence"),
            };
        } else if (!denied.is_empty() || max < 100.0)
            && let Some(finding) = out.pass_if_clean("allowed")
        {
            let none = "-".to_owned();
            finding
                .arg("denied", if denied.is_empty() { none } else { denied.join(", ") })
                .arg("max", max);
        }
        Ok(())
    }
}

/// The country of each supplier, by the partner register and by the policy.
struct Homes(BTreeMap<String, String>);

impl Homes {
    fn load(cx: &Context<'_>) -> Result<Self, CheckError> {
        let mut homes = BTreeMap::new();
        for (asset, country) in vendor_countries(cx) {
            if let Some(maker) = asset.vendor().filter(|name| says(name)) {
                homes.insert(squash(maker), code(country));
            }
        }
        for row in cx.registers().rows("partners") {
            if let Some(country) = filled(&row, "country") {
                for name in [row.key(), filled(&row, "name")].into_iter().flatten() {
                    homes.insert(squash(name), code(country));
                }
            }
        }
        for text in cx.texts("countries")? {
            let (name, country) = text.rsplit_once('=').ok_or_else(|| {
                CheckError::BadParameter(format!(
                    "parameter `countries` takes texts such as `Supplier=JP`, not `{text}`"
                ))
            })?;
            homes.insert(squash(name), code(country));
        }
        Ok(Self(homes))
    }

    fn of(&self, supplier: &str) -> Option<&str> {
        self.0.get(&squash(supplier)).map(String::as_str)
    }
}

/// Components of all bills of materials but what they are about.
fn components(cx: &Context<'_>, homes: &Homes) -> Tally {
    let roots: BTreeSet<u32> = cx.sbom().documents().filter_map(|d| Some(d.root()?.row())).collect();
    let mut table = Tally::default();
    for component in cx.sbom().components().filter(|c| !roots.contains(&c.row())) {
        let named = [component.supplier(), component.manufacturer(), component.publisher()];
        let supplier = named.into_iter().flatten().find(|name| says(name));
        let own = component
            .supplier_country()
            .filter(|text| says(text) && !is_none(text))
            .map(code);
        let country = own.as_deref().or_else(|| supplier.and_then(|name| homes.of(name)));
        table.add(supplier, country, component.fact());
    }
    table
}

/// Equipment of the inventory by its maker; what was disposed of is left out.
fn equipment(cx: &Context<'_>, homes: &Homes) -> Tally {
    let mut table = Tally::default();
    let own: BTreeMap<u32, &str> = vendor_countries(cx)
        .map(|(asset, country)| (asset.row(), country))
        .collect();
    for asset in cx.assets().assets().filter(|asset| asset.status() != Some("disposed")) {
        let maker = asset.vendor().filter(|name| says(name));
        let stated = own.get(&asset.row()).map(|country| code(country));
        let country = stated.as_deref().or_else(|| maker.and_then(|name| homes.of(name)));
        table.add(maker, country, asset.fact());
    }
    table
}

/// What the inventory says of the countries of makers.
fn vendor_countries<'a>(cx: &Context<'a>) -> impl Iterator<Item = (Asset<'a>, &'a str)> {
    let of = |attribute: Attribute<'a>| {
        let country = attribute.value().filter(|text| says(text) && !is_none(text))?;
        (attribute.field() == Some("vendor_country")).then_some((attribute.asset()?, country))
    };
    cx.assets().attributes().filter_map(of)
}

/// Partners by their own column; customers supply nothing.
fn partners(cx: &Context<'_>) -> Tally {
    let mut table = Tally::default();
    for row in cx
        .registers()
        .rows("partners")
        .filter(|row| row.get("kind") != Some("customer"))
    {
        let country = filled(&row, "country").map(code);
        table.add(filled(&row, "name"), country.as_deref(), row.fact());
    }
    table
}
