//! Where a bundle is: `oci://HOST[:PORT]/REPOSITORY[:TAG|@sha256:…]`. One parser, and nothing that it does not know.

use super::RegistryError;
use super::error::plain;
use sekisho_model::Digest;
use std::fmt;

/// The tag where none is named, as with every OCI tool.
const LATEST: &str = "latest";

/// A place of a bundle.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Reference {
    /// Host, with the port where one was given; lower case.
    pub host: String,
    /// Repository.
    pub repository: String,
    /// Which of its manifests.
    pub target: Target,
}

/// Which manifest of a repository.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Target {
    /// The one that a tag leads to at the moment.
    Tag(String),
    /// The one with a digest.
    Digest(Digest),
}

/// Another registry with the same repositories, perhaps below a prefix.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mirror {
    /// Host, with the port where one was given.
    pub host: String,
    /// What stands in front of the repository.
    pub prefix: Option<String>,
}

impl Reference {
    /// Whether a text is meant as a reference.
    pub fn is_meant(text: &str) -> bool {
        text.get(..6)
            .is_some_and(|scheme| scheme.eq_ignore_ascii_case("oci://"))
    }

    /// Reads a reference.
    pub fn parse(text: &str) -> Result<Self, RegistryError> {
        let refused = |reason| RegistryError::Reference {
            text: plain(text, 120),
            reason,
        };
        let rest = text
            .strip_prefix("oci://")
            .ok_or_else(|| refused("it does not begin with `oci://`"))?;
        if rest.len() > 600 {
            return Err(refused("it is too long"));
        }
        let (host, path) = rest.split_once('/').ok_or_else(|| refused("it names no repository"))?;
        let host = host_of(host).map_err(refused)?;
        let (repository, target) = if let Some((repository, digest)) = path.split_once('@') {
            let digest =
                Digest::parse(digest).ok_or_else(|| refused("what follows `@` is not `sha256:` and 64 digits"))?;
            if repository.contains(':') {
                return Err(refused("it names a tag and a digest: only one of them can decide"));
            }
            (repository, Target::Digest(digest))
        } else if let Some((repository, tag)) = path.split_once(':') {
            (repository, Target::Tag(tag_of(tag).map_err(refused)?))
        } else {
            (path, Target::Tag(LATEST.to_owned()))
        };
        check_repository(repository).map_err(refused)?;
        Ok(Self {
            host,
            repository: repository.to_owned(),
            target,
        })
    }

    /// Whether it is on this machine.
    pub fn is_local(&self) -> bool {
        is_loopback(&self.host)
    }

    /// Host and repository.
    pub fn place(&self) -> String {
        format!("{}/{}", self.host, self.repository)
    }

    /// The same repository at another digest.
    #[must_use]
    pub fn at(&self, digest: Digest) -> Self {
        Self {
            target: Target::Digest(digest),
            ..self.clone()
        }
    }
}

impl fmt::Display for Reference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "oci://{}{}", self.place(), self.target)
    }
}

impl fmt::Display for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Tag(tag) => write!(f, ":{tag}"),
            Self::Digest(digest) => write!(f, "@{digest}"),
        }
    }
}

impl Mirror {
    /// Reads `HOST[:PORT][/PREFIX]`.
    pub fn parse(text: &str) -> Result<Self, RegistryError> {
        let refused = |reason| RegistryError::Reference {
            text: plain(text, 120),
            reason,
        };
        if text.len() > 600 || text.contains("://") {
            return Err(refused("a mirror is `HOST[:PORT][/PREFIX]`"));
        }
        let (host, prefix) = match text.split_once('/') {
            Some((host, prefix)) => (host, Some(prefix)),
            None => (text, None),
        };
        if let Some(prefix) = prefix {
            check_repository(prefix).map_err(refused)?;
        }
        Ok(Self {
            host: host_of(host).map_err(refused)?,
            prefix: prefix.map(ToOwned::to_owned),
        })
    }

    /// Whether it is on this machine.
    pub fn is_local(&self) -> bool {
        is_loopback(&self.host)
    }

    /// The repository of a name here.
    pub(super) fn repository(&self, name: &str) -> String {
        match &self.prefix {
            Some(prefix) => format!("{prefix}/{name}"),
            None => name.to_owned(),
        }
    }
}

/// Whether a host is this machine.
pub(super) fn is_loopback(host: &str) -> bool {
    let name = match host.strip_prefix('[') {
        Some(rest) => rest.split(']').next().unwrap_or_default(),
        None => host.split(':').next().unwrap_or_default(),
    };
    name == "localhost" || name.parse::<core::net::IpAddr>().is_ok_and(|ip| ip.is_loopback())
}

fn host_of(text: &str) -> Result<String, &'static str> {
    let (name, port) = match text.strip_prefix('[') {
        Some(rest) => {
            let (address, port) = rest.split_once(']').ok_or("its host has no `]`")?;
            if address.parse::<core::net::Ipv6Addr>().is_err() {
                return Err("its host is no address");
            }
            let port = match port {
                "" => None,
                port => Some(
                    port.strip_prefix(':')
                        .ok_or("something stands between its host and its port")?,
                ),
            };
            (None, port)
        }
        None => match text.split_once(':') {
            Some((name, port)) => (Some(name), Some(port)),
            None => (Some(text), None),
        },
    };
    if let Some(name) = name {
        let is_label = |label: &str| {
            let is_fine = label.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
            is_fine && !label.is_empty() && label.len() < 64 && !label.starts_with('-') && !label.ends_with('-')
        };
        if name.len() > 253 || !name.split('.').all(is_label) {
            return Err("its host is no name of a machine");
        }
    }
    if let Some(port) = port {
        let is_port = port.bytes().all(|b| b.is_ascii_digit()) && !port.starts_with('0');
        if !is_port || port.parse::<u16>().is_err() {
            return Err("its port is no number from 1 to 65535");
        }
    }
    Ok(text.to_ascii_lowercase())
}

