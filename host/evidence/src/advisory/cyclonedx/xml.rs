//! CycloneDX XML as the tree that the JSON of the same document has, so far as vulnerabilities need it.

use crate::sbom::cursor::{Cursor, Element};
use crate::sbom::is_cyclonedx_namespace;
use crate::{Limits, ReadError};
use serde_json::{Map, Number, Value};

/// What an element becomes.
enum Form {
    /// A text.
    Text,
    /// A number, a text where it is none.
    Number,
    /// An object.
    One(&'static Shape),
    /// A list of objects, one for every child.
    Many(&'static Shape),
    /// A list of texts, one for every child.
    Texts,
}

/// What is read of an element: attributes and children, with their names in JSON.
struct Shape {
    attributes: &'static [&'static str],
    children: &'static [(&'static str, &'static str, Form)],
}

macro_rules! shape {
    ($name:ident { $($attribute:literal),* } { $($xml:literal $(as $json:literal)? => $form:expr),* $(,)? }) => {
        static $name: Shape = Shape {
            attributes: &[$($attribute),*],
            children: &[$(($xml, shape!(@json $xml $($json)?), $form)),*],
        };
    };
    (@json $xml:literal) => { $xml };
    (@json $xml:literal $json:literal) => { $json };
}

shape!(BOM { "serialNumber", "version" } {
    "metadata" => Form::One(&METADATA),
    "components" => Form::Many(&COMPONENT),
    "vulnerabilities" => Form::Many(&VULNERABILITY),
});
shape!(METADATA {} {
    "timestamp" => Form::Text,
    "authors" => Form::Many(&PARTY),
    "component" => Form::One(&COMPONENT),
    "manufacture" => Form::One(&PARTY),
    "manufacturer" => Form::One(&PARTY),
    "supplier" => Form::One(&PARTY),
});
shape!(PARTY {} { "name" => Form::Text, "email" => Form::Text });
shape!(COMPONENT { "bom-ref" } { "purl" => Form::Text, "components" => Form::Many(&COMPONENT) });
shape!(VULNERABILITY { "bom-ref" } {
    "id" => Form::Text,
    "source" => Form::One(&SOURCE),
    "references" => Form::Many(&REFERENCE),
    "ratings" => Form::Many(&RATING),
    "description" => Form::Text,
    "recommendation" => Form::Text,
    "workaround" => Form::Text,
    "created" => Form::Text,
    "published" => Form::Text,
    "updated" => Form::Text,
    "rejected" => Form::Text,
    "analysis" => Form::One(&ANALYSIS),
    "affects" => Form::Many(&TARGET),
});
shape!(SOURCE {} { "name" => Form::Text, "url" => Form::Text });
shape!(REFERENCE {} { "id" => Form::Text });
shape!(RATING {} {
    "score" => Form::Number,
    "severity" => Form::Text,
    "method" => Form::Text,
    "vector" => Form::Text,
});
shape!(ANALYSIS {} {
    "state" => Form::Text,
    "justification" => Form::Text,
    "responses" as "response" => Form::Texts,
    "detail" => Form::Text,
    "firstIssued" => Form::Text,
    "lastUpdated" => Form::Text,
});
shape!(TARGET {} { "ref" => Form::Text, "versions" => Form::Many(&VERSION) });
shape!(VERSION {} { "version" => Form::Text, "range" => Form::Text, "status" => Form::Text });

/// Reads the whole text; answers the tree, with the version in `specVersion`, and the line of every vulnerability.
pub(super) fn parse(text: &str, limits: &Limits) -> Result<(Value, Vec<u32>), ReadError> {
    let mut cursor = Cursor::new(text, limits, "CycloneDX XML");
    let (root, namespace) = cursor.root(is_cyclonedx_namespace)?;
    let Some(version) = namespace.strip_prefix("http://cyclonedx.org/schema/bom/") else {
        return Err(cursor.malformed("the root element is not in a CycloneDX namespace"));
    };
    let mut lines = Vec::new();
    let mut document = object(&mut cursor, &root, &BOM, &mut lines)?;
    cursor.end()?;
    document.insert("specVersion".to_owned(), version.into());
    Ok((Value::Object(document), lines))
}

/// An element with its attributes and children.
fn object<'a>(
    cursor: &mut Cursor<'a>,
    element: &Element<'a>,
    shape: &'static Shape,
    lines: &mut Vec<u32>,
) -> Result<Map<String, Value>, ReadError> {
    let mut object = Map::new();
    for (name, value) in cursor.attributes(element)? {
        if shape.attributes.contains(&name.as_str()) {
            object.insert(name, value.into());
        }
    }
    cursor.children(element, &mut |_| {}, &mut |cursor, child| {
        let known = shape.children.iter().find(|(xml, _, _)| *xml == child.name());
        let Some((_, json, form)) = known else {
            return Ok(Some(child));
        };
        let value = member(cursor, &child, form, lines)?;
        match (object.get_mut(*json), value) {
            // A list that goes on in a second element.
            (Some(Value::Array(before)), Value::Array(more)) => before.extend(more),
            (_, value) => {
                object.insert((*json).to_owned(), value);
            }
        }
        Ok(None)
    })?;
    Ok(object)
}

fn member<'a>(
    cursor: &mut Cursor<'a>,
    element: &Element<'a>,
    form: &'static Form,
    lines: &mut Vec<u32>,
) -> Result<Value, ReadError> {
    let mut items = Vec::new();
    match form {
        Form::Text => return Ok(cursor.text(element)?.trim().into()),
        Form::Number => {
            let text = cursor.text(element)?;
            let number = text.trim().parse().ok().and_then(Number::from_f64);
            return Ok(number.map_or_else(|| text.trim().into(), Value::Number));
        }
        Form::One(shape) => return object(cursor, element, shape, lines).map(Value::Object),
        Form::Many(shape) => cursor.children(element, &mut |_| {}, &mut |cursor, child| {
            if child.name() == "vulnerability" {
                lines.push(child.line);
            }
            items.push(Value::Object(object(cursor, &child, shape, lines)?));
            Ok(None)
        })?,
        Form::Texts => cursor.children(element, &mut |_| {}, &mut |cursor, child| {
            items.push(cursor.text(&child)?.trim().into());
            Ok(None)
        })?,
    }
    Ok(Value::Array(items))
}
