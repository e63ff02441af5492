//! Hostile plugins: each is refused at load, or breaks alone with a typed error that names plugin, check, limit and where
//! it is set. None may hang, none may pass.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::expect_used,
    reason = "tests"
)]

use sekisho_model::schema::{self, Kind};
use sekisho_model::{Date, Facts, FactsBuilder, Origin, Read};
use sekisho_sandbox::{BatchRun, Limits, LoadError, Plugin, PluginRun, RunError, Sandbox, SandboxOptions, Selected};
use sekisho_tests::{guest as bytes, root, with_clock};
use std::sync::{Arc, OnceLock};

/// A guest without a test, or a test without a guest, does not compile or does not pass: see `no_guest_is_forgotten`.
const GUESTS: &[&str] = &[
    "allocates",
    "answers_nothing",
    "answers_too_few",
    "asks_foreign_text",
    "broken_columns",
    "cites_foreign_fact",
    "cites_neighbour",
    "cites_unasked_fact",
    "declines",
    "describes_twice",
    "floods",
    "guesses_text",
    "honest",
    "huge_text",
    "lacks_english",
    "leaks",
    "logs_forever",
    "loops",
    "loops_in_describe",
    "recurses",
    "traps",
    "unknown_message",
];

fn limits() -> Limits {
    Limits {
        memory_bytes: 64 << 20,
        fuel: 200_000_000,
        deadline_ms: 20_000,
        findings: 10_000,
        output_bytes: 32 << 20,
        ..Limits::default()
    }
}

fn sandbox() -> &'static Sandbox {
    static SANDBOX: OnceLock<Sandbox> = OnceLock::new();
    SANDBOX.get_or_init(|| {
        with_clock(SandboxOptions {
            limits: limits(),
            ..SandboxOptions::default()
        })
    })
}

fn load(guest: &str) -> Result<Plugin, LoadError> {
    sandbox().load(guest, &bytes(guest))
}

/// Two assets, so that there is something to cite.
fn facts() -> Arc<Facts> {
    let mut builder = FactsBuilder::new();
    for id in ["plc-01", "hmi-01"] {
        let row = sekisho_model::schema::rows::assets::Asset {
            id: Some(id),
            ..Default::default()
        };
        builder.push(&row, Origin::default());
    }
    Arc::new(builder.finish())
}

fn run_with(guest: &str, limits: &Limits) -> PluginRun {
    let plugin = load(guest).unwrap();
    let selected = [Selected {
        check: 0,
        parameters: Vec::new(),
    }];
    let run = sandbox().run(&plugin, &facts(), Date::from_days(20_780), &selected, limits);
    assert_eq!(run.checks.len(), 1, "one answer per selected check");
    run
}

fn error(guest: &str) -> RunError {
    run_with(guest, &limits()).checks.remove(0).unwrap_err()
}

#[track_caller]
fn assert_limit(error: &RunError, name: &str) {
    let RunError::Limit {
        plugin, checks, limit, ..
    } = error
    else {
        panic!("{error}")
    };
    assert_eq!((plugin.as_str(), *limit), ("test/hostile", name), "{error}");
    assert!(checks.contains("hostile.check"), "{checks}");
    assert!(error.to_string().contains(&format!("limits.{name}")), "{error}");
}

#[test]
fn no_guest_is_forgotten() {
    let folder = root().join("tests/guests/examples");
    let mut found: Vec<String> = std::fs::read_dir(folder)
        .unwrap()
        .map(|e| e.unwrap().path().file_stem().unwrap().to_str().unwrap().to_owned())
        .collect();
    found.sort();
    assert_eq!(found, GUESTS);
    let me = include_str!("hostile.rs");
    for guest in GUESTS {
        assert!(
            me.matches(&format!("(\"{guest}\"")).count() >= 1,
            "`{guest}` is run by no test"
        );
    }
}

#[test]
fn an_honest_guest_is_believed() {
    let run = run_with("honest", &limits());
    let findings = run.checks[0].as_ref().unwrap();
    assert_eq!(findings[0].facts[..], [0]);
    assert!(run.fuel > 0);
    let plugin = load("honest").unwrap();
    assert_eq!(
        plugin.authority().kinds(),
        ["assets"],
        "reads what it imports and nothing else"
    );
    assert!(!plugin.authority().date && !plugin.authority().log);
}

#[test]
fn what_was_read_is_known() {
    let run = run_with("honest", &limits());
    assert_eq!(
        run.reads.iter().collect::<Vec<_>>(),
        [Read::Rows(Kind::Assets, assets_table())]
    );
    let plugin = load("honest").unwrap();
    assert!(
        plugin
            .authority()
            .can_read
            .has(Read::Rows(Kind::Assets, assets_table()))
    );
}

fn assets_table() -> usize {
    schema::table_by_name(Kind::Assets, "assets").unwrap().0
}

fn batch(guest: &str, subjects: usize) -> Result<BatchRun, RunError> {
    let plugin = load(guest).unwrap();
    let parts: Vec<Arc<Facts>> = (0..subjects).map(|_| facts()).collect();
    let selected = [Selected {
        check: 0,
        parameters: Vec::new(),
    }];
    sandbox().run_batch(&plugin, &parts, Date::from_days(20_780), &selected, &limits())
}

