//! Which two entries are one component? The same software has many names, so each join tells its rule: the package URL,
//! the CPE name, name and version as two fields, or a name and version written as one text.

use crate::identity::same_version;
use sekisho_sdk::prelude::*;
use sekisho_sdk::views::sbom::Component;
use sekisho_versions::{Cpe, Purl};
use std::collections::BTreeMap;

/// Why two entries are taken for one, the surest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Rule {
    /// Both have a package URL, and it is the same.
    Purl,
    /// Both have a CPE name, and it is the same product and version.
    Cpe,
    /// One name and version, namespace included, whatever form they are written in.
    Name,
    /// One name and version; only one side has a namespace.
    BareName,
}

impl Rule {
    /// The word for it in messages.
    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::Purl => "purl",
            Self::Cpe => "cpe",
            Self::Name => "name-version",
            Self::BareName => "bare-name-version",
        }
    }
}

/// What an entry is called, in one form.
#[derive(Debug, Clone)]
pub(crate) struct Called {
    /// As it is shown in messages.
    pub(crate) shown: String,
    purl: Option<Purl>,
    cpe: Option<Cpe>,
    /// `namespace/name`, letter case aside.
    full: String,
    version: Option<String>,
    /// Where name and version were read: `fields`, `purl`, `name@version`, `name version`.
    form: &'static str,
}

impl Called {
    /// A component of an SBOM.
    pub(crate) fn component(component: Component<'_>) -> Self {
        let name = match (component.group(), component.name()) {
            (Some(group), Some(name)) => format!("{group}/{name}"),
            (_, name) => name.unwrap_or_default().to_owned(),
        };
        let shown = crate::label::component(component);
        Self::of(shown, &name, component.version(), component.purl(), component.cpe())
    }

    /// A row of a register with the fields `name`, `version`, `purl`, `cpe`.
    pub(crate) fn entry(row: Entry<'_>) -> Self {
        let name = row.get("name").unwrap_or_default();
        let shown = match (name, row.get("version")) {
            ("", _) => row.label(),
            (name, Some(version)) => format!("{name} {version}"),
            (name, None) => name.to_owned(),
        };
        Self::of(shown, name, row.get("version"), row.get("purl"), row.get("cpe"))
    }

    /// Of the parts of a name.
    pub(crate) fn of(shown: String, name: &str, version: Option<&str>, purl: Option<&str>, cpe: Option<&str>) -> Self {
        let name = name.trim();
        // A package URL in the place of the name is one all the same.
        let purl = purl.or(Some(name)).and_then(|p| Purl::parse(p.trim()).ok());
        let cpe = cpe.and_then(Cpe::parse);
        let stated = version.map(str::trim).filter(|v| !v.is_empty());
        let (full, version, form) = if let Some(purl) = &purl {
            let version = purl.version().or(stated).map(ToOwned::to_owned);
            let full = purl.namespace().map_or_else(
                || purl.name().to_owned(),
                |namespace| format!("{namespace}/{}", purl.name()),
            );
            (full, version, "purl")
        } else if let Some(version) = stated {
            (name.to_owned(), Some(version.to_owned()), "fields")
        } else if let Some((name, version, form)) = split(name) {
            (name.to_owned(), Some(version.to_owned()), form)
        } else {
            (name.to_owned(), None, "fields")
        };
        Self {
            shown,
            purl,
            cpe,
            full: full.to_lowercase(),
            version,
            form,
        }
    }

    /// The form in which name and version were found.
    pub(crate) const fn form(&self) -> &'static str {
        self.form
    }

    /// Whether an advisory can be matched by an identifier.
    pub(crate) const fn identified(&self) -> bool {
        self.purl.is_some() || self.cpe.is_some()
    }

    /// Whether there is at least a version to go with the name.
    pub(crate) const fn versioned(&self) -> bool {
        self.version.is_some()
    }

    /// Name without namespace.
    pub(crate) fn bare(&self) -> &str {
        self.full.rsplit('/').next().unwrap_or(&self.full)
    }

    fn version_key(&self) -> String {
        let version = self.version.as_deref().unwrap_or_default();
        version.trim_start_matches(['v', 'V']).to_lowercase()
    }

    /// What a rule compares; nothing where the rule cannot speak of this entry.
    fn key(&self, rule: Rule) -> Option<String> {
        match rule {
            Rule::Purl => {
                let purl = self.purl.as_ref()?;
                Some(format!("{}@{}", purl.package_key(), self.version_key()))
            }
            Rule::Cpe => {
                let cpe = self.cpe.as_ref()?;
                let parts: Option<Vec<&str>> = (0..4).map(|i| cpe.attribute(i)).collect();
                parts.map(|p| p.join(":").to_lowercase())
            }
            Rule::Name => Some(format!("{}@{}", self.full, self.version_key())),
            Rule::BareName => Some(format!("{}@{}", self.bare(), self.version_key())),
        }
    }

    /// Two package URLs that differ, or two namespaces that differ, are two packages, however alike the names are.
    fn may_be(&self, other: &Self, rule: Rule) -> bool {
        match rule {
            Rule::Purl => true,
            Rule::Cpe => self.purl.is_none() || other.purl.is_none(),
            Rule::Name | Rule::BareName => {
                let generic = |p: &Option<Purl>| p.as_ref().is_none_or(|p| p.ty() == "generic");
                let bare = |c: &Self| !c.full.contains('/');
                (generic(&self.purl) || generic(&other.purl)) && (rule == Rule::Name || bare(self) || bare(other))
            }
        }
    }

    /// The package, whatever its version.
    pub(crate) fn package(&self) -> String {
        match &self.purl {
            Some(purl) => purl.package_key(),
            None => self.full.clone(),
        }
    }

    /// Whether the versions are the same text.
    pub(crate) fn same_version(&self, other: &Self) -> bool {
        match (&self.version, &other.version) {
            (Some(a), Some(b)) => same_version(a, b),
            (None, None) => true,
            _ => false,
        }
    }
}

