//! What is judged: each device of an inventory with the row of its model and version, or each model and version of the list itself.

use sekisho_sdk::prelude::*;
use sekisho_sdk::views::assets::Asset;
use sekisho_sdk::words::{is_none, says, squash};
use std::collections::BTreeMap;

/// The list of models and versions.
const MODELS: &str = "device-models";

/// The classes of the inventory that are looked at where a policy names none.
const CLASSES: &[&str] = &["medical-device"];

/// A field as text, unless it says nothing or that there is none.
pub(crate) fn filled<'a>(row: &Entry<'a>, field: &str) -> Option<&'a str> {
    row.get(field).filter(|text| says(text) && !is_none(text))
}

fn named(text: Option<&str>) -> Option<&str> {
    text.filter(|text| says(text) && !is_none(text))
}

/// A device, or a model in a version.
#[derive(Debug, Clone)]
pub(crate) struct Unit<'a> {
    /// The device of the inventory; nothing for a row of the list.
    pub(crate) asset: Option<Asset<'a>>,
    /// The row of the list that speaks of it.
    pub(crate) row: Option<Entry<'a>>,
    /// Its model, else its name.
    pub(crate) model: Option<&'a str>,
    /// Its version.
    pub(crate) version: Option<&'a str>,
    /// How messages call it: the id of the device, or the number of the row.
    pub(crate) label: String,
}

impl Fact for Unit<'_> {
    fn fact(&self) -> u32 {
        match (&self.asset, &self.row) {
            (Some(asset), _) => asset.fact(),
            (None, Some(row)) => row.fact(),
            // INVARIANT: a unit is made from an asset or from a row.
            (None, None) => 0,
        }
    }
}

impl Unit<'_> {
    /// Model and version, for a message.
    pub(crate) fn named(&self) -> String {
        match (self.model, self.version) {
            (Some(model), Some(version)) => format!("{model} {version}"),
            (Some(model), None) => model.to_owned(),
            (None, _) => "?".to_owned(),
        }
    }

    /// Whether it holds software, as far as the inventory says.
    pub(crate) fn has_no_software(&self) -> bool {
        self.asset.is_some_and(|asset| asset.software_scope() == Some(false))
    }
}

/// The parameters that say what is judged.
pub(crate) fn scoped(spec: Spec) -> Spec {
    spec.reads("assets")
        .reads("registers")
        .parameter(Parameter::choice("of", &["devices", "models"], "devices"))
        .parameter(Parameter::texts("classes", CLASSES))
}

/// All that is judged. Where the list it is taken from is not there, or holds nothing of the kind, says so and answers nothing.
pub(crate) fn load<'a>(cx: &Context<'a>, out: &mut Findings) -> Result<Option<Vec<Unit<'a>>>, CheckError> {
    let units = if cx.text("of")? == "models" {
        let Some(list) = cx.registers().get(MODELS) else {
            out.unknown("no-models");
            return Ok(None);
        };
        list.rows().map(of_row).collect()
    } else {
        if cx.assets().inventories().is_empty() {
            out.unknown("no-inventory");
            return Ok(None);
        }
        devices(cx)?
    };
    if units.is_empty() {
        out.not_applicable("none-in-scope");
        return Ok(None);
    }
    Ok(Some(units))
}

fn of_row(row: Entry<'_>) -> Unit<'_> {
    Unit {
        asset: None,
        row: Some(row),
        model: filled(&row, "model"),
        version: filled(&row, "version"),
        label: row.label(),
    }
}

fn devices<'a>(cx: &Context<'a>) -> Result<Vec<Unit<'a>>, CheckError> {
    let classes = cx.texts("classes")?;
    let models = Models::read(cx);
    let is_meant = |asset: &Asset<'a>| {
        let of_class = classes.is_empty() || asset.class().is_some_and(|own| classes.iter().any(|c| c == own));
        of_class && asset.status() != Some("disposed")
    };
    let unit = |asset: Asset<'a>| {
        let model = named(asset.model()).or_else(|| named(asset.name()));
        let version = named(asset.product_version()).or_else(|| named(asset.firmware()));
        Unit {
            asset: Some(asset),
            row: models.find(model, version),
            model,
            version,
            label: asset.id().or_else(|| asset.name()).unwrap_or("?").to_owned(),
        }
    };
    Ok(cx.assets().assets().filter(is_meant).map(unit).collect())
}

/// The rows of the list by model.
#[derive(Debug)]
struct Models<'a>(BTreeMap<String, Vec<Entry<'a>>>);

impl<'a> Models<'a> {
    fn read(cx: &Context<'a>) -> Self {
        let mut rows: BTreeMap<String, Vec<Entry<'a>>> = BTreeMap::new();
        for row in cx.registers().rows(MODELS) {
            if let Some(model) = filled(&row, "model") {
                rows.entry(squash(model)).or_default().push(row);
            }
        }
        Self(rows)
    }

    /// The row of a model in a version; a row without a version speaks of all that no other row names.
    fn find(&self, model: Option<&str>, version: Option<&str>) -> Option<Entry<'a>> {
        let rows = self.0.get(&squash(model?))?;
        let exact = rows.iter().find(|row| {
            let own = filled(row, "version");
            own.zip(version)
                .is_some_and(|(own, version)| same_version(own, version))
        });
        let of_all = || rows.iter().find(|row| filled(row, "version").is_none());
        exact.or_else(of_all).copied()
    }
}

/// Whether two versions are the same text, a leading `v` or `Ver.` aside.
pub(crate) fn same_version(left: &str, right: &str) -> bool {
    let plain = |text: &str| {
        let text = sekisho_sdk::words::fold(text);
        let bare = ["version", "ver.", "ver", "v", "第"].iter().find_map(|lead| {
            let rest = text.strip_prefix(lead)?.trim();
            rest.starts_with(|c: char| c.is_ascii_digit()).then(|| rest.to_owned())
        });
        bare.unwrap_or(text)
    };
    plain(left) == plain(right)
}

#[cfg(test)]
mod tests {
    use super::same_version;

    #[test]
    fn a_version_is_known_by_its_numbers() {
        assert!(same_version("Ver.2.1", "2.1"));
        assert!(same_version("V2.1 ", "version 2.1"));
        assert!(!same_version("2.1", "2.1.0"));
        assert!(!same_version("2.1", "12.1"));
        assert!(same_version("Vega", "vega"));
    }
}
