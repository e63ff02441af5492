//! A private policy from an organisation's own copy of a guideline, so that a text which is sold or copyrighted works as a
//! policy and never leaves the machine. Every control is answered by a person until a check is bound to it.

mod csv;
mod oscal;

use crate::CatalogError;

/// Most controls of one file.
const CONTROLS: usize = 20_000;

/// What a file tells about a guideline.
#[derive(Debug, Default)]
pub struct Read {
    /// Title of the guideline.
    pub title: Option<String>,
    /// Its version.
    pub version: Option<String>,
    /// Chapters: id and title.
    pub groups: Vec<(String, String)>,
    /// Controls, in order.
    pub controls: Vec<Control>,
}

/// One control as the file has it.
#[derive(Debug, Default)]
pub struct Control {
    /// Id.
    pub id: String,
    /// Chapter.
    pub group: String,
    /// Title.
    pub title: String,
    /// Full text; empty where there is none beside the title.
    pub text: String,
    /// Clause.
    pub clause: String,
    /// Levels.
    pub levels: Vec<String>,
}

/// Reads a guideline: CSV with headers in either language, or an OSCAL catalogue in JSON. The answer to what cannot be read is
/// the reason.
pub fn read(text: &str) -> Result<Read, String> {
    let read = if text.trim_start().starts_with('{') {
        oscal::read(text)
    } else {
        csv::read(text)
    }?;
    match read.controls.len() {
        0 => Err("it holds no control".to_owned()),
        n if n > CONTROLS => Err(format!("it holds more than {CONTROLS} controls")),
        _ => Ok(read),
    }
}

/// Texts of `catalogue.toml` and `policy.toml`. A text that exists in one language stands in both, which the note says.
///
/// Errors: the id is not `<sector>/<guideline>`, or the texts do not make a catalogue.
pub fn written(read: &Read, id: &str, file: &str) -> Result<(String, String), CatalogError> {
    let title = read.title.clone().unwrap_or_else(|| id.to_owned());
    let both = |text: &str| format!("{{ ja = {0}, en = {0} }}", quoted(text));
    let mut c = format!(
        "# Made by `sekisho policy import` from a private copy. Do not publish: the texts belong to their issuer.\n\n\
         format = \"catalogue/1\"\nid = {}\nversion = {}\ncompleteness = \"complete\"\naccess = \"members\"\n\
         title = {}\nissuer = {{ ja = \"利用者の手元の原文\", en = \"the user's own copy\" }}\n\n[source]\n\
         document = {}\nversion = {}\n\
         note = {{ ja = \"利用者の手元の {file_ja} から取り込んだ。文言は取り込んだ言語のまま。公開・再配布しないこと。\", en = \
         \"Imported from the user's own {file_en}; texts stand in the language of that file. Not to be published.\" }}\n",
        quoted(id),
        quoted(read.version.as_deref().unwrap_or("1")),
        both(&title),
        both(&title),
        quoted(read.version.as_deref().unwrap_or("private copy")),
        file_ja = escaped(file),
        file_en = escaped(file),
    );
    for (id, title) in &read.groups {
        c.push_str(&format!("\n[[group]]\nid = {}\ntitle = {}\n", quoted(id), both(title)));
    }
    let mut p = format!(
        "# Made by `sekisho policy import`: a person's answer decides each control until a check is bound to it.\n\n\
         format = \"policy/1\"\nid = {0}\nversion = \"1.0.0\"\ncatalogue = {0}\ntitle = {1}\n",
        quoted(id),
        both(&title)
    );
    for control in &read.controls {
        let levels: Vec<String> = control.levels.iter().map(|l| quoted(l)).collect();
        c.push_str(&format!(
            "\n[[control]]\nid = {}\ngroup = {}\nclause = {}\nlevels = [{}]\nclass = \"d\"\ntitle = {}\n",
            quoted(&control.id),
            quoted(&control.group),
            quoted(&control.clause),
            levels.join(", "),
            both(&control.title),
        ));
        if !control.text.is_empty() && control.text != control.title {
            c.push_str(&format!("guidance = {}\n", both(&control.text)));
        }
        c.push_str("confidence = \"confirmed\"\n");
        p.push_str(&format!(
            "\n[[control]]\nid = {}\nseverity = \"medium\"\nanswer = \"required\"\n",
            quoted(&control.id)
        ));
    }
    // What is written is read back first.
    crate::catalogue::parse("catalogue.toml", &c)?;
    crate::policy::parse("policy.toml", &p)?;
    Ok((c, p))
}

/// A TOML string.
pub(crate) fn quoted(text: &str) -> String {
    toml::Value::String(text.to_owned()).to_string()
}

/// Text inside a TOML basic string of our own.
fn escaped(text: &str) -> String {
    let quoted = serde_json::Value::String(text.to_owned()).to_string();
    quoted.trim_matches('"').to_owned()
}

/// Groups in the order in which controls name them.
fn groups_of(controls: &[Control]) -> Vec<(String, String)> {
    let mut groups: Vec<(String, String)> = Vec::new();
    for control in controls {
        if !groups.iter().any(|(id, _)| *id == control.group) {
            groups.push((control.group.clone(), control.group.clone()));
        }
    }
    groups
}