#[test]
fn an_honest_guest_says_of_many_what_it_says_of_one() {
    let alone = run_with("honest", &limits()).checks;
    let batch = batch("honest", 5).unwrap();
    assert_eq!(batch.subjects.len(), 5);
    for answers in &batch.subjects {
        assert_eq!(*answers, alone);
    }
}

#[test]
fn a_guest_that_remembers_subjects_answers_differently() {
    // What the assessment does about it is in `e2e`: here it is shown that it can be seen.
    let alone = run_with("leaks", &limits()).checks;
    let batch = batch("leaks", 3).unwrap();
    assert_eq!(batch.subjects[0], alone);
    assert_ne!(batch.subjects[1], alone);
}

#[test]
fn a_fact_of_another_subject_cannot_be_cited() {
    let batch = batch("cites_neighbour", 2).unwrap();
    assert!(batch.subjects[0][0].is_ok());
    assert!(matches!(
        &batch.subjects[1][0],
        Err(RunError::Nonsense { reason, .. }) if reason.contains("was not given")
    ));
}

#[test]
fn a_batch_keeps_the_limits_of_one_call() {
    assert_limit(&batch("loops", 3).unwrap_err(), "fuel");
    assert!(matches!(batch("traps", 3), Err(RunError::Trap { .. })));
    assert!(matches!(batch("answers_too_few", 3), Err(RunError::Nonsense { .. })));
}

#[test]
fn the_same_call_costs_the_same_fuel() {
    assert_eq!(run_with("honest", &limits()).fuel, run_with("honest", &limits()).fuel);
}

#[test]
fn a_loop_ends_at_its_fuel() {
    assert_limit(&error("loops"), "fuel");
}

#[test]
fn a_loop_ends_at_its_deadline() {
    let short = Limits {
        fuel: u64::MAX,
        deadline_ms: 50,
        ..limits()
    };
    assert_limit(&run_with("loops", &short).checks.remove(0).unwrap_err(), "deadline_ms");
}

#[test]
fn memory_without_end_ends_at_the_limit() {
    let rich = Limits {
        fuel: u64::MAX,
        ..limits()
    };
    assert_limit(
        &run_with("allocates", &rich).checks.remove(0).unwrap_err(),
        "memory_bytes",
    );
}

#[test]
fn recursion_ends_at_the_stack() {
    assert_limit(&error("recurses"), "stack_bytes");
}

#[test]
fn a_million_findings_are_too_many() {
    let rich = Limits {
        fuel: u64::MAX,
        memory_bytes: 1 << 30,
        output_bytes: 1 << 30,
        ..limits()
    };
    let error = run_with("floods", &rich).checks.remove(0).unwrap_err();
    // Which bound is met first depends on their values; it is a bound in any case.
    assert!(
        matches!(
            error,
            RunError::Limit {
                limit: "findings" | "output_bytes" | "memory_bytes",
                ..
            }
        ),
        "{error}"
    );
}

#[test]
fn an_answer_larger_than_the_limit_is_refused() {
    let rich = Limits {
        fuel: u64::MAX,
        memory_bytes: 512 << 20,
        ..limits()
    };
    let error = run_with("huge_text", &rich).checks.remove(0).unwrap_err();
    assert!(
        matches!(
            error,
            RunError::Limit {
                limit: "output_bytes" | "memory_bytes",
                ..
            }
        ),
        "{error}"
    );
}

#[test]
fn a_trap_is_an_error() {
    assert!(matches!(error("traps"), RunError::Trap { .. }));
}

#[test]
fn citations_of_what_was_not_given_are_nonsense() {
    for error in [error("cites_foreign_fact"), error("cites_unasked_fact")] {
        assert!(
            matches!(&error, RunError::Nonsense { reason, .. } if reason.contains("was not given")),
            "{error}"
        );
    }
}

#[test]
fn texts_that_were_not_given_are_not_handed_out() {
    for error in [error("asks_foreign_text"), error("guesses_text")] {
        let RunError::Trap { reason, .. } = &error else {
            panic!("{error}")
        };
        assert!(reason.contains("never handed out"), "{reason}");
    }
}

#[test]
fn answers_that_do_not_fit_are_nonsense() {
    for error in [
        error("unknown_message"),
        error("answers_too_few"),
        error("answers_nothing"),
        error("broken_columns"),
    ] {
        assert!(matches!(error, RunError::Nonsense { .. }), "{error}");
        assert!(!error.to_string().contains('\u{1b}'), "escapes do not reach the screen");
    }
}

#[test]
fn a_check_that_declines_is_an_error() {
    assert!(matches!(error("declines"), RunError::Declined { .. }));
}

#[test]
fn talk_is_bounded_and_harmless() {
    let run = run_with("logs_forever", &limits());
    let bytes: usize = run.log.iter().map(|l| l.message.len()).sum();
    assert!(bytes as u64 <= limits().log_bytes + 100, "{bytes}");
    assert!(run.log.iter().all(|l| !l.message.chars().any(char::is_control)));
    assert!(run.checks[0].is_ok(), "talking too much breaks nothing");
}

