//! The asset that the name of a file speaks of.

/// Words that say what a file is, not whose it is.
const FILE_WORDS: &[&str] = &[
    "secedit",
    "secpol",
    "gpttmpl",
    "inf",
    "reg",
    "registry",
    "sshd_config",
    "sshd",
    "sysctl",
    "config",
    "conf",
    "cfg",
    "configuration",
    "settings",
    "setting",
    "snapshot",
    "json",
    "jsonl",
    "ndjson",
    "log",
    "yaml",
    "yml",
    "toml",
    "xml",
    "ini",
    "properties",
    "env",
    "tfplan",
    "plan",
    "tfstate",
    "terraform",
    "k8s",
    "kubernetes",
    "manifest",
    "manifests",
    "osquery",
    "running-config",
    "startup-config",
    "txt",
    "export",
    "policy",
    "login",
    "defs",
    "nginx",
    "httpd",
    "apache2",
    "chrony",
    "auditd",
    "pwquality",
    "faillock",
];

/// The asset a file's name speaks of: the name without what says only what the file is (`hmi-01.secedit.inf` →
/// `hmi-01`); where nothing is left, the directory.
pub(super) fn of_path(path: &str) -> Option<String> {
    let is_word = |text: &str| FILE_WORDS.contains(&text.to_lowercase().as_str());
    let mut parts = path.rsplit('/');
    let name = parts.next().unwrap_or_default();
    let mut stem = name.trim_start_matches('.');
    // The last extension goes whatever it is; before it only known words go, since host names have dots.
    if let Some((head, extension)) = stem.rsplit_once('.')
        && !head.is_empty()
        && (is_word(extension) || !extension.bytes().all(|b| b.is_ascii_digit()))
    {
        stem = head;
    }
    while let Some((head, word)) = stem.rsplit_once('.')
        && is_word(word)
    {
        stem = head;
    }
    if is_word(stem)
        && let Some(directory) = parts.next().filter(|d| !d.is_empty() && *d != ".")
    {
        return Some(directory.to_owned());
    }
    Some(stem.to_owned()).filter(|stem| !stem.is_empty())
}

#[cfg(test)]
mod tests {
    use super::of_path;

    #[test]
    fn the_asset_is_read_off_the_file_name() {
        for (path, asset) in [
            ("settings/hmi-01.secedit.inf", "hmi-01"),
            ("web.example.com.json", "web.example.com"),
            ("plc-7.yaml", "plc-7"),
            ("hosts/srv-2/sshd_config", "srv-2"),
            ("hosts/srv-2/sysctl.conf", "srv-2"),
            ("10.0.0.1", "10.0.0.1"),
            ("sshd_config", "sshd_config"),
        ] {
            assert_eq!(of_path(path).as_deref(), Some(asset), "{path}");
        }
    }
}
