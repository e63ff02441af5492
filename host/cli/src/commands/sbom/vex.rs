//! `sekisho sbom vex`: the decisions of the register as a document for customers.

use crate::args::sbom::Vex;
use crate::commands::put;
use crate::failure::Failure;
use crate::{machine, print};
use sekisho_supply::SupplyError;
use sekisho_supply::vex::{Stamp, products, write};
use std::collections::BTreeMap;

pub(super) fn run(args: &Vex) -> crate::Outcome {
    let mut known = BTreeMap::new();
    for product in &args.product {
        match product.rsplit_once("=pkg:") {
            Some((name, rest)) if !name.trim().is_empty() => {
                known.insert(name.trim().to_lowercase(), format!("pkg:{rest}"))
            }
            _ => {
                return Err(Failure::usage(format!("`{product}` is not NAME=PURL"))
                    .hint("for example --product gateway=pkg:generic/example/gateway@2.1.0"));
            }
        };
    }
    let subjects = super::read(&args.evidence)?;
    for subject in &subjects {
        products(&subject.facts, &mut known);
    }
    let now = machine::now();
    let stamp = Stamp {
        author: &args.author,
        timestamp: &now,
        version: args.document_version,
    };
    let mut written = None;
    for subject in &subjects {
        match write(&subject.facts, &known, stamp) {
            Err(SupplyError::Nothing(_)) => {}
            Ok(_) if written.is_some() => {
                return Err(Failure::evidence("two subjects have a register of vulnerabilities")
                    .hint("give the evidence of one of them"));
            }
            other => written = Some(other?),
        }
    }
    let Some(written) = written else {
        let error = SupplyError::Nothing("there is no register of vulnerabilities with rows in it");
        return Err(Failure::evidence(error.to_string())
            .hint("`sekisho evidence template vulnerability-records` writes an empty one"));
    };
    let code = put(args.to.as_deref(), written.text.as_bytes())?;
    print::talk(&format!(
        "{} statements; {} rows of the register were taken back and are left out",
        written.statements, written.cancelled
    ));
    Ok(code)
}
