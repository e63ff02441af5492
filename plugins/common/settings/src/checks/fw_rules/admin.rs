//! Where firewall rules can be changed from: only from addresses that are trusted.

use sekisho_sdk::prelude::*;

/// `admin-source`: each path to firewall administration that is in use is open to named sources only.
pub(super) fn source(cx: &Context<'_>, out: &mut Findings) {
    let paths: Vec<Entry<'_>> = cx
        .registers()
        .rows("access-paths")
        .filter(|p| p.get("kind") == Some("firewall"))
        .collect();
    let open: Vec<&Entry<'_>> = paths.iter().filter(|p| p.flag("enabled") != Some(false)).collect();
    if paths.is_empty() {
        out.unknown("no-admin-path")
            .cite_all(cx.registers().get("access-paths").as_ref());
    } else if open.is_empty() {
        out.not_applicable("admin-path-off")
            .arg("count", paths.len())
            .cite_all(&paths);
    }
    let mut restricted = Vec::new();
    for path in open {
        let name = path.get("name").map_or_else(|| path.label(), ToOwned::to_owned);
        match path.flag("source_restricted") {
            Some(true) => restricted.push(path),
            Some(false) => _ = out.fail("admin-open").arg("path", name).cite(path),
            None => _ = out.unknown("admin-unstated").arg("path", name).cite(path),
        }
    }
    if !restricted.is_empty() && out.is_clean() {
        out.pass("admin-restricted")
            .arg("count", restricted.len())
            .cite_all(restricted);
    }
}
