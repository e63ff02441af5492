//! Acceptance rows: one file of `tests/rows/` for each, telling what a person types and what must come of it. Data, so that
//! whoever writes a policy can write its row as well (`tests/rows/README.md`).

use crate::binary::{Ran, Scratch, binary, command, finish};
use crate::root;
use serde::Deserialize;
use serde_json::Value;
use std::fmt::Write as _;
use std::path::Path;

/// One row.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Row {
    /// Its number in the list of named things.
    pub row: u32,
    /// What it is about.
    pub title: String,
    /// Whether all of it works.
    pub status: RowStatus,
    /// What is missing, where only a part works.
    pub lacks: Option<String>,
    #[serde(default)]
    write: Vec<Write>,
    #[serde(default)]
    copy: Vec<Copied>,
    run: Vec<Run>,
}

/// How much of a row the product does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum RowStatus {
    /// All of its acceptance example.
    Works,
    /// A part, told by `lacks`.
    Partly,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Write {
    path: String,
    text: String,
}

/// A file that is taken as it is: a component of `target/test-guests`, a file of another format.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Copied {
    from: String,
    to: String,
}

/// A file that an earlier run left, with one bit changed where a text begins in it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Altered {
    from: String,
    to: String,
    at: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Run {
    #[serde(default)]
    alter: Vec<Altered>,
    args: Vec<String>,
    exit: i32,
    #[serde(default)]
    stdout: Vec<String>,
    #[serde(default)]
    not_stdout: Vec<String>,
    #[serde(default)]
    stderr: Vec<String>,
    #[serde(default)]
    not_stderr: Vec<String>,
    #[serde(default)]
    json: Vec<Pointed>,
    #[serde(default)]
    files: Vec<File>,
}

/// A place in the JSON on stdout, and what stands there.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Pointed {
    at: String,
    is: Option<Value>,
    count: Option<usize>,
    has: Option<String>,
    lacks: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    path: String,
    #[serde(default)]
    has: Vec<String>,
    #[serde(default)]
    lacks: Vec<String>,
}

/// Reads a row.
pub fn read(path: &Path) -> Result<Row, String> {
    let text = std::fs::read_to_string(path).map_err(|e| e.to_string())?;
    let row: Row = toml::from_str(&text).map_err(|e| e.to_string())?;
    let stem = path.file_stem().and_then(|s| s.to_str()).unwrap_or_default();
    if stem != format!("{:03}", row.row) {
        return Err(format!("it says row {}, its name says {stem}", row.row));
    }
    if (row.status == RowStatus::Partly) != row.lacks.is_some() {
        return Err("`lacks` belongs to rows that work partly, and to no other".to_owned());
    }
    if row.run.is_empty() {
        return Err("nothing is run".to_owned());
    }
    Ok(row)
}

/// Runs a row and answers with everything that is not as told.
pub fn run(path: &Path) -> Result<(), String> {
    let row = read(path)?;
    let scratch = Scratch::new();
    let fixtures = path.with_extension("");
    let fill = |text: &str| {
        text.replace("{tmp}", &scratch.path().to_string_lossy())
            .replace("{row}", &fixtures.to_string_lossy())
            .replace("{root}", &root().to_string_lossy())
    };
    for file in &row.write {
        let path = fill(&file.path);
        let path = Path::new(&path);
        if !path.starts_with(scratch.path()) {
            return Err(format!("{} is not below {{tmp}}", file.path));
        }
        std::fs::create_dir_all(path.parent().unwrap_or(path)).map_err(|e| e.to_string())?;
        std::fs::write(path, &file.text).map_err(|e| e.to_string())?;
    }
    for file in &row.copy {
        let (from, to) = (fill(&file.from), fill(&file.to));
        let to = Path::new(&to);
        if !to.starts_with(scratch.path()) {
            return Err(format!("{} is not below {{tmp}}", file.to));
        }
        std::fs::create_dir_all(to.parent().unwrap_or(to)).map_err(|e| e.to_string())?;
        std::fs::copy(root().join(&from), to).map_err(|e| format!("{from}: {e}"))?;
    }
    let mut wrong = String::new();
    for (number, run) in row.run.iter().enumerate() {
        for altered in &run.alter {
            alter(&fill(&altered.from), &fill(&altered.to), &altered.at)?;
        }
        let arguments: Vec<String> = run.args.iter().map(|a| fill(a)).collect();
        let ran = finish(command(&binary()).args(&arguments).current_dir(root()));
        let faults = judge(run, &ran, &fill);
        if !faults.is_empty() {
            let _ = writeln!(wrong, "run {}: sekisho {}", number + 1, arguments.join(" "));
            for fault in faults {
                let _ = writeln!(wrong, "  {fault}");
            }
            let tail: String = ran.stderr.lines().take(8).collect::<Vec<_>>().join(" | ");
            let _ = writeln!(wrong, "  stderr: {tail}");
        }
    }
    if wrong.is_empty() { Ok(()) } else { Err(wrong) }
}

