//! The arguments of `sekisho log …`: the keeper appends, everybody else verifies, witnesses sign beside.

use super::{Form, Lang};
use clap::Subcommand;
use sekisho_attest::log::{Kind, NoteVerifier};
use sekisho_model::Date;
use std::path::PathBuf;

/// `sekisho log …`
#[derive(Debug, Subcommand)]
pub(crate) enum Log {
    /// Begin a log, and print the key that others verify it with
    Init(Init),
    /// Write bundles and attestations into a log; what stands there already is not written again
    Append(Append),
    /// Read all of a log and show what stands in it; exit code 5 if it is not what was signed
    Show(Show),
    /// Write the proof that a bundle or an attestation stands in a log
    Prove(Prove),
    /// Check offline that a bundle or an attestation stands in a log; exit code 5 if not
    Verify(Verify),
    /// Write the proof that a log only appended since it had so many entries
    Consistency(Consistency),
    /// As a witness: sign a checkpoint after checking that the log only appended since the last one
    Cosign(Cosign),
    /// As the keeper: take over a checkpoint that witnesses have signed
    Attach(Attach),
    /// Put proofs beside a bundle or a kit: it stays as it is, and nobody needs another file
    Enclose(Enclose),
}

/// What shows that something stands in a log, beside what is enclosed with it.
#[derive(Debug, Clone, Default, clap::Args)]
pub(crate) struct Proofs {
    /// A proof that it stands in a log (`sekisho log prove`), beside those that are enclosed with it; may be repeated
    #[arg(long, value_name = "FILE")]
    pub(crate) proof: Vec<PathBuf>,
    /// A checkpoint of a log that was seen before, or elsewhere: what the proofs show must be the same log; may be repeated
    #[arg(long, value_name = "CHECKPOINT")]
    pub(crate) seen: Vec<PathBuf>,
    /// A proof that a log only appended (`sekisho log consistency`), where none is in the proof; may be repeated
    #[arg(long, value_name = "FILE")]
    pub(crate) consistency: Vec<PathBuf>,
}

/// `sekisho log enclose`
#[derive(Debug, clap::Args)]
pub(crate) struct Enclose {
    /// The bundle or the kit
    #[arg(value_name = "FILE")]
    pub(crate) file: PathBuf,
    /// A proof that it stands in a log; may be repeated
    #[arg(long, required = true, value_name = "FILE")]
    pub(crate) proof: Vec<PathBuf>,
}

/// Which log is believed: its name, its keys and its witnesses.
#[derive(Debug, clap::Args)]
pub(crate) struct Believed {
    /// Key of the log, as `log init` prints it (`name+id+key`); may be repeated while a log changes its key
    #[arg(long, required = true, value_parser = log_key, value_name = "VKEY")]
    pub(crate) log_key: Vec<NoteVerifier>,
    /// Which log (default: the name of its key)
    #[arg(long, value_name = "ORIGIN")]
    pub(crate) origin: Option<String>,
    /// Key of a witness, as `log cosign` prints it; may be repeated
    #[arg(long, value_parser = witness_key, value_name = "VKEY")]
    pub(crate) witness: Vec<NoteVerifier>,
    /// How many of the witnesses must have signed (default: all that are named)
    #[arg(long, value_name = "N")]
    pub(crate) quorum: Option<usize>,
}

/// The key to sign with.
#[derive(Debug, clap::Args)]
pub(crate) struct Signing {
    /// Secret key, Ed25519 (`sekisho trust key --kind ed25519`)
    #[arg(long, value_name = "FILE")]
    pub(crate) key: PathBuf,
    /// File whose first line is the password (default: `SEKISHO_KEY_PASSWORD`)
    #[arg(long, value_name = "FILE")]
    pub(crate) password_file: Option<PathBuf>,
}

