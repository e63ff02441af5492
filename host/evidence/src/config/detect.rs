//! Which configuration format a text is in. The content decides; the name only where the content leaves a choice.
//!
//! Other families (SBOM, advisories, answer sheets, tables) are asked before, so any other JSON or YAML is a snapshot.

use super::ConfigFormat as Format;
use super::lines::without_remark;
use super::tree::Node;
use memchr::memmem::Finder;
use std::collections::HashSet;
use std::sync::LazyLock;

/// How many lines with content are looked at.
const LINES: usize = 400;
/// Largest text that is tried as TOML only to tell it from INI.
const TRY_BYTES: usize = 256 << 10;

/// The format of a text; nothing where it is no configuration we read.
pub fn detect(name: &str, text: &str) -> Option<Format> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let name = name.rsplit(['/', '\\']).next().unwrap_or_default().to_lowercase();
    if text.trim_start().is_empty() || head(text, 8192).contains('\0') {
        return None;
    }
    let trimmed = text.trim_start();
    if trimmed.starts_with('{') || (trimmed.starts_with('[') && json_list(trimmed)) {
        return json(trimmed).or_else(|| by_name(&name));
    }
    if trimmed.starts_with('<') {
        return markup(&name, trimmed);
    }
    if trimmed.starts_with("Windows Registry Editor") || trimmed.starts_with("REGEDIT4") {
        return Some(Format::Reg);
    }
    let shape = Shape::of(text);
    if shape.secedit {
        return Some(Format::Secedit);
    }
    if let Some(format) = exact_name(&name, &shape) {
        return Some(format);
    }
    shape
        .format(&name, text)
        .or_else(|| by_name(&name).filter(|_| shape.settled()))
}

