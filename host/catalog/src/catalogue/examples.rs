//! Evidence that a policy can be tried with: the use cases that a guideline tells, as example sets of ours.

use crate::CatalogError;
use crate::source::Source;
use sekisho_model::Bilingual;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use toml::Spanned;

/// One set of example evidence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Example {
    /// Id, unique in the catalogue.
    pub id: String,
    /// Title.
    pub title: Bilingual,
    /// Folder, from the root of the repository.
    pub path: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ExampleFile {
    id: Spanned<String>,
    title: Bilingual,
    path: Spanned<String>,
}

/// Reads `[[example]]`.
pub(super) fn read(source: Source<'_>, raw: Vec<ExampleFile>) -> Result<Vec<Example>, CatalogError> {
    let mut seen = BTreeSet::new();
    let mut examples = Vec::new();
    for example in raw {
        let id = example.id.get_ref();
        source.both(&example.id, format!("the title of example `{id}`"), &example.title)?;
        if !seen.insert(id.clone()) {
            return Err(source.content(&example.id, format!("example `{id}` stands twice")));
        }
        let is_plain = |part: &str| !part.is_empty() && part != "." && part != "..";
        if !example.path.get_ref().split('/').all(is_plain) {
            return Err(source.content(
                &example.path,
                "the path of an example is a folder such as `examples/iot/drone`",
            ));
        }
        examples.push(Example {
            id: example.id.into_inner(),
            title: example.title,
            path: example.path.into_inner(),
        });
    }
    Ok(examples)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use crate::catalogue::parse;

    fn with(examples: &str) -> Result<usize, String> {
        let text = format!(
            r#"format = "catalogue/1"
id = "a/b"
version = "1.0.0"
completeness = "frame"
title = {{ ja = "題", en = "t" }}
issuer = {{ ja = "題", en = "t" }}
[source]
document = {{ ja = "題", en = "t" }}
version = "1"
note = {{ ja = "題", en = "t" }}
{examples}"#
        );
        parse("catalogue.toml", &text)
            .map(|c| c.examples.len())
            .map_err(|e| e.to_string())
    }

    #[test]
    fn a_folder_named_twice_or_outside_is_refused() {
        let one = "[[example]]\nid = \"x\"\ntitle = { ja = \"題\", en = \"t\" }\npath = \"examples/x\"\n";
        assert_eq!(with(one), Ok(1));
        assert!(with(&one.repeat(2)).unwrap_err().contains("stands twice"));
        for path in ["../x", "/x", "examples//x", ""] {
            let odd = one.replace("examples/x", path);
            assert!(with(&odd).unwrap_err().contains("is a folder"), "{path}");
        }
    }
}
