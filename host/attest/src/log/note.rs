//! A signed note (C2SP `signed-note`): a text, an empty line, and one line for each signature.
//!
//! Signatures of unknown keys are let be, so that a log can change its key and witnesses can join; a signature that bears the name
//! and the id of a known key must hold, or the whole note is refused.

use super::error::LogError;
use super::keys::{Kind, NoteSigner, NoteVerifier, cosigned, hex, is_name};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

/// A longer note is not read.
pub const MOST_BYTES: usize = 1 << 20;
/// A note with more signatures is not read (C2SP asks for 16 at least).
pub const MOST_SIGNATURES: usize = 100;

const WHAT: &str = "signed note";
const DASH: &str = "\u{2014} ";

/// One line of signature.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// Name of the key.
    pub name: String,
    /// Id of the key.
    pub id: [u8; 4],
    /// What stands after the id: the signature, for a witness with the time in front.
    pub signature: Vec<u8>,
}

/// A note as it was read: nothing in it may be believed before [`Note::check`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// The text, with the line feed at its end.
    pub text: String,
    /// The signatures, in order.
    pub lines: Vec<Line>,
}

/// A known key that has signed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signed<'v> {
    /// The key.
    pub by: &'v NoteVerifier,
    /// For a witness, when: seconds since 1970.
    pub time: Option<u64>,
}

impl Note {
    /// Reads a note; strict in everything that the format says.
    pub fn parse(bytes: &[u8]) -> Result<Self, LogError> {
        let wrong = |reason: &str| LogError::malformed(WHAT, reason);
        if bytes.len() > MOST_BYTES {
            return Err(wrong(&format!("it is longer than {MOST_BYTES} bytes")));
        }
        let note = std::str::from_utf8(bytes).map_err(|_| wrong("it is not UTF-8"))?;
        if note.bytes().any(|byte| byte < b' ' && byte != b'\n') {
            return Err(wrong("it has control characters"));
        }
        let Some((text, lines)) = note.rsplit_once("\n\n") else {
            return Err(wrong("no empty line stands before its signatures"));
        };
        let lines = lines
            .strip_suffix('\n')
            .ok_or_else(|| wrong("its last line does not end"))?;
        if lines.split('\n').count() > MOST_SIGNATURES {
            return Err(wrong(&format!("it has more than {MOST_SIGNATURES} signatures")));
        }
        Ok(Self {
            text: format!("{text}\n"),
            lines: lines.split('\n').map(line).collect::<Result<_, _>>()?,
        })
    }

    /// Signs a text. It must end in a line feed.
    pub fn sign(text: String, signers: &[&dyn NoteSigner]) -> Result<Self, LogError> {
        let mut note = Self {
            text,
            lines: Vec::new(),
        };
        for signer in signers {
            note.add(*signer, Kind::Note, None)?;
        }
        // What cannot be read back is never handed out.
        Self::parse(note.written().as_bytes())
    }

    /// Adds what a witness says: that it saw this checkpoint at a time (seconds since 1970), and no other before it that it does not
    /// extend. Whoever calls this has checked that.
    pub fn cosign(&mut self, witness: &dyn NoteSigner, time: u64) -> Result<(), LogError> {
        self.add(witness, Kind::Witness, Some(time))
    }

    fn add(&mut self, signer: &dyn NoteSigner, kind: Kind, time: Option<u64>) -> Result<(), LogError> {
        let name = signer.name().to_owned();
        is_name(&name).map_err(|reason| LogError::malformed("verifier key", reason))?;
        let message = time.map_or_else(|| self.text.clone(), |time| cosigned(time, &self.text));
        let signature = signer.sign(message.as_bytes());
        let signature = signature.map_err(|reason| LogError::Signer {
            name: name.clone(),
            reason,
        })?;
        let time = time.map(u64::to_be_bytes);
        let time = time.as_ref().map_or(&[][..], |time| time.as_slice());
        self.lines.push(Line {
            id: kind.id(&name, &signer.key()),
            name,
            signature: [time, &signature].concat(),
        });
        Ok(())
    }

    /// The bytes of the note, as text.
    pub fn written(&self) -> String {
        let mut out = format!("{}\n", self.text);
        for line in &self.lines {
            let bytes = [line.id.as_slice(), &line.signature].concat();
            out.push_str(&format!("{DASH}{} {}\n", line.name, STANDARD.encode(bytes)));
        }
        out
    }

    /// Which of the known keys have signed: at least one, each named once, however often it signed.
    pub fn check<'v>(&self, known: &'v [NoteVerifier]) -> Result<Vec<Signed<'v>>, LogError> {
        let mut signed: Vec<Signed<'v>> = Vec::new();
        for line in &self.lines {
            for verifier in known.iter().filter(|v| v.name() == line.name && v.id() == line.id) {
                let time = verifier.verifies(&self.text, &line.signature);
                let time = time.ok_or_else(|| LogError::BadSignature {
                    name: line.name.clone(),
                })?;
                if signed.iter().all(|s| s.by != verifier) {
                    signed.push(Signed { by: verifier, time });
                }
            }
        }
        if signed.is_empty() {
            return Err(self.nobody(known));
        }
        Ok(signed)
    }

    fn nobody(&self, known: &[NoteVerifier]) -> LogError {
        let of_name = |line: &Line| known.iter().find(|v| v.name() == line.name);
        let same_name = self.lines.iter().find_map(|line| Some((line, of_name(line)?)));
        if let Some((line, verifier)) = same_name {
            return LogError::OtherKey {
                name: line.name.clone(),
                found: hex(line.id),
                expected: hex(verifier.id()),
            };
        }
        let names = self.lines.iter().map(|line| format!("{}+{}", line.name, hex(line.id)));
        LogError::UnknownSigners {
            names: names.collect::<Vec<_>>().join(", "),
        }
    }
}

fn line(line: &str) -> Result<Line, LogError> {
    let wrong = |reason: &str| LogError::malformed(WHAT, reason);
    let rest = line.strip_prefix(DASH);
    let rest = rest.ok_or_else(|| wrong("a line of signature does not begin with a dash and a blank"))?;
    let (name, signature) = rest
        .split_once(' ')
        .ok_or_else(|| wrong("a line of signature has no signature"))?;
    is_name(name).map_err(wrong)?;
    let bytes = STANDARD
        .decode(signature)
        .map_err(|_| wrong("a signature is not base64"))?;
    match bytes.split_first_chunk::<4>() {
        Some((id, signature)) if !signature.is_empty() => Ok(Line {
            name: name.to_owned(),
            id: *id,
            signature: signature.to_vec(),
        }),
        _ => Err(wrong("a signature is too short")),
    }
}
