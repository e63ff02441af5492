//! Lines of the statements of an OpenVEX document: the line of a statement's status, since that is what readers correct; else the
//! line where the statement begins. Worked out beside the tree, which knows no lines.

use serde::Deserialize;
use serde_json::value::RawValue;

#[derive(Deserialize)]
struct Document<'t> {
    #[serde(borrow, default)]
    predicate: Option<Statements<'t>>,
    #[serde(borrow, default)]
    statements: Vec<&'t RawValue>,
}

#[derive(Deserialize)]
struct Statements<'t> {
    #[serde(borrow, default)]
    statements: Vec<&'t RawValue>,
}

#[derive(Deserialize)]
struct Statement<'t> {
    #[serde(borrow, default)]
    status: Option<&'t RawValue>,
}

/// One line from 1 for each statement; empty where they cannot be told.
pub(super) fn lines(text: &str) -> Vec<u32> {
    let Ok(document) = serde_json::from_str::<Document<'_>>(text) else {
        return Vec::new();
    };
    let statements = match document.predicate {
        Some(inner) if document.statements.is_empty() => inner.statements,
        _ => document.statements,
    };
    let (mut at, mut line) = (0, 1u32);
    let mut lines = Vec::with_capacity(statements.len());
    for statement in statements {
        let inner: Option<Statement<'_>> = serde_json::from_str(statement.get()).ok();
        let told = inner.and_then(|inner| inner.status).unwrap_or(statement);
        // Both borrow from the text, so their addresses tell where they stand in it.
        let offset = told.get().as_ptr().addr().wrapping_sub(text.as_ptr().addr());
        let between = text.as_bytes().get(at..offset).unwrap_or_default();
        let breaks = memchr::memchr_iter(b'\n', between).count();
        line = line.saturating_add(u32::try_from(breaks).unwrap_or(u32::MAX));
        at = offset.max(at);
        lines.push(line);
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::lines;

    #[test]
    fn the_line_of_the_status_is_told() {
        let text = "{\n \"statements\": [\n {\n \"products\": [],\n \"status\": \"maybe\" },\n {},\n 7 ] }";
        assert_eq!(lines(text), [5, 6, 7]);
        let attested = format!("{{\n \"predicateType\": \"openvex\", \"predicate\": {text} }}");
        assert_eq!(lines(&attested), [6, 7, 8]);
        assert!(lines("[]").is_empty());
        assert!(lines("{\"statements\": 7}").is_empty());
    }
}
