//! Bundles as files: read from a path, whatever form they have there.

use crate::failure::Failure;
use crate::machine;
use sekisho_bundle::config::PluginClaim;
use sekisho_bundle::registry::Reference;
use sekisho_bundle::{Bundle as Artifact, Layout, Limits, open};
use sekisho_sandbox::Plugin;
use std::path::Path;

/// The layout at a path; nothing where there is a directory that is none, or nothing at all.
pub(crate) fn layout(path: &Path) -> Result<Option<Layout>, Failure> {
    let limits = Limits::default();
    if machine::is_dir(path) {
        let dir = machine::open_dir(path)
            .map_err(|e| Failure::usage(format!("cannot read bundle `{}`: {e}", path.display())))?;
        return match Layout::is_folder(&dir) {
            true => Ok(Some(Layout::from_folder(&dir, limits)?)),
            false => Ok(None),
        };
    }
    if path.to_str().is_some_and(Reference::is_meant) {
        return Err(Failure::usage(format!(
            "`{}` is a reference, and a file is asked for here",
            path.display()
        ))
        .hint("`sekisho bundle pull … --to FILE` writes one"));
    }
    let bytes = machine::read(path, limits.total)?;
    Ok(Some(Layout::from_tar(&bytes, limits)?))
}

/// The bundle at a path where there must be one.
pub(crate) fn must(path: &Path) -> Result<(Layout, Artifact), Failure> {
    let Some(layout) = layout(path)? else {
        return Err(not_built(path));
    };
    let artifact = open(&layout)?;
    Ok((layout, artifact))
}

/// A directory where a bundle is wanted.
pub(crate) fn not_built(path: &Path) -> Failure {
    Failure::usage(format!("`{}` is a directory and no bundle", path.display()))
        .hint("`sekisho bundle build` makes one of it")
}

/// Writes a layout back to where it was read from.
pub(crate) fn write(path: &Path, layout: &Layout) -> Result<(), Failure> {
    if !machine::is_dir(path) {
        return machine::write(path, &layout.to_tar()?);
    }
    let dir =
        machine::open_dir(path).map_err(|e| Failure::usage(format!("cannot open bundle `{}`: {e}", path.display())))?;
    Ok(layout.to_folder(&dir)?)
}

/// What a plugin is, from its imports and its own description.
pub(crate) fn claim(plugin: &Plugin) -> PluginClaim {
    let authority = plugin.authority();
    PluginClaim {
        id: plugin.info().id.clone(),
        version: plugin.info().version.clone(),
        interface: authority.interface.to_string(),
        reads: authority.kinds().into_iter().map(ToOwned::to_owned).collect(),
        checks: plugin.info().checks.iter().map(|check| check.id.clone()).collect(),
    }
}
