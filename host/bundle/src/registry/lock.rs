//! `sekisho.lock`: which digest stands behind each reference, until a person says otherwise.

use super::{Reference, RegistryError, Target};
use sekisho_model::Digest;
use serde::{Deserialize, Serialize};
use std::fmt::Write as _;

/// Format of the file.
const FORMAT: &str = "lock/1";
/// Largest file, in bytes.
pub const LARGEST: u64 = 1 << 20;

/// What a reference means.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pin {
    /// Host and repository.
    pub repository: String,
    /// Tag.
    pub tag: String,
    /// The digest of the bundle's manifest.
    pub digest: Digest,
    /// The bundle's id.
    pub id: String,
    /// The bundle's version.
    pub version: String,
}

/// All pins, in order of repository and tag.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Lock {
    pins: Vec<Pin>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    format: String,
    #[serde(default)]
    bundle: Vec<Pin>,
}

impl Lock {
    /// Reads the file. Lines that begin with `//` above everything else are comments, as are lines with `#`.
    pub fn parse(text: &str) -> Result<Self, RegistryError> {
        let fault = |e: String| RegistryError::Lock(e);
        if text.len() as u64 > LARGEST {
            return Err(fault(format!("it is larger than {LARGEST} bytes")));
        }
        let mut rest = text;
        while rest.starts_with("//") {
            rest = rest.split_once('\n').map_or("", |(_, after)| after);
        }
        let file: File = toml::from_str(rest).map_err(|e| fault(e.to_string().trim_end().to_owned()))?;
        if file.format != FORMAT {
            return Err(fault(format!(
                "its format is `{}`, and this program reads `{FORMAT}`",
                super::error::plain(&file.format, 40)
            )));
        }
        let mut lock = Self::default();
        for pin in file.bundle {
            let name = format!("oci://{}:{}", pin.repository, pin.tag);
            let reference = Reference::parse(&name).map_err(|e| fault(e.to_string()))?;
            if reference.to_string() != name {
                return Err(fault(format!(
                    "`{}` is not written as `{reference}`",
                    super::error::plain(&name, 120)
                )));
            }
            if lock.pin(&reference).is_some() {
                return Err(fault(format!("`{reference}` is pinned twice")));
            }
            if semver::Version::parse(&pin.version).is_err() || pin.id.is_empty() {
                return Err(fault(format!(
                    "the pin of `{reference}` has no id or version of a bundle"
                )));
            }
            lock.set(pin);
        }
        Ok(lock)
    }

    /// The pin of a reference by tag; a reference by digest needs none.
    pub fn pin(&self, reference: &Reference) -> Option<&Pin> {
        let Target::Tag(tag) = &reference.target else {
            return None;
        };
        let place = reference.place();
        self.pins.iter().find(|pin| pin.repository == place && pin.tag == *tag)
    }

    /// All pins.
    pub fn pins(&self) -> &[Pin] {
        &self.pins
    }

    /// Adds a pin, or replaces the one of the same reference.
    pub fn set(&mut self, pin: Pin) {
        self.pins
            .retain(|p| (&p.repository, &p.tag) != (&pin.repository, &pin.tag));
        self.pins.push(pin);
        self.pins
            .sort_by(|a, b| (&a.repository, &a.tag).cmp(&(&b.repository, &b.tag)));
    }

    /// Writes the file: the same pins give the same bytes.
    pub fn to_text(&self) -> String {
        let mut text = format!(
            "# Which bundle stands behind which reference. Written by `sekisho bundle pull`; keep it in version control.\nformat = \"{FORMAT}\"\n"
        );
        for pin in &self.pins {
            let _ = writeln!(text, "\n[[bundle]]");
            let digest = pin.digest.to_string();
            for (name, value) in [
                ("repository", &pin.repository),
                ("tag", &pin.tag),
                ("digest", &digest),
                ("id", &pin.id),
                ("version", &pin.version),
            ] {
                let _ = writeln!(text, "{name} = {}", toml::Value::String(value.clone()));
            }
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pin(tag: &str) -> Pin {
        Pin {
            repository: "r.example:5000/a/b".to_owned(),
            tag: tag.to_owned(),
            digest: Digest::of(tag.as_bytes()),
            id: "example/a".to_owned(),
            version: "1.0.0".to_owned(),
        }
    }

    #[test]
    fn what_is_written_is_read_and_sorted() {
        let (mut a, mut b) = (Lock::default(), Lock::default());
        for tag in ["2", "1", "latest"] {
            a.set(pin(tag));
        }
        for tag in ["latest", "1", "2", "1"] {
            b.set(pin(tag));
        }
        assert_eq!(a.to_text(), b.to_text());
        assert_eq!(Lock::parse(&a.to_text()).unwrap(), a);
        assert_eq!(Lock::parse(&format!("// by hand\n// two\n{}", a.to_text())).unwrap(), a);
        let reference = Reference::parse("oci://r.example:5000/a/b:2").unwrap();
        assert_eq!(a.pin(&reference), Some(&pin("2")));
        assert_eq!(a.pin(&reference.at(Digest::of(b"x"))), None);
    }

    #[test]
    fn what_is_odd_is_refused() {
        let good = {
            let mut lock = Lock::default();
            lock.set(pin("1"));
            lock.to_text()
        };
        let entry = good.split_once("[[bundle]]").unwrap().1;
        for text in [
            String::new(),
            "format = \"lock/2\"".to_owned(),
            good.replace("lock/1", "lock/1 "),
            format!("{good}\n[[bundle]]{entry}"),
            format!("{good}\nmore = 1"),
            good.replace("version = ", "wersion = "),
            good.replace("\"1.0.0\"", "\"one\""),
            good.replace("tag = \"1\"", "tag = \"../1\""),
            good.replace("r.example", "R.example"),
            good.replace("sha256:", "sha512:"),
            good.replace("tag = \"1\"", "tag = \"1\"\ntag = \"1\""),
            format!("x\n// late\n{good}"),
            format!("{good}{}", "#".repeat(1 << 20)),
        ] {
            assert!(Lock::parse(&text).is_err(), "{text:.200}");
        }
    }
}
