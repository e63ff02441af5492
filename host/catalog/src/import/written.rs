//! What was read of a guideline, as `catalogue.toml` and a `policy.toml` in which a person answers every control.

use super::{Control, Frame, OWN_COPY, Read, quoted};
use crate::CatalogError;
use sekisho_model::Bilingual;
use sekisho_model::assessment::TitledRecord;
use std::fmt::Write as _;

/// Texts of `catalogue.toml` and `policy.toml`. A text that exists in one language stands in both, which the note says.
///
/// Errors: the id is not `<sector>/<guideline>`, or the texts do not make a catalogue.
pub fn written(read: &Read, id: &str, file: &str) -> Result<(String, String), CatalogError> {
    let title = read.title.clone().unwrap_or_else(|| Bilingual::new(id, id));
    let version = read.version.as_deref().unwrap_or("1");
    let mut c = match &read.frame {
        Some(frame) => framed(frame, id, version, &title),
        None => private(id, read.version.as_deref(), &title, file),
    };
    for group in &read.groups {
        // INVARIANT: writing to a String cannot fail.
        let _ = write!(
            c,
            "\n[[group]]\nid = {}\ntitle = {}\n",
            quoted(&group.id),
            both(&group.title)
        );
        if let Some(parent) = &group.parent {
            let _ = writeln!(c, "parent = {}", quoted(parent));
        }
    }
    let mut p = format!(
        "# Made by `sekisho policy import`: a person's answer decides each control until a check is bound to it.\n\n\
         format = \"policy/1\"\nid = {0}\nversion = \"1.0.0\"\ncatalogue = {0}\ntitle = {1}\n",
        quoted(id),
        both(&title)
    );
    for control in &read.controls {
        one(&mut c, control);
        let _ = write!(
            p,
            "\n[[control]]\nid = {}\nseverity = \"medium\"\nanswer = \"required\"\n",
            quoted(&control.id)
        );
    }
    // What is written is read back first.
    crate::catalogue::parse("catalogue.toml", &c)?;
    crate::policy::parse("policy.toml", &p)?;
    Ok((c, p))
}

fn both(text: &Bilingual) -> String {
    format!("{{ ja = {}, en = {} }}", quoted(&text.ja), quoted(&text.en))
}

fn private(id: &str, version: Option<&str>, title: &Bilingual, file: &str) -> String {
    format!(
        "# Made by `sekisho policy import` from a private copy. Do not publish: the texts belong to their issuer.\n\n\
         format = \"catalogue/1\"\nid = {}\nversion = {}\ncompleteness = \"complete\"\naccess = \"members\"\n\
         title = {}\nissuer = {}\n\n[source]\n\
         document = {}\nversion = {}\n\
         note = {{ ja = \"利用者の手元の {file} から取り込んだ。文言は取り込んだ言語のまま。公開・再配布しないこと。\", en = \
         \"Imported from the user's own {file}; texts stand in the language of that file. Not to be published.\" }}\n",
        quoted(id),
        quoted(version.unwrap_or("1")),
        both(title),
        both(&Bilingual::new(OWN_COPY.0, OWN_COPY.1)),
        both(title),
        quoted(version.unwrap_or("private copy")),
        file = escaped(file),
    )
}