/// The same for an object that is parsed already.
pub(crate) fn detect_object(object: &Node<'_>, text: &str) -> Option<Format> {
    // How JSON is called that has no meaning of its own changes nothing, unless it is a result log.
    static LOGGED: LazyLock<[Finder<'_>; 2]> =
        LazyLock::new(|| ["\"hostIdentifier\"", "\"calendarTime\""].map(|name| Finder::new(name.as_bytes())));
    if !super::has_own_meaning(object) && LOGGED.iter().all(|name| name.find(text.as_bytes()).is_none()) {
        return Some(Format::Json);
    }
    json(text.trim_start_matches('\u{feff}').trim_start())
}

fn head(text: &str, bytes: usize) -> &str {
    let mut end = bytes.min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text.get(..end).unwrap_or(text)
}

/// Whether a text that begins with `[` is a JSON list and no section header.
fn json_list(text: &str) -> bool {
    let inner = text.get(1..).unwrap_or_default().trim_start();
    match inner.chars().next() {
        Some('{' | '"' | '-' | ']' | '0'..='9') => true,
        // `[[{…` is JSON, `[[name]]` is TOML.
        Some('[') => json_list(inner),
        Some(_) => ["true", "false", "null"].iter().any(|word| {
            inner
                .strip_prefix(word)
                .is_some_and(|rest| rest.trim_start().starts_with([',', ']']) && !rest.contains('='))
        }),
        None => false,
    }
}

fn json(text: &str) -> Option<Format> {
    let has = |name: &str| memchr::memmem::find(text.as_bytes(), name.as_bytes()).is_some();
    let second = text.get(1..).unwrap_or_default().trim_start();
    if text.starts_with('{') && !second.starts_with(['"', '}']) && !second.is_empty() {
        // A template (`{{ … }}`) or a flow of something else.
        return None;
    }
    let result = has("\"columns\"") || has("\"snapshot\"") || has("\"diffResults\"");
    Some(
        if has("\"planned_values\"") || (has("\"terraform_version\"") && has("\"format_version\"")) {
            Format::Terraform
        } else if result && has("\"name\"") && (has("\"hostIdentifier\"") || has("\"calendarTime\"")) {
            Format::Osquery
        } else if has("\"apiVersion\"") && has("\"kind\"") && (has("\"metadata\"") || has("\"items\"")) {
            Format::Kubernetes
        } else {
            Format::Json
        },
    )
}

fn markup(name: &str, text: &str) -> Option<Format> {
    let lower = head(text, 512).to_lowercase();
    if lower.starts_with("<!doctype html") || lower.starts_with("<html") {
        return None;
    }
    let first = text.split('>').next().unwrap_or_default();
    let apache = first.contains(' ') && !first.contains('=') && !text.starts_with("<?") && !text.starts_with("<!");
    if apache && !name.ends_with(".xml") {
        return Some(Format::Keyword);
    }
    let element = text
        .chars()
        .nth(1)
        .is_some_and(|c| c.is_alphabetic() || matches!(c, '?' | '!' | '_'));
    element.then_some(Format::Xml)
}

/// Names that stand for one format only, where the content does not speak against it.
fn exact_name(name: &str, shape: &Shape) -> Option<Format> {
    let ends = |ends: &[&str]| ends.iter().any(|end| name.ends_with(end));
    if name.contains("sshd_config") || ends(&[".sshd", ".sshd.conf", ".sshd.txt"]) {
        return Some(Format::Sshd);
    }
    if name.contains("sysctl") && shape.assigned > 0 {
        return Some(Format::Sysctl);
    }
    if name == ".env" || name.starts_with(".env.") || ends(&[".env", ".env.example"]) {
        return (shape.assigned > 0).then_some(Format::Env);
    }
    if ends(&[".properties"]) {
        return Some(Format::Properties);
    }
    let words = [
        "login.defs",
        "auditd.conf",
        "chrony",
        "nginx",
        "apache",
        "httpd",
        "modprobe",
        "ntp.conf",
        "snmpd.conf",
    ];
    let typed = [".yaml", ".yml", ".toml", ".ini", ".md"]
        .iter()
        .any(|end| name.ends_with(end));
    if words.iter().any(|word| name.contains(word)) && !typed && shape.sections == 0 {
        return Some(Format::Keyword);
    }
    if ends(&[".toml"]) {
        return Some(Format::Toml);
    }
    if ends(&[".yaml", ".yml"]) && shape.assigned * 2 <= shape.lines {
        return Some(if shape.kubernetes {
            Format::Kubernetes
        } else {
            Format::Yaml
        });
    }
    None
}

/// What the name alone says, for texts whose content fits several formats or none.
fn by_name(name: &str) -> Option<Format> {
    let extension = name.rsplit_once('.').map(|(_, extension)| extension)?;
    Some(match extension {
        "json" => Format::Json,
        "yaml" | "yml" => Format::Yaml,
        "toml" => Format::Toml,
        "xml" => Format::Xml,
        "ini" | "cfg" | "cnf" | "desktop" | "service" => Format::Ini,
        "conf" | "config" => Format::Keyword,
        "inf" => Format::Secedit,
        "reg" => Format::Reg,
        "env" => Format::Env,
        _ => return None,
    })
}

/// What the lines of a text look like.
#[derive(Debug, Default)]
struct Shape {
    lines: usize,
    sections: usize,
    array_sections: usize,
    // `key = value`
    assigned: usize,
    // … with a key that is an environment variable's, has dots, is a kernel parameter.
    env_names: usize,
    kernel: usize,
    dotted: usize,
    // `key: value`, `key:`, `- item`
    yaml: usize,
    yaml_marks: usize,
    sshd: usize,
    device: usize,
    braces: usize,
    words: usize,
    commas: usize,
    secedit: bool,
    kubernetes: bool,
}

const SSHD: &[&str] = &[
    "permitrootlogin",
    "passwordauthentication",
    "pubkeyauthentication",
    "permitemptypasswords",
    "maxauthtries",
    "x11forwarding",
    "allowtcpforwarding",
    "clientaliveinterval",
    "clientalivecountmax",
    "authorizedkeysfile",
    "hostkey",
    "usepam",
    "kexalgorithms",
    "macs",
    "listenaddress",
    "logingracetime",
    "subsystem",
    "acceptenv",
    "challengeresponseauthentication",
    "kbdinteractiveauthentication",
    "strictmodes",
    "maxstartups",
    "allowusers",
    "allowgroups",
    "syslogfacility",
    "permituserenvironment",
    "ignorerhosts",
    "hostbasedauthentication",
];

impl Shape {
    fn of(text: &str) -> Self {
        let mut shape = Self::default();
        let mut yaml_top: HashSet<&str> = HashSet::new();
        let mut block = None;
        for raw in text.lines() {
            let line = raw.trim();
            let indent = raw.len() - raw.trim_start().len();
            if line == "!" {
                shape.device += 1;
            }
            if line.is_empty() || line.starts_with(['#', ';', '!']) {
                continue;
            }
            // The lines of a block text of YAML (`|`, `>`) say nothing about the whole.
            if let Some(outer) = block {
                if indent > outer {
                    continue;
                }
                block = None;
            }
            shape.lines += 1;
            if shape.lines > LINES {
                shape.lines -= 1;
                break;
            }
            if let Some(at) = shape.line(line, indent, &mut yaml_top) {
                block = Some(at);
            }
        }
        shape.kubernetes = yaml_top.contains("apiVersion") && yaml_top.contains("kind");
        shape
    }

    fn line<'t>(&mut self, line: &'t str, indent: usize, yaml_top: &mut HashSet<&'t str>) -> Option<usize> {
        let code = without_remark(line);
        if line.starts_with("[[") && code.ends_with("]]") {
            self.array_sections += 1;
        }
        if line.starts_with('[') && code.ends_with(']') {
            self.sections += 1;
            let names = [
                "[unicode]",
                "[system access]",
                "[event audit]",
                "[registry values]",
                "[privilege rights]",
            ];
            let lower = code.to_lowercase();
            self.secedit |= names.get(1..).unwrap_or_default().contains(&lower.as_str());
            return None;
        }
        if line.to_lowercase().replace(' ', "") == "signature=\"$chicago$\"" {
            self.secedit = true;
        }
        if code.ends_with('{') || code == "}" {
            self.braces += 1;
        }
        let first = line
            .split(|c: char| c.is_whitespace() || c == '=')
            .next()
            .unwrap_or_default();
        if SSHD.contains(&first.to_ascii_lowercase().as_str()) {
            self.sshd += 1;
        }
        let device = [
            "interface ",
            "hostname ",
            "no service ",
            "service timestamps",
            "line vty",
            "line con",
            "ip ssh ",
            "no ip ",
            "ip address ",
            "snmp-server ",
            "enable secret",
            "access-list ",
            "switchport ",
            "router ",
            "aaa ",
        ];
        if device.iter().any(|word| line.starts_with(word)) {
            self.device += 1;
        }
        self.commas += usize::from(line.matches(',').count() >= 2);
        if matches!(line, "---" | "...") || line.starts_with("%YAML") || line.starts_with("--- ") {
            self.yaml_marks += 1;
            self.yaml += 1;
            return None;
        }
        let equals = line.find('=');
        let colon = line.find(": ").or_else(|| code.ends_with(':').then(|| code.len() - 1));
        if (line.starts_with("- ") || line == "-") && equals.is_none_or(|at| colon.is_some_and(|c| c < at)) {
            self.yaml += 1;
        } else if let Some(at) = colon.filter(|at| equals.is_none_or(|e| *at < e)) {
            let key = line.get(..at).unwrap_or_default();
            if indent == 0 {
                yaml_top.insert(key);
            }
            self.yaml += 1;
        } else if let Some(at) = equals {
            self.assigned += 1;
            let key = line.get(..at).unwrap_or_default().trim();
            let key = key.strip_prefix("export ").unwrap_or(key);
            let upper = |b: u8| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'_';
            self.env_names += usize::from(key.bytes().all(upper) && !key.is_empty());
            self.dotted += usize::from(key.contains('.') && !key.contains(' '));
            let roots = ["net", "kernel", "vm", "fs", "dev", "user", "abi", "debug"];
            let key = key.trim_start_matches('-');
            let parameter = key
                .split_once(['.', '/'])
                .is_some_and(|(root, _)| roots.contains(&root));
            self.kernel += usize::from(parameter);
        } else if line.split_whitespace().nth(1).is_some() {
            self.words += 1;
        }
        let value = code.rsplit(": ").next().unwrap_or_default();
        matches!(value, "|" | ">" | "|-" | ">-" | "|+" | ">+").then_some(indent)
    }

    fn most(&self, count: usize) -> bool {
        self.lines > 0 && count * 10 >= self.lines * 8
    }

    /// Whether the lines look like settings of any kind at all.
    fn settled(&self) -> bool {
        self.most(self.sections + self.assigned + self.yaml + self.words + self.braces)
    }

    fn format(&self, name: &str, text: &str) -> Option<Format> {
        let ini_name = [".ini", ".cfg", ".cnf", ".conf"].iter().any(|end| name.ends_with(end));
        if self.yaml_marks > 0 && self.yaml * 2 >= self.lines && self.assigned * 2 < self.lines {
            return Some(if self.kubernetes {
                Format::Kubernetes
            } else {
                Format::Yaml
            });
        }
        if self.sshd >= 3 && self.sshd * 3 >= self.lines {
            return Some(Format::Sshd);
        }
        if self.kernel > 0 && self.kernel * 10 >= self.assigned * 8 && self.assigned * 2 > self.lines {
            return Some(Format::Sysctl);
        }
        if self.sections > 0 && (self.assigned > 0 || ini_name || self.most(self.sections + self.yaml)) {
            let toml = self.array_sections > 0 || !ini_name;
            let parses = || text.len() <= TRY_BYTES && toml::de::DeTable::parse(text).is_ok();
            return Some(if toml && self.assigned > 0 && parses() {
                Format::Toml
            } else {
                Format::Ini
            });
        }
        if self.device >= 3 {
            return Some(Format::NetworkDevice);
        }
        if self.most(self.yaml) && !name.ends_with(".conf") && self.commas * 2 < self.lines.max(2) {
            return Some(if self.kubernetes {
                Format::Kubernetes
            } else {
                Format::Yaml
            });
        }
        if self.most(self.assigned) {
            return Some(if self.env_names == self.assigned {
                Format::Env
            } else if self.dotted == 0 && text.len() <= TRY_BYTES && !ini_name && toml::de::DeTable::parse(text).is_ok()
            {
                Format::Toml
            } else if ini_name && self.dotted == 0 {
                Format::Ini
            } else {
                Format::Properties
            });
        }
        if self.braces >= 2 && name.ends_with(".conf") {
            return Some(Format::Keyword);
        }
        None
    }
}
