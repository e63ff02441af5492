//! The product's own path, through its libraries: bytes are decoded, recognized and read into facts, facts cross into the
//! sandboxed plugin, and its answer is checked. A finding's place is looked up as the record does it, by the cited fact.

use cap_std::fs::Dir;
use sekisho_bench_worker::{ASSETS, Engine, Failure, Found, Pair, Places, SBOM, TODAY};
use sekisho_evidence::file::{self, FileRead};
use sekisho_evidence::{Limits as ReadLimits, Reading};
use sekisho_model::facts::{Column, Wanted};
use sekisho_model::finding::{RawFinding, RawFindings};
use sekisho_model::schema::{self, Kind};
use sekisho_model::{Date, Digest, EvidenceKind, Facts, FactsBuilder, Outcome};
use sekisho_sandbox::limits::TICK_MILLISECONDS;
use sekisho_sandbox::{Limits, Plugin, PluginRun, Sandbox, SandboxOptions, Selected};
use std::os::unix::fs::DirBuilderExt as _;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// A sandbox with its deadline clock, as the product has it, and a plugin of the bench, loaded as often as asked.
pub(super) struct Loaded {
    pub(super) sandbox: Sandbox,
    pub(super) plugins: Vec<Plugin>,
    pub(super) selected: Vec<Selected>,
    pub(super) today: Date,
}

impl Loaded {
    pub(super) fn new(places: Places<'_>, guest: &str, times: usize) -> Result<Self, Failure> {
        let options = SandboxOptions {
            cache: Some(code_cache(places)?),
            ..SandboxOptions::default()
        };
        let sandbox = Sandbox::new(options).map_err(Failure::because("sandbox"))?;
        let tick = sandbox.ticker();
        std::thread::spawn(move || {
            loop {
                std::thread::sleep(Duration::from_millis(TICK_MILLISECONDS));
                tick();
            }
        });
        let path = places.guests.join(format!("{guest}.wasm"));
        let bytes = std::fs::read(&path).map_err(Failure::because(format_args!("{guest}.wasm")))?;
        let plugins = (0..times)
            .map(|number| sandbox.load(&format!("{guest}-{number}"), &bytes))
            .collect::<Result<Vec<_>, _>>()
            .map_err(Failure::because(guest))?;
        let checks = plugins.first().map_or(0, |plugin| plugin.info().checks.len());
        Ok(Self {
            sandbox,
            plugins,
            selected: (0..checks)
                .map(|check| Selected {
                    check,
                    parameters: Vec::new(),
                })
                .collect(),
            today: Date::parse(TODAY).ok_or_else(|| Failure::new("the day of the bench is no day"))?,
        })
    }

    /// What the plugins can ask for, as a scan reads it, and the column by which the bench names a place.
    pub(super) fn wanted(&self, place: Option<(&str, &str)>) -> Result<Arc<Wanted>, Failure> {
        let mut wanted = Wanted::nothing();
        for plugin in &self.plugins {
            wanted.add_all(&plugin.authority().can_read);
        }
        match place {
            Some((kind, function)) if !wanted.add(kind, function) => {
                Err(Failure::new(format!("{kind} has no column {function}")))
            }
            _ => Ok(Arc::new(wanted)),
        }
    }

    /// One call of one plugin, in a fresh instance.
    pub(super) fn call(&self, plugin: &Plugin, facts: &Arc<Facts>, limits: &Limits) -> PluginRun {
        self.sandbox.run(plugin, facts, self.today, &self.selected, limits)
    }
}

/// Where compiled code is kept, as a scan keeps it: without it, the most memory of a worker would be that of the compiler.
fn code_cache(places: Places<'_>) -> Result<Dir, Failure> {
    let path = places.data.join("code");
    let made = match std::fs::DirBuilder::new().mode(0o700).create(&path) {
        Err(error) if error.kind() != std::io::ErrorKind::AlreadyExists => Err(error),
        _ => Dir::open_ambient_dir(&path, cap_std::ambient_authority()),
    };
    made.map_err(Failure::because("cannot open the folder for compiled code"))
}

/// From the bytes of one file to facts that somebody wants.
pub(super) fn read(path: &str, bytes: &[u8], wanted: &Arc<Wanted>) -> Result<Facts, Failure> {
    let limits = ReadLimits::default();
    let unread = || Failure::new(format!("{path} is not recognized"));
    let (mut builder, mut diagnostics) = (FactsBuilder::wanting(Arc::clone(wanted)), Vec::new());
    let mut reading = Reading::new(&mut builder, &mut diagnostics, &limits, 0, path);
    let FileRead { read, error, .. } = file::read(bytes, path, None, &mut reading);
    reading.finish();
    match error {
        Some(error) => Err(Failure::because(path)(error)),
        None if read.kind == EvidenceKind::Unrecognized => Err(unread()),
        None => Ok(builder.finish()),
    }
}

/// Whether a finding says that its rule is broken: what cannot be told is not met.
pub(super) fn is_broken(finding: &RawFinding) -> bool {
    matches!(finding.outcome, Outcome::Fail | Outcome::Unknown)
}

/// The findings of each check that ran; a check that broke ends the bench.
pub(super) fn answers(run: PluginRun) -> impl Iterator<Item = Result<RawFindings, Failure>> {
    run.checks
        .into_iter()
        .map(|check| check.map_err(Failure::because("check")))
}

/// The column that says which place a finding is about.
struct Named {
    kind: Kind,
    table: usize,
    column: usize,
}

