//! Other people's test archives: what is odd is read or refused with a reason, and nothing breaks.

use super::opened;
use sekisho_model::diagnostic::Level;
use std::path::{Path, PathBuf};

fn files() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/data/corpus/5-hostile");
    let mut open: Vec<PathBuf> = ["zip2-tests", "tar-rs-tests", "go-stdlib-archives", "libarchive-tests"]
        .iter()
        .map(|folder| root.join(folder))
        .collect();
    let mut found = Vec::new();
    while let Some(folder) = open.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
            } else if path.extension().is_some_and(|e| e != "md") {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

/// Some archives are kept as text: uuencoded or in base64.
fn plain(name: &str, bytes: Vec<u8>) -> (String, Vec<u8>) {
    let Some((inner, kind)) = name.rsplit_once('.') else {
        return (name.to_owned(), bytes);
    };
    let six = |byte: u8| (byte.wrapping_sub(32)) & 63;
    let decoded = match kind {
        "uu" => String::from_utf8_lossy(&bytes)
            .lines()
            .skip_while(|l| !l.starts_with("begin "))
            .skip(1)
            .take_while(|l| *l != "end")
            .flat_map(|line| {
                let line = line.as_bytes();
                let length = line.first().map_or(0, |b| usize::from(six(*b)));
                let quads = line.get(1..).unwrap_or_default().chunks(4);
                let bytes: Vec<u8> = quads.flat_map(|q| joined(q, six)).take(length).collect();
                bytes
            })
            .collect(),
        "base64" => {
            const DIGITS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
            let value = |b: u8| {
                DIGITS
                    .iter()
                    .position(|d| *d == b)
                    .map_or(0, |p| u8::try_from(p).unwrap())
            };
            let digits: Vec<u8> = bytes.into_iter().filter(|b| !b.is_ascii_whitespace()).collect();
            let padding = digits.iter().filter(|b| **b == b'=').count();
            let mut out: Vec<u8> = digits.chunks(4).flat_map(|q| joined(q, value)).collect();
            out.truncate(out.len() - padding);
            out
        }
        _ => return (name.to_owned(), bytes),
    };
    (inner.to_owned(), decoded)
}

fn joined(quad: &[u8], value: impl Fn(u8) -> u8) -> [u8; 3] {
    let at = |i: usize| quad.get(i).map_or(0, |b| value(*b));
    [at(0) << 2 | at(1) >> 4, at(1) << 4 | at(2) >> 2, at(2) << 6 | at(3)]
}

/// How many files of an archive are read, and the codes of what is not; nothing is read of one that is refused.
fn outcome(path: &Path) -> (String, Vec<String>) {
    let name = path.file_name().unwrap().to_str().unwrap();
    let (name, bytes) = plain(name, std::fs::read(path).unwrap());
    let (list, read) = opened(&name, &bytes);
    let evidence: usize = read.iter().map(|s| s.evidence.len()).sum();
    let all = list.diagnostics.iter().chain(read.iter().flat_map(|s| &s.diagnostics));
    let (mut line, mut said) = (format!("{name} {evidence}"), Vec::new());
    for error in all.filter(|d| d.level == Level::Error) {
        assert!(
            error.hint.is_some() && !error.message.contains('\n'),
            "{name}: {error:?}"
        );
        line.push(' ');
        line.push_str(error.code.trim_start_matches("evidence-"));
        let place = error.locator.as_deref().or(error.path.as_deref()).unwrap_or("");
        said.push(format!("{place}: {}", error.message));
    }
    (line, said)
}

#[test]
fn archives_of_others_are_read_or_refused() {
    let all = files();
    assert!(all.len() > 90, "{}", all.len());
    let mut found = Vec::new();
    for path in &all {
        let (line, said) = outcome(path);
        println!("{line} | {}", said.join(" | "));
        found.push(line);
    }
    let expected: Vec<&str> = EXPECTED.lines().collect();
    for (found, expected) in found.iter().zip(&expected) {
        assert_eq!(found, expected);
    }
    assert_eq!(found.len(), expected.len(), "every archive has its line");
}

/// Archive, how many of its files are read, and for every error its code. Each line was compared with what is in the
/// archive.
const EXPECTED: &str = "\
file-and-dir.tar 1
gnu-incremental.tar 0 malformed
gnu-long-nul.tar 0 refused
gnu-nil-sparse-hole.tar 0 refused
gnu-not-utf8.tar 0 outside
hardlink.tar 1 outside
issue10968.tar 0 malformed
issue11169.tar 0 malformed
neg-size.tar 0 malformed
pax-bad-hdr-file.tar 0 malformed
pax-multi-hdrs.tar 0 malformed
pax-nil-sparse-data.tar 0 refused
pax-nil-sparse-hole.tar 0 refused
pax-pos-size-file.tar 0 malformed
pax-sparse-big.tar 0 refused
pax.tar 1 outside
sparse-formats.tar 0 malformed
trailing-slash.tar 0
ustar-file-devs.tar 1
ustar-file-reg.tar 0 malformed
ustar.tar 1
writer-big.tar 0 malformed
writer.tar 2 outside
xattrs.tar 2
comment-truncated.zip 1
crc32-not-streamed.zip 2
dd.zip 1
dupdir.zip 0 refused
readme.zip 1
subdir.zip 1
symlink.zip 0 outside
test-badbase.zip 0 malformed
test-baddirsz.zip 2
test-trailing-junk.zip 2
test.zip 2
time-22738.zip 1
time-7zip.zip 1
time-win7.zip 1
time-winrar.zip 1
time-winzip.zip 1
unix.zip 3
utf8-7zip.zip 1
utf8-infozip.zip 1
utf8-osx.zip 1
utf8-winrar.zip 1
utf8-winzip.zip 1
winxp.zip 3
zip64.zip 1
test_compat_gtar_2.tar 1
test_compat_gzip_1.tgz 6
test_compat_tar_directory_1.tar 0
test_compat_tar_hardlink_1.tar 0 malformed
test_compat_zip_1.zip 2
test_compat_zip_3.zip 1
test_compat_zip_4.zip 3
test_compat_zip_6.zip 1
test_compat_zip_8.zip 0 refused
test_pax_xattr_header_all.tar 1
test_read_data_into_fd_size_exceeds_declared_stored.zip 0 malformed
test_read_format_gtar_filename_cp866.tar.Z 0 refused
test_read_format_gtar_filename_eucjp.tar.Z 0 refused
test_read_format_gtar_sparse_length.tar.Z 0 refused
test_read_format_gtar_sparse_skip_entry.tar.Z 0 refused
test_read_format_tar_V_negative_size.tar 0 malformed
test_read_format_tar_acl_oob_read.tar 0 malformed
test_read_format_tar_concatenated.tar 0 malformed
test_read_format_tar_empty_filename.tar 0
test_read_format_tar_empty_pax.tar.Z 0 refused
test_read_format_tar_empty_with_gnulabel.tar 0 malformed
test_read_format_tar_filename_koi8r.tar.Z 0 refused
test_read_format_tar_pax_g_large.tar 0 malformed
test_read_format_tar_pax_sun_holesdata.tar 0 refused
test_read_format_tar_pax_timestamps.tar 1
test_read_format_tar_timestamp_overflow.tar 0 malformed
test_read_format_ustar_filename_cp866.tar.Z 0 refused
test_read_format_ustar_filename_eucjp.tar.Z 0 refused
test_read_format_zip_7075_utf8_paths.zip 0 malformed
test_read_format_zip_bzip2_multi.zipx 0 refused
test_read_format_zip_comment_stored_1.zip 2
test_read_format_zip_comment_stored_2.zip 2
test_read_format_zip_encryption_header.zip 0 malformed
test_read_format_zip_encryption_partially.zip 1 refused
test_read_format_zip_extra_padding.zip 0 malformed
test_read_format_zip_filename_cp866.zip 0 outside outside
test_read_format_zip_filename_cp932.zip 2
test_read_format_zip_filename_koi8r.zip 2
test_read_format_zip_filename_utf8_jp.zip 2
test_read_format_zip_high_compression.zip 1
test_read_format_zip_lzma.zipx 0 refused
test_read_format_zip_lzma_alone_leak.zipx 0 refused
test_read_format_zip_lzma_stream_end.zipx 0 refused
test_read_format_zip_msdos.zip 2
test_read_format_zip_nofiletype.zip 1
test_read_format_zip_padded2.zip 2
test_read_format_zip_ppmd8_aes256_streaming.zipx 0 refused
test_read_format_zip_ppmd8_crash_1.zipx 0 refused
test_read_format_zip_size_exceeds_declared_stored.zip 0 malformed
test_read_format_zip_symlink.zip 1 outside
test_read_format_zip_uncompressed_size_off_by_4gib.zip 0 malformed
test_read_format_zip_ux.zip 1
test_read_format_zip_winzip_aes128.zip 0 refused
test_read_format_zip_winzip_aes256_stored.zip 0 refused
test_read_format_zip_with_invalid_traditional_eocd.zip 2
test_read_format_zip_xz_multi.zipx 0 refused
test_read_format_zip_zipx_lzma_oom.zipx 0 refused
test_read_format_zip_zstd_multi.zipx 0 refused
7z_long_path.tar 1
empty_filename.tar 0 malformed
file_times.tar 1
link.tar 1 outside
pax.tar 2
pax_size.tar 1
simple.tar 3
spaces.tar 1
sparse-1.tar 0 refused
sparse.tar 0 refused refused refused refused
xattrs.tar 1
chinese.zip 1 encoding
data_descriptor.zip 1
deflate64_issue_25.zip 0 malformed
extended_timestamp.zip 2
extended_timestamp_bad.zip 0 malformed
files_and_dirs.zip 1
invalid_cde_number_of_files_allocation_greater_offset.zip 0 malformed
misaligned_comment.zip 0
non_utf8.zip 2
ppmd.zip 0 refused
raw_deflate64_index_out_of_bounds.zip 0 refused
symlink.zip 0 outside
windows-7zip.zip 1
zip64_demo.zip 0 outside
zip64_magic_in_filename_3.zip 0 refused
zip64_magic_in_filename_5.zip 0 refused
";