/// `name@1.2` or `name 1.2`: the last word is a version only where it begins with a digit.
fn split(text: &str) -> Option<(&str, &str, &'static str)> {
    let is_version = |v: &str| {
        v.trim_start_matches(['v', 'V'])
            .starts_with(|c: char| c.is_ascii_digit())
    };
    let cut = |at: char, form| {
        let (name, version) = text.rsplit_once(at)?;
        let name = name.trim();
        (!name.is_empty() && is_version(version)).then_some((name, version, form))
    };
    cut('@', "name@version").or_else(|| cut(' ', "name version"))
}

/// What two lists have in common. Numbers are places in the lists.
#[derive(Debug, Default)]
pub(crate) struct Comparison {
    /// On both sides, and why.
    pub(crate) both: Vec<(usize, usize, Rule)>,
    /// The same package in another version.
    pub(crate) versions: Vec<(usize, usize)>,
    /// On the left alone.
    pub(crate) left: Vec<usize>,
    /// On the right alone.
    pub(crate) right: Vec<usize>,
}

/// Compares two lists: each entry is joined once, by the surest rule that speaks of it.
pub(crate) fn compare(left: &[Called], right: &[Called]) -> Comparison {
    let mut found = Comparison::default();
    let (mut open_left, mut open_right) = (vec![true; left.len()], vec![true; right.len()]);
    for rule in [Rule::Purl, Rule::Cpe, Rule::Name, Rule::BareName] {
        join(
            left,
            right,
            &mut open_left,
            &mut open_right,
            |c| c.key(rule),
            |a, b| a.may_be(b, rule),
            |a, b| {
                found.both.push((a, b, rule));
            },
        );
    }
    join(
        left,
        right,
        &mut open_left,
        &mut open_right,
        |c| Some(c.package()),
        |_, _| true,
        |a, b| {
            found.versions.push((a, b));
        },
    );
    let rest = |open: &[bool]| (0..open.len()).filter(|i| open.get(*i) == Some(&true)).collect();
    found.left = rest(&open_left);
    found.right = rest(&open_right);
    found
}

fn join(
    left: &[Called],
    right: &[Called],
    open_left: &mut [bool],
    open_right: &mut [bool],
    key: impl Fn(&Called) -> Option<String>,
    fits: impl Fn(&Called, &Called) -> bool,
    mut found: impl FnMut(usize, usize),
) {
    let mut index: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (at, called) in right.iter().enumerate().rev() {
        if open_right.get(at) == Some(&true)
            && let Some(key) = key(called)
        {
            index.entry(key).or_default().push(at);
        }
    }
    for (at, called) in left.iter().enumerate() {
        if open_left.get(at) != Some(&true) {
            continue;
        }
        let Some(places) = key(called).and_then(|k| index.get_mut(&k)) else {
            continue;
        };
        let fitting = places
            .iter()
            .rposition(|p| right.get(*p).is_some_and(|other| fits(called, other)));
        if let Some(place) = fitting {
            let other = places.remove(place);
            for (open, at) in [(&mut *open_left, at), (&mut *open_right, other)] {
                if let Some(open) = open.get_mut(at) {
                    *open = false;
                }
            }
            found(at, other);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Called, Rule, compare};

    fn called(name: &str, version: Option<&str>, purl: Option<&str>) -> Called {
        Called::of(name.to_owned(), name, version, purl, None)
    }

    #[test]
    fn one_component_under_three_names() {
        let text = called("OpenSSL 1.1.1k", None, None);
        let at = called("openssl@1.1.1k", None, None);
        let purl = called("libssl", Some("1.1.1k"), Some("pkg:generic/openssl@1.1.1k"));
        for (left, right) in [(&text, &at), (&at, &purl), (&text, &purl)] {
            let found = compare(std::slice::from_ref(left), std::slice::from_ref(right));
            assert_eq!(found.both, [(0, 0, Rule::Name)], "{} {}", left.shown, right.shown);
        }
        assert_eq!(
            [text.form(), at.form(), purl.form()],
            ["name version", "name@version", "purl"]
        );
    }

    #[test]
    fn another_version_namespace_or_ecosystem_is_another_component() {
        let left = [
            called("a", Some("1"), Some("pkg:npm/a@1")),
            called("core", Some("2"), Some("pkg:npm/%40x/core@2")),
            called("six", Some("1.16"), Some("pkg:pypi/six@1.16")),
        ];
        let right = [
            called("a", Some("2"), Some("pkg:npm/a@2")),
            called("core", Some("2"), Some("pkg:npm/%40y/core@2")),
            called("six", Some("1.16"), Some("pkg:deb/debian/six@1.16")),
        ];
        let found = compare(&left, &right);
        assert!(found.both.is_empty(), "{found:?}");
        assert_eq!(found.versions, [(0, 0)]);
        assert_eq!((found.left, found.right), (vec![1, 2], vec![1, 2]));
    }

    #[test]
    fn a_name_without_version_is_no_version() {
        assert!(!called("Visual C++ Runtime", None, None).versioned());
        assert!(called("zlib v1.2.11", None, None).versioned());
    }
}
