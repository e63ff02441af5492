//! The mark on a report that is rendered already: where people look, and where programs do.

use crate::{Format, ReportError};
use sekisho_model::excerpt::Tlp;
use sekisho_model::text::Language;

/// The mark in one line.
pub(super) fn line(tlp: Tlp, l: Language) -> String {
    let text = match (tlp, l) {
        (Tlp::Red, Language::Ja) => "名宛人限り。開示・転送を禁じる。",
        (Tlp::Red, Language::En) => "for the named recipients only; not to be disclosed.",
        (Tlp::AmberStrict, Language::Ja) => "組織内で、知る必要のある者に限る。",
        (Tlp::AmberStrict, Language::En) => "within the organization, for who needs to know.",
        (Tlp::Amber, Language::Ja) => "組織とその顧客で、知る必要のある者に限る。",
        (Tlp::Amber, Language::En) => "within the organization and its clients, for who needs to know.",
        (Tlp::Green, Language::Ja) => "コミュニティ内に限る。公開しない。",
        (Tlp::Green, Language::En) => "within the community; not to be published.",
        (Tlp::Clear, Language::Ja) => "公開してよい。",
        (Tlp::Clear, Language::En) => "may be published.",
    };
    let excerpt = match l {
        Language::Ja => "記録の抜粋であり、正式な記録ではない。判定簿による検証はできない。",
        Language::En => "An excerpt, not the record; its ledger proves nothing.",
    };
    format!("{} – {text} {excerpt}", tlp.label())
}

/// Marks a report.
pub(super) fn mark(report: &[u8], format: Format, tlp: Tlp, l: Language) -> Result<Vec<u8>, ReportError> {
    let fault = |e: &dyn std::fmt::Display| ReportError::new(format.word(), e);
    if format == Format::Csv {
        return csv(report, tlp).map_err(|e| fault(&e));
    }
    let text = std::str::from_utf8(report).map_err(|e| fault(&e))?;
    let line = line(tlp, l);
    let marked = match format {
        Format::Html => {
            let banner = format!(
                "<div style=\"background:#000;color:{};font-weight:700;padding:.4rem .8rem;margin:0 0 1rem;-webkit-print-color-adjust:exact;print-color-adjust:exact\">{line}</div>",
                tlp.color()
            );
            text.replacen("<body>", &format!("<body>\n{banner}"), 1)
                .replacen("</body>", &format!("{banner}\n</body>"), 1)
                .replacen("<title>", &format!("<title>{} – ", tlp.label()), 1)
        }
        Format::Junit => text.replacen(
            "<testsuites name=\"sekisho\"",
            &format!("<!-- {line} -->\n<testsuites name=\"{} sekisho\"", tlp.label()),
            1,
        ),
        Format::Sarif => {
            let mut sarif: serde_json::Value = serde_json::from_str(text).map_err(|e| fault(&e))?;
            let properties = sarif.pointer_mut("/runs/0").and_then(|run| run.as_object_mut());
            let properties = properties.map(|run| run.entry("properties").or_insert_with(|| serde_json::json!({})));
            if let Some(properties) = properties.and_then(|p| p.as_object_mut()) {
                properties.insert("tlp".to_owned(), tlp.label().into());
            }
            serde_json::to_string_pretty(&sarif).map_err(|e| fault(&e))? + "\n"
        }
        Format::Md => format!("**{line}**\n\n{text}\n\n**{}**\n", tlp.label()),
        _ => format!("{line}\n\n{text}\n{}\n", tlp.label()),
    };
    if marked.contains(tlp.label()) {
        Ok(marked.into_bytes())
    } else {
        Err(fault(&"there is no place for the mark"))
    }
}

/// A column with the label: a line of its own would be no row of the table.
fn csv(report: &[u8], tlp: Tlp) -> Result<Vec<u8>, csv::Error> {
    const MARK: &[u8] = b"\xef\xbb\xbf";
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .from_reader(report.strip_prefix(MARK).unwrap_or(report));
    let mut writer = csv::WriterBuilder::new()
        .terminator(csv::Terminator::CRLF)
        .from_writer(MARK.to_vec());
    for record in reader.records() {
        let mut record = record?;
        // In the header as well: a table may have no rows.
        record.push_field(tlp.label());
        writer.write_record(&record)?;
    }
    writer.into_inner().map_err(|e| e.into_error().into())
}
