//! Catalogue and register texts exist in both languages: wherever a table says `ja` it says `en`, neither empty, and the
//! same for names that end in them (`title_ja`, `title_en`).

use super::Remark;
use super::tree::Tree;

pub(super) fn check(tree: &Tree) -> Vec<Remark> {
    let mut remarks = Vec::new();
    for file in tree.files().filter(|file| is_ours(file)) {
        match tree.text(file).parse::<toml::Table>() {
            Ok(table) => in_table(&table, "", file, &mut remarks),
            Err(source) => remarks.push(Remark::violation(file, format!("is not TOML: {}", source.message()))),
        }
    }
    remarks
}

fn is_ours(file: &str) -> bool {
    file.ends_with(".toml") && (file.starts_with("policies/") || file.starts_with("host/evidence/data/"))
}

fn in_table(table: &toml::Table, place: &str, file: &str, remarks: &mut Vec<Remark>) {
    for (key, value) in table {
        let path = if place.is_empty() {
            key.clone()
        } else {
            format!("{place}.{key}")
        };
        if let Some(other) = counterpart(key) {
            if is_empty(value) {
                remarks.push(Remark::violation(file, format!("`{path}` is empty")));
            }
            if !table.contains_key(&other) {
                remarks.push(Remark::violation(file, format!("`{path}` has no `{other}` beside it")));
            }
        }
        in_value(value, &path, file, remarks);
    }
}

fn in_value(value: &toml::Value, place: &str, file: &str, remarks: &mut Vec<Remark>) {
    match value {
        toml::Value::Table(table) => in_table(table, place, file, remarks),
        toml::Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                in_value(item, &format!("{place}[{index}]"), file, remarks);
            }
        }
        _ => {}
    }
}

/// The same key in the other language, when it names one.
fn counterpart(key: &str) -> Option<String> {
    let (stem, other) = match (key.strip_suffix("ja"), key.strip_suffix("en")) {
        (Some(stem), _) => (stem, "en"),
        (None, Some(stem)) => (stem, "ja"),
        (None, None) => return None,
    };
    (stem.is_empty() || stem.ends_with(['_', '-'])).then(|| format!("{stem}{other}"))
}

fn is_empty(value: &toml::Value) -> bool {
    match value {
        toml::Value::String(text) => text.trim().is_empty(),
        toml::Value::Array(items) => items.is_empty() || items.iter().any(is_empty),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::violations;
    use super::check;

    #[test]
    fn both_languages_or_none() {
        let good = "[[control]]\nid = \"a\"\ntitle = { ja = \"あ\", en = \"a\" }\nopen = 1\n[name]\nname_ja = \"い\"\nname_en = \"i\"\n";
        assert_eq!(
            violations(
                check,
                &[("policies/a/b/catalogue.toml", good), ("other.toml", "ja = ''")]
            ),
            [""; 0]
        );
        let bad = "[[control]]\ntitle = { ja = \"あ\" }\n[[control]]\ntitle = { ja = \"あ\", en = \" \" }\n[x]\ntext_en = \"a\"\n";
        assert_eq!(
            violations(check, &[("policies/a/b/catalogue.toml", bad)]),
            [
                "policies/a/b/catalogue.toml: `control[0].title.ja` has no `en` beside it",
                "policies/a/b/catalogue.toml: `control[1].title.en` is empty",
                "policies/a/b/catalogue.toml: `x.text_en` has no `text_ja` beside it",
            ]
        );
        assert_eq!(
            violations(check, &[("host/evidence/data/columns.toml", "= 1")]).len(),
            1
        );
    }
}
