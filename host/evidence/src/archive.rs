//! A packed directory given as evidence: read into memory as a tree, never unpacked anywhere.
//!
//! Names that lead outside, names that stand twice, and archives that are broken or grow without measure refuse the
//! whole archive: two readers must not see two sets of files. What a directory on disk may hold and is not read from it
//! either (links, devices, names that are no text) is refused by itself, with the same words.

mod tape;
mod tree;
mod zipped;

use crate::{Limits, ReadError};

pub use tree::Tree;

/// Ends of names by which a file on the command line is taken for an archive.
const READ: [&str; 4] = [".zip", ".tar", ".tar.gz", ".tgz"];

/// Ends of names of archives that are not read; saying so is better than taking them for a binary file.
const UNREAD: [&str; 14] = [
    ".tar.bz2", ".tbz2", ".tbz", ".tar.xz", ".txz", ".tar.zst", ".tzst", ".tar.lz", ".tar.z", ".zipx", ".7z", ".rar",
    ".lzh", ".cab",
];

/// Whether a name is that of an archive.
pub fn is_archive(file: &str) -> bool {
    end(file).is_some()
}

/// The name of an archive without what says that it is one.
pub fn stem(file: &str) -> &str {
    let length = end(file).map_or(0, str::len);
    file.get(..file.len().saturating_sub(length)).unwrap_or(file)
}

/// The longest known end that a name has.
fn end(file: &str) -> Option<&'static str> {
    let lower = file.to_ascii_lowercase();
    let known = READ.iter().chain(&UNREAD).copied();
    known.filter(|end| lower.ends_with(end)).max_by_key(|end| end.len())
}

/// Reads an archive; its content says how it is packed, its name decides where the content has no mark.
pub fn open(file: &str, bytes: &[u8], limits: &Limits) -> Result<Tree, ReadError> {
    let named = end(file);
    if let Some(end) = named.filter(|end| UNREAD.contains(end)) {
        return Err(ReadError::Refused {
            what: format!("an archive of the kind `{end}`"),
            line: None,
            hint: "pack the directory as `.zip` or `.tar.gz`, or give the directory itself".to_owned(),
        });
    }
    let mut packer = tree::Packer::new(bytes.len() as u64, limits);
    if bytes.starts_with(b"PK") {
        zipped::read(bytes, &mut packer)?;
    } else if bytes.starts_with(&[0x1f, 0x8b]) {
        tape::read_compressed(bytes, &mut packer)?;
    } else if named == Some(".zip") {
        zipped::read(bytes, &mut packer)?;
    } else if named == Some(".tar") {
        tape::read(bytes, &mut packer)?;
    } else {
        return Err(ReadError::malformed("tar.gz archive", "it does not begin like gzip"));
    }
    Ok(packer.finish())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_tell_archives_and_lose_their_ends() {
        for (file, name) in [
            ("plant-a.zip", "plant-a"),
            ("Plant.A.ZIP", "Plant.A"),
            ("x.tar.gz", "x"),
            ("x.tgz", "x"),
            ("x.tar", "x"),
            ("工場.tar.GZ", "工場"),
            ("x.7z", "x"),
            ("x.tar.Z", "x"),
            ("x.zipx", "x"),
        ] {
            assert!(is_archive(file), "{file}");
            assert_eq!(stem(file), name);
        }
        for file in ["a.gz", "a.xlsx", "zip", "tar", "a.json", "a.zip.txt"] {
            assert!(!is_archive(file), "{file}");
        }
    }
}
