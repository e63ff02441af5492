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
        about: "a factory: inventory, registers, settings and a check sheet against two guidelines",
        evidence: "examples/factory",
        arguments: &[
            "scan",
            "examples/factory",
            "--policy",
            "factory/meti-factory",
            "--policy",
            "scs/star3",
            "--as-of",
            "2026-11-23",
            "-o",
            "terminal",
            "-o",
            "html:target/demo/factory.ja.html",
            "-o",
            "json:target/demo/factory.json",
            "--lang",
            "ja",
        ],
    },
    Scene {
        about: "the same record in English, without scanning again",
        evidence: "examples/factory",
        arguments: &[
            "convert",
            "target/demo/factory.json",
            "-o",
            "html:target/demo/factory.en.html",
            "-o",
            "xlsx:target/demo/factory.en.xlsx",
            "-o",
            "sarif:target/demo/factory.sarif",
            "--lang",
            "en",
        ],
    },
    Scene {
        about: "a product: its software bill of materials, advisories and VEX",
        evidence: "examples/product",
        arguments: &[
            "scan",
            "examples/product/evidence",
            "--bundle",
            "examples/product/bundle",
            "--policy",
            "software/sbom-ntia-2021",
            "--policy",
            "example/release-gate",
            "--as-of",
            "2026-11-23",
            "--lang",
            "en",
        ],
    },
];

/// Conformant, non-conformant and indeterminate are all fair ends of a scan; anything else is a broken demo.
const FAIR_ENDS: &[i32] = &[0, 1, 2];

pub(crate) fn run(workspace: &Workspace) -> Result<(), Failure> {
    let binary = product::build(workspace, product::Profile::Tested)?;
    std::fs::create_dir_all(workspace.root.join("target/demo")).map_err(Failure::because("cannot make target/demo"))?;
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
