//! `cargo xtask demo`: what a newcomer sees first. Runs the real binary on the examples and shows what it says.

use std::process::Command;

use crate::failure::Failure;
use crate::product;
use crate::workspace::Workspace;

struct Scene {
    about: &'static str,
    evidence: &'static str,
    arguments: &'static [&'static str],
}

const SCENES: &[Scene] = &[
    Scene {
        about: "a factory: assets, settings and a check sheet",
        evidence: "examples/factory",
        arguments: &["scan", "examples/factory"],
    },
    Scene {
        about: "a product: its software bill of materials",
        evidence: "examples/product",
        arguments: &["scan", "examples/product"],
    },
];

/// Conformant, non-conformant and indeterminate are all fair ends of a scan; anything else is a broken demo.
const FAIR_ENDS: &[i32] = &[0, 1, 2];

pub(crate) fn run(workspace: &Workspace) -> Result<(), Failure> {
    let binary = product::build(workspace)?;
    for scene in SCENES {
        if !workspace.root.join(scene.evidence).is_dir() {
            return Err(Failure::new(format!(
                "the demo needs `{}`, which is not there",
                scene.evidence
            )));
        }
        println!("\n# {}\n$ sekisho {}\n", scene.about, scene.arguments.join(" "));
        let status = Command::new(&binary)
            .args(scene.arguments)
            .current_dir(&workspace.root)
            .status()
            .map_err(Failure::because(format_args!("cannot start {}", binary.display())))?;
        match status.code() {
            Some(code) if FAIR_ENDS.contains(&code) => println!("\n(exit code {code})"),
            _ => {
                return Err(Failure::new(format!(
                    "`sekisho {}` ended with {status}",
                    scene.arguments.join(" ")
                )));
            }
        }
    }
    Ok(())
}
