//! `sshd_config`: keywords without case, and the first value of a keyword counts.
//!
//! Path: the keyword in lower case, as `sshd -T` prints it. Keywords that add up (`Port`, `HostKey`, `AcceptEnv` …)
//! are numbered from the second on: `port`, `port[1]`. Inside a `Match` block the path is `match[criteria].keyword`;
//! such a setting holds for some connections only and is no canonical setting. `Match all` ends a block.

use super::lines::{Doubled, Settings, numbered, odd, untyped, words};
use super::snapshot::{Route, Snapshot};
use crate::{ReadError, Reading};
use sekisho_model::Diagnostic;

/// Keywords whose every occurrence counts.
const ADDING: &[&str] = &[
    "acceptenv",
    "allowgroups",
    "allowusers",
    "denygroups",
    "denyusers",
    "hostcertificate",
    "hostkey",
    "include",
    "listenaddress",
    "port",
    "setenv",
    "subsystem",
];

/// Reads one `sshd_config`.
pub(super) fn parse<'t>(text: &'t str, reading: &mut Reading<'_>) -> Result<Snapshot<'t>, ReadError> {
    let mut settings = Settings::default();
    let mut block: Option<String> = None;
    for (number, raw) in numbered(text) {
        let line = raw.trim();
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        let (keyword, arguments) = split(line);
        let keyword = keyword.to_ascii_lowercase();
        if keyword.is_empty() || !keyword.bytes().all(|b| b.is_ascii_alphanumeric()) {
            reading.note(odd("a line does not begin with a keyword", number));
            continue;
        }
        let arguments = arguments_of(arguments);
        if keyword == "match" {
            block = (!arguments.eq_ignore_ascii_case("all")).then_some(arguments);
            continue;
        }
        if arguments.is_empty() {
            reading.note(odd("a keyword has no value", number));
            continue;
        }
        if keyword == "include" {
            let text = format!("the included files `{arguments}` are not read");
            let hint = "collect the effective configuration with `sshd -T` instead";
            reading.note(
                Diagnostic::warning("include-not-followed", text)
                    .at_line(number)
                    .hint(hint),
            );
        }
        let doubled = if ADDING.contains(&keyword.as_str()) {
            Doubled::All
        } else {
            Doubled::First
        };
        let (path, route) = match &block {
            Some(criteria) => (format!("match[{criteria}].{keyword}"), Route::Hidden),
            None => (keyword.clone(), Route::As(keyword)),
        };
        settings.put(untyped(path, arguments, number, route), doubled, reading)?;
    }
    let mut snapshot = Snapshot::new("sshd");
    snapshot.entries = settings.finish();
    Ok(snapshot)
}

/// Keyword and arguments: parted by white space, or by one `=`.
fn split(line: &str) -> (&str, &str) {
    match line
        .find(|c: char| c.is_whitespace() || c == '=')
        .and_then(|at| line.split_at_checked(at))
    {
        Some((keyword, rest)) => {
            let rest = rest.trim_start();
            (keyword, rest.strip_prefix('=').unwrap_or(rest).trim_start())
        }
        None => (line, ""),
    }
}

/// The arguments without quotes and without a remark at the end.
fn arguments_of(text: &str) -> String {
    if !text.contains(['"', '\'', '#']) {
        return text.trim_end().to_owned();
    }
    words(super::lines::without_remark(text)).join(" ")
}
