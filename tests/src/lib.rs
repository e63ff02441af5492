//! What tests share: running one check on a directory of evidence through readers and sandbox, as a scan would.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::expect_used,
    clippy::missing_panics_doc,
    reason = "a test that cannot go on says so and stops"
)]

pub mod binary;
pub mod registry;
pub mod rows;

use sekisho_assess::finding::Scope;
use sekisho_assess::{SubjectFacts, finding};
use sekisho_catalog::CheckUse;
use sekisho_catalog::resolve::convert;
use sekisho_evidence::{Limits as ReadLimits, file_subject, read_subject, subjects};
use sekisho_model::check::{ParameterType, Value};
use sekisho_model::finding::Finding;
use sekisho_model::{Date, Diagnostic, Outcome, Severity};
use sekisho_sandbox::limits::TICK_MILLISECONDS;
use sekisho_sandbox::{Limits, Plugin, Sandbox, SandboxOptions, Selected};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, OnceLock};
use std::time::Duration;

/// The root of the repository.
pub fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_owned()
}

/// Holds a report against the schema of SARIF 2.1.0 and against our own, narrower one.
pub fn assert_sarif(report: &serde_json::Value) {
    for schema in ["sarif-2.1.0.json", "sarif-2.1.0-subset.json"] {
        let path = root().join("tests/data/schemas").join(schema);
        let read: serde_json::Value = serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap();
        let validator = jsonschema::options()
            .should_validate_formats(true)
            .build(&read)
            .unwrap();
        let errors: Vec<String> = validator
            .iter_errors(report)
            .map(|e| format!("{}: {e}", e.instance_path()))
            .collect();
        assert!(errors.is_empty(), "{schema}: {errors:#?}");
    }
}

/// Holds a document against the official schema of OSCAL 1.2.1 for its `kind`: `assessment-results`, `catalog` or `profile`.
pub fn assert_oscal(kind: &str, document: &serde_json::Value) {
    let path = root().join(format!("tests/data/schemas/oscal-1.2.1/{kind}.json"));
    let schema: serde_json::Value = serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap();
    let options = jsonschema::options().should_validate_formats(true);
    let validator = options.build(&schema).unwrap();
    let errors = validator.iter_errors(document);
    let errors: Vec<String> = errors.map(|e| format!("{}: {e}", e.instance_path())).collect();
    assert!(errors.is_empty(), "{kind}: {errors:#?}");
}

/// The component of a plugin for tests, as made by `cargo xtask guests`.
pub fn guest(name: &str) -> Vec<u8> {
    let path = root().join("target/test-guests").join(format!("{name}.wasm"));
    std::fs::read(&path).unwrap_or_else(|e| panic!("{}: {e}; run `cargo xtask guests`", path.display()))
}

/// A sandbox with a deadline clock.
pub fn with_clock(options: SandboxOptions) -> Sandbox {
    let sandbox = Sandbox::new(options).unwrap();
    let tick = sandbox.ticker();
    std::thread::spawn(move || {
        loop {
            std::thread::sleep(Duration::from_millis(TICK_MILLISECONDS));
            tick();
        }
    });
    sandbox
}

/// One sandbox for all tests of a process, with a deadline clock.
pub fn sandbox() -> &'static Sandbox {
    static SANDBOX: OnceLock<Sandbox> = OnceLock::new();
    SANDBOX.get_or_init(|| {
        // Compiled code is kept between the processes of a test run.
        let cache = root().join("target/test-cache");
        std::fs::create_dir_all(&cache).unwrap();
        let cache = cap_std::fs::Dir::open_ambient_dir(&cache, cap_std::ambient_authority()).unwrap();
        with_clock(SandboxOptions {
            cache: Some(cache),
            ..SandboxOptions::default()
        })
    })
}

/// A plugin of the standard bundle, e.g. `common/sbom`, as made by `cargo xtask guests`.
pub fn plugin(id: &str) -> Plugin {
    static LOADED: Mutex<BTreeMap<String, Plugin>> = Mutex::new(BTreeMap::new());
    let mut loaded = LOADED.lock().unwrap();
    if let Some(plugin) = loaded.get(id) {
        return plugin.clone();
    }
    let path = root()
        .join("target/plugins")
        .join(format!("{}.wasm", id.replace('/', "-")));
    let bytes = std::fs::read(&path).unwrap_or_else(|e| panic!("{}: {e}; run `cargo xtask guests`", path.display()));
    let plugin = sandbox().load(id, &bytes).unwrap_or_else(|e| panic!("{e}"));
    loaded.insert(id.to_owned(), plugin.clone());
    plugin
}