/// A name as the distribution specification has it.
fn check_repository(text: &str) -> Result<(), &'static str> {
    if text.len() > 255 {
        return Err("its repository is longer than 255 characters");
    }
    let is_part = |part: &str| {
        let is_fine = part
            .bytes()
            .all(|b| matches!(b, b'a'..=b'z' | b'0'..=b'9' | b'.' | b'_' | b'-'));
        let is_end = |b: Option<u8>| b.is_some_and(|b| b.is_ascii_alphanumeric());
        // Between letters and digits: one dot, one or two underscores, any number of dashes.
        let mut separators = part
            .split(|c: char| c.is_ascii_alphanumeric())
            .filter(|s| !s.is_empty());
        let are_fine = separators.all(|s| matches!(s, "." | "_" | "__") || s.bytes().all(|b| b == b'-'));
        is_fine && is_end(part.bytes().next()) && is_end(part.bytes().last()) && are_fine
    };
    match text.split('/').all(is_part) {
        true => Ok(()),
        false => Err("its repository is not lower case letters, digits and single separators"),
    }
}

fn tag_of(text: &str) -> Result<String, &'static str> {
    let is_first = |b: u8| b.is_ascii_alphanumeric() || b == b'_';
    let is_fine = |b: u8| is_first(b) || b == b'.' || b == b'-';
    if text.len() > 128 || !text.bytes().next().is_some_and(is_first) || !text.bytes().all(is_fine) {
        return Err("its tag is none");
    }
    if text.starts_with("sha256-") {
        return Err("its tag is one under which signatures are listed");
    }
    Ok(text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_the_specification_has() {
        let digest = Digest::of(b"x");
        for (text, host, repository, target) in [
            ("oci://r.example/a", "r.example", "a", Target::Tag("latest".into())),
            (
                "oci://r.example:5000/a/b-c:1.0",
                "r.example:5000",
                "a/b-c",
                Target::Tag("1.0".into()),
            ),
            (
                "oci://R.Example/a__b.c",
                "r.example",
                "a__b.c",
                Target::Tag("latest".into()),
            ),
            ("oci://[::1]:5000/a:_T", "[::1]:5000", "a", Target::Tag("_T".into())),
            (&format!("oci://r/a@{digest}"), "r", "a", Target::Digest(digest)),
        ] {
            let read = Reference::parse(text).unwrap();
            assert_eq!(
                (read.host.as_str(), read.repository.as_str(), &read.target),
                (host, repository, &target)
            );
            assert_eq!(Reference::parse(&read.to_string()).unwrap(), read);
        }
    }

    #[test]
    fn refuses_everything_else() {
        let digest = Digest::of(b"x");
        for text in [
            "",
            "oci://",
            "oci:///a",
            "oci://r",
            "oci://r/",
            "oci://r/A",
            "oci://r/a/",
            "oci://r//a",
            "oci://r/../a",
            "oci://r/a/..",
            "oci://r/a/./b",
            "oci://r/a..b",
            "oci://r/a___b",
            "oci://r/-a",
            "oci://r/a:",
            "oci://r/a:-x",
            "oci://r/a:b c",
            "oci://r/a:b:c",
            "oci://user@r/a",
            "oci://user:pw@r/a",
            "oci://r:0/a",
            "oci://r:65536/a",
            "oci://r:+80/a",
            "oci://r:/a",
            "oci://r.:1/a",
            "oci://r/a?x=1",
            "oci://r/a#x",
            "oci://r/a%2e%2e",
            "oci://r/a\\b",
            "oci://r/a\r\nHost: x",
            "oci://r /a",
            "oci://\u{65e5}\u{672c}/a",
            "oci://[::1/a",
            "oci://[::1]x/a",
            "oci://[zz]/a",
            "http://r/a",
            "OCI://r/a",
            "oci://r/a@sha256:00",
            "oci://r/a@sha512:00",
            "oci://r/a@",
            "oci://r/a\0",
            &format!("oci://r/a:t@{digest}"),
            &format!("oci://r/a@{digest}x"),
            &format!("oci://r/a:sha256-{}", digest.hex()),
            &format!("oci://r/{}", "a".repeat(256)),
            &format!("oci://r/a:{}", "t".repeat(129)),
            &format!("oci://{}/a", "a".repeat(300)),
        ] {
            assert!(Reference::parse(text).is_err(), "{text:?}");
        }
    }

    #[test]
    fn knows_this_machine_and_no_name_that_looks_like_it() {
        for host in ["localhost", "localhost:5000", "127.0.0.1:1", "127.9.9.9", "[::1]:80"] {
            assert!(is_loopback(host), "{host}");
        }
        for host in ["localhost.example", "127.0.0.1.example", "10.0.0.1", "[::2]", "r:127"] {
            assert!(!is_loopback(host), "{host}");
        }
    }

    #[test]
    fn mirrors_have_a_prefix_or_none() {
        let mirror = Mirror::parse("m.example:5000/cache/x").unwrap();
        assert_eq!(mirror.repository("a/b"), "cache/x/a/b");
        for text in [
            "",
            "/a",
            "m.example/",
            "https://m.example",
            "u@m.example",
            "m.example/A",
        ] {
            assert!(Mirror::parse(text).is_err(), "{text:?}");
        }
    }
}
