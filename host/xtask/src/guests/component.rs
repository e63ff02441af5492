//! A core module becomes a component: a millisecond of the `wit-component` library, so it is done each time, and the
//! file is written only when its bytes changed (what depends on it is then not rebuilt for nothing).

use std::path::{Path, PathBuf};

use wit_component::ComponentEncoder;

use crate::failure::Failure;

/// Encodes `module` and leaves the result at `path`.
pub(super) fn make(module: &Path, path: &Path) -> Result<(PathBuf, Vec<u8>), Failure> {
    let bytes = std::fs::read(module).map_err(Failure::because(format_args!("cannot read {}", module.display())))?;
    let component = encode(&bytes).map_err(|reason| {
        Failure::new(format!("{} does not become a component: {reason}", module.display()))
            .hint("a guest may import nothing but the interfaces of `sekisho:policy`")
    })?;
    if std::fs::read(path).ok().as_deref() != Some(component.as_slice()) {
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder)
                .map_err(Failure::because(format_args!("cannot make {}", folder.display())))?;
        }
        std::fs::write(path, &component).map_err(Failure::because(format_args!("cannot write {}", path.display())))?;
    }
    Ok((path.to_owned(), component))
}

fn encode(module: &[u8]) -> Result<Vec<u8>, String> {
    let mut encoder = ComponentEncoder::default();
    encoder
        .validate(true)
        .module(module)
        .and_then(ComponentEncoder::encode)
        .map_err(|reason| {
            // The chain in one line: the outermost sentence alone says only that decoding failed.
            reason.chain().map(ToString::to_string).collect::<Vec<_>>().join(": ")
        })
}

/// Removes components nobody made this time: a plugin that was renamed must not stay in the bundle.
pub(super) fn remove_others(folder: &Path, made: &[(PathBuf, Vec<u8>)]) -> Result<(), Failure> {
    let Ok(entries) = std::fs::read_dir(folder) else {
        return Ok(());
    };
    for path in entries.flatten().map(|entry| entry.path()) {
        let is_component = path.extension().is_some_and(|extension| extension == "wasm");
        if is_component && !made.iter().any(|(known, _)| *known == path) {
            std::fs::remove_file(&path).map_err(Failure::because(format_args!("cannot remove {}", path.display())))?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;
    use crate::tidy::testing::Scratch;

    #[test]
    fn a_module_with_a_foreign_import_is_refused() {
        // (module (import "env" "now" (func)))
        let module = b"\0asm\x01\0\0\0\x01\x04\x01\x60\0\0\x02\x0b\x01\x03env\x03now\0\0";
        assert!(encode(module).is_err());
        assert!(encode(b"not wasm").is_err());
    }

    #[test]
    fn what_nobody_made_is_removed() {
        let scratch = Scratch::new(&[("old.wasm", "x"), ("new.wasm", "x"), ("note.txt", "x")]);
        let new = scratch.path().join("new.wasm");
        remove_others(scratch.path(), &[(new.clone(), Vec::new())]).unwrap();
        assert!(new.exists() && scratch.path().join("note.txt").exists());
        assert!(!scratch.path().join("old.wasm").exists());
    }
}
