//! What an engineer in a hurry for speed writes: typed serde_json and csv, the fields needed, borrowed from the input.

use sekisho_bench_worker::{Engine, Failure, Found, Pair};
use serde::Deserialize;
use std::borrow::Cow;

/// W1.
#[derive(Debug)]
pub(crate) struct Sbom {
    bytes: Vec<u8>,
    times: u16,
}

#[derive(Deserialize)]
struct Document<'a> {
    #[serde(borrow)]
    metadata: Option<Metadata<'a>>,
    #[serde(borrow, default)]
    components: Vec<Component<'a>>,
}

#[derive(Deserialize)]
struct Metadata<'a> {
    #[serde(borrow)]
    component: Option<Component<'a>>,
}

#[derive(Deserialize)]
struct Component<'a> {
    #[serde(borrow, rename = "bom-ref")]
    reference: Option<Cow<'a, str>>,
    #[serde(borrow)]
    supplier: Option<Supplier<'a>>,
    #[serde(borrow)]
    name: Option<Cow<'a, str>>,
    #[serde(borrow)]
    version: Option<Cow<'a, str>>,
    #[serde(borrow)]
    purl: Option<Cow<'a, str>>,
    #[serde(borrow)]
    cpe: Option<Cow<'a, str>>,
}

#[derive(Deserialize)]
struct Supplier<'a> {
    #[serde(borrow)]
    name: Option<Cow<'a, str>>,
}

fn given(text: Option<&Cow<'_, str>>) -> bool {
    text.is_some_and(|text| !text.is_empty())
}

impl Sbom {
    pub(crate) fn new(bytes: Vec<u8>, times: u16) -> Self {
        Self { bytes, times }
    }
}

impl Engine for Sbom {
    fn run(&mut self) -> Result<Found, Failure> {
        let document: Document<'_> = serde_json::from_slice(&self.bytes).map_err(Failure::because("serde_json"))?;
        let root = document
            .metadata
            .as_ref()
            .and_then(|metadata| metadata.component.as_ref());
        let mut pairs = Vec::new();
        for time in 0..self.times {
            for component in root.into_iter().chain(&document.components) {
                fields(component, time * 4, &mut pairs);
            }
        }
        Ok(pairs.into())
    }
}

fn fields(component: &Component<'_>, first: u16, pairs: &mut Vec<Pair>) {
    let mut broken = |rule: u16| {
        let place = component.reference.as_deref().unwrap_or_default();
        pairs.push((place.to_owned(), first + rule));
    };
    if !given(component.supplier.as_ref().and_then(|supplier| supplier.name.as_ref())) {
        broken(0);
    }
    if !given(component.name.as_ref()) {
        broken(1);
    }
    if !given(component.version.as_ref()) {
        broken(2);
    }
    if !given(component.purl.as_ref()) && !given(component.cpe.as_ref()) {
        broken(3);
    }
}

/// W5.
#[derive(Debug)]
pub(crate) struct Assets {
    bytes: Vec<u8>,
}

impl Assets {
    pub(crate) fn new(bytes: Vec<u8>) -> Self {
        Self { bytes }
    }
}

/// Columns that must be filled, in the order of the rules.
const FILLED: [&str; 7] = [
    "owner",
    "location",
    "vendor",
    "serial",
    "department",
    "zone",
    "criticality",
];
/// The day of the assessment, as the file writes days: the order of the texts is that of the days.
const TODAY: &[u8] = sekisho_bench_worker::TODAY.as_bytes();

impl Engine for Assets {
    fn run(&mut self) -> Result<Found, Failure> {
        let mut reader = csv::Reader::from_reader(self.bytes.as_slice());
        let header = reader.byte_headers().map_err(Failure::because("csv"))?.clone();
        let column = |name: &str| {
            let at = header.iter().position(|cell| cell == name.as_bytes());
            at.ok_or_else(|| Failure::new(format!("there is no column {name}")))
        };
        let filled = FILLED.map(column);
        let (id, class, os) = (column("id")?, column("class")?, column("os")?);
        let (reviewed, support) = (column("last_reviewed")?, column("support_end")?);
        let filled = filled.into_iter().collect::<Result<Vec<_>, _>>()?;
        let mut pairs = Vec::new();
        let mut record = csv::ByteRecord::new();
        while reader.read_byte_record(&mut record).map_err(Failure::because("csv"))? {
            let cell = |at: usize| record.get(at).unwrap_or_default();
            let mut broken = |rule: u16| pairs.push((String::from_utf8_lossy(cell(id)).into_owned(), rule));
            for (rule, at) in (0..).zip(&filled) {
                if cell(*at).is_empty() {
                    broken(rule);
                }
            }
            if cell(class) == b"server" && cell(os).is_empty() {
                broken(7);
            }
            if cell(reviewed).is_empty() {
                broken(8);
            }
            // Nothing comes before everything.
            if cell(support) < TODAY {
                broken(9);
            }
        }
        Ok(pairs.into())
    }
}
