//! SB-11 `sbom.origin`: supplier, package URL namespace or download location of each component is on the allow-list, and
//! nothing with an internal namespace comes from a public registry.
//!
//! Lists come from the parameters and from the register `approved-origins` (rows past their expiry do not count). One of
//! the three is enough. The product itself is not asked.

use crate::identity::same_text;
use crate::{field, label, scope};
use sekisho_sdk::prelude::*;
use sekisho_sdk::views::sbom::Component;
use sekisho_versions::Purl;

/// Hosts of registries that anybody may publish to.
const PUBLIC: &[&str] = &[
    "registry.npmjs.org",
    "registry.yarnpkg.com",
    "pypi.org",
    "files.pythonhosted.org",
    "repo1.maven.org",
    "repo.maven.apache.org",
    "crates.io",
    "static.crates.io",
    "rubygems.org",
    "nuget.org",
    "proxy.golang.org",
    "packagist.org",
    "hub.docker.com",
    "docker.io",
    "hex.pm",
    "pub.dev",
];

/// The check.
#[derive(Debug)]
pub(crate) struct Origin;

impl Check for Origin {
    fn spec(&self) -> Spec {
        Spec::new("sbom.origin")
            .reads("sbom")
            .reads("advisories")
            .reads("registers")
            .reads("assets")
            .parameter(Parameter::texts("suppliers", &[]))
            .parameter(Parameter::texts("namespaces", &[]))
            .parameter(Parameter::texts("locations", &[]))
            .parameter(Parameter::texts("internal_namespaces", &[]))
            .parameter(Parameter::texts("public_registries", PUBLIC))
    }

    fn evaluate(&self, cx: &Context<'_>, out: &mut Findings) -> Result<(), CheckError> {
        let Some(documents) = scope::documents(cx, out) else {
            return Ok(());
        };
        let lists = Lists::of(cx)?;
        if !lists.allows_anything() && lists.internal.is_empty() {
            out.unknown("no-list").cite_all(&documents);
            return Ok(());
        }
        let components = field::counted(cx, "without-root");
        for component in &components {
            let origin = Origins::of(*component);
            let name = label::component(*component);
            let internal = origin
                .purl
                .as_ref()
                .is_some_and(|p| lists.internal.iter().any(|l| is_namespace(p, l)));
            if internal && !origin.locations.iter().any(|l| lists.is_private(l)) {
                let public = !origin.locations.is_empty();
                let finding = if public {
                    out.fail("internal-from-public")
                } else {
                    out.unknown("internal-unproven")
                };
                finding.arg("component", name).cite(component);
            } else if !internal && lists.allows_anything() && !lists.allow(&origin) {
                let nothing = origin.suppliers.is_empty() && origin.purl.is_none() && origin.locations.is_empty();
                if nothing {
                    out.unknown("unstated").arg("component", name).cite(component);
                } else {
                    out.fail("not-allowed")
                        .arg("component", name)
                        .arg("origin", origin.shown())
                        .cite(component);
                }
            }
        }
        if components.is_empty() {
            out.unknown("no-components").cite_all(&documents);
        }
        if let Some(pass) = out.pass_if_clean("all") {
            pass.arg("components", components.len())
                .cite_all(&documents)
                .cite_all(&lists.rows);
        }
        Ok(())
    }
}

/// Where a component comes from, as far as the SBOM says.
struct Origins<'a> {
    suppliers: Vec<&'a str>,
    purl: Option<Purl>,
    locations: Vec<String>,
}

impl<'a> Origins<'a> {
    fn of(component: Component<'a>) -> Self {
        let suppliers = [component.supplier(), component.manufacturer(), component.publisher()];
        let purl = component.purl().and_then(|p| Purl::parse(p).ok());
        let qualifier = |key| purl.as_ref().and_then(|p| p.qualifier(key)).map(ToOwned::to_owned);
        let stated = component.download_location().map(ToOwned::to_owned);
        let qualifiers = ["repository_url", "download_url", "vcs_url"]
            .into_iter()
            .filter_map(qualifier);
        let locations = stated.into_iter().chain(qualifiers).collect();
        Self {
            suppliers: suppliers.into_iter().flatten().collect(),
            purl,
            locations,
        }
    }

    /// The most telling part, for messages.
    fn shown(&self) -> String {
        let namespace = || self.purl.as_ref().map(Purl::package_key);
        let first = self
            .locations
            .first()
            .cloned()
            .or_else(|| self.suppliers.first().map(|s| (*s).to_owned()));
        first.or_else(namespace).unwrap_or_default()
    }
}

/// What may come from where.
struct Lists<'a> {
    suppliers: Vec<&'a str>,
    namespaces: Vec<&'a str>,
    locations: Vec<&'a str>,
    internal: Vec<&'a str>,
    public: Vec<&'a str>,
    rows: Vec<Entry<'a>>,
}

