//! Waivers: approved, dated, owned exceptions. They stand beside an outcome and never change it.

use crate::CatalogError;
use crate::source::Source;
use sekisho_model::Date;
use serde::Deserialize;
use std::collections::BTreeSet;
use toml::Spanned;

/// One waiver.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waiver {
    /// Id.
    pub id: String,
    /// Policy id; `*` for all.
    pub policy: String,
    /// Control id; `*` for all.
    pub control: String,
    /// Check id; `*` for all.
    pub check: String,
    /// Subject pattern: `*` stands for any characters.
    pub subject: String,
    /// Why.
    pub justification: String,
    /// Who approved it.
    pub approver: String,
    /// Last day (UTC) on which it holds.
    pub expires: Date,
    /// Line in the file.
    pub line: u32,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    format: Spanned<String>,
    #[serde(default)]
    waiver: Vec<WaiverFile>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WaiverFile {
    id: Spanned<String>,
    #[serde(default = "any")]
    policy: String,
    control: String,
    #[serde(default = "any")]
    check: String,
    #[serde(default = "any")]
    subject: String,
    justification: String,
    approver: String,
    expires: Date,
}

fn any() -> String {
    "*".to_owned()
}

/// Reads a waiver file (`format = "waivers/1"`).
pub fn parse(file: &str, text: &str) -> Result<Vec<Waiver>, CatalogError> {
    let source = Source { file, text };
    let raw: File = source.parse("waivers/1")?;
    source.format(&raw.format, "waivers/1")?;
    let mut seen = BTreeSet::new();
    let mut waivers = Vec::with_capacity(raw.waiver.len());
    for waiver in raw.waiver {
        let id = waiver.id.get_ref().clone();
        if id.trim().is_empty() || !seen.insert(id.clone()) {
            return Err(source.content(&waiver.id, format!("waiver id `{id}` is empty or stands here twice")));
        }
        for (what, text) in [("justification", &waiver.justification), ("approver", &waiver.approver)] {
            if text.trim().is_empty() {
                return Err(source.content(&waiver.id, format!("waiver `{id}` has no {what}")));
            }
        }
        if waiver.control == "*" && waiver.check == "*" {
            return Err(source.content(
                &waiver.id,
                format!("waiver `{id}` would cover everything: name a control or a check"),
            ));
        }
        waivers.push(Waiver {
            line: source.line(&waiver.id.span()),
            id,
            policy: waiver.policy,
            control: waiver.control,
            check: waiver.check,
            subject: waiver.subject,
            justification: waiver.justification,
            approver: waiver.approver,
            expires: waiver.expires,
        });
    }
    Ok(waivers)
}

impl Waiver {
    /// Whether it speaks of this ledger entry.
    pub fn covers(&self, subject: &str, policy: &str, control: &str, check: &str) -> bool {
        matches(&self.policy, policy)
            && matches(&self.control, control)
            && matches(&self.check, check)
            && matches(&self.subject, subject)
    }

    /// Whether it still holds on a day. The last day counts.
    pub fn holds_on(&self, day: Date) -> bool {
        day <= self.expires
    }
}

/// `*` stands for any characters, everything else for itself.
fn matches(pattern: &str, text: &str) -> bool {
    let mut parts = pattern.split('*');
    let Some(first) = parts.next() else {
        return pattern == text;
    };
    let Some(mut rest) = text.strip_prefix(first) else {
        return false;
    };
    let mut last: Option<&str> = None;
    for part in parts {
        if let Some(middle) = last {
            match rest.find(middle) {
                Some(at) => rest = rest.get(at + middle.len()..).unwrap_or(""),
                None => return false,
            }
        }
        last = Some(part);
    }
    match last {
        None => rest.is_empty(),
        Some(tail) => rest.ends_with(tail),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns() {
        for (pattern, text, expected) in [
            ("*", "", true),
            ("line-*", "line-1", true),
            ("line-*", "x-line-1", false),
            ("*-a-*-b", "x-a-y-b", true),
            ("*-a-*-b", "x-a-b", false),
            ("a", "a", true),
            ("a", "ab", false),
            ("a*a", "a", false),
        ] {
            assert_eq!(matches(pattern, text), expected, "{pattern} {text}");
        }
    }

    #[test]
    fn a_waiver_needs_approver_expiry_and_an_aim() {
        let text = "format = \"waivers/1\"\n[[waiver]]\nid = \"w\"\ncontrol = \"*\"\njustification = \"x\"\napprover = \"y\"\nexpires = \"2026-01-01\"\n";
        assert!(parse("w.toml", text).unwrap_err().to_string().contains("w.toml:3"));
        let good = text.replace("control = \"*\"", "control = \"1-1\"");
        let waivers = parse("w.toml", &good).unwrap();
        assert!(waivers[0].holds_on(Date::parse("2026-01-01").unwrap()));
        assert!(!waivers[0].holds_on(Date::parse("2026-01-02").unwrap()));
        assert!(parse("w.toml", &good.replace("approver = \"y\"\n", "")).is_err());
    }
}
