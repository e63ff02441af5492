//! `sekisho evidence describe`: the data items of a register as JSON-LD 1.1, for a data space. Identifier and title are those of Dublin
//! Core, the type is DCAT's data set; every other attribute is one of the vocabulary's.

use super::vocabulary;
use crate::failure::{Failure, exit};
use crate::{machine, print, tables};
use sekisho_catalog::tables::Row;
use sekisho_evidence::table::vocabulary::{Field, FieldType, vocabulary as words};
use serde_json::{Map, Value, json};
use std::path::Path;

const REGISTER: &str = "data-items";
/// Attributes that stand under a term of their own.
const TERMS: [(&str, &str); 2] = [("id", "dct:identifier"), ("name", "dct:title")];

pub(super) fn run(file: &Path, attributes: &[String], to: Option<&Path>) -> crate::Outcome {
    let register = vocabulary::named(REGISTER)?;
    let fields = vocabulary::chosen(register, attributes)?;
    let columns_of = |row: &Row| -> Vec<Option<&'static Field>> {
        let number = words().register(REGISTER).map(|(number, _)| number);
        let field = |header: &String| {
            let own = words()
                .senses(header)
                .iter()
                .find(|sense| Some(sense.register) == number);
            own.and_then(|sense| register.fields.get(sense.field))
        };
        row.cells.iter().map(field).collect()
    };
    let is_head = |row: &Row| columns_of(row).iter().flatten().any(|field| field.key);
    let (rows, _) = tables::rows(file, &|rows| rows.iter().any(is_head))?;
    let mut rows = rows.into_iter().skip_while(|row| !is_head(row));
    let Some(head) = rows.next() else {
        return Err(
            Failure::usage(format!("`{}` has no column with the id of data items", file.display()))
                .hint("`sekisho evidence template data-items` writes the columns"),
        );
    };
    let columns = columns_of(&head);
    let mut graph = Vec::new();
    for row in rows {
        let cells: Vec<(&Field, &str)> = columns
            .iter()
            .zip(&row.cells)
            .filter_map(|(field, cell)| Some(((*field)?, cell.trim())))
            .filter(|(_, cell)| !cell.is_empty())
            .collect();
        let Some((_, key)) = cells.iter().find(|(field, _)| field.key) else {
            continue;
        };
        let mut node = Map::new();
        node.insert(
            "@id".to_owned(),
            json!(format!("urn:sekisho:data-item:{}", escaped(key))),
        );
        node.insert("@type".to_owned(), json!("dcat:Dataset"));
        for (field, cell) in &cells {
            if field.key || fields.iter().any(|chosen| chosen.id == field.id) {
                // The first of two columns of one field counts.
                node.entry(term(&field.id)).or_insert_with(|| value(field, cell));
            }
        }
        graph.push(Value::Object(node));
    }
    let mut context = json!({
        "@version": 1.1,
        "dcat": "http://www.w3.org/ns/dcat#",
        "dct": "http://purl.org/dc/terms/",
        "xsd": "http://www.w3.org/2001/XMLSchema#",
        "item": "urn:sekisho:vocabulary:data-items:",
    });
    if let Some(context) = context.as_object_mut() {
        for field in fields.iter().filter(|field| field.ty == FieldType::Date) {
            context.insert(term(&field.id), json!({ "@type": "xsd:date" }));
        }
    }
    let document = json!({ "@context": context, "@graph": graph });
    match to {
        Some(path) => {
            let mut bytes = serde_json::to_vec_pretty(&document).map_err(|e| Failure::internal(e.to_string()))?;
            bytes.push(b'\n');
            machine::write(path, &bytes)?;
        }
        None => print::json(&document)?,
    }
    Ok(exit::CONFORMANT)
}

fn term(field: &str) -> String {
    let own = TERMS.iter().find(|(id, _)| *id == field);
    own.map_or_else(|| format!("item:{field}"), |(_, term)| (*term).to_owned())
}

/// A cell: a list where the vocabulary has one, the word of a choice, else the text as it stands.
fn value(field: &Field, cell: &str) -> Value {
    match field.ty {
        FieldType::List => {
            let items = cell.split([',', '、', ';', '；', '|', '\n']).map(str::trim);
            json!(items.filter(|item| !item.is_empty()).collect::<Vec<_>>())
        }
        FieldType::Choice => {
            let is_it = |choice: &&sekisho_evidence::table::vocabulary::Choice| {
                let names = [&choice.id, &choice.ja, &choice.en].into_iter().chain(&choice.aliases);
                names.into_iter().any(|name| name.eq_ignore_ascii_case(cell))
            };
            json!(
                field
                    .choices
                    .iter()
                    .find(is_it)
                    .map_or(cell, |choice| choice.id.as_str())
            )
        }
        _ => json!(cell),
    }
}

/// A key inside a URN: what is neither letter nor digit of ASCII nor `-._~` is written as its bytes.
fn escaped(key: &str) -> String {
    let mut out = String::new();
    for byte in key.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::escaped;

    #[test]
    fn a_key_is_always_a_urn() {
        assert_eq!(escaped("D-1"), "D-1");
        assert_eq!(escaped("顧客 1"), "%E9%A1%A7%E5%AE%A2%201");
    }
}