fn alter(from: &str, to: &str, at: &str) -> Result<(), String> {
    let mut bytes = std::fs::read(from).map_err(|e| format!("{from}: {e}"))?;
    let found = bytes.windows(at.len()).position(|window| window == at.as_bytes());
    let byte = found.and_then(|found| bytes.get_mut(found));
    *byte.ok_or_else(|| format!("{from} does not hold {at}"))? ^= 1;
    std::fs::write(to, bytes).map_err(|e| format!("{to}: {e}"))
}

fn judge(run: &Run, ran: &Ran, fill: &dyn Fn(&str) -> String) -> Vec<String> {
    let mut faults = Vec::new();
    if ran.code != run.exit {
        faults.push(format!("exit code {}, not {}", ran.code, run.exit));
    }
    let out = String::from_utf8_lossy(&ran.stdout);
    texts("stdout", &out, &run.stdout, &run.not_stdout, fill, &mut faults);
    texts("stderr", &ran.stderr, &run.stderr, &run.not_stderr, fill, &mut faults);
    if !run.json.is_empty() {
        match serde_json::from_slice::<Value>(&ran.stdout) {
            Ok(document) => run
                .json
                .iter()
                .for_each(|place| faults.extend(pointed(place, &document, fill))),
            Err(error) => faults.push(format!("stdout is no JSON: {error}")),
        }
    }
    for file in &run.files {
        let path = fill(&file.path);
        match std::fs::read(&path) {
            Ok(bytes) => {
                let text = String::from_utf8_lossy(&bytes).into_owned();
                texts(&file.path, &text, &file.has, &file.lacks, fill, &mut faults);
            }
            Err(error) => faults.push(format!("{}: {error}", file.path)),
        }
    }
    faults
}

fn texts(
    what: &str,
    text: &str,
    has: &[String],
    lacks: &[String],
    fill: &dyn Fn(&str) -> String,
    faults: &mut Vec<String>,
) {
    let lost = has.iter().filter(|t| !text.contains(&fill(t)));
    faults.extend(lost.map(|t| format!("{what} lacks `{t}`")));
    let extra = lacks.iter().filter(|t| text.contains(&fill(t)));
    faults.extend(extra.map(|t| format!("{what} has `{t}`")));
}

fn pointed(place: &Pointed, document: &Value, fill: &dyn Fn(&str) -> String) -> Vec<String> {
    let Some(value) = document.pointer(&place.at) else {
        return vec![format!("there is no {} in the JSON", place.at)];
    };
    let mut faults = Vec::new();
    if place.is.as_ref().is_some_and(|expected| expected != value) {
        faults.push(format!("{} is {value}", place.at));
    }
    if let Some(expected) = place.count {
        let count = value
            .as_array()
            .map(Vec::len)
            .or_else(|| value.as_object().map(serde_json::Map::len));
        if count != Some(expected) {
            faults.push(format!("{} has {count:?} entries, not {expected}", place.at));
        }
    }
    let text = value.to_string();
    if place.has.as_ref().is_some_and(|t| !text.contains(&fill(t))) {
        faults.push(format!("{} lacks the text", place.at));
    }
    if place.lacks.as_ref().is_some_and(|t| text.contains(&fill(t))) {
        faults.push(format!("{} has the text", place.at));
    }
    if place.is.is_none() && place.count.is_none() && place.has.is_none() && place.lacks.is_none() {
        faults.push(format!("nothing is asked of {}", place.at));
    }
    faults
}
