//! Reading and writing the files of a log: bounded, and whole or not at all.

use super::error::LogError;
use super::tiles::Tile;
use cap_std::fs::{Dir, File, OpenOptions};
use std::collections::BTreeSet;
use std::io::{ErrorKind, Read as _, Write as _};

/// Name of the file with the newest signed checkpoint.
pub(crate) const CHECKPOINT: &str = "checkpoint";
/// Held by whoever appends.
const LOCK: &str = "lock";

/// At most so many bytes of a file, or a refusal.
pub(crate) fn read(dir: &Dir, path: &str, most: usize) -> Result<Vec<u8>, LogError> {
    let fault = |error: std::io::Error| LogError::io(path, &error);
    // Before it is opened: opening a pipe would wait for ever.
    if !dir.symlink_metadata(path).map_err(fault)?.is_file() {
        return Err(LogError::damaged(path, "it is no plain file"));
    }
    let file = dir.open(path).map_err(fault)?;
    let limit = (most as u64).saturating_add(1);
    let mut bytes = Vec::new();
    file.take(limit).read_to_end(&mut bytes).map_err(fault)?;
    if bytes.len() > most {
        return Err(LogError::damaged(path, format!("it is longer than {most} bytes")));
    }
    Ok(bytes)
}

/// The bytes of a tile, and which tile it is: the full one where the partial one has been cleared away.
pub(crate) fn read_tile(dir: &Dir, tile: Tile) -> Result<(Tile, Vec<u8>), LogError> {
    match read(dir, &tile.path(), tile.most_bytes()) {
        Err(LogError::Missing { path }) if !tile.is_full() => {
            let full = tile.full();
            match read(dir, &full.path(), full.most_bytes()) {
                // The partial one is what the checkpoint asks for.
                Err(LogError::Missing { .. }) => Err(LogError::Missing { path }),
                other => Ok((full, other?)),
            }
        }
        other => Ok((tile, other?)),
    }
}

/// Writes a file beside its place, makes its bytes durable, and moves it there. The place itself is durable after [`settle`].
pub(crate) fn write(dir: &Dir, path: &str, bytes: &[u8]) -> Result<(), LogError> {
    let fault = |error: std::io::Error| LogError::io(path, &error);
    dir.create_dir_all(folder(path)).map_err(fault)?;
    let part = format!("{path}.part");
    let mut file = dir.create(&part).map_err(fault)?;
    file.write_all(bytes)
        .and_then(|()| file.sync_all())
        .and_then(|()| dir.rename(&part, dir, path))
        .map_err(fault)
}

/// Makes durable that these files lie where they lie: every folder on the way to them may be new.
pub(crate) fn settle(dir: &Dir, paths: impl IntoIterator<Item = String>) -> Result<(), LogError> {
    let mut folders = BTreeSet::from([".".to_owned()]);
    for path in paths {
        let mut at = folder(&path);
        while folders.insert(at.to_owned()) {
            at = folder(at);
        }
    }
    // The innermost first.
    for folder in folders.iter().rev() {
        sync(dir, folder).map_err(|e| LogError::io(folder, &e))?;
    }
    Ok(())
}

fn folder(path: &str) -> &str {
    path.rsplit_once('/').map_or(".", |(folder, _)| folder)
}

#[cfg(unix)]
fn sync(dir: &Dir, folder: &str) -> std::io::Result<()> {
    dir.open(folder)?.sync_all()
}

/// Elsewhere a folder cannot be opened to be made durable; a rename is.
#[cfg(not(unix))]
fn sync(_: &Dir, _: &str) -> std::io::Result<()> {
    Ok(())
}

/// Clears away what a full tile has made needless. That it stays is no harm.
pub(crate) fn clear(dir: &Dir, tile: Tile) {
    let _ = dir.remove_dir_all(tile.partial_folder());
}

/// Holds the log for one writer, until it is dropped.
pub(crate) fn lock(dir: &Dir) -> Result<File, LogError> {
    let mut options = OpenOptions::new();
    let file = dir.open_with(LOCK, options.write(true).create(true));
    let locked = file.map(File::into_std).and_then(|file| {
        file.try_lock()?;
        Ok(File::from_std(file))
    });
    locked.map_err(|error| match error.kind() {
        ErrorKind::WouldBlock => LogError::Busy,
        _ => LogError::io(LOCK, &error),
    })
}

/// Whether there is a checkpoint.
pub(crate) fn is_log(dir: &Dir) -> Result<bool, LogError> {
    match dir.symlink_metadata(CHECKPOINT) {
        Ok(_) => Ok(true),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(false),
        Err(error) => Err(LogError::io(CHECKPOINT, &error)),
    }
}
