//! Which format a text is in, told from what stands in it: member names at the top level of JSON in any order, the root
//! element of XML, the first significant line of anything else.

use super::SbomFormat;

/// Tells the format, `None` where the text is no software bill of materials.
pub fn detect(text: &str) -> Option<SbomFormat> {
    let text = text.trim_start_matches('\u{feff}').trim_start();
    match text.as_bytes().first()? {
        b'{' => json(text),
        b'<' => xml(text),
        _ => lines(text),
    }
}

/// Looks at the members of the outermost object only; stops at the first that decides.
fn json(text: &str) -> Option<SbomFormat> {
    let bytes = text.as_bytes();
    let mut at = 0usize;
    let mut depth = 0usize;
    let mut key: Option<&str> = None;
    let (mut version, mut content, mut context) = (false, false, false);
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'{' | b'[' => depth += 1,
            b'}' | b']' => depth = depth.saturating_sub(1),
            b',' if depth == 1 => key = None,
            b'"' => {
                let end = string_end(bytes, at + 1)?;
                let string = text.get(at + 1..end).unwrap_or("");
                if depth == 1 && key.is_none() {
                    key = Some(string);
                    match string {
                        "bomFormat" => return Some(SbomFormat::CyclonedxJson),
                        "spdxVersion" | "SPDXID" => return Some(SbomFormat::SpdxJson),
                        "specVersion" => version = true,
                        "components" | "metadata" | "services" | "dependencies" => content = true,
                        "@graph" if context => return Some(SbomFormat::Spdx3Json),
                        _ => {}
                    }
                } else if depth <= 2 && key == Some("@context") {
                    if string.contains("spdx.org/rdf/3") || string.contains("spdx.github.io/spdx-spec/v3") {
                        return Some(SbomFormat::Spdx3Json);
                    }
                    context |= string.contains("spdx");
                } else if depth == 1 && key == Some("$schema") && string.contains("cyclonedx.org/schema/bom") {
                    return Some(SbomFormat::CyclonedxJson);
                }
                at = end;
            }
            _ => {}
        }
        if version && content {
            return Some(SbomFormat::CyclonedxJson);
        }
        at += 1;
    }
    None
}

/// The closing quote of a string that starts at `at`.
fn string_end(bytes: &[u8], mut at: usize) -> Option<usize> {
    loop {
        at += memchr::memchr2(b'"', b'\\', bytes.get(at..)?)?;
        if bytes.get(at) == Some(&b'"') {
            return Some(at);
        }
        at += 2;
    }
}

fn xml(text: &str) -> Option<SbomFormat> {
    // Declarations, comments and a document type may stand before the root; all of that is short in real files.
    let mut rest = text;
    for _ in 0..64 {
        rest = rest.trim_start();
        let past = if rest.starts_with("<!--") {
            rest.find("-->").map(|i| i + 3)
        } else if rest.starts_with("<?") {
            rest.find("?>").map(|i| i + 2)
        } else if rest.starts_with("<!") {
            let subset = rest
                .find('[')
                .filter(|open| rest.find('>').is_none_or(|close| *open < close));
            match subset {
                Some(_) => rest.find("]>").map(|i| i + 2),
                None => rest.find('>').map(|i| i + 1),
            }
        } else {
            break;
        };
        rest = rest.get(past?..)?;
    }
    let tag = rest.strip_prefix('<')?;
    let tag = tag.get(..tag.find('>').unwrap_or(tag.len()))?;
    let name = tag.split(|c: char| c.is_whitespace() || c == '/').next()?;
    let local = name.rsplit(':').next()?;
    match local {
        "bom" if tag.contains("cyclonedx.org/schema/bom/") => Some(SbomFormat::CyclonedxXml),
        // The namespace may be declared on any element, so the whole text is looked through.
        "RDF" if text.contains("spdx.org/rdf/terms") && rest.contains("SpdxDocument") => Some(SbomFormat::SpdxRdf),
        "SpdxDocument" if text.contains("spdx.org/rdf/terms") => Some(SbomFormat::SpdxRdf),
        "Document" if rest.contains("spdxVersion>") || rest.contains("SPDXID>") => Some(SbomFormat::SpdxXml),
        _ => None,
    }
}

/// Tag-value has a line `SPDXVersion:`, YAML a line `spdxVersion:` at the left edge; either may come late.
fn lines(text: &str) -> Option<SbomFormat> {
    let first = text
        .lines()
        .map(str::trim_end)
        .find(|l| !l.is_empty() && !l.starts_with('#') && *l != "---")?;
    first.split_once(':')?;
    for line in text.lines() {
        if line.starts_with("SPDXVersion:") {
            return Some(SbomFormat::SpdxTagValue);
        }
        let key = line.trim_start_matches(['"', '\'']);
        if key.starts_with("spdxVersion") && key.trim_start_matches("spdxVersion").starts_with([':', '"', '\'']) {
            return Some(SbomFormat::SpdxYaml);
        }
    }
    None
}