impl<'a> Lists<'a> {
    fn of(cx: &Context<'a>) -> Result<Self, CheckError> {
        let parameter = |name| Ok(cx.texts(name)?.iter().map(String::as_str).collect());
        let mut lists = Self {
            suppliers: parameter("suppliers")?,
            namespaces: parameter("namespaces")?,
            locations: parameter("locations")?,
            internal: parameter("internal_namespaces")?,
            public: parameter("public_registries")?,
            rows: Vec::new(),
        };
        for row in cx.registers().rows("approved-origins") {
            // An expiry that cannot be read does not prolong an approval.
            let lapsed = row.has("expires_at") && row.date("expires_at").is_none_or(|d| d < cx.today());
            let Some(value) = row.get("value").filter(|_| !lapsed) else {
                continue;
            };
            match row.get("kind") {
                Some("supplier") => lists.suppliers.push(value),
                Some("namespace") => lists.namespaces.push(value),
                Some("location") => lists.locations.push(value),
                Some("internal") => lists.internal.push(value),
                _ => continue,
            }
            lists.rows.push(row);
        }
        Ok(lists)
    }

    fn allows_anything(&self) -> bool {
        !(self.suppliers.is_empty() && self.namespaces.is_empty() && self.locations.is_empty())
    }

    fn allow(&self, origin: &Origins<'_>) -> bool {
        origin
            .suppliers
            .iter()
            .any(|s| self.suppliers.iter().any(|l| same_text(l, s)))
            || origin
                .purl
                .as_ref()
                .is_some_and(|p| self.namespaces.iter().any(|l| is_namespace(p, l)))
            || origin
                .locations
                .iter()
                .any(|o| self.locations.iter().any(|l| is_location(o, l)))
    }

    /// A location that is no public registry.
    fn is_private(&self, location: &str) -> bool {
        !self.public.iter().any(|registry| is_location(location, registry))
    }
}

/// Whether a package is in a namespace: `@acme`, `org.acme`, `npm/@acme`, `pkg:golang/github.com/acme`, or a whole type
/// (`pkg:pypi`). A namespace holds what is below it (`github.com/acme/x` and, for dotted names, `org.acme.x`).
fn is_namespace(purl: &Purl, listed: &str) -> bool {
    let listed = listed.trim().trim_end_matches(['*', '/']).to_lowercase();
    let (ty, wanted) = match listed.strip_prefix("pkg:") {
        Some(rest) => rest.split_once('/').map_or((Some(rest), ""), |(t, n)| (Some(t), n)),
        None => match listed.split_once('/') {
            Some((t, n)) if t == purl.ty() => (Some(t), n),
            _ => (None, listed.as_str()),
        },
    };
    if ty.is_some_and(|t| t != purl.ty()) {
        return false;
    }
    if wanted.is_empty() {
        return ty.is_some();
    }
    let wanted = wanted.replace("%40", "@");
    let wanted = wanted.trim_start_matches('@').trim_end_matches('.');
    // Go modules and the like: the name is the last part of the path.
    let whole = purl.namespace().map_or_else(
        || purl.name().to_lowercase(),
        |n| format!("{}/{}", n.to_lowercase(), purl.name().to_lowercase()),
    );
    whole
        .strip_prefix(wanted)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with(['/', '.']))
}

/// Whether an address is at a listed one: a host (its subdomains included) or the beginning of an address.
fn is_location(address: &str, listed: &str) -> bool {
    let bare = |text: &str| {
        let text = text.trim().to_lowercase();
        let text = text.strip_prefix("git+").unwrap_or(&text);
        let rest = text.split_once("://").map_or(text, |(_, rest)| rest);
        // User names are no part of the place.
        let host_end = rest.find('/').unwrap_or(rest.len());
        let start = rest
            .get(..host_end)
            .and_then(|host| host.rfind('@'))
            .map_or(0, |at| at + 1);
        rest.get(start..).unwrap_or("").trim_end_matches(['*', '/']).to_owned()
    };
    let (address, listed) = (bare(address), bare(listed));
    if listed.is_empty() {
        return false;
    }
    let begins = address
        .strip_prefix(&listed)
        .is_some_and(|r| r.is_empty() || r.starts_with(['/', ':', '@', '#', '?']));
    let host = address.split(['/', ':']).next().unwrap_or("");
    begins || !listed.contains('/') && host.strip_suffix(&listed).is_some_and(|r| r.ends_with('.'))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::{is_location, is_namespace};
    use sekisho_versions::Purl;

    #[test]
    fn namespaces_hold_what_is_below_them() {
        let is = |purl: &str, listed: &str| is_namespace(&Purl::parse(purl).unwrap(), listed);
        assert!(is("pkg:npm/%40acme/x@1", "@acme"));
        assert!(is("pkg:npm/%40acme/x@1", "npm/@acme"));
        assert!(is("pkg:golang/github.com/acme/x@v1", "github.com/acme"));
        assert!(is("pkg:maven/org.acme.core/x@1", "org.acme"));
        assert!(is("pkg:pypi/x@1", "pkg:pypi"));
        assert!(!is("pkg:npm/%40acme-evil/x@1", "@acme"));
        assert!(!is("pkg:maven/org.acmex/x@1", "org.acme"));
        assert!(!is("pkg:npm/x@1", "pkg:pypi"));
    }

    #[test]
    fn locations_are_hosts_or_beginnings() {
        assert!(is_location("https://repo.acme.example/a/b.tgz", "repo.acme.example"));
        assert!(is_location("https://repo.acme.example/a", "acme.example"));
        assert!(is_location(
            "git+https://user@git.acme.example/a@abc",
            "https://git.acme.example/a"
        ));
        assert!(!is_location("https://acme.example.evil.test/a", "acme.example"));
        assert!(!is_location("https://evilacme.example/a", "acme.example"));
        assert!(!is_location(
            "https://git.acme.example/ab",
            "https://git.acme.example/a"
        ));
    }
}
