//! `cargo xtask <command>`: the one door to every chore of the repository, so that a person, a CI machine and the
//! documentation all mean the same thing by "test" or "build".

mod bench;
mod ci;
mod codegen;
mod coverage;
mod demo;
mod failure;
mod guests;
mod guided;
mod process;
mod product;
mod suite;
mod tidy;
mod toolchain;
mod tools;
mod workspace;

use std::process::ExitCode;

use failure::Failure;
use workspace::Workspace;

const USAGE: &str = "\
usage: cargo xtask <command>

  guests [NAME...]            build the plugins and test guests as Wasm components
  build                       guests, then target/shipped/sekisho with the standard bundle inside
  demo                        build, then scan the examples
  test                        build the guests and run every test
  bench [--quick] [--only W1,W2] [--rounds N] [--json FILE] [--native-only]
                              measure beside native code and peers, write docs/benchmarks.md
  profile                     record for the compiler what the product does, into host/xtask/profiles
  tidy                        check what the compiler cannot
  bless-wit [--freeze FOLDER] write the digest of the unreleased interface into wit/README.md
  coverage                    write docs/coverage.md: which rows of the list work
  codegen [--check]           write what follows from the schema of facts: interfaces, SDK views
  ci                          fmt, guests, clippy, tidy, test, bench --quick --native-only
";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match run(&arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("error: {failure}");
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: &[String]) -> Result<(), Failure> {
    let (command, rest) = match arguments.split_first() {
        Some((command, rest)) => (command.as_str(), rest),
        None => ("help", arguments),
    };
    if matches!(command, "help" | "-h" | "--help") {
        print!("{USAGE}");
        return Ok(());
    }
    // A command that takes nothing says so, rather than ignoring what was typed after it.
    if !matches!(command, "guests" | "bench" | "bless-wit" | "codegen")
        && let Some(extra) = rest.first()
    {
        return Err(Failure::new(format!("`{command}` takes no argument, got `{extra}`")));
    }
    let workspace = Workspace::find()?;
    match command {
        "guests" => guests::run(&workspace, rest),
        "build" => product::build(&workspace, product::Profile::Shipped).map(|path| println!("{}", path.display())),
        "demo" => demo::run(&workspace),
        "test" => suite::run(&workspace),
        "bench" => bench::run(&workspace, rest),
        "profile" => guided::run(&workspace),
        "tidy" => tidy::run(&workspace),
        "bless-wit" => tidy::wit::bless(&workspace.root, rest),
        "codegen" => codegen::run(&workspace.root, rest),
        "coverage" => coverage::run(&workspace),
        "ci" => ci::run(&workspace),
        other => Err(Failure::new(format!("there is no command `{other}`")).hint("`cargo xtask help` lists them")),
    }
}
