//! CF-32 `drift`: the settings of snapshots equal the approved baseline, or an approved exception allows otherwise.
//!
//! Source: rule catalogue CF-32. A setting that the baseline asks for and the snapshot does not hold is unknown: what
//! is not written down has a value that the snapshot does not tell. A control that asks about some settings only says which
//! (`settings`, `sources`): the rest of the baseline is another control's.

use crate::compare::Operator;
use crate::exceptions::{Allowance, Deviation, find, names};
use crate::round::{Judged, Round};
use crate::scope::fold;
use crate::sources::Device;
use crate::statements::{Day, Mark, day, filled};
use crate::versions::{Contents, current};
use crate::words::is_any;
use sekisho_sdk::parts::holds;
use sekisho_sdk::prelude::*;
use sekisho_sdk::views::settings::Setting;

pub(crate) struct Drift;

/// Formats of snapshots (host/evidence, `ConfigFormat`).
const SOURCES: &[&str] = &[
    "json",
    "yaml",
    "toml",
    "xml",
    "ini",
    "properties",
    "env",
    "keyword",
    "sshd",
    "sysctl",
    "secedit",
    "reg",
    "kubernetes",
    "terraform",
    "osquery",
    "network-device",
];
const RULE: &[&str] = &["drift", "CF-32", "基準構成", "baseline"];

impl Check for Drift {
    fn spec(&self) -> Spec {
        Spec::new("drift")
            .reads("assets")
            .reads("settings")
            .reads("registers")
            .parameter(Parameter::texts("classes", &[]))
            .parameter(Parameter::texts("settings", &[]))
            .parameter(Parameter::texts("sources", &[]))
    }

    fn evaluate(&self, cx: &Context<'_>, out: &mut Findings) -> Result<(), CheckError> {
        let mut round = Round::of_snapshots(cx)?;
        let limit = Limit::read(cx)?;
        if !limit.sources.is_empty() {
            for device in &mut round.devices.list {
                device.snapshots.retain(|snapshot| limit.is_source(snapshot));
            }
        }
        let rows = cx.registers().rows("baselines");
        let baselines: Vec<Entry<'_>> = rows.filter(|row| limit.is_setting(row.get("setting"))).collect();
        if baselines.is_empty() {
            for device in round.devices.of(&round.classes).filter(|_| limit.settings.is_empty()) {
                for setting in device
                    .reading("baseline.compliant")
                    .0
                    .iter()
                    .filter(|s| s.flag() == Some(false))
                {
                    out.fail("not-compliant").arg("asset", &device.name).cite(setting);
                }
            }
            out.unknown("no-baseline")
                .cite_all(cx.registers().get("baselines").as_ref());
            return Ok(());
        }
        let contents = Contents::load(cx);
        let work = Work {
            cx,
            round: &round,
            baselines,
            contents,
            is_whole: limit.settings.is_empty(),
        };
        round.run(cx, out, |device, out| work.device(device, out));
        Ok(())
    }
}

struct Work<'w, 'a> {
    cx: &'w Context<'a>,
    round: &'w Round<'a>,
    baselines: Vec<Entry<'a>>,
    contents: Contents<'a>,
    /// Whether the control asks about every setting: only then does a tool's word on the whole device count.
    is_whole: bool,
}

/// Which part of the baseline a control asks about.
struct Limit<'a> {
    settings: &'a [String],
    sources: &'a [String],
}

impl<'a> Limit<'a> {
    fn read(cx: &Context<'a>) -> Result<Self, CheckError> {
        let (settings, sources) = (cx.texts("settings")?, cx.known_texts("sources", SOURCES)?);
        let is_odd = |text: &&String| text.trim().is_empty() || text.trim_end_matches('*').contains('*');
        match settings.iter().find(is_odd) {
            Some(odd) => Err(CheckError::BadParameter(format!(
                "parameter `settings` takes keys or paths of settings, with one `*` at the end at most, not `{odd}`"
            ))),
            None => Ok(Self { settings, sources }),
        }
    }

    fn is_setting(&self, name: Option<&str>) -> bool {
        let name = fold(name.unwrap_or_default());
        let is_one = |own: &String| match fold(own).strip_suffix('*') {
            Some(head) => name.starts_with(head),
            None => name == fold(own),
        };
        self.settings.is_empty() || self.settings.iter().any(is_one)
    }

    fn is_source(&self, snapshot: &SnapshotSettings<'_>) -> bool {
        snapshot
            .snapshot()
            .format()
            .is_some_and(|format| holds(self.sources, format))
    }
}

