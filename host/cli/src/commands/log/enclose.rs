//! `sekisho log enclose`: a proof put beside a bundle or a kit, so that whoever has the one has the other. Neither changes by it.

use super::thing;
use crate::args::log::Enclose;
use crate::bundle::artifact;
use crate::bundle::logged::PROOF_BYTES;
use crate::commands::audit;
use crate::failure::{Failure, exit};
use crate::{machine, print};
use sekisho_attest::log::InclusionProof;
use sekisho_attest::log::demand::origin_of;
use sekisho_bundle::pack;
use std::path::Path;

pub(super) fn enclose(args: &Enclose) -> crate::Outcome {
    let proofs = args.proof.iter().map(|path| machine::read(path, PROOF_BYTES));
    put(&args.file, proofs.collect::<Result<_, _>>()?)?;
    Ok(exit::CONFORMANT)
}

/// Puts proofs beside the thing in a file. Each must lead from its entry to the root that it names; whether that root is one to
/// believe is for those who know the log.
pub(super) fn put(path: &Path, proofs: Vec<Vec<u8>>) -> Result<(), Failure> {
    let entry = thing::entry(path)?;
    for bytes in &proofs {
        let proof = InclusionProof::parse(bytes)?;
        let origin = origin_of(&proof.checkpoint)?;
        proof
            .leads(&entry)
            .map_err(|error| super::failure(&error, &format!("the proof of log `{origin}` is none of this: ")))?;
        print::line(&format!("{origin}  {}", proof.index));
    }
    match thing::kit(path)? {
        Some(mut kit) => {
            let mut all = kit.proofs.clone();
            all.extend(proofs);
            all.sort();
            all.dedup();
            audit::enclose(&mut kit, path, &all)
        }
        None => {
            let (mut layout, found) = artifact::must(path)?;
            for proof in proofs {
                pack::attach_proof(&mut layout, &found.descriptor, proof)?;
            }
            artifact::write(path, &layout)
        }
    }
}
