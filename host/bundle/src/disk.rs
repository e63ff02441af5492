//! Files written so that whoever is killed, or loses power, leaves the old file or the new one and never half of one.

use crate::trust::TrustError;
use cap_std::fs::{Dir, OpenOptions};
use std::io::{self, Write as _};

/// A file that could not be written.
#[derive(Debug)]
pub(crate) struct Fault {
    pub(crate) path: String,
    pub(crate) reason: String,
}

impl From<Fault> for TrustError {
    fn from(fault: Fault) -> Self {
        Self::Source {
            path: fault.path,
            reason: fault.reason,
        }
    }
}

fn fault(path: &str) -> impl Fn(io::Error) -> Fault + '_ {
    move |e| Fault {
        path: path.to_owned(),
        reason: e.to_string(),
    }
}

/// Writes beside a file, then takes its place.
pub(crate) fn replace(dir: &Dir, path: &str, bytes: &[u8]) -> Result<(), Fault> {
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
    settle(dir);
    Ok(())
}

/// Writes a file where none may be yet.
pub(crate) fn put(dir: &Dir, path: &str, bytes: &[u8]) -> Result<(), Fault> {
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
pub(crate) fn settle(dir: &Dir) {
    if let Ok(folder) = dir.open(".") {
        let _ = folder.sync_all();
    }
}