/// The head of a catalogue that our own export tells of.
fn framed(frame: &Frame, id: &str, version: &str, title: &Bilingual) -> String {
    let mut c = format!(
        "# Made by `sekisho policy import` from an OSCAL catalog that `sekisho policy export` wrote.\n\n\
         format = \"catalogue/1\"\nid = {}\nversion = {}\ncompleteness = {}\n",
        quoted(id),
        quoted(version),
        quoted(&frame.completeness),
    );
    let mut say = |name: &str, value: Option<String>| {
        if let Some(value) = value {
            let _ = writeln!(c, "{name} = {value}");
        }
    };
    let source = &frame.source;
    let day = |day: sekisho_model::Date| quoted(&day.to_string());
    say("access", frame.access.as_deref().map(quoted));
    say("effective_from", frame.effective_from.map(day));
    say("superseded_by", frame.superseded_by.as_deref().map(quoted));
    say("title", Some(both(title)));
    say("issuer", Some(both(&frame.issuer)));
    say("parent_issuer", frame.parent_issuer.as_ref().map(both));
    let matrix = frame.sorting.matrix.as_ref();
    say(
        "matrix",
        matrix.map(|(rows, columns)| format!("[{}, {}]", quoted(rows), quoted(columns))),
    );
    let points = frame
        .points
        .map(|p| format!("{{ yes = {}, partly = {}, no = {} }}", p.yes, p.partly, p.no));
    say("points", points);
    say("\n[source]\ndocument", Some(both(&source.document)));
    say("version", Some(quoted(&source.version)));
    say("date", source.date.map(day));
    say("url", source.url.as_deref().map(quoted));
    say("note", Some(both(&source.note)));
    for body in &source.bodies {
        say("\n[[source.body]]\nname", Some(both(&body.name)));
        say("document", Some(both(&body.document)));
        say("confidence", Some(quoted(&body.confidence)));
    }
    for event in &frame.history {
        say("\n[[history]]\ndate", Some(quoted(&event.date)));
        say("text", Some(both(&event.text)));
    }
    let mut titled = |kind: &str, of: &TitledRecord| {
        let _ = write!(
            c,
            "\n[[{kind}]]\nid = {}\ntitle = {}\n",
            quoted(&of.id),
            both(&of.title)
        );
    };
    frame.sorting.levels.iter().for_each(|level| titled("level", level));
    let measures = frame.measure_levels.iter();
    measures.for_each(|level| titled("measure_level", level));
    for dimension in &frame.sorting.dimensions {
        let own = TitledRecord {
            id: dimension.id.clone(),
            title: dimension.title.clone(),
        };
        titled("dimension", &own);
        dimension
            .values
            .iter()
            .for_each(|value| titled("dimension.value", value));
    }
    c
}

fn one(c: &mut String, control: &Control) {
    let list = |items: &[String]| items.iter().map(|i| quoted(i)).collect::<Vec<_>>().join(", ");
    let _ = write!(
        c,
        "\n[[control]]\nid = {}\ngroup = {}\nclause = {}\nlevels = [{}]\nclass = {}\ntitle = {}\n",
        quoted(&control.id),
        quoted(&control.group),
        quoted(&control.clause),
        list(&control.levels),
        quoted(control.class.as_deref().unwrap_or("d")),
        both(&control.title),
    );
    let guidance = Some(&control.text).filter(|t| t.is_complete() && **t != control.title);
    for (name, text) in [
        ("guidance", guidance),
        ("fix", control.fix.as_ref()),
        ("plain", control.plain.as_ref()),
    ] {
        if let Some(text) = text {
            let _ = writeln!(c, "{name} = {}", both(text));
        }
    }
    if !control.tags.is_empty() {
        let tags = control
            .tags
            .iter()
            .map(|(id, values)| format!("{} = [{}]", quoted(id), list(values)));
        let _ = writeln!(c, "tags = {{ {} }}", tags.collect::<Vec<_>>().join(", "));
    }
    let confidence = control.confidence.as_deref().unwrap_or("confirmed");
    let _ = writeln!(c, "confidence = {}", quoted(confidence));
    for reference in &control.references {
        let _ = write!(c, "[[control.references]]\ntitle = {}\n", both(&reference.title));
        for (name, text) in [("clause", &reference.clause), ("url", &reference.url)] {
            if let Some(text) = text {
                let _ = writeln!(c, "{name} = {}", quoted(text));
            }
        }
    }
}

/// Text inside a TOML basic string of our own.
fn escaped(text: &str) -> String {
    let quoted = serde_json::Value::String(text.to_owned()).to_string();
    quoted.trim_matches('"').to_owned()
}
