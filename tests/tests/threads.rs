//! A thread that calls a plugin often gets an engine of its own. Nobody can tell from an answer: not what it says, not what
//! it costs, not where its limits are.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

use sekisho_model::schema::rows::assets::Asset;
use sekisho_model::{Date, Facts, FactsBuilder, Origin};
use sekisho_sandbox::{Limits, Plugin, PluginRun, RunError, Sandbox, SandboxOptions, Selected};
use sekisho_tests::{guest, with_clock};
use std::sync::{Arc, Barrier};

/// Calls after which every thread that may have an engine of its own has one.
const OFTEN: usize = 600;

fn sandbox(parallel: u32) -> Sandbox {
    with_clock(SandboxOptions {
        parallel,
        ..SandboxOptions::default()
    })
}

fn load(sandbox: &Sandbox, name: &str) -> Plugin {
    sandbox.load(name, &guest(name)).unwrap()
}

fn facts(assets: u32) -> Arc<Facts> {
    let mut builder = FactsBuilder::new();
    for number in 0..assets {
        let row = Asset {
            id: Some(&format!("plc-{number}")),
            ..Asset::default()
        };
        builder.push(&row, Origin::default());
    }
    Arc::new(builder.finish())
}

fn call(sandbox: &Sandbox, plugin: &Plugin, facts: &Arc<Facts>, limits: &Limits) -> PluginRun {
    let selected = [Selected {
        check: 0,
        parameters: Vec::new(),
    }];
    sandbox.run(plugin, facts, Date::from_days(20_780), &selected, limits)
}

#[test]
fn every_thread_gets_the_same_answer_at_the_same_cost() {
    const THREADS: u32 = 8;
    let sandbox = sandbox(THREADS);
    let plugin = load(&sandbox, "bench_assets");
    let subjects: Vec<Arc<Facts>> = (1..6).map(facts).collect();
    let told = |run: &PluginRun| (format!("{:?} {:?}", run.checks, run.reads), run.fuel);
    let expected: Vec<_> = subjects
        .iter()
        .map(|facts| told(&call(&sandbox, &plugin, facts, &Limits::default())))
        .collect();
    assert!(expected.iter().all(|(answer, _)| answer.contains("Ok")), "{expected:?}");
    assert_ne!(expected[0], expected[4]);
    assert_eq!(sandbox.engines(), 1);
    // Twice, since threads come and go: those of the second round take the places of the first one's.
    for _ in 0..2 {
        let are_here = Barrier::new(THREADS as usize);
        let work = || {
            are_here.wait();
            for (facts, expected) in subjects.iter().zip(&expected).cycle().take(OFTEN) {
                assert_eq!(told(&call(&sandbox, &plugin, facts, &Limits::default())), *expected);
            }
        };
        std::thread::scope(|scope| {
            (0..THREADS).for_each(|_| {
                scope.spawn(work);
            });
        });
    }
    assert!(
        (2..=THREADS as usize).contains(&sandbox.engines()),
        "{}",
        sandbox.engines()
    );
    // What is loaded once it is there works as well, and so does a thread that calls for the first time.
    let later = load(&sandbox, "bench_assets");
    assert_eq!(
        told(&call(&sandbox, &later, &subjects[2], &Limits::default())),
        expected[2]
    );
}

#[test]
fn an_engine_of_ones_own_has_the_same_clock_and_the_same_limits() {
    let sandbox = sandbox(64);
    let (loops, allocates) = (load(&sandbox, "loops"), load(&sandbox, "allocates"));
    let facts = facts(2);
    let limit = |plugin: &Plugin, limits: &Limits| match call(&sandbox, plugin, &facts, limits).checks.remove(0) {
        Err(RunError::Limit { limit, .. }) => limit,
        other => panic!("{other:?}"),
    };
    let little = Limits {
        fuel: 100_000,
        ..Limits::default()
    };
    let short = Limits {
        fuel: u64::MAX,
        deadline_ms: 60,
        ..Limits::default()
    };
    let are_here = Barrier::new(2);
    let work = || {
        are_here.wait();
        for _ in 0..OFTEN {
            assert_eq!(limit(&loops, &little), "fuel");
            limit(&allocates, &little);
        }
        assert_eq!(limit(&loops, &short), "deadline_ms");
        assert_eq!(limit(&allocates, &Limits::default()), "memory_bytes");
    };
    // Of two threads at most one keeps the common engine.
    std::thread::scope(|scope| {
        let other = scope.spawn(work);
        work();
        other.join().unwrap();
    });
    assert!(sandbox.engines() > 1);
    let tick = sandbox.ticker();
    drop(sandbox);
    tick();
}