#[test]
fn descriptions_are_checked_at_load() {
    assert!(matches!(load("lacks_english"), Err(LoadError::Language { .. })));
    assert!(matches!(load("describes_twice"), Err(LoadError::Description { .. })));
    assert!(matches!(load("loops_in_describe"), Err(LoadError::Describe { .. })));
}

#[test]
fn foreign_imports_are_refused_by_name() {
    for import in [
        "wasi:cli/environment@0.2.0",
        "wasi:filesystem/types@0.2.0",
        "sekisho:other/x@0.1.0",
        "env",
    ] {
        let wat = format!("(component (import \"{import}\" (instance)))");
        match sandbox().load("x", wat.as_bytes()) {
            Err(LoadError::ForeignImport { imports, .. }) => assert_eq!(imports, [import]),
            Err(LoadError::NotAComponent { .. }) if import == "env" => {}
            other => panic!("{import}: {other:?}"),
        }
    }
}

#[test]
fn an_unknown_interface_of_our_package_is_foreign() {
    let wat = "(component (import \"sekisho:policy/network@0.1.0\" (instance)))";
    assert!(matches!(
        sandbox().load("x", wat.as_bytes()),
        Err(LoadError::ForeignImport { .. })
    ));
}

#[test]
fn other_interface_versions_are_refused_before_anything_runs() {
    for version in ["0.2.0", "1.0.0", "0.1.0-draft"] {
        let wat = format!(
            "(component (import \"sekisho:policy/log@{version}\" (instance)) (instance $i) (export \"sekisho:policy/checks@{version}\" (instance $i)))"
        );
        match sandbox().load("x", wat.as_bytes()) {
            Err(LoadError::Interface { found, .. }) => assert_eq!(found, version),
            other => panic!("{version}: {other:?}"),
        }
    }
}

#[test]
fn what_is_no_component_is_refused_with_one_line() {
    let module = wat::parse_str("(module (memory 1))").unwrap();
    let mut truncated = bytes("honest");
    truncated.truncate(truncated.len() / 2);
    let inputs: [&[u8]; 7] = [
        b"",
        b"\0asm",
        b"\0asm\x0d\0\x01\0\xff\xff",
        b"(component",
        b"not wasm at all \x00\xff",
        &module,
        &truncated,
    ];
    for input in inputs {
        let error = sandbox().load("x", input).unwrap_err();
        assert!(
            matches!(error, LoadError::NotAComponent { .. } | LoadError::NoChecks { .. }),
            "{error}"
        );
        assert!(!error.to_string().contains('\n'), "{error}");
    }
    assert!(matches!(
        sandbox().load("x", b"(component)"),
        Err(LoadError::NoChecks { .. })
    ));
}

#[test]
fn every_flipped_byte_of_a_component_is_refused_or_harmless() {
    let whole = bytes("honest");
    // Compiling is what costs time: one byte in each of some thirty places.
    for at in (0..whole.len()).step_by(whole.len() / 30) {
        let mut broken = whole.clone();
        broken[at] ^= 0xff;
        let Ok(plugin) = sandbox().load("x", &broken) else {
            continue;
        };
        let selected = [Selected {
            check: 0,
            parameters: Vec::new(),
        }];
        let _ = sandbox().run(&plugin, &facts(), Date::from_days(0), &selected, &limits());
    }
}

#[test]
fn a_component_larger_than_the_limit_is_refused() {
    let small = Limits {
        component_bytes: 1000,
        ..limits()
    };
    let sandbox = Sandbox::new(SandboxOptions {
        limits: small,
        ..SandboxOptions::default()
    })
    .unwrap();
    assert!(matches!(
        sandbox.load("x", &bytes("honest")),
        Err(LoadError::TooLarge { limit: 1000, .. })
    ));
}

#[test]
fn compiled_code_is_kept_and_a_tampered_entry_is_not_used() {
    let folder = std::env::temp_dir().join(format!("sekisho-cache-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let open = || cap_std::fs::Dir::open_ambient_dir(&folder, cap_std::ambient_authority()).unwrap();
    let fresh = || {
        Sandbox::new(SandboxOptions {
            limits: limits(),
            cache: Some(open()),
            ..SandboxOptions::default()
        })
        .unwrap()
    };
    fresh().load("honest", &bytes("honest")).unwrap();
    let entry = std::fs::read_dir(&folder).unwrap().next().unwrap().unwrap().path();
    assert!(entry.extension().is_some_and(|e| e == "cwasm"));
    fresh().load("honest", &bytes("honest")).unwrap();
    let mut code = std::fs::read(&entry).unwrap();
    let middle = code.len() / 2;
    code[middle] ^= 1;
    std::fs::write(&entry, &code).unwrap();
    let plugin = fresh().load("honest", &bytes("honest")).unwrap();
    assert_eq!(plugin.info().id, "test/hostile", "compiled anew");
    assert_ne!(std::fs::read(&entry).unwrap(), code, "and kept anew");
    std::fs::remove_dir_all(&folder).unwrap();
}
