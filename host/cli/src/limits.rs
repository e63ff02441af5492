//! `--limit NAME=VALUE`: bounds of readers (`evidence.…`) and of plugin calls, by the names that errors use.

use crate::failure::Failure;
use sekisho_evidence::Limits as ReadLimits;
use sekisho_sandbox::Limits as CallLimits;

/// Both kinds of bounds.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Limits {
    pub(crate) read: ReadLimits,
    pub(crate) call: CallLimits,
}

const READ: &[&str] = &[
    "file_bytes",
    "subject_bytes",
    "subjects",
    "files",
    "depth",
    "rows",
    "text_bytes",
    "expanded_bytes",
    "expansion_ratio",
    "diagnostics",
];

impl Limits {
    /// Reads the arguments over the defaults.
    pub(crate) fn parse(arguments: &[String]) -> Result<Self, Failure> {
        let mut limits = Self::default();
        for argument in arguments {
            let (name, value) = argument
                .split_once('=')
                .and_then(|(name, value)| Some((name, value.parse::<u64>().ok()?)))
                .ok_or_else(|| Failure::usage(format!("`--limit {argument}` is not NAME=NUMBER")))?;
            let name = name
                .strip_prefix("limits.")
                .or_else(|| name.strip_prefix("evidence."))
                .unwrap_or(name);
            if !(limits.set_read(name, value) || limits.call.set(name, value)) {
                let call = sekisho_sandbox::limits::NAMES.iter().map(|(n, _)| *n);
                let known: Vec<&str> = READ.iter().copied().chain(call).collect();
                return Err(Failure::usage(format!("there is no limit `{name}`"))
                    .hint(format!("choose one of: {}", known.join(", "))));
            }
        }
        Ok(limits)
    }

    fn set_read(&mut self, name: &str, value: u64) -> bool {
        let small = u32::try_from(value).unwrap_or(u32::MAX);
        let read = &mut self.read;
        match name {
            "file_bytes" => read.file_bytes = value,
            "subject_bytes" => read.subject_bytes = value,
            "subjects" => read.subjects = small,
            "files" => read.files = small,
            "depth" => read.depth = small.min(sekisho_evidence::Limits::default().depth),
            "rows" => read.rows = small,
            "text_bytes" => read.text_bytes = small,
            "expanded_bytes" => read.expanded_bytes = value,
            "expansion_ratio" => read.expansion_ratio = small,
            "diagnostics" => read.diagnostics = small,
            _ => return false,
        }
        true
    }
}
