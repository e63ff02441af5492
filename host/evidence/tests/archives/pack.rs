//! Makes archives: ordinary ones with libraries, impossible ones byte by byte.

use std::io::Write as _;
use std::path::PathBuf;
use std::sync::atomic::{AtomicU32, Ordering};

/// A directory that goes away.
pub(crate) struct Scratch(pub(crate) PathBuf);

impl Scratch {
    pub(crate) fn new() -> Self {
        static NUMBER: AtomicU32 = AtomicU32::new(0);
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let path = std::env::temp_dir().join(format!("sekisho-archives-{}-{number}", std::process::id()));
        let _ = std::fs::remove_dir_all(&path);
        std::fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    pub(crate) fn file(&self, path: &str, bytes: &[u8]) {
        let path = self.0.join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

pub(crate) fn zip(files: &[(&str, &[u8])], deflated: bool) -> Vec<u8> {
    let mut made = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let method = if deflated {
        zip::CompressionMethod::Deflated
    } else {
        zip::CompressionMethod::Stored
    };
    let options = zip::write::SimpleFileOptions::default().compression_method(method);
    for (path, bytes) in files {
        made.start_file(*path, options).unwrap();
        made.write_all(bytes).unwrap();
    }
    made.finish().unwrap().into_inner()
}

pub(crate) fn tar(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut made = tar::Builder::new(Vec::new());
    for (path, bytes) in files {
        let mut header = tar::Header::new_gnu();
        header.set_size(bytes.len() as u64);
        header.set_mode(0o644);
        made.append_data(&mut header, path, *bytes).unwrap();
    }
    made.into_inner().unwrap()
}

pub(crate) fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut out = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    out.write_all(bytes).unwrap();
    out.finish().unwrap()
}

pub(crate) fn tgz(files: &[(&str, &[u8])]) -> Vec<u8> {
    gzip(&tar(files))
}

/// A head with any name and kind.
pub(crate) fn tar_head(name: &[u8], kind: tar::EntryType, size: u64) -> tar::Header {
    let mut header = tar::Header::new_gnu();
    header.as_old_mut().name[..name.len()].copy_from_slice(name);
    header.set_entry_type(kind);
    header.set_size(size);
    header.set_mode(0o644);
    header.set_cksum();
    header
}

pub(crate) fn tar_directory(made: &mut tar::Builder<Vec<u8>>, name: &str) {
    made.append(
        &tar_head(name.as_bytes(), tar::EntryType::Directory, 0),
        std::io::empty(),
    )
    .unwrap();
}

pub(crate) fn tar_file(made: &mut tar::Builder<Vec<u8>>, name: &[u8], bytes: &[u8]) {
    made.append(&tar_head(name, tar::EntryType::Regular, bytes.len() as u64), bytes)
        .unwrap();
}

/// One entry of a ZIP as its bytes say it.
#[derive(Clone)]
pub(crate) struct Raw<'a> {
    pub(crate) name: &'a [u8],
    /// The name in the entry's own head.
    pub(crate) local_name: &'a [u8],
    pub(crate) content: &'a [u8],
    pub(crate) flags: u16,
    pub(crate) method: u16,
    /// Unix mode, 0 for none.
    pub(crate) mode: u32,
    pub(crate) size: u32,
    pub(crate) crc: u32,
}

impl<'a> Raw<'a> {
    pub(crate) fn file(name: &'a [u8], content: &'a [u8]) -> Self {
        let mut crc = flate2::Crc::new();
        crc.update(content);
        Self {
            name,
            local_name: name,
            content,
            flags: 0,
            method: 0,
            mode: 0,
            size: u32::try_from(content.len()).unwrap(),
            crc: crc.sum(),
        }
    }
}

/// Writes a ZIP as told.
pub(crate) fn raw_zip(entries: &[Raw<'_>]) -> Vec<u8> {
    let (mut out, mut list) = (Vec::new(), Vec::new());
    for entry in entries {
        let offset = u32::try_from(out.len()).unwrap();
        let packed = u32::try_from(entry.content.len()).unwrap();
        let common = |out: &mut Vec<u8>, name: &[u8]| {
            for word in [20, entry.flags, entry.method, 0, 0x21] {
                out.extend(u16::to_le_bytes(word));
            }
            for word in [entry.crc, packed, entry.size] {
                out.extend(word.to_le_bytes());
            }
            out.extend(u16::try_from(name.len()).unwrap().to_le_bytes());
            out.extend([0, 0]);
        };
        out.extend(b"PK\x03\x04");
        common(&mut out, entry.local_name);
        out.extend(entry.local_name);
        out.extend(entry.content);
        list.extend(b"PK\x01\x02");
        // Made on Unix where there is a mode.
        list.extend([20, if entry.mode == 0 { 0 } else { 3 }]);
        common(&mut list, entry.name);
        list.extend([0; 6]);
        list.extend((entry.mode << 16).to_le_bytes());
        list.extend(offset.to_le_bytes());
        list.extend(entry.name);
    }
    let (start, count) = (out.len(), u16::try_from(entries.len()).unwrap());
    out.extend(&list);
    out.extend(b"PK\x05\x06\0\0\0\0");
    out.extend(count.to_le_bytes());
    out.extend(count.to_le_bytes());
    out.extend(u32::try_from(list.len()).unwrap().to_le_bytes());
    out.extend(u32::try_from(start).unwrap().to_le_bytes());
    out.extend([0, 0]);
    out
}
