//! What the compiler cannot check: that the rooms stay apart, that folders mirror each other, that texts exist in both
//! languages, that released interfaces stay as they are. Each rule is a file here, with tests that show it can fail.

mod ambient;
mod cases;
mod checks;
mod headers;
mod layers;
mod messages;
mod mirror;
mod paths;
mod sizes;
mod source;
#[cfg(test)]
pub(crate) mod testing;
mod texts;
mod tree;
pub(crate) mod wit;

use std::fmt;

use crate::codegen;
use crate::coverage;
use crate::failure::Failure;
use crate::workspace::Workspace;
pub(crate) use tree::Tree;

/// How much a remark weighs; only violations fail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Weight {
    Note,
    Warning,
    Violation,
}

/// What a rule has to say about a place.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Remark {
    weight: Weight,
    place: String,
    what: String,
}

impl Remark {
    fn violation(place: impl Into<String>, what: impl Into<String>) -> Self {
        Self {
            weight: Weight::Violation,
            place: place.into(),
            what: what.into(),
        }
    }
}

impl fmt::Display for Remark {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let word = match self.weight {
            Weight::Note => "note",
            Weight::Warning => "warning",
            Weight::Violation => "violation",
        };
        write!(out, "{word}: {}: {}", self.place, self.what)
    }
}

type Rule = fn(&Tree) -> Vec<Remark>;

const RULES: &[(&str, Rule)] = &[
    ("headers", headers::check),
    ("sizes", sizes::check),
    ("ambient", ambient::check),
    ("mirror", mirror::check),
    ("messages", messages::check),
    ("cases", cases::check),
    ("texts", texts::check),
    ("wit", wit::check),
    ("paths", paths::check),
];

pub(crate) fn run(workspace: &Workspace) -> Result<(), Failure> {
    let tree = Tree::read(&workspace.root).map_err(Failure::because(format_args!(
        "cannot read {}",
        workspace.root.display()
    )))?;
    let mut violations = tell("layers", &layers::check(&workspace.packages));
    violations += tell("codegen", &generated(workspace)?);
    violations += tell("coverage", &covered(&tree));
    for (name, rule) in RULES {
        violations += tell(name, &rule(&tree));
    }
    match violations {
        0 => Ok(()),
        1 => Err(Failure::new("tidy found 1 violation")),
        many => Err(Failure::new(format!("tidy found {many} violations"))),
    }
}

/// Generated files are what the generator would write now.
fn generated(workspace: &Workspace) -> Result<Vec<Remark>, Failure> {
    let outdated = codegen::outdated(&workspace.root)?;
    let remarks = outdated.into_iter().map(|(path, _)| {
        Remark::violation(
            path.to_string_lossy(),
            "differs from the schema of facts; run `cargo xtask codegen`",
        )
    });
    Ok(remarks.collect())
}

/// The page on what is done is what the rows say now.
fn covered(tree: &Tree) -> Vec<Remark> {
    match coverage::page(tree) {
        Ok(text) if text == tree.text(coverage::PAGE) => Vec::new(),
        Ok(_) => vec![Remark::violation(
            coverage::PAGE,
            "differs from the rows; run `cargo xtask coverage`",
        )],
        Err(fault) => vec![Remark::violation("tests/rows", fault)],
    }
}

/// One line per rule, its remarks below it. Returns how many of them are violations.
fn tell(name: &str, remarks: &[Remark]) -> usize {
    let violations = remarks
        .iter()
        .filter(|remark| remark.weight == Weight::Violation)
        .count();
    println!("tidy {name}: {}", if violations == 0 { "ok" } else { "FAILED" });
    for remark in remarks {
        println!("  {remark}");
    }
    violations
}
