//! `sekisho plugin inspect`: what a plugin can read, from its imports alone, and what it checks.

use crate::args::{Form, Plugin as Command};
use crate::bundle::Bundle;
use crate::failure::{Failure, exit};
use crate::{machine, print};
use sekisho_model::check::{ParameterType, Value};
use sekisho_model::text::Language;
use sekisho_sandbox::{Plugin, Sandbox, SandboxOptions};
use serde_json::json;
use std::fmt::Write as _;
use std::path::Path;

pub(crate) fn run(command: Command) -> crate::Outcome {
    let Command::Inspect {
        plugins,
        output,
        language,
        bundles,
    } = command;
    let sandbox = sandbox()?;
    let mut loaded = Vec::new();
    if plugins.is_empty() {
        loaded = Bundle::open(&bundles.bundle)?.load(&sandbox)?;
    }
    for name in &plugins {
        let path = Path::new(name);
        let extension = path.extension().and_then(|e| e.to_str()).unwrap_or_default();
        if matches!(extension, "wasm" | "wat") {
            let bytes = machine::read(path, sandbox.limits().component_bytes)?;
            loaded.push(sandbox.load(name, &bytes).map_err(|e| Failure::refused(&e))?);
        } else {
            let mut known = Bundle::open(&bundles.bundle)?.load(&sandbox)?;
            match known.iter().position(|p| p.info().id == *name) {
                Some(at) => loaded.push(known.swap_remove(at)),
                None => {
                    let ids: Vec<&str> = known.iter().map(|p| p.info().id.as_str()).collect();
                    return Err(Failure::usage(format!("there is no plugin `{name}`"))
                        .hint(format!("name a .wasm or .wat file, or one of: {}", ids.join(", "))));
                }
            }
        }
    }
    match output {
        Form::Json => {
            let list: Vec<_> = loaded.iter().map(as_json).collect();
            print::json(&list)?;
        }
        Form::Text => {
            for plugin in &loaded {
                print::line(&as_text(plugin, language.get()));
            }
        }
    }
    Ok(exit::CONFORMANT)
}

/// A sandbox with default limits, for looking at plugins.
pub(crate) fn sandbox() -> Result<Sandbox, Failure> {
    let options = SandboxOptions {
        cache: machine::cache(),
        ..SandboxOptions::default()
    };
    Sandbox::new(options).map_err(|e| Failure::internal(e.to_string()))
}

fn as_json(plugin: &Plugin) -> serde_json::Value {
    let authority = plugin.authority();
    json!({
        "id": plugin.info().id,
        "version": plugin.info().version,
        "digest": plugin.digest(),
        "size": plugin.size(),
        "interface": authority.interface.to_string(),
        "authority": { "reads": authority.reads, "cannot_read": authority.cannot(), "date": authority.date, "log": authority.log },
        "title": plugin.info().title,
        "checks": plugin.info().checks,
        "messages": plugin.info().messages,
    })
}

fn as_text(plugin: &Plugin, l: Language) -> String {
    let (info, authority) = (plugin.info(), plugin.authority());
    let ja = l == Language::Ja;
    let mut out = String::new();
    let names = |list: Vec<&str>| list.join(", ");
    // INVARIANT: writing to a String cannot fail.
    let _ = writeln!(out, "{} {}  {}", info.id, info.version, info.title.get(l));
    let _ = writeln!(
        out,
        "  {}  {} bytes  sekisho:policy@{}",
        plugin.digest(),
        plugin.size(),
        authority.interface
    );
    let none = if ja { "何も読めない" } else { "nothing" };
    let reads = if authority.reads.is_empty() {
        none.to_owned()
    } else {
        names(authority.kinds())
    };
    let cannot = [
        names(authority.cannot()),
        (if ja {
            "ファイル, ネットワーク, 時計"
        } else {
            "files, network, clock"
        })
        .to_owned(),
    ];
    let cannot: Vec<String> = cannot.into_iter().filter(|s| !s.is_empty()).collect();
    let _ = writeln!(out, "  {}: {reads}", if ja { "読めるもの" } else { "reads" });
    let _ = writeln!(
        out,
        "  {}: {}",
        if ja { "読めないもの" } else { "cannot read" },
        cannot.join(", ")
    );
    let date = match (authority.date, ja) {
        (true, true) => "基準日を受け取る",
        (true, false) => "is told the assessment date",
        (false, true) => "基準日を受け取らない",
        (false, false) => "is not told the assessment date",
    };
    let _ = writeln!(out, "  {date}");
    for (kind, columns) in &authority.reads {
        let columns: Vec<&str> = columns.iter().map(String::as_str).collect();
        let _ = writeln!(out, "    {kind}: {}", columns.join(" "));
    }
    let _ = writeln!(
        out,
        "  {} ({})",
        if ja { "チェック" } else { "checks" },
        info.checks.len()
    );
    for check in &info.checks {
        let _ = writeln!(out, "    {}  {}", check.id, check.title.get(l));
        for parameter in &check.parameters {
            let default = parameter.default.as_ref().map_or_else(
                || (if ja { "必須" } else { "required" }).to_owned(),
                |v| format!("= {}", value(v)),
            );
            let _ = writeln!(
                out,
                "      {} {} {}  {}",
                parameter.name,
                bounds(&parameter.ty),
                default,
                parameter.description.get(l)
            );
        }
    }
    out
}

fn bounds(ty: &ParameterType) -> String {
    match ty {
        ParameterType::Boolean => "boolean".to_owned(),
        ParameterType::Integer { min, max } => format!("integer {min}..{max}"),
        ParameterType::Decimal { min, max } => format!("decimal {min}..{max}"),
        ParameterType::Text { max_length } => format!("text ..{max_length}"),
        ParameterType::Choice { options } => options.join("|"),
        ParameterType::Texts { max_items, max_length } => format!("texts ..{max_items}×{max_length}"),
        ParameterType::Date => "date".to_owned(),
    }
}

/// A parameter value as people write it.
pub(crate) fn value(value: &Value) -> String {
    match value {
        Value::Boolean(v) => v.to_string(),
        Value::Integer(v) => v.to_string(),
        Value::Decimal(v) => v.to_string(),
        Value::Text(v) => format!("{v:?}"),
        Value::Texts(v) => format!("{v:?}"),
        Value::Date(v) => v.to_string(),
    }
}
