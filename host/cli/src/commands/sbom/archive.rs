//! `sekisho sbom archive`: a directory with one file for each digest, and an index of lines.

use crate::args::Form;
use crate::args::sbom::Archive;
use crate::commands::put;
use crate::failure::{Failure, exit};
use crate::{machine, print};
use sekisho_model::text::Language;
use sekisho_model::{Date, Digest};
use sekisho_supply::archive::{Event, Index, Kept};
use serde_json::json;
use std::path::{Path, PathBuf};

/// Largest file that is kept.
const FILE_BYTES: u64 = 1 << 30;
/// Largest index.
const INDEX_BYTES: u64 = 256 << 20;
const INDEX: &str = "index.jsonl";

pub(super) fn run(command: Archive) -> crate::Outcome {
    match command {
        Archive::Put {
            file,
            archive,
            until,
            receiver,
            as_of,
        } => keep(&file, &archive, until, &receiver, as_of.unwrap_or_else(machine::today)),
        Archive::Get {
            digest,
            archive,
            to,
            receiver,
            as_of,
        } => take(
            &digest,
            &archive,
            to.as_deref(),
            &receiver,
            as_of.unwrap_or_else(machine::today),
        ),
        Archive::List {
            archive,
            as_of,
            output,
            language,
        } => list(&archive, as_of.unwrap_or_else(machine::today), output, language.get()),
    }
}

fn place(archive: &Path, digest: Digest) -> PathBuf {
    archive.join("sha256").join(digest.hex())
}

/// The text of the index, and what it says.
fn open(archive: &Path) -> Result<(String, Index), Failure> {
    let path = archive.join(INDEX);
    if !path.is_file() {
        return Err(Failure::usage(format!("`{}` is no archive", archive.display()))
            .hint("`sekisho sbom archive put` makes one"));
    }
    let text = machine::read_text(&path, INDEX_BYTES)?;
    let index = Index::read(&text)?;
    Ok((text, index))
}

/// The bytes of a document, if they are what was put in.
fn checked(archive: &Path, kept: &Kept) -> Result<Vec<u8>, Failure> {
    let bytes = machine::read(&place(archive, kept.digest), FILE_BYTES).map_err(|_| {
        Failure::untrusted(format!(
            "`{}` ({}) is not in the archive any more",
            kept.name, kept.digest
        ))
        .hint("take it from the backup")
    })?;
    if Digest::of(&bytes) == kept.digest {
        Ok(bytes)
    } else {
        Err(
            Failure::untrusted(format!("`{}` is not what was put in as {}", kept.name, kept.digest))
                .hint("take it from the backup"),
        )
    }
}

fn keep(file: &Path, archive: &Path, until: Date, receivers: &[String], today: Date) -> crate::Outcome {
    if until < today {
        return Err(Failure::usage(format!("`--until {until}` lies before {today}")));
    }
    let bytes = machine::read(file, FILE_BYTES)?;
    let digest = Digest::of(&bytes);
    let (mut text, mut index) = match archive.join(INDEX).is_file() {
        true => open(archive)?,
        false => (String::new(), Index::read("")?),
    };
    let name = file
        .file_name()
        .map(|name| name.to_string_lossy().into_owned())
        .unwrap_or_default();
    let size = bytes.len() as u64;
    text.push_str(&index.append(today, digest, Event::Kept { name, size, until })?);
    for to in receivers {
        text.push_str(&index.append(today, digest, Event::Given { to: to.clone() })?);
    }
    let path = place(archive, digest);
    machine::make_way(&path)?;
    // The content first: an index never names what is not there.
    machine::write_durably(&path, &bytes)?;
    machine::write_durably(&archive.join(INDEX), text.as_bytes())?;
    print::line(&digest.to_string());
    Ok(exit::CONFORMANT)
}

fn take(wanted: &str, archive: &Path, to: Option<&Path>, receivers: &[String], today: Date) -> crate::Outcome {
    let (mut text, mut index) = open(archive)?;
    let kept = index.find(wanted)?.clone();
    let bytes = checked(archive, &kept)?;
    if !receivers.is_empty() {
        for to in receivers {
            text.push_str(&index.append(today, kept.digest, Event::Given { to: to.clone() })?);
        }
        machine::write_durably(&archive.join(INDEX), text.as_bytes())?;
    }
    let code = put(to, &bytes)?;
    print::talk(&format!("{}  {}", kept.digest, kept.name));
    Ok(code)
}

fn list(archive: &Path, today: Date, output: Form, l: Language) -> crate::Outcome {
    let (_, index) = open(archive)?;
    for kept in index.documents() {
        checked(archive, kept)?;
    }
    if output == Form::Json {
        let documents = index.documents().map(|kept| {
            let receivers = kept.receivers.iter().map(|(on, to)| json!({ "on": on, "to": to }));
            json!({
                "digest": kept.digest, "name": kept.name, "size": kept.size, "since": kept.since, "until": kept.until,
                "expired": kept.until < today, "receivers": receivers.collect::<Vec<_>>(),
            })
        });
        print::json(&json!({ "as_of": today, "documents": documents.collect::<Vec<_>>() }))?;
        return Ok(exit::CONFORMANT);
    }
    let ja = l == Language::Ja;
    for kept in index.documents() {
        let over = match (kept.until < today, ja) {
            (false, _) => "",
            (true, true) => "(保存期間を過ぎた)",
            (true, false) => " (over)",
        };
        let span = match ja {
            true => format!("{} から {} まで{over}", kept.since, kept.until),
            false => format!("from {} until {}{over}", kept.since, kept.until),
        };
        print::line(&format!("{}  {}  {span}", kept.digest, kept.name));
        for (on, to) in &kept.receivers {
            print::line(&format!("    {on}  {to}"));
        }
    }
    Ok(exit::CONFORMANT)
}
