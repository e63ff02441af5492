//! SPDX 2 in JSON: a document whose packages and relationships mostly look like one another.

use super::model::Document;
use crate::sbom::json::{Inside, Json};
use crate::sbom::object::{Parts, Take};
use crate::sbom::put::Put;
use crate::sbom::value::{Key, List};
use serde::de::{Error as _, MapAccess};
use serde_json::Error;

/// Reads a document; its error says nothing but that there is one.
pub(super) fn read(source: &str) -> Result<Document<'_>, Error> {
    let (mut document, mut seen) = (Document::default(), 0);
    let (mut packages, mut relationships) = (false, false);
    let mut json = Json::new(source);
    json.object(|mut members| {
        while let Some(key) = members.next_key::<Key<'_>>()? {
            match key.0.as_ref() {
                "packages" => list(&mut document.packages, &mut packages, members)?,
                "relationships" => list(&mut document.relationships, &mut relationships, members)?,
                key => document.member(key, &mut members, &mut seen, Parts::ALL)?,
            }
        }
        Ok(())
    })?;
    json.end()?;
    Ok(document)
}

/// Reads a list that may stand there once.
fn list<'t, T: Take<'t> + Put<'t> + Default>(
    list: &mut List<T>,
    is_there: &mut bool,
    members: &mut Inside<'_, 't>,
) -> Result<(), Error> {
    if std::mem::replace(is_there, true) {
        return Err(Error::custom("a list that stands twice"));
    }
    members.each(Parts::ALL, |_, item: &mut T| {
        list.0.push(std::mem::take(item));
        true
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;

    fn same(text: &str) {
        let (own, theirs) = (read(text), serde_json::from_str::<Document<'_>>(text));
        assert_eq!(own.is_ok(), theirs.is_ok(), "{text}");
        if let (Ok(own), Ok(theirs)) = (own, theirs) {
            assert_eq!(format!("{own:?}"), format!("{theirs:?}"), "{text}");
        }
    }

    #[test]
    fn a_document_is_what_serde_json_says_it_is() {
        let packages: Vec<String> = (0..300)
            .map(|n| {
                let version = match n % 7 {
                    0 => String::new(),
                    1 => r#""versionInfo":null,"#.to_owned(),
                    n => format!(r#""versionInfo":"{n}.\u0030","#),
                };
                let refs = vec![r#"{"referenceCategory":"PACKAGE-MANAGER","referenceType":"purl","referenceLocator":"pkg:a/b"}"#; n % 3];
                format!(
                    r#"{{"SPDXID":"SPDXRef-{n}","name":"部品 {n}",{version}"filesAnalyzed":false,"downloadLocation":"NOASSERTION",
                    "checksums":[{{"algorithm":"SHA256","checksumValue":"{n:064x}"}}],"externalRefs":[{}],"hasFiles":["a",{n}]}}"#,
                    refs.join(",")
                )
            })
            .collect();
        let document = |packages: &str| {
            format!(
                r#"{{"spdxVersion":"SPDX-2.3","SPDXID":"SPDXRef-DOCUMENT","creationInfo":{{"creators":["Tool: x"]}},"packages":[{packages}],
                "relationships":[{{"spdxElementId":"SPDXRef-1","relationshipType":"DEPENDS_ON","relatedSpdxElement":"SPDXRef-2"}},
                {{"spdxElementId":"SPDXRef-2","relationshipType":"DEPENDS_ON","relatedSpdxElement":"SPDXRef-3","odd":1}}],"files":[{{"SPDXID":"f"}}]}}"#
            )
        };
        same(&document(&packages.join(",\n")));
        for odd in [
            "1",
            "null",
            "{}",
            r#"{"name":1}"#,
            r#"{"name":"a","name":"b"}"#,
            r#"{"na\u006de":"a"}"#,
            r#"{"name":"\ud800"}"#,
            r#"{"checksums":[{"algorithm":true}]}"#,
            r#"{"licenseInfoFromFiles":["MIT",null]}"#,
            r#"{"name":"a"},"#,
        ] {
            let (first, last) = packages.split_at(150);
            same(&document(&format!("{},{odd},{}", first.join(","), last.join(","))));
        }
        let text = document(&packages.get(..12).unwrap().join(","));
        same(&text.replace("\"relationships\"", "\"packages\""));
        same(r#"{"packages":[],"packages":null}"#);
        for at in (0..text.len()).filter(|at| text.is_char_boundary(*at)) {
            same(text.get(..at).unwrap());
            for byte in [b'"', b',', b'}', b']', b'1', b'\\'] {
                let mut bytes = text.clone().into_bytes();
                *bytes.get_mut(at).unwrap() = byte;
                if let Ok(text) = String::from_utf8(bytes) {
                    same(&text);
                }
            }
        }
    }
}