impl Named {
    fn by(kind: Kind, table: &str, column: &str) -> Result<Self, Failure> {
        let unknown = || Failure::new(format!("there is no column `{column}` of `{table}`"));
        let (number, table) = schema::table_by_name(kind, table).ok_or_else(unknown)?;
        let column = table.columns.iter().position(|known| known.name == column);
        Ok(Self {
            kind,
            table: number,
            column: column.ok_or_else(unknown)?,
        })
    }

    /// Its text in the row that a finding cites first.
    fn place(&self, facts: &Facts, finding: &RawFinding) -> String {
        let found = finding.facts.first().and_then(|fact| facts.find(*fact));
        let text = found.and_then(|found| match facts.column(self.kind, self.table, self.column)? {
            Column::Text(codes) => facts.kind(self.kind).texts().get(*codes.get(found.row as usize)?),
            _ => None,
        });
        text.unwrap_or_default().to_owned()
    }
}

/// The least memory, in MB, with which a call still answers everything.
pub(super) fn least_memory(loaded: &Loaded, facts: &Arc<Facts>) -> Option<u64> {
    let plugin = loaded.plugins.first()?;
    let suffices = |megabytes: u64| {
        let limits = Limits {
            memory_bytes: megabytes << 20,
            ..Limits::default()
        };
        loaded.call(plugin, facts, &limits).checks.iter().all(Result::is_ok)
    };
    let (mut low, mut high) = (0, Limits::default().memory_bytes >> 20);
    if !suffices(high) {
        return None;
    }
    while low + 1 < high {
        let middle = low.midpoint(high);
        if suffices(middle) { high = middle } else { low = middle }
    }
    Some(high)
}

/// W1: a check with four messages.
pub(super) struct Sbom {
    loaded: Loaded,
    bytes: Vec<u8>,
    wanted: Arc<Wanted>,
    named: Named,
    has_digest: bool,
}

const MESSAGES: [&str; 4] = [
    "bench-fields-supplier",
    "bench-fields-name",
    "bench-fields-version",
    "bench-fields-identifier",
];

impl Sbom {
    pub(super) fn new(places: Places<'_>, times: usize) -> Result<Self, Failure> {
        let loaded = Loaded::new(places, "bench_sbom", times)?;
        Ok(Self {
            wanted: loaded.wanted(Some(("sbom", "component-reference")))?,
            loaded,
            bytes: places.input(SBOM)?,
            named: Named::by(Kind::Sbom, "components", "reference")?,
            has_digest: false,
        })
    }

    /// With the digest of the evidence that the record states.
    pub(super) fn with_digest(self) -> Self {
        Self {
            has_digest: true,
            ..self
        }
    }
}

impl Engine for Sbom {
    fn run(&mut self) -> Result<Found, Failure> {
        let mut found = Found::default();
        if self.has_digest {
            let clock = Instant::now();
            std::hint::black_box(Digest::of(&self.bytes));
            found.parts.push(("digest", clock.elapsed()));
        }
        let clock = Instant::now();
        let facts = Arc::new(read(SBOM, &self.bytes, &self.wanted)?);
        found.parts.push(("read", clock.elapsed()));
        let clock = Instant::now();
        for (first, plugin) in (0..).step_by(4).zip(&self.loaded.plugins) {
            for findings in answers(self.loaded.call(plugin, &facts, &Limits::default())) {
                for finding in findings?.iter().filter(|finding| is_broken(finding)) {
                    let said = plugin.info().messages.at(finding.message).map(|(id, _)| id);
                    let rule = (0..).zip(MESSAGES).find(|(_, message)| said == Some(*message));
                    let rule = rule.ok_or_else(|| Failure::new(format!("unknown message {said:?}")))?.0;
                    found.pairs.push((self.named.place(&facts, finding), first + rule));
                }
            }
        }
        found.parts.push(("run", clock.elapsed()));
        Ok(found)
    }

    fn guest_megabytes(&mut self) -> Result<Option<u64>, Failure> {
        Ok(least_memory(
            &self.loaded,
            &Arc::new(read(SBOM, &self.bytes, &self.wanted)?),
        ))
    }
}

/// W5: ten checks, each with its own rule.
pub(super) struct Assets {
    loaded: Loaded,
    bytes: Vec<u8>,
    wanted: Arc<Wanted>,
    named: Named,
}

impl Assets {
    pub(super) fn new(places: Places<'_>, input: &str) -> Result<Self, Failure> {
        let loaded = Loaded::new(places, "bench_assets", 1)?;
        Ok(Self {
            wanted: loaded.wanted(Some(("assets", "asset-id")))?,
            loaded,
            bytes: places.input(input)?,
            named: Named::by(Kind::Assets, "assets", "id")?,
        })
    }
}

impl Engine for Assets {
    fn run(&mut self) -> Result<Found, Failure> {
        let mut found = Found::default();
        let clock = Instant::now();
        let facts = Arc::new(read(ASSETS, &self.bytes, &self.wanted)?);
        found.parts.push(("read", clock.elapsed()));
        let clock = Instant::now();
        for plugin in &self.loaded.plugins {
            let run = self.loaded.call(plugin, &facts, &Limits::default());
            for (rule, findings) in (0..).zip(answers(run)) {
                let broken = |finding: &&RawFinding| is_broken(finding);
                let pair = |finding: &RawFinding| -> Pair { (self.named.place(&facts, finding), rule) };
                found.pairs.extend(findings?.iter().filter(broken).map(pair));
            }
        }
        found.parts.push(("run", clock.elapsed()));
        Ok(found)
    }

    fn guest_megabytes(&mut self) -> Result<Option<u64>, Failure> {
        Ok(least_memory(
            &self.loaded,
            &Arc::new(read(ASSETS, &self.bytes, &self.wanted)?),
        ))
    }
}
