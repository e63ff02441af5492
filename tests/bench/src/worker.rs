//! The bench's end of the line to a process in which one engine works, so that its memory is its own.

use sekisho_bench_worker::{Failure, Places, Report};
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

/// A worker seen from the bench.
#[derive(Debug)]
pub(crate) struct Worker {
    pub(crate) name: String,
    child: Child,
    hear: BufReader<ChildStdout>,
    tell: Option<ChildStdin>,
}

impl Worker {
    /// A process of `program`, which is the bench itself or its peers.
    pub(crate) fn start(program: &Path, work: &str, name: &str, places: Places<'_>) -> Result<Self, Failure> {
        let mut command = Command::new(program);
        command.args(["worker", work, name]).arg(places.data).arg(places.guests);
        let mut child = command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .map_err(Failure::because(format_args!("cannot start {work}/{name}")))?;
        let lost = || Failure::new("a worker has no pipes");
        let mut worker = Self {
            name: format!("{work}/{name}"),
            hear: BufReader::new(child.stdout.take().ok_or_else(lost)?),
            tell: Some(child.stdin.take().ok_or_else(lost)?),
            child,
        };
        worker.hear()?;
        Ok(worker)
    }

    fn hear(&mut self) -> Result<String, Failure> {
        let mut line = String::new();
        let read = self.hear.read_line(&mut line).map_err(Failure::because(&self.name))?;
        if read == 0 {
            return Err(Failure::new(format!("{} broke; its reason stands above", self.name)));
        }
        Ok(line.trim_end().to_owned())
    }

    fn ask(&mut self, line: &str) -> Result<String, Failure> {
        if let Some(tell) = &mut self.tell {
            // A worker that is gone is heard of below, with its reason.
            let _ = writeln!(tell, "{line}").and_then(|()| tell.flush());
        }
        self.hear()
    }

    pub(crate) fn go(&mut self) -> Result<Report, Failure> {
        let line = self.ask("go")?;
        serde_json::from_str(&line).map_err(Failure::because(&self.name))
    }

    pub(crate) fn guest_megabytes(&mut self) -> Result<Option<u64>, Failure> {
        Ok(self.ask("guest")?.parse().ok())
    }

    pub(crate) fn dump(&mut self, path: &Path) -> Result<String, Failure> {
        self.ask(&format!("dump {}", path.display()))?;
        std::fs::read_to_string(path).map_err(Failure::because(&self.name))
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        // The end of its input is the end of its work.
        self.tell = None;
        let _ = self.child.wait();
    }
}