/// All checks with their defaults, or with the smallest value that the type allows.
pub fn all_checks(plugin: &Plugin) -> Vec<Selected> {
    let checks = plugin.info().checks.iter().enumerate().map(|(check, info)| {
        let parameters = info.parameters.iter().map(|p| {
            let value = p.default.clone().unwrap_or_else(|| match &p.ty {
                ParameterType::Text { .. } => Value::Text("test/policy:control".to_owned()),
                ParameterType::Boolean => Value::Boolean(false),
                ParameterType::Integer { min, .. } => Value::Integer(*min),
                ParameterType::Decimal { min, .. } => Value::Decimal(*min),
                ParameterType::Choice { options } => Value::Text(options.first().cloned().unwrap_or_default()),
                ParameterType::Texts { .. } => Value::Texts(vec!["test".to_owned()]),
                ParameterType::Date => Value::Date(Date::parse("2026-01-01").unwrap()),
            });
            (p.name.clone(), value)
        });
        Selected {
            check,
            parameters: parameters.collect(),
        }
    });
    checks.collect()
}

/// What a check said.
#[derive(Debug)]
pub struct CheckResult {
    /// The findings, in order.
    pub findings: Vec<Finding>,
    /// The greatest outcome of them.
    pub outcome: Outcome,
    /// Remarks of the readers.
    pub diagnostics: Vec<Diagnostic>,
}

/// Reads one subject (a directory, or a single file).
pub fn read(evidence: &Path) -> SubjectFacts {
    let limits = ReadLimits::default();
    let open = |path: &Path| Arc::new(cap_std::fs::Dir::open_ambient_dir(path, cap_std::ambient_authority()).unwrap());
    let source = if evidence.is_dir() {
        let mut list = subjects(&open(evidence), "case", &limits);
        assert_eq!(
            list.subjects.len(),
            1,
            "{}: one subject expected, {:?}",
            evidence.display(),
            list.diagnostics
        );
        list.subjects.remove(0)
    } else {
        let name = evidence.file_name().unwrap().to_str().unwrap();
        file_subject(&open(evidence.parent().unwrap()), name)
    };
    let subject = read_subject(&source, &limits);
    SubjectFacts::new(
        subject.id,
        subject.name,
        subject.evidence,
        Arc::new(subject.facts),
        subject.diagnostics,
    )
}

/// Runs one check of a plugin of the standard bundle. Parameters that are not given have their defaults; `control` is
/// filled with `test/policy:control` unless given.
pub fn run_check(plugin_id: &str, check: &str, parameters: &toml::Table, evidence: &Path, as_of: Date) -> CheckResult {
    let subject = read(evidence);
    run_check_on(plugin_id, check, parameters, &subject, as_of)
}

/// The same on a subject that was read before.
pub fn run_check_on(
    plugin_id: &str,
    check: &str,
    parameters: &toml::Table,
    subject: &SubjectFacts,
    as_of: Date,
) -> CheckResult {
    let plugin = plugin(plugin_id);
    let (index, info) = plugin
        .info()
        .check(check)
        .unwrap_or_else(|| panic!("{plugin_id} has no check {check}"));
    for name in parameters.keys() {
        assert!(
            info.parameters.iter().any(|p| p.name == *name),
            "{check} has no parameter {name}"
        );
    }
    let effective: Vec<(String, Value)> = info
        .parameters
        .iter()
        .map(|p| {
            let value = match parameters.get(&p.name) {
                Some(given) => {
                    let value =
                        convert(given, &p.ty).unwrap_or_else(|| panic!("{check}: {} is not {}", p.name, p.ty.name()));
                    assert_eq!(p.ty.refuse(&value), None, "{check}: parameter {}", p.name);
                    value
                }
                None if p.name == "control" && matches!(p.ty, ParameterType::Text { .. }) => {
                    Value::Text("test/policy:control".to_owned())
                }
                None => p
                    .default
                    .clone()
                    .unwrap_or_else(|| panic!("{check} needs parameter {}", p.name)),
            };
            (p.name.clone(), value)
        })
        .collect();
    let selected = Selected {
        check: index,
        parameters: effective.clone(),
    };
    let mut run = sandbox().run(&plugin, &subject.facts, as_of, &[selected], &Limits::default());
    let used = CheckUse {
        plugin: plugin_id.to_owned(),
        check: check.to_owned(),
        index,
        parameters: effective,
        severity: Severity::Medium,
        is_answer: false,
    };
    let scope = Scope {
        subject,
        policy: "test/policy",
        control: "control",
        used: &used,
    };
    let findings = scope.findings(plugin.info(), &run.checks.remove(0));
    CheckResult {
        outcome: finding::outcome(&findings),
        findings,
        diagnostics: subject.diagnostics.clone(),
    }
}