/// `sekisho log init`
#[derive(Debug, clap::Args)]
pub(crate) struct Init {
    /// Directory of the log; made if it is not there
    #[arg(value_name = "LOG")]
    pub(crate) log: PathBuf,
    /// Its name, which no other log has: best an address without scheme, `log.example.jp/bundles`
    #[arg(long, value_name = "ORIGIN")]
    pub(crate) origin: String,
    #[command(flatten)]
    pub(crate) signing: Signing,
    /// File in which the keeper keeps the newest checkpoint, elsewhere than in the log
    #[arg(long, value_name = "FILE")]
    pub(crate) seen: Option<PathBuf>,
}

/// `sekisho log append`
#[derive(Debug, clap::Args)]
pub(crate) struct Append {
    /// Directory of the log
    #[arg(value_name = "LOG")]
    pub(crate) log: PathBuf,
    /// Bundles, and attestations: kits, and Sigstore bundles with a statement in them
    #[arg(required = true, value_name = "FILE")]
    pub(crate) files: Vec<PathBuf>,
    #[command(flatten)]
    pub(crate) signing: Signing,
    /// The key that signed the log so far, where `--key` is a new one (`name+id+key`)
    #[arg(long, value_parser = log_key, value_name = "VKEY")]
    pub(crate) old_log_key: Vec<NoteVerifier>,
    /// File with the newest checkpoint that the keeper knows of: a log that does not extend it is refused. It is
    /// brought up to date afterwards
    #[arg(long, value_name = "FILE")]
    pub(crate) seen: Option<PathBuf>,
    /// Form of the answer
    #[arg(short, long, value_enum, default_value_t)]
    pub(crate) output: Form,
}

/// `sekisho log show`
#[derive(Debug, clap::Args)]
pub(crate) struct Show {
    /// Directory of the log
    #[arg(value_name = "LOG")]
    pub(crate) log: PathBuf,
    #[command(flatten)]
    pub(crate) believed: Believed,
    /// Only these last entries (default: all)
    #[arg(long, value_name = "N")]
    pub(crate) last: Option<u64>,
    /// Form of the answer
    #[arg(short, long, value_enum, default_value_t)]
    pub(crate) output: Form,
    #[command(flatten)]
    pub(crate) language: Lang,
}

/// `sekisho log prove`
#[derive(Debug, clap::Args)]
pub(crate) struct Prove {
    /// Directory of the log
    #[arg(value_name = "LOG")]
    pub(crate) log: PathBuf,
    /// The bundle, the kit or the attestation
    #[arg(value_name = "FILE")]
    pub(crate) file: PathBuf,
    #[command(flatten)]
    pub(crate) believed: Believed,
    /// Put the proof in as well that the log only appended since it had so many entries
    #[arg(long, value_name = "N")]
    pub(crate) since: Option<u64>,
    /// File to write (default: stdout)
    #[arg(long, value_name = "FILE")]
    pub(crate) to: Option<PathBuf>,
    /// Put the proof beside the bundle or into the kit instead of writing it
    #[arg(long, conflicts_with = "to")]
    pub(crate) enclose: bool,
}

/// `sekisho log verify`
#[derive(Debug, clap::Args)]
pub(crate) struct Verify {
    /// The bundle or the attestation
    #[arg(value_name = "FILE")]
    pub(crate) file: PathBuf,
    /// The proof that `log prove` wrote
    #[arg(long, value_name = "FILE")]
    pub(crate) proof: PathBuf,
    #[command(flatten)]
    pub(crate) believed: Believed,
    /// A checkpoint of this log that was seen before, or elsewhere
    #[arg(long, value_name = "FILE")]
    pub(crate) seen: Option<PathBuf>,
    /// The proof between that checkpoint and the one in the proof, that `log consistency` wrote
    #[arg(long, requires = "seen", value_name = "FILE")]
    pub(crate) consistency: Option<PathBuf>,
    /// Form of the answer
    #[arg(short, long, value_enum, default_value_t)]
    pub(crate) output: Form,
    #[command(flatten)]
    pub(crate) language: Lang,
}

