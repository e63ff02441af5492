//! `sekisho plugin inspect`: what a plugin can read, from its imports alone, and what it checks.

use crate::args::{Bundles, Form, ToolClass};
use crate::bundle::Bundle;
use crate::failure::exit;
use crate::print;
use sekisho_model::check::{ParameterType, Value};
use sekisho_model::text::Language;
use sekisho_sandbox::Plugin;
use serde_json::json;
use std::fmt::Write as _;

pub(super) fn run(
    names: &[String],
    class: Option<ToolClass>,
    output: Form,
    l: Language,
    bundles: &Bundles,
) -> crate::Outcome {
    let sandbox = super::sandbox()?;
    let mut loaded = Vec::new();
    if names.is_empty() {
        loaded = Bundle::open(bundles)?.load(&sandbox)?;
    }
    for name in names {
        loaded.push(super::load(&sandbox, name, bundles)?);
    }
    loaded.retain(|plugin| class.is_none_or(|class| is_of(plugin, class)));
    match output {
        Form::Json => {
            let list: Vec<_> = loaded.iter().map(as_json).collect();
            print::json(&list)?;
        }
        Form::Text => {
            for plugin in &loaded {
                print::line(&as_text(plugin, l));
            }
        }
    }
    Ok(exit::CONFORMANT)
}

/// The class follows from what a plugin can do, not from what it says: the interface hands nothing but findings back, so a plugin
/// that reads SBOMs consumes them, and none produces or transforms them. `sekisho evidence sbom` produces, `sekisho sbom` transforms.
fn is_of(plugin: &Plugin, class: ToolClass) -> bool {
    let reads = plugin.authority().kinds().contains(&"sbom");
    class == ToolClass::Consume && reads
}

fn as_json(plugin: &Plugin) -> serde_json::Value {
    let authority = plugin.authority();
    json!({
        "id": plugin.info().id,
        "version": plugin.info().version,
        "digest": plugin.digest(),
        "size": plugin.size(),
        "tool_class": if is_of(plugin, ToolClass::Consume) { json!(["consume"]) } else { json!([]) },
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
    if is_of(plugin, ToolClass::Consume) {
        let _ = writeln!(
            out,
            "  {}: consume",
            if ja {
                "SBOMツールの分類"
            } else {
                "class of SBOM tools"
            }
        );
    }
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
