//! Files written so that whoever is killed, or loses power, leaves the old file or the new one and never half of one.

use super::TrustError;
use cap_std::fs::{Dir, OpenOptions};
use std::io::{self, Write as _};

fn fault(path: &str) -> impl Fn(io::Error) -> TrustError + '_ {
    move |e| TrustError::Source {
        path: path.to_owned(),
        reason: e.to_string(),
    }
}

/// Writes beside a file, then takes its place.
pub(super) fn replace(dir: &Dir, path: &str, bytes: &[u8]) -> Result<(), TrustError> {
    let part = format!("{path}.part");
    if let Some((folder, _)) = path.rsplit_once('/') {
        dir.create_dir_all(folder).map_err(fault(folder))?;
    }
    // What a killed run left would be written over, and a link that stands there is not followed.
    match dir.remove_file(&part) {
        Err(e) if e.kind() != io::ErrorKind::NotFound => return Err(fault(&part)(e)),
        _ => {}
    }
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    let mut file = dir.open_with(&part, &options).map_err(fault(&part))?;
    file.write_all(bytes)
        .and_then(|()| file.sync_all())
        .map_err(fault(&part))?;
    dir.rename(&part, dir, path).map_err(fault(path))?;
    settle(dir)
}

/// Writes a file where none may be yet.
pub(super) fn put(dir: &Dir, path: &str, bytes: &[u8]) -> Result<(), TrustError> {
    if let Some((folder, _)) = path.rsplit_once('/') {
        dir.create_dir_all(folder).map_err(fault(folder))?;
    }
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    let mut file = dir.open_with(path, &options).map_err(fault(path))?;
    file.write_all(bytes)
        .and_then(|()| file.sync_all())
        .map_err(fault(path))
}

/// Makes names durable. Systems that cannot do that for a folder keep them all the same.
pub(super) fn settle(dir: &Dir) -> Result<(), TrustError> {
    if let Ok(folder) = dir.open(".") {
        let _ = folder.sync_all();
    }
    Ok(())
}
