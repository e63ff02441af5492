//! Room outside of memory for the time of one scan: a file without a name beside the record, gone when the program ends,
//! however it ends.

use sekisho_assess::Aside;
use std::fs::File;
use std::io::{self, Read as _, Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

/// The file, made when something is first laid aside.
#[derive(Debug)]
pub(crate) struct AsideFile {
    folder: PathBuf,
    file: Mutex<Option<(File, u64)>>,
}

impl AsideFile {
    /// Where a report will lie there must be room in any case; none where it goes to something else than a file.
    pub(crate) fn beside(report: &Path) -> Option<Self> {
        // As the report is written: through a link, into the folder that it leads to.
        let report = match report.metadata() {
            Ok(there) if there.is_file() => report.canonicalize().ok()?,
            Ok(_) => return None,
            Err(_) => report.to_owned(),
        };
        let folder = report.parent()?;
        let folder = if folder.as_os_str().is_empty() {
            Path::new(".")
        } else {
            folder
        };
        Some(Self {
            folder: folder.to_owned(),
            file: Mutex::default(),
        })
    }
}

impl Aside for AsideFile {
    fn lay(&self, bytes: &[u8]) -> io::Result<u64> {
        let mut place = self.file.lock().unwrap_or_else(PoisonError::into_inner);
        let (file, end) = match &mut *place {
            Some((file, end)) => (file, end),
            none => {
                let (file, end) = none.insert((tempfile::tempfile_in(&self.folder)?, 0));
                (file, end)
            }
        };
        let from = *end;
        file.seek(SeekFrom::Start(from))?;
        file.write_all(bytes)?;
        *end += bytes.len() as u64;
        Ok(from)
    }

    fn read(&self, from: u64, bytes: &mut [u8]) -> io::Result<()> {
        let mut place = self.file.lock().unwrap_or_else(PoisonError::into_inner);
        let (file, _) = place.as_mut().ok_or(io::ErrorKind::NotFound)?;
        file.seek(SeekFrom::Start(from))?;
        file.read_exact(bytes)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;

    #[test]
    fn what_is_laid_down_comes_back_and_leaves_no_file_behind() {
        let folder = tempfile::tempdir().unwrap();
        let room = AsideFile::beside(&folder.path().join("record.json")).unwrap();
        assert!(room.read(0, &mut [0]).is_err(), "nothing was laid down");
        let (one, two) = (vec![1; 70_000], vec![2; 30_000]);
        assert_eq!((room.lay(&one).unwrap(), room.lay(&two).unwrap()), (0, 70_000));
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0, "it has no name");
        let mut back = vec![0; 40_000];
        room.read(60_000, &mut back).unwrap();
        assert!(back == [vec![1; 10_000], two].concat());
        assert_eq!(
            room.lay(&[3]).unwrap(),
            100_000,
            "behind all others, wherever it was read"
        );
        assert!(room.read(100_000, &mut [0, 0]).is_err(), "more than there is");
    }

    #[test]
    fn it_lies_where_the_report_will_lie_and_beside_no_device() {
        let folder = tempfile::tempdir().unwrap();
        let report = folder.path().join("record.json");
        std::fs::write(&report, "").unwrap();
        let real = folder.path().canonicalize().unwrap();
        assert_eq!(AsideFile::beside(&report).unwrap().folder, real);
        assert_eq!(
            AsideFile::beside(Path::new("to-come.json")).unwrap().folder,
            Path::new(".")
        );
        assert!(AsideFile::beside(folder.path()).is_none(), "a folder is no report");
        #[cfg(unix)]
        {
            assert!(AsideFile::beside(Path::new("/dev/null")).is_none());
            let elsewhere = tempfile::tempdir().unwrap();
            let link = elsewhere.path().join("link.json");
            std::os::unix::fs::symlink(&report, &link).unwrap();
            assert_eq!(AsideFile::beside(&link).unwrap().folder, real);
        }
    }

    #[test]
    fn a_folder_that_is_not_there_is_no_room() {
        let room = AsideFile::beside(Path::new("/there/is/none/record.json")).unwrap();
        assert!(room.lay(b"x").is_err());
    }
}
