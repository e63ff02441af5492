//! Things that data is carried on: what each of the registers says of a medium, and whether it comes to "encrypted".

use crate::scope::{Inventory, fold};
use crate::sources::Device;
use crate::statements::Mark;
use sekisho_sdk::prelude::*;

/// Words of the encryption register's `kind` for what is carried.
const KINDS: &[&str] = &["media", "backup"];

/// One medium with all that is said of it.
#[derive(Debug, Default)]
struct Medium {
    name: String,
    encrypted: Vec<bool>,
    critical: Option<bool>,
    marks: Vec<Mark>,
}

impl Medium {
    fn add(&mut self, row: &Entry<'_>) {
        self.encrypted.extend(row.flag("encrypted"));
        self.critical = match (self.critical, row.flag("critical_data")) {
            (Some(known), Some(said)) => Some(known || said),
            (known, said) => known.or(said),
        };
        self.marks.push(Mark::of(row));
    }
}

/// All media in use.
#[derive(Debug, Default)]
pub(super) struct Media {
    list: Vec<Medium>,
    is_missing: bool,
}

/// Whether a device is a medium: by its class, or because only rows about media name it.
pub(super) fn is_medium(device: &Device<'_>) -> bool {
    let is_row = |row: &Entry<'_>| row.get("kind").is_some_and(|kind| KINDS.contains(&kind));
    match &device.item {
        Some(item) => item.is_class(&["media"]),
        None => device.snapshots.is_empty() && !device.rows.is_empty() && device.rows.iter().all(is_row),
    }
}

impl Media {
    /// Reads the registers of media, encryption and backups, and the inventory.
    pub(super) fn gather(cx: &Context<'_>, inventory: &Inventory<'_>) -> Self {
        let registers = cx.registers();
        let mut media = Self::default();
        let is_gone = |row: &Entry<'_>| matches!(row.get("status"), Some("disposed" | "lost"));
        let register = registers.get("media");
        let gone: Vec<String> = registers
            .rows("media")
            .filter(is_gone)
            .map(|row| fold(&row.label()))
            .collect();
        for row in registers.rows("media").filter(|row| !is_gone(row)) {
            media.with(&row.label(), |medium| medium.add(&row));
        }
        for item in inventory
            .items
            .iter()
            .filter(|item| item.is_live() && item.is_class(&["media"]))
        {
            if !gone.contains(&fold(item.label())) {
                media.with(item.label(), |medium| medium.marks.push(Mark::of(item)));
            }
        }
        let of_media = |row: &Entry<'_>| {
            let class = row
                .get("target")
                .and_then(|name| inventory.find(name))
                .and_then(|item| item.class());
            match row.get("kind") {
                Some("media") => true,
                // A backup that stays on a server is one of the stores.
                Some("backup") | None => class == Some("media"),
                _ => false,
            }
        };
        for row in registers.rows("encryption").filter(of_media) {
            if let Some(target) = row.get("target").filter(|target| !gone.contains(&fold(target))) {
                media.with(target, |medium| medium.add(&row));
            }
        }
        // What is kept offline is kept on something that can be carried away.
        for row in registers
            .rows("backup-jobs")
            .filter(|row| row.flag("offline") == Some(true))
        {
            media.with(&row.label(), |medium| medium.add(&row));
        }
        media.is_missing = register.is_none() && media.list.is_empty();
        media
    }

    /// Whether nothing says what media there are. An empty register says that there are none.
    pub(super) const fn is_missing(&self) -> bool {
        self.is_missing
    }

    fn with(&mut self, name: &str, add: impl FnOnce(&mut Medium)) {
        match self.list.iter_mut().find(|medium| fold(&medium.name) == fold(name)) {
            Some(known) => add(known),
            None => {
                let mut medium = Medium {
                    name: name.trim().to_owned(),
                    ..Medium::default()
                };
                add(&mut medium);
                self.list.push(medium);
            }
        }
    }

    /// Those that hold critical data must be encrypted; answers what was judged.
    pub(super) fn judge(&self, out: &mut Findings) -> Vec<u32> {
        let mut judged = Vec::new();
        for medium in self.list.iter().filter(|medium| medium.critical != Some(false)) {
            judged.extend(medium.marks.iter().map(Fact::fact));
            let is_on = !medium.encrypted.is_empty() && medium.encrypted.iter().all(|on| *on);
            let finding = match (medium.encrypted.is_empty(), medium.critical) {
                _ if is_on => continue,
                (true, _) => out.unknown("medium-unstated"),
                (false, Some(true)) => out.fail("medium-plain"),
                (false, _) => out.unknown("medium-need-unstated"),
            };
            finding.arg("medium", medium.name.clone()).cite_all(&medium.marks);
        }
        judged
    }
}
