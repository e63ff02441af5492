//! The syntax of `rules.toml`: as much of TOML as the file uses. Tables `[[rule]]` with texts in double quotes, whole numbers and
//! lists of texts on one line; a line that is none of these is an error, never silence.

use std::collections::BTreeMap;

/// One value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Value<'a> {
    Text(&'a str),
    Number(i64),
    List(Vec<&'a str>),
}

/// One `[[rule]]`: key and value.
pub(crate) type Table<'a> = BTreeMap<&'a str, Value<'a>>;

/// All rules of a text, or the number of the line that is none.
pub(crate) fn read(text: &str) -> Result<Vec<Table<'_>>, usize> {
    let mut tables: Vec<Table<'_>> = Vec::new();
    for (number, line) in text.lines().enumerate() {
        let line = line.trim();
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        if line == "[[rule]]" {
            tables.push(Table::new());
            continue;
        }
        let (key, value) = line.split_once(" = ").ok_or(number + 1)?;
        let value = value_of(value).ok_or(number + 1)?;
        match tables.last_mut() {
            Some(table) => {
                if table.insert(key, value).is_some() {
                    return Err(number + 1);
                }
            }
            // The head of the file names its format.
            None if key == "format" && value == Value::Text("transfer-rules/1") => {}
            None => return Err(number + 1),
        }
    }
    Ok(tables)
}

fn value_of(text: &str) -> Option<Value<'_>> {
    if let Some(inner) = text.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
        let mut items = Vec::new();
        let mut rest = inner.trim();
        while !rest.is_empty() {
            let (item, after) = rest.strip_prefix('"')?.split_once('"')?;
            items.push(item);
            let after = after.trim_start();
            rest = match after.strip_prefix(',') {
                Some(more) => more.trim_start(),
                None if after.is_empty() => after,
                None => return None,
            };
        }
        return Some(Value::List(items));
    }
    if let Some(inner) = text.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')) {
        return (!inner.contains(['"', '\\'])).then_some(Value::Text(inner));
    }
    text.parse().ok().map(Value::Number)
}

#[cfg(test)]
mod tests {
    use super::{Value, read};

    #[test]
    fn texts_numbers_and_lists() {
        let tables =
            read("format = \"transfer-rules/1\"\n# x\n[[rule]]\na = \"b, c\"\nn = 60\nl = [\"x, y\", \"z\"]\n")
                .unwrap_or_default();
        let table = tables.first().cloned().unwrap_or_default();
        assert_eq!(table.get("a"), Some(&Value::Text("b, c")));
        assert_eq!(table.get("n"), Some(&Value::Number(60)));
        assert_eq!(table.get("l"), Some(&Value::List(vec!["x, y", "z"])));
    }

    #[test]
    fn what_is_no_toml_is_refused_with_its_line() {
        assert_eq!(read("[[rule]]\nid: 3\n"), Err(2));
        assert_eq!(read("[[rule]]\nid = \"a\" \"b\"\n"), Err(2));
        assert_eq!(read("[[rule]]\nid = \"a\"\nid = \"b\"\n"), Err(3));
        assert_eq!(read("x = 1\n"), Err(1));
    }
}
