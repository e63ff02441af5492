//! The media types of a bundle: a contract with registries and other tools, so they never change their meaning.

/// Artifact type of a bundle's manifest.
pub const BUNDLE: &str = "application/vnd.sekisho.bundle.v1+json";
/// The bundle's configuration: [`crate::config::Config`] as canonical JSON.
pub const CONFIG: &str = "application/vnd.sekisho.bundle.config.v1+json";
/// A plugin: a Wasm component (CNCF Wasm OCI artifact).
pub const PLUGIN: &str = "application/wasm";
/// A file of a policy: catalogue, policy, profile, crosswalk, list of sectors.
pub const POLICY: &str = "application/vnd.sekisho.policy.v1+toml";
/// A signature: artifact type of its manifest, and type of its only layer (Sigstore bundle v0.3).
pub const SIGNATURE: &str = "application/vnd.dev.sigstore.bundle.v0.3+json";
/// A proof that the bundle or kit beside it stands in a transparency log: artifact type of its manifest, and type of its only layer
/// (C2SP `tlog-proof@v1`, a text).
pub const LOG_PROOF: &str = "application/vnd.sekisho.log-proof.v1";
/// The empty configuration of a signature's manifest: `{}` (OCI image specification 1.1).
pub const EMPTY: &str = "application/vnd.oci.empty.v1+json";
/// An image manifest (OCI image specification 1.1).
pub const MANIFEST: &str = "application/vnd.oci.image.manifest.v1+json";
/// An image index (OCI image specification 1.1).
pub const INDEX: &str = "application/vnd.oci.image.index.v1+json";

/// Annotation of a layer: the path of the file.
pub const TITLE: &str = "org.opencontainers.image.title";
/// Annotation of the manifest: the version of the bundle.
pub const VERSION: &str = "org.opencontainers.image.version";

/// The type of what stands beside a bundle, if it is one that means something: a signature, or a proof of a log.
pub fn beside(kind: &str) -> Option<&'static str> {
    [SIGNATURE, LOG_PROOF].into_iter().find(|known| *known == kind)
}

/// The type of a file of a bundle by its path, or nothing for what a bundle does not hold.
pub fn of(path: &str) -> Option<&'static str> {
    let parts: Vec<&str> = path.split('/').collect();
    let is_name = |part: &&str| {
        let first = part.chars().next();
        let is_fine = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-');
        first.is_some_and(|c| c.is_ascii_alphanumeric()) && part.chars().all(is_fine)
    };
    if path.len() > 256 || !parts.iter().all(is_name) {
        return None;
    }
    match parts.as_slice() {
        ["plugins", name] if name.ends_with(".wasm") => Some(PLUGIN),
        ["policies", "sectors.toml"] => Some(POLICY),
        ["policies", _, _, name] | ["policies", _, _, "profiles", name] if name.ends_with(".toml") => Some(POLICY),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_paths_of_a_bundle_have_a_type() {
        assert_eq!(of("plugins/common_sbom.wasm"), Some(PLUGIN));
        assert_eq!(of("policies/scs/star3/policy.toml"), Some(POLICY));
        assert_eq!(of("policies/scs/star3/profiles/ot.toml"), Some(POLICY));
        assert_eq!(of("policies/sectors.toml"), Some(POLICY));
        for path in [
            "",
            "plugins",
            "plugins/.wasm",
            "plugins/a/b.wasm",
            "/plugins/a.wasm",
            "plugins/../a.wasm",
            "plugins//a.wasm",
            "policies/a/../policy.toml",
            "policies/a/b/c/d/e.toml",
            "policies/a/b/policy.toml\0",
            "policies\\a\\b\\policy.toml",
            "plugins/a.exe",
        ] {
            assert_eq!(of(path), None, "{path:?}");
        }
    }
}
