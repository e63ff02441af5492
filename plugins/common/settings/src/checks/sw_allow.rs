//! CF-22 `sw.allow`: installed software is on the allow-list, or only permitted software can be installed; mobile
//! devices are managed by MDM.
//!
//! Source: rule catalogue CF-22. The two ways are alternatives: a device meets the rule if either is shown.

use crate::allow_list::{AllowList, Listing};
use crate::round::{Judged, Round};
use crate::sources::Device;
use crate::statements::{Mark, Said, Statements, Verdict, said};
use sekisho_sdk::parts::Parts;
use sekisho_sdk::prelude::*;

pub(crate) struct Software;

const PARTS: &[&str] = &["software", "mdm"];

impl Check for Software {
    fn spec(&self) -> Spec {
        Spec::new("sw.allow")
            .reads("assets")
            .reads("settings")
            .reads("registers")
            .parameter(Parameter::texts(
                "classes",
                &["pc", "thin-client", "server", "virtual-server", "mobile"],
            ))
            .parameter(Parameter::texts("require", &[]))
    }

    fn evaluate(&self, cx: &Context<'_>, out: &mut Findings) -> Result<(), CheckError> {
        let parts = Parts::read(cx, PARTS)?;
        let round = Round::open(cx, "installed-software", "asset")?;
        let list = AllowList::load(cx);
        round.run(cx, out, |device, out| match device.class() {
            Some("mobile") if parts.asks("mdm") => managed(device, out),
            Some("mobile") => Judged::Left,
            _ if parts.asks("software") => software(device, &list, out),
            _ => Judged::Left,
        });
        Ok(())
    }
}

fn managed(device: &Device<'_>, out: &mut Findings) -> Judged {
    let mut mdm = Statements::default();
    mdm.every(&device.reading("mobile.mdm.enrolled"), true);
    if let Some(item) = &device.item {
        match (item.flag("mdm"), item.text("mdm")) {
            (None, None) => {}
            (flag, _) => mdm.say(flag, item),
        }
    }
    let finding = match mdm.verdict() {
        Verdict::Met => return Judged::Met(mdm.marks()),
        Verdict::Silent => return Judged::Silent,
        Verdict::NotMet => out.fail("no-mdm"),
        Verdict::Unclear => out.unknown("mdm-unclear"),
    };
    finding.arg("asset", &device.name).cite_all(&mdm.marks());
    Judged::Told
}

/// Installation is restricted: by a policy for installers or by an enforced allow-list, and not undone by installers
/// that run elevated for everybody.
fn restricted(device: &Device<'_>) -> Statements {
    let mut limits = Statements::default();
    for key in [
        "software.install_restricted",
        "software.allowlist.enforced",
        "av.allowlist.enabled",
    ] {
        let mut one = Statements::default();
        one.any_in_each(&device.reading(key));
        if one.verdict() == Verdict::Met {
            one.marks().iter().for_each(|mark| limits.good(mark));
        }
    }
    if limits.verdict() == Verdict::Met {
        let elevated = device.reading("privilege.installer_elevated");
        elevated
            .0
            .iter()
            .filter(|s| s.flag() == Some(true))
            .for_each(|s| limits.bad(s));
    }
    limits
}

fn software(device: &Device<'_>, list: &AllowList<'_>, out: &mut Findings) -> Judged {
    let limits = restricted(device);
    if limits.verdict() == Verdict::Met {
        return Judged::Met(limits.marks());
    }
    let mut marks = Vec::new();
    let mut told = false;
    for row in &device.rows {
        let stated = said(row, "approved");
        let listing = if stated == Said::No {
            Listing::Absent
        } else {
            list.look_up(row, device)
        };
        let name = row.get("name").unwrap_or("?");
        match listing {
            Listing::Allowed(entry) => marks.extend([Mark::of(row), Mark::of(&entry)]),
            // Without a list, the approval noted beside the software is all there is.
            Listing::NoList if stated == Said::Yes => marks.push(Mark::of(row)),
            Listing::NoList => {
                out.unknown("no-list")
                    .arg("asset", &device.name)
                    .arg("software", name)
                    .cite(row);
                told = true;
            }
            Listing::Absent => {
                out.fail("not-listed")
                    .arg("asset", &device.name)
                    .arg("software", name)
                    .cite(row);
                told = true;
            }
            Listing::Over(entry) => {
                out.fail("listing-over")
                    .arg("asset", &device.name)
                    .arg("software", name)
                    .cite(row)
                    .cite(&entry);
                told = true;
            }
            Listing::OtherVersion(entry) => {
                let version = row.get("version").unwrap_or("?");
                let finding = out
                    .fail("other-version")
                    .arg("asset", &device.name)
                    .arg("software", name);
                finding
                    .arg("version", version)
                    .arg("allowed", entry.get("version").unwrap_or("?"))
                    .cite(row)
                    .cite(&entry);
                told = true;
            }
            Listing::Unclear(entry) => {
                out.unknown("version-unclear")
                    .arg("asset", &device.name)
                    .arg("software", name)
                    .cite(row)
                    .cite(&entry);
                told = true;
            }
        }
    }
    if limits.verdict() == Verdict::NotMet && marks.is_empty() && !told {
        out.fail("elevated")
            .arg("asset", &device.name)
            .cite_all(&limits.marks());
        return Judged::Told;
    }
    match (told, marks.is_empty()) {
        (true, _) => Judged::Told,
        (false, true) => Judged::Silent,
        (false, false) => Judged::Met(marks),
    }
}
