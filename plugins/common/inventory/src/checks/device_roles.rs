//! `device.roles`: the devices that make up a kind of system are in the inventory (domain-rows 112).
//!
//! Predicate: each role asked for is that of an asset at work: by its class, by its role, or, where it states no role,
//! by its name. A role that nobody has is unknown, by name: it may be missing in the plant or only in the inventory.
//! With `if_any`, a company that has none of the roles has no such system, and the check does not apply.

use crate::cells::Cells;
use crate::inventory::{Inventory, Item};
use crate::words::{fold, some, squash};
use sekisho_sdk::prelude::*;

/// What the devices of buildings and plants are called (squashed). A role that is not listed is looked for as written.
const ALIASES: &[(&str, &[&str])] = &[
    (
        "heat-source-controller",
        &[
            "熱源コントロラ",
            "熱源制御",
            "熱源機コントロラ",
            "冷凍機コントロラ",
            "heatsourcecontroller",
            "chillercontroller",
            "chillerplantcontroller",
        ],
    ),
    (
        "ahu-controller",
        &[
            "空調機コントロラ",
            "ahuコントロラ",
            "空調機制御",
            "ahucontroller",
            "airhandlingunitcontroller",
            "airhandlercontroller",
        ],
    ),
    (
        "fcu-controller",
        &[
            "fcuコントロラ",
            "ファンコイルユニットコントロラ",
            "ファンコイルコントロラ",
            "fcucontroller",
            "fancoilunitcontroller",
        ],
    ),
    (
        "vav-controller",
        &["vavコントロラ", "変風量コントロラ", "vavcontroller"],
    ),
    (
        "ddc",
        &["ddc", "ダイレクトデジタルコントロラ", "directdigitalcontroller"],
    ),
    (
        "bas-server",
        &[
            "basサバ",
            "bacsサバ",
            "bemsサバ",
            "中央監視サバ",
            "ビル管理サバ",
            "ビルオトメションサバ",
            "basserver",
            "bacsserver",
            "bemsserver",
            "buildingautomationserver",
            "buildingmanagementserver",
        ],
    ),
    (
        "central-monitoring",
        &[
            "中央監視装置",
            "中央監視",
            "集中監視",
            "centralmonitoring",
            "operatorworkstation",
        ],
    ),
    (
        "central-controller",
        &[
            "集中コントロラ",
            "集中リモコン",
            "集中管理コントロラ",
            "centralcontroller",
            "centralizedcontroller",
            "centralremotecontroller",
        ],
    ),
    ("outdoor-unit", &["室外機", "outdoorunit", "condensingunit"]),
    ("indoor-unit", &["室内機", "indoorunit"]),
    (
        "gateway",
        &[
            "ゲトウェイ",
            "gateway",
            "プロトコル変換器",
            "protocolconverter",
            "クラウドゲトウェイ",
            "cloudgateway",
        ],
    ),
    ("remote-monitoring", &["遠隔監視装置", "遠隔監視", "remotemonitoring"]),
    (
        "maintenance-terminal",
        &[
            "保守用端末",
            "保守端末",
            "保守pc",
            "メンテナンス端末",
            "maintenanceterminal",
            "maintenancepc",
            "engineeringworkstation",
        ],
    ),
    ("hmi", &["hmi", "操作盤", "タッチパネル", "表示器"]),
    ("plc", &["plc", "シケンサ"]),
    ("sensor", &["センサ", "sensor"]),
    (
        "pcs",
        &["pcs", "パワコン", "パワコンディショナ", "powerconditioner", "inverter"],
    ),
    ("ground-station", &["地上局", "groundstation"]),
];

/// The check.
#[derive(Debug)]
pub(crate) struct DeviceRoles;

impl Check for DeviceRoles {
    fn spec(&self) -> Spec {
        Spec::new("device.roles")
            .reads("assets")
            .parameter(Parameter::texts("roles", &[]).required())
            .parameter(Parameter::boolean("if_any", false))
    }

    fn evaluate(&self, cx: &Context<'_>, out: &mut Findings) -> Result<(), CheckError> {
        let roles = cx.texts("roles")?;
        let if_any = cx.boolean("if_any")?;
        if roles.is_empty() {
            return Err(CheckError::BadParameter("parameter `roles` names no role".to_owned()));
        }
        let Some(inventory) = Inventory::open(cx, out) else {
            return Ok(());
        };
        let live: Vec<&Item<'_>> = inventory.items.iter().filter(|item| item.is_live()).collect();
        let found: Vec<(&String, Vec<&Item<'_>>)> = roles
            .iter()
            .map(|role| (role, live.iter().copied().filter(|item| is_role(item, role)).collect()))
            .collect();
        if if_any && found.iter().all(|(_, items)| items.is_empty()) {
            out.not_applicable("no-such-system")
                .arg("roles", some(roles))
                .cite_all(&inventory.sheets);
            return Ok(());
        }
        for (role, items) in &found {
            if items.is_empty() {
                out.unknown("role-missing")
                    .arg("role", *role)
                    .cite_all(&inventory.sheets);
            }
        }
        if let Some(finding) = out.pass_if_clean("present") {
            let counts: Vec<String> = found
                .iter()
                .map(|(role, items)| format!("{role}: {}", items.len()))
                .collect();
            finding.arg("roles", counts.join(", "));
            finding.cite_all(found.iter().filter_map(|(_, items)| items.first().copied()));
        }
        Ok(())
    }
}

fn is_role(item: &Item<'_>, role: &str) -> bool {
    if item.is_class(&[role]) {
        return true;
    }
    let wanted = squash(role);
    let aliases = ALIASES.iter().find(|(id, _)| squash(id) == wanted);
    let aliases = aliases.map_or(&[][..], |(_, words)| *words);
    let text = item.text("role").or_else(|| item.text("name"));
    text.is_some_and(|text| says(text, &wanted) || aliases.iter().any(|word| says(text, word)))
}

/// 熱源コントローラ(1号機) is one; a short Latin word must stand alone (`pcs` is not in `epcs`).
fn says(text: &str, word: &str) -> bool {
    if word.len() > 4 || !word.is_ascii() {
        return squash(text).contains(word);
    }
    let text = fold(text);
    text.split(|c: char| !c.is_ascii_alphanumeric())
        .any(|part| part == word)
}

#[cfg(test)]
mod tests {
    use super::{ALIASES, says};
    use crate::words::squash;

    #[test]
    fn long_words_may_be_part_of_a_name() {
        assert!(says("1号機 熱源コントローラー", "熱源コントロラ") && says("PCS-01", "pcs"));
        assert!(!says("EPCS-01", "pcs"));
    }

    #[test]
    fn aliases_are_written_as_they_are_compared() {
        for (_, words) in ALIASES {
            for word in *words {
                assert_eq!(*word, squash(word));
            }
        }
    }
}
