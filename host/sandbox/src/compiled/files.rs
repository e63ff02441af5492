//! Files of the cache: closed to others, whole or not there, whoever else writes and whoever is killed.

use super::entry::Fault;
use cap_std::fs::{Dir, File, Metadata, OpenOptions};
use std::io::{ErrorKind, Write as _};
use std::time::Duration;

/// A writer that has not renamed its file for so long was killed.
const ABANDONED: Duration = Duration::from_secs(3600);

/// Whether a directory or file is closed to writers other than its owner.
fn is_closed(metadata: &Metadata) -> bool {
    #[cfg(unix)]
    {
        use cap_std::fs::MetadataExt as _;
        metadata.mode() & 0o022 == 0
    }
    #[cfg(not(unix))]
    {
        let _ = metadata;
        true
    }
}

/// Says why a directory must not be used, or nothing.
pub(super) fn is_private(dir: &Dir) -> Result<(), String> {
    let metadata = dir.dir_metadata().map_err(|e| reason(&e))?;
    if !is_closed(&metadata) {
        return Err("others may write to its directory".to_owned());
    }
    Ok(())
}

/// Opens an entry; none where there is none.
pub(super) fn open(dir: &Dir, name: &str) -> Result<Option<File>, Fault> {
    match dir.symlink_metadata(name) {
        Ok(metadata) if metadata.is_file() => {}
        Ok(_) => return Err(Fault::Unusable("it is no regular file".to_owned())),
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(error.into()),
    }
    let file = dir.open(name)?;
    let metadata = file.metadata()?;
    if !is_closed(&metadata) || !has_owner_of(&metadata, dir)? {
        return Err(Fault::Unusable("others may have written it".to_owned()));
    }
    Ok(Some(file))
}

fn has_owner_of(metadata: &Metadata, dir: &Dir) -> std::io::Result<bool> {
    #[cfg(unix)]
    {
        use cap_std::fs::MetadataExt as _;
        Ok(metadata.uid() == dir.dir_metadata()?.uid())
    }
    #[cfg(not(unix))]
    {
        let _ = (metadata, dir);
        Ok(true)
    }
}

/// Writes beside and renames, so that a reader never sees half an entry, and of two writers the later wins.
pub(super) fn replace(dir: &Dir, name: &str, bytes: &[u8]) -> std::io::Result<()> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    {
        use cap_std::fs::OpenOptionsExt as _;
        options.mode(0o600);
    }
    let mut number = 0u32;
    let (mut file, part) = loop {
        let part = format!("{name}.{}-{number}.part", std::process::id());
        match dir.open_with(&part, &options) {
            Ok(file) => break (file, part),
            // Another thread's, or left by a killed process that had our number.
            Err(error) if error.kind() == ErrorKind::AlreadyExists && number < 100 => number += 1,
            Err(error) => return Err(error),
        }
    };
    let written = file.write_all(bytes).and_then(|()| file.sync_all());
    let now = file.metadata().and_then(|m| m.modified());
    drop(file);
    let renamed = written.and_then(|()| dir.rename(&part, dir, name));
    if renamed.is_err() {
        let _ = dir.remove_file(&part);
    }
    if let Ok(now) = now {
        sweep(dir, now);
    }
    renamed
}

/// Removes what killed writers left. The clock is that of the file system: the time of the file just written.
fn sweep(dir: &Dir, now: cap_std::time::SystemTime) {
    let Ok(entries) = dir.entries() else { return };
    for entry in entries.flatten() {
        let is_part = entry.file_name().to_string_lossy().ends_with(".part");
        let age = || now.duration_since(entry.metadata().ok()?.modified().ok()?).ok();
        if is_part && age().is_some_and(|age| age > ABANDONED) {
            let _ = entry.remove_file();
        }
    }
}

/// The system's word, without machine-specific numbers.
pub(super) fn reason(error: &std::io::Error) -> String {
    let text = error.to_string();
    text.split(" (os error").next().unwrap_or("").to_lowercase()
}
