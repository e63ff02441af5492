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
    show(workspace, || {
        let mut command = Command::new(&binary);
        command.current_dir(&workspace.root);
        command
    })
}

/// All scenes, by programs that `start` gives.
pub(crate) fn show(workspace: &Workspace, start: impl Fn() -> Command) -> Result<(), Failure> {
    std::fs::create_dir_all(workspace.root.join("target/demo")).map_err(Failure::because("cannot make target/demo"))?;
    for scene in SCENES {
        if !workspace.root.join(scene.evidence).is_dir() {
            return Err(Failure::new(format!(
                "the demo needs `{}`, which is not there",
                scene.evidence
            )));
        }
        let words = scene.arguments.join(" ");
        println!("\n# {}\n$ sekisho {words}\n", scene.about);
        let code = ends_in(start().args(scene.arguments), FAIR_ENDS, &words)?;
        println!("\n(exit code {code})");
    }
    Ok(())
}

/// Runs a scan to its end, and answers how it ended: in one of the ways that are wanted.
pub(crate) fn ends_in(command: &mut Command, wanted: &[i32], what: &str) -> Result<i32, Failure> {
    let status = command.status().map_err(Failure::because("cannot start sekisho"))?;
    match status.code() {
        Some(code) if wanted.contains(&code) => Ok(code),
        _ => Err(Failure::new(format!("`sekisho {what}` ended with {status}"))),
    }
}