impl<'a> Work<'_, 'a> {
    fn device(&self, device: &Device<'a>, out: &mut Findings) -> Judged {
        let rows: Vec<&Entry<'a>> = self.baselines.iter().filter(|row| self.is_for(row, device)).collect();
        if rows.is_empty() {
            return Judged::Left;
        }
        if device.snapshots.is_empty() {
            return Judged::Silent;
        }
        let (mut marks, mut told) = (Vec::new(), false);
        for setting in device
            .reading("baseline.compliant")
            .0
            .iter()
            .filter(|s| self.is_whole && s.flag() == Some(false))
        {
            out.fail("not-compliant").arg("asset", &device.name).cite(setting);
            told = true;
        }
        for row in rows {
            told |= self.compare(device, row, &mut marks, out);
        }
        if told { Judged::Told } else { Judged::Met(marks) }
    }

    /// Whether a baseline row is meant for a device: by name, role, class, or for all.
    fn is_for(&self, row: &Entry<'a>, device: &Device<'a>) -> bool {
        if let Some(asset) = filled(row, "asset") {
            return is_any(asset) || names(&self.round.inventory, device, asset);
        }
        let Some(role) = filled(row, "role") else { return true };
        let item = device.item.as_ref();
        let known = [
            item.and_then(|i| i.text("role")),
            device.class(),
            item.and_then(|i| i.asset.department()),
        ];
        is_any(role) || known.iter().flatten().any(|name| fold(name) == fold(role))
    }

    /// Judges one baseline row; whether something was found.
    fn compare(&self, device: &Device<'a>, row: &Entry<'a>, marks: &mut Vec<Mark>, out: &mut Findings) -> bool {
        let name = row.get("setting").unwrap_or("?");
        let approved = filled(row, "approved_by").is_some()
            && matches!(day(row, "approved_at"), Day::On(on) if on <= self.cx.today());
        let (operator, wanted) = (Operator::read(row.get("operator")), row.get("value"));
        let settings = self.settings(device, name);
        let values: Vec<&str> = settings.iter().map(|s| s.value().unwrap_or_default()).collect();
        let result = operator
            .zip(wanted)
            .and_then(|(operator, wanted)| operator.holds(&values, wanted));
        let finding = match result {
            _ if !approved => out.unknown("baseline-not-approved").arg("baseline", row.label()),
            _ if settings.is_empty() => out.unknown("not-in-snapshot"),
            Some(true) => {
                marks.push(Mark::of(row));
                marks.extend(settings.iter().map(Mark::of));
                return false;
            }
            None => out.unknown("not-comparable").arg("value", values.join(", ")),
            Some(false) => return self.deviation(device, row, &settings, marks, out),
        };
        finding
            .arg("asset", &device.name)
            .arg("setting", name)
            .cite(row)
            .cite_all(&settings);
        if settings.is_empty() {
            finding.cite_all(&device.snapshots);
        }
        true
    }

    fn deviation(
        &self,
        device: &Device<'a>,
        row: &Entry<'a>,
        settings: &[Setting<'a>],
        marks: &mut Vec<Mark>,
        out: &mut Findings,
    ) -> bool {
        let name = row.get("setting").unwrap_or("?");
        let values = settings
            .iter()
            .map(|s| s.value().unwrap_or_default())
            .collect::<Vec<_>>()
            .join(", ");
        let about = Deviation {
            rule: RULE,
            device,
            setting: Some(name),
            value: Some(&values),
        };
        let allowance = find(self.cx, &self.round.inventory, about);
        let (finding, exception) = match allowance {
            Allowance::Valid(exception) => {
                marks.push(Mark::of(&exception));
                marks.push(Mark::of(row));
                (
                    out.informational("excepted").arg("exception", exception.label()),
                    Some(exception),
                )
            }
            Allowance::Over(exception) => (
                out.fail("exception-over").arg("exception", exception.label()),
                Some(exception),
            ),
            Allowance::Unapproved(exception) => (
                out.fail("exception-not-approved").arg("exception", exception.label()),
                Some(exception),
            ),
            Allowance::None => (out.fail("differs"), None),
        };
        let operator = Operator::read(row.get("operator")).map_or("", Operator::word);
        finding
            .arg("asset", &device.name)
            .arg("setting", name)
            .arg("value", values)
            .arg("operator", operator)
            .arg("wanted", row.get("value").unwrap_or("?"))
            .cite_all(settings)
            .cite(row)
            .cite_all(exception.as_ref());
        !matches!(allowance, Allowance::Valid(_))
    }

    /// The values of a setting in the snapshots that are not replaced: by canonical key, else by path.
    fn settings(&self, device: &Device<'a>, name: &str) -> Vec<Setting<'a>> {
        let now = current(device, &self.contents);
        let by_key: Vec<Setting<'a>> = now.iter().flat_map(|snapshot| snapshot.all(name)).collect();
        if !by_key.is_empty() {
            return by_key;
        }
        let wanted = fold(name);
        let contents = now.iter().filter_map(|snapshot| self.contents.of(snapshot));
        contents
            .flatten()
            .filter(|(path, _)| fold(path) == wanted)
            .flat_map(|(_, values)| values.rows.iter().copied())
            .collect()
    }
}