/// `sekisho log consistency`
#[derive(Debug, clap::Args)]
pub(crate) struct Consistency {
    /// Directory of the log
    #[arg(value_name = "LOG")]
    pub(crate) log: PathBuf,
    /// How many entries the log had
    #[arg(long, value_name = "N")]
    pub(crate) old: u64,
    #[command(flatten)]
    pub(crate) believed: Believed,
    /// File to write (default: stdout)
    #[arg(long, value_name = "FILE")]
    pub(crate) to: Option<PathBuf>,
}

/// `sekisho log cosign`
#[derive(Debug, clap::Args)]
pub(crate) struct Cosign {
    /// The checkpoint to sign
    #[arg(value_name = "CHECKPOINT")]
    pub(crate) checkpoint: PathBuf,
    /// Name of the witness in notes: best an address without scheme, `witness.example.jp`
    #[arg(long, value_name = "NAME")]
    pub(crate) name: String,
    #[command(flatten)]
    pub(crate) signing: Signing,
    #[command(flatten)]
    pub(crate) believed: Believed,
    /// File in which the witness keeps the checkpoint that it signed last; brought up to date afterwards
    #[arg(long, value_name = "FILE")]
    pub(crate) seen: PathBuf,
    /// It is the first checkpoint of this log that the witness signs: there is no `--seen` yet
    #[arg(long, conflicts_with = "consistency")]
    pub(crate) first: bool,
    /// The proof between the two, that `log consistency` wrote
    #[arg(long, value_name = "FILE")]
    pub(crate) consistency: Option<PathBuf>,
    /// When: seconds since 1970, or `YYYY-MM-DDThh:mm:ssZ` (default: now)
    #[arg(long, value_parser = time, value_name = "TIME")]
    pub(crate) time: Option<u64>,
    /// File to write the signed checkpoint to
    #[arg(long, value_name = "FILE")]
    pub(crate) to: PathBuf,
}

/// `sekisho log attach`
#[derive(Debug, clap::Args)]
pub(crate) struct Attach {
    /// Directory of the log
    #[arg(value_name = "LOG")]
    pub(crate) log: PathBuf,
    /// The checkpoint that witnesses have signed
    #[arg(value_name = "CHECKPOINT")]
    pub(crate) checkpoint: PathBuf,
    #[command(flatten)]
    pub(crate) believed: Believed,
}

/// Key of a log.
pub(super) fn log_key(text: &str) -> Result<NoteVerifier, String> {
    of_kind(text, Kind::Note)
}

/// Key of a witness.
pub(super) fn witness_key(text: &str) -> Result<NoteVerifier, String> {
    of_kind(text, Kind::Witness)
}

fn of_kind(text: &str, kind: Kind) -> Result<NoteVerifier, String> {
    let key = NoteVerifier::parse(text.trim()).map_err(|e| e.to_string())?;
    match (key.kind() == kind, kind) {
        (true, _) => Ok(key),
        (false, Kind::Note) => Err("this is the key of a witness, not of a log".to_owned()),
        (false, Kind::Witness) => Err("this is the key of a log, not of a witness".to_owned()),
    }
}

/// Seconds since 1970, as a number or as a moment in UTC.
fn time(text: &str) -> Result<u64, String> {
    let moment = || {
        let (day, time) = text.strip_suffix('Z')?.split_once('T')?;
        let day = Date::parse(day).filter(|_| day.len() == 10)?;
        let parts: Option<Vec<u64>> = time.split(':').map(two_digits).collect();
        match parts?.as_slice() {
            [hour @ 0..24, minute @ 0..60, second @ 0..60] => {
                Some(u64::try_from(day.days()).ok()? * 86_400 + hour * 3_600 + minute * 60 + second)
            }
            _ => None,
        }
    };
    let seconds = text.parse().ok().filter(|_| text.bytes().all(|b| b.is_ascii_digit()));
    seconds
        .or_else(moment)
        .ok_or_else(|| "expected seconds since 1970, or `YYYY-MM-DDThh:mm:ssZ`".to_owned())
}

fn two_digits(text: &str) -> Option<u64> {
    let is_plain = text.len() == 2 && text.bytes().all(|b| b.is_ascii_digit());
    text.parse().ok().filter(|_| is_plain)
}
