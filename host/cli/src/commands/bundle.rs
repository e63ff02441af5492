//! `sekisho bundle …`: plugins and policies as one artifact.

mod build;
mod carry;
mod diff;
mod inspect;
mod pull;
mod push;
mod settings;
mod sign;
mod verify;

pub(crate) use verify::said as check_said;

use crate::args::bundle::Bundle as Command;
use sekisho_model::text::Language;

pub(crate) fn run(command: Command) -> crate::Outcome {
    match command {
        Command::Build { dir, to, folder } => build::run(&dir, &to, folder),
        Command::Sign {
            bundle,
            key,
            password_file,
            attach,
            signature,
            manifest,
        } => sign::run(&sign::Wish {
            bundle: &bundle,
            key: key.as_deref(),
            password_file: password_file.as_deref(),
            attach: attach.as_deref(),
            signature: signature.as_deref(),
            manifest: manifest.as_deref(),
        }),
        Command::Verify {
            bundle,
            pins,
            trust,
            output,
            language,
            as_of,
            proofs,
        } => verify::run(&bundle, &pins, &trust, &proofs, as_of, output, language.get()),
        Command::Inspect {
            bundle,
            pins,
            output,
            language,
        } => inspect::run(&bundle, &pins, output, language.get()),
        Command::Diff {
            old,
            new,
            pins,
            output,
            language,
        } => diff::run(&old, &new, &pins, output, language.get()),
        Command::Push(args) => push::run(&args),
        Command::Pull(args) => pull::run(&args),
        Command::Save(args) => carry::save(&args),
        Command::Load(args) => carry::load(&args),
    }
}

/// Whether signatures were looked at, in words.
fn signed(is_verified: bool, l: Language) -> &'static str {
    match (is_verified, l) {
        (true, Language::Ja) => "署名を確認",
        (true, Language::En) => "signatures verified",
        (false, Language::Ja) => "署名は未検証",
        (false, Language::En) => "signatures not verified here",
    }
}
