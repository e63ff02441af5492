//! One entry: of which component and for which engine it is, what the component says about itself, its code, and the
//! digests that bind them together.

use super::code::Code;
use cap_std::fs::File;
use sekisho_model::check::PluginInfo;
use sekisho_model::{Digest, PartsDigest};
use std::io::Read;

const MAGIC: &[u8; 16] = b"sekisho-code/2\n\0";
/// Magic, component, engine, limits, two lengths, two digests.
const HEAD: usize = 16 + 3 * 32 + 2 * 8 + 2 * 32;
/// No component within the size limit compiles to more than this.
const MOST_CODE: u64 = 1 << 30;
/// Descriptions are bounded by the output limit of a call; this is far above.
const MOST_INFO: u64 = 64 << 20;

/// What an entry must be for.
pub(super) struct Key {
    pub(super) component: Digest,
    pub(super) engine: Digest,
    pub(super) limits: Digest,
}

/// Why an entry is not used.
#[derive(Debug)]
pub(super) enum Fault {
    /// It is not what it must be.
    Unusable(String),
    /// The system refuses.
    Io(std::io::Error),
}

impl From<std::io::Error> for Fault {
    fn from(error: std::io::Error) -> Self {
        Self::Io(error)
    }
}

fn unusable<T>(reason: &str) -> Result<T, Fault> {
    Err(Fault::Unusable(reason.to_owned()))
}

/// The first part of an entry.
pub(super) struct Head {
    /// The description, if it was given under the limits of now.
    pub(super) info: Option<PluginInfo>,
    code_length: u64,
    code_check: Digest,
}

/// A whole entry, verified.
pub(super) struct Entry {
    pub(super) head: Head,
    pub(super) code: Code,
}

/// The digest over what an entry is for, as far as what it is a digest of.
fn check(of: &[u8], key: &Key, limits: Option<&Digest>) -> PartsDigest {
    let zero = Digest::from_bytes([0; 32]);
    let limits = limits.unwrap_or(&zero);
    let mut check = PartsDigest::default();
    for part in [of, key.component.as_bytes(), key.engine.as_bytes(), limits.as_bytes()] {
        check.part(part);
    }
    check
}

fn check_info(key: &Key, limits: &Digest, info: &[u8]) -> Digest {
    let mut check = check(b"info", key, Some(limits));
    check.part(info);
    check.end()
}

/// Of so much code, which comes piece by piece.
fn check_code(key: &Key, length: u64) -> PartsDigest {
    let mut check = check(b"code", key, None);
    check.begin_part(length);
    check
}

impl Entry {
    /// The bytes of an entry.
    pub(super) fn write(key: &Key, info: &PluginInfo, code: &[u8]) -> Option<Vec<u8>> {
        let info = serde_json::to_vec(info).ok()?;
        let mut bytes = Vec::with_capacity(HEAD + info.len() + code.len());
        bytes.extend_from_slice(MAGIC);
        for digest in [&key.component, &key.engine, &key.limits] {
            bytes.extend_from_slice(digest.as_bytes());
        }
        for length in [info.len(), code.len()] {
            bytes.extend_from_slice(&(length as u64).to_be_bytes());
        }
        let mut of_code = check_code(key, code.len() as u64);
        of_code.piece(code);
        bytes.extend_from_slice(check_info(key, &key.limits, &info).as_bytes());
        bytes.extend_from_slice(of_code.end().as_bytes());
        bytes.extend_from_slice(&info);
        bytes.extend_from_slice(code);
        Some(bytes)
    }

    /// Reads and verifies the head alone.
    pub(super) fn read_head(file: File, key: &Key) -> Result<Head, Fault> {
        let length = file.metadata()?.len();
        head(&mut file.into_std(), length, key)
    }

    /// Reads and verifies all of it.
    pub(super) fn read(file: File, key: &Key) -> Result<Self, Fault> {
        let length = file.metadata()?.len();
        // As the standard library's own, its head is read into memory that nobody fills before.
        let mut file = file.into_std();
        let head = head(&mut file, length, key)?;
        let mut check = check_code(key, head.code_length);
        let code = Code::take(file.take(head.code_length), |piece| check.piece(piece))?;
        if code.len() != head.code_length || check.end() != head.code_check {
            return unusable("its code is not what was written");
        }
        Ok(Self { head, code })
    }
}

fn head(file: &mut impl Read, length: u64, key: &Key) -> Result<Head, Fault> {
    let mut bytes = Vec::with_capacity(HEAD);
    file.take(HEAD as u64).read_to_end(&mut bytes)?;
    let Some(fields) = Fields::of(&bytes) else {
        return unusable("it does not begin like an entry");
    };
    if fields.component != key.component {
        return unusable("it is the code of another component");
    }
    if fields.engine != key.engine {
        return unusable("it was made by another program or for another machine");
    }
    if fields.info_length > MOST_INFO
        || fields.code_length > MOST_CODE
        || length != HEAD as u64 + fields.info_length + fields.code_length
    {
        return unusable("it is cut short or too long");
    }
    bytes.clear();
    file.take(fields.info_length).read_to_end(&mut bytes)?;
    if check_info(key, &fields.limits, &bytes) != fields.info_check {
        return unusable("its description is not what was written");
    }
    let info = match fields.limits == key.limits {
        true => match serde_json::from_slice(&bytes) {
            Ok(info) => Some(info),
            Err(_) => return unusable("its description cannot be read"),
        },
        false => None,
    };
    Ok(Head {
        info,
        code_length: fields.code_length,
        code_check: fields.code_check,
    })
}

struct Fields {
    component: Digest,
    engine: Digest,
    limits: Digest,
    info_length: u64,
    code_length: u64,
    info_check: Digest,
    code_check: Digest,
}

impl Fields {
    fn of(bytes: &[u8]) -> Option<Self> {
        let mut rest = bytes.strip_prefix(MAGIC)?;
        let fields = Self {
            component: digest(&mut rest)?,
            engine: digest(&mut rest)?,
            limits: digest(&mut rest)?,
            info_length: number(&mut rest)?,
            code_length: number(&mut rest)?,
            info_check: digest(&mut rest)?,
            code_check: digest(&mut rest)?,
        };
        rest.is_empty().then_some(fields)
    }
}

fn digest(rest: &mut &[u8]) -> Option<Digest> {
    let (bytes, after) = rest.split_first_chunk()?;
    *rest = after;
    Some(Digest::from_bytes(*bytes))
}

fn number(rest: &mut &[u8]) -> Option<u64> {
    let (bytes, after) = rest.split_first_chunk()?;
    *rest = after;
    Some(u64::from_be_bytes(*bytes))
}
