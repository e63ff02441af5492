//! Where evidence comes from: one directory handle, listed in order, never left.

use crate::{Limits, ReadError};
use cap_std::fs::{Dir, DirEntry};
use sekisho_model::Diagnostic;
use std::io::Read as _;

/// Files of a directory, with what was refused.
#[derive(Debug, Default)]
pub struct Listing {
    /// Paths from the directory, `/` between the parts, sorted.
    pub files: Vec<String>,
    /// What was refused or left out.
    pub diagnostics: Vec<Diagnostic>,
}

/// Directories that tools leave behind and nobody means as evidence.
const SKIPPED: [&str; 4] = [".git", ".svn", ".hg", "__MACOSX"];

/// Lists all files below a directory.
pub fn list(root: &Dir, limits: &Limits) -> Listing {
    let mut listing = Listing::default();
    let mut full = false;
    walk(root, "", 0, limits, &mut listing, &mut full);
    listing.files.sort();
    listing
}

/// The entries of one directory by name, in order; names that are no text are refused.
pub fn entries(dir: &Dir, at: &str, limits: &Limits, diagnostics: &mut Vec<Diagnostic>) -> Vec<(String, DirEntry)> {
    let mut out = Vec::new();
    let listed = match dir.entries() {
        Ok(listed) => listed,
        Err(error) => {
            diagnostics.push(io(&error).diagnostic(at));
            return out;
        }
    };
    for entry in listed {
        match entry {
            Ok(entry) => match entry.file_name().into_string() {
                Ok(name) => out.push((name, entry)),
                Err(name) => {
                    let what = "its name is not valid UTF-8".to_owned();
                    diagnostics.push(ReadError::Outside { what }.diagnostic(&join(at, &name.to_string_lossy())));
                }
            },
            Err(error) => diagnostics.push(io(&error).diagnostic(at)),
        }
        if out.len() > limits.files as usize {
            break;
        }
    }
    out.sort_by(|a, b| a.0.cmp(&b.0));
    out
}

fn walk(dir: &Dir, at: &str, depth: u32, limits: &Limits, listing: &mut Listing, full: &mut bool) {
    for (name, entry) in entries(dir, at, limits, &mut listing.diagnostics) {
        if *full {
            return;
        }
        let path = join(at, &name);
        let refuse = |what: &str| ReadError::Outside { what: what.to_owned() }.diagnostic(&path);
        let kind = match entry.file_type() {
            Ok(kind) => kind,
            Err(error) => {
                listing.diagnostics.push(io(&error).diagnostic(&path));
                continue;
            }
        };
        if kind.is_symlink() {
            listing.diagnostics.push(refuse("a symbolic link is not followed"));
        } else if kind.is_dir() {
            if SKIPPED.contains(&name.as_str()) {
                let text = format!("the directory `{name}` is no evidence and is left out");
                listing
                    .diagnostics
                    .push(Diagnostic::note("directory-skipped", text).at_path(path));
            } else if depth + 1 >= limits.depth {
                listing
                    .diagnostics
                    .push(ReadError::limit("depth of directories", limits.depth.to_string()).diagnostic(&path));
            } else {
                match entry.open_dir() {
                    Ok(inner) => walk(&inner, &path, depth + 1, limits, listing, full),
                    Err(error) => listing.diagnostics.push(io(&error).diagnostic(&path)),
                }
            }
        } else if !kind.is_file() {
            listing.diagnostics.push(refuse("it is no regular file"));
        } else if listing.files.len() >= limits.files as usize {
            *full = true;
            listing
                .diagnostics
                .push(ReadError::limit("number of files", limits.files.to_string()).diagnostic(&path));
        } else {
            listing.files.push(path);
        }
    }
}

/// Joins with `/`.
pub fn join(at: &str, name: &str) -> String {
    if at.is_empty() {
        name.to_owned()
    } else {
        format!("{at}/{name}")
    }
}

/// Whether a path stays where it starts: relative, without `..`, `.`, `\` or empty parts.
pub fn is_inside(path: &str) -> bool {
    !path.is_empty() && !path.contains(['\\', '\0']) && path.split('/').all(|p| !matches!(p, "" | "." | ".."))
}

/// Reads one file, bounded. Every part of the path is opened by its own name, so that no link is followed.
pub fn read(root: &Dir, path: &str, limits: &Limits) -> Result<Vec<u8>, ReadError> {
    if !is_inside(path) {
        return Err(ReadError::Outside {
            what: "the path leaves the evidence directory".to_owned(),
        });
    }
    let meta = root.symlink_metadata(path).map_err(|e| io(&e))?;
    if meta.is_symlink() {
        return Err(ReadError::Outside {
            what: "a symbolic link is not followed".to_owned(),
        });
    }
    // A pipe would hold us for ever: it is refused before it is opened.
    if !meta.is_file() {
        return Err(ReadError::Outside {
            what: "it is no regular file".to_owned(),
        });
    }
    let too_large = || ReadError::limit("file size", format!("{} bytes", limits.file_bytes));
    if meta.len() > limits.file_bytes {
        return Err(too_large());
    }
    let file = root.open(path).map_err(|e| io(&e))?;
    if !file.metadata().map_err(|e| io(&e))?.is_file() {
        return Err(ReadError::Outside {
            what: "it is no regular file".to_owned(),
        });
    }
    let mut bytes = Vec::with_capacity(usize::try_from(meta.len()).unwrap_or(0));
    // The file may grow while it is read.
    file.take(limits.file_bytes + 1)
        .read_to_end(&mut bytes)
        .map_err(|e| io(&e))?;
    if bytes.len() as u64 > limits.file_bytes {
        return Err(too_large());
    }
    Ok(bytes)
}

/// The system's word, without machine-specific numbers.
pub fn io(error: &std::io::Error) -> ReadError {
    let text = error.to_string();
    let reason = text.split(" (os error").next().unwrap_or("").to_lowercase();
    ReadError::Io { reason }
}

#[cfg(test)]
mod tests {
    use super::is_inside;

    #[test]
    fn paths_stay_inside() {
        assert!(is_inside("a/b.csv") && is_inside("..a"));
        for path in ["", "/etc/passwd", "../x", "a/../../x", "a//b", "./a", "C:\\x", "a\0"] {
            assert!(!is_inside(path), "{path}");
        }
    }
}
