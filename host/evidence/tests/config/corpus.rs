//! Real files of other people.

use crate::support::{decode, detected, files, read};
use sekisho_evidence::ReadError;
use sekisho_evidence::config::{self, ConfigFormat};

#[test]
fn security_templates_in_utf_16_are_read() {
    let mut keys = 0;
    for (name, bytes) in files("4-config/windows-shb") {
        let text = decode(&bytes).unwrap_or_else(|| panic!("{name}"));
        let (format, out) = detected(&name, &text);
        assert_eq!(format, ConfigFormat::Secedit, "{name}");
        assert!(!out.rows.is_empty(), "{name}");
        assert_eq!(out.diagnostics, [], "{name}");
        keys += out.rows.iter().filter(|r| !r.key.is_empty()).count();
        if name.contains("A2A38432") {
            assert_eq!(out.keys("password.min_length"), ["14"]);
            assert_eq!(out.keys("lockout.threshold"), ["3"]);
            assert_eq!(out.keys("lockout.duration_minutes"), ["2147483647"]);
            assert_eq!(out.keys("privilege.uac"), ["true"]);
            assert_eq!(out.keys("session.lock_timeout_seconds"), ["900"]);
            let lua = r"Registry Values.MACHINE\Software\Microsoft\Windows\CurrentVersion\Policies\System\EnableLUA";
            assert_eq!(out.value(lua), Some("1"));
        }
    }
    assert!(keys > 10, "{keys}");
}

#[test]
fn every_kubernetes_example_is_read() {
    let mut objects = 0;
    for (name, bytes) in files("4-config/k8s-examples") {
        let text = decode(&bytes).unwrap();
        let format = config::detect(&name, &text);
        if !name.ends_with(".yaml") && !name.ends_with(".yml") && !name.ends_with(".json") {
            continue;
        }
        let format = format.unwrap_or_else(|| panic!("{name} is not detected"));
        let out = read(format, &name, &text).unwrap_or_else(|error| panic!("{name}: {error}"));
        assert!(
            matches!(
                format,
                ConfigFormat::Kubernetes | ConfigFormat::Yaml | ConfigFormat::Json
            ),
            "{name}: {format:?}"
        );
        objects += out.classes.iter().filter(|class| !class.is_empty()).count();
    }
    assert!(objects >= 80, "{objects}");
}

#[test]
fn terraform_plans_are_read_and_broken_ones_refused() {
    let (mut plans, mut keys) = (0, 0);
    for folder in ["3-policy/checkov-tfplan", "4-config/trivy-tfplan"] {
        for (name, bytes) in files(folder) {
            let Some(text) = decode(&bytes) else { continue };
            if !name.ends_with(".json") || name.contains("azurearm") {
                continue;
            }
            let half = text.get(..text.len() / 2).unwrap_or_else(|| panic!("{name}"));
            let broken = read(ConfigFormat::Terraform, &name, half);
            assert!(
                matches!(broken, Err(ReadError::Malformed { line: Some(_), .. })),
                "{name}: {broken:?}"
            );
            let (format, out) = detected(&name, &text);
            assert_eq!(
                (format, out.format.as_str()),
                (ConfigFormat::Terraform, "terraform"),
                "{name}"
            );
            plans += 1;
            keys += out.rows.iter().filter(|r| !r.key.is_empty()).count();
            if name.contains("plan_provisioners") {
                let row = out.row("aws_instance.web.instance_type");
                assert_eq!((row.value.as_str(), row.line > 10), ("t3.micro", true));
                assert_eq!(out.value("aws_instance.web.tags.Name"), Some("HelloWorld"));
            }
            if name.contains("plan_after_unknown") {
                assert!(out.rows.iter().any(|r| r.ty == "unknown"), "{name}");
            }
        }
    }
    assert!(plans >= 20 && keys > 0, "{plans} {keys}");
}

#[test]
fn line_formats_are_found_and_read() {
    for (path, format, setting, value) in [
        (
            "3-policy/conftest-examples/examples/ini/grafana.ini",
            ConfigFormat::Ini,
            "server.protocol",
            "http",
        ),
        (
            "3-policy/conftest-examples/examples/properties/sample.properties",
            ConfigFormat::Properties,
            "other.value.url",
            "https://example.com/",
        ),
        (
            "3-policy/conftest-examples/examples/dotenv/sample.env",
            ConfigFormat::Env,
            "MYSQL_USER",
            "user2",
        ),
        (
            "3-policy/conftest-examples/examples/traefik/traefik.toml",
            ConfigFormat::Toml,
            "entryPoints.http.address",
            ":80",
        ),
        (
            "4-config/inspec-fixtures/files/sshd_config",
            ConfigFormat::Sshd,
            "hostkey[2]",
            "/etc/ssh/ssh_host_ecdsa_key",
        ),
        (
            "4-config/inspec-fixtures/files/mysql.conf",
            ConfigFormat::Ini,
            "client.port",
            "3306",
        ),
        (
            "4-config/inspec-fixtures/files/auditd.conf",
            ConfigFormat::Keyword,
            "space_left_action",
            "SYSLOG",
        ),
        (
            "4-config/inspec-fixtures/files/nginx.conf",
            ConfigFormat::Keyword,
            "user",
            "www www",
        ),
        (
            "4-config/inspec-fixtures/cmd/sbin_sysctl_all",
            ConfigFormat::Sysctl,
            "net.ipv4.conf.all.accept_redirects",
            "1",
        ),
        (
            "4-config/inspec-fixtures/files/cassandra.yaml",
            ConfigFormat::Yaml,
            "cluster_name",
            "Test Cluster",
        ),
        ("4-config/inspec-fixtures/files/database.xml", ConfigFormat::Xml, "", ""),
        (
            "4-config/inspec-fixtures/files/default.toml",
            ConfigFormat::Toml,
            "",
            "",
        ),
        ("4-config/osquery-beats-log/test.log", ConfigFormat::Osquery, "", ""),
        (
            "4-config/batfish-parsing/tests/parsing-tests/networks/unit-tests/configs/cisco_line",
            ConfigFormat::NetworkDevice,
            "hostname",
            "cisco_line",
        ),
    ] {
        let bytes = std::fs::read(crate::support::corpus(path)).unwrap_or_else(|e| panic!("{path}: {e}"));
        let (found, out) = detected(path, &decode(&bytes).unwrap());
        assert_eq!(found, format, "{path}");
        if !setting.is_empty() {
            assert!(
                out.rows
                    .iter()
                    .any(|r| r.path == setting && (value.is_empty() || r.value == value)),
                "{path}: {:#?}",
                out.rows
                    .iter()
                    .map(|r| (&r.path, &r.value))
                    .take(60)
                    .collect::<Vec<_>>()
            );
        }
    }
    for (name, bytes) in files("4-config/malcolm") {
        let (format, out) = detected(&name, &decode(&bytes).unwrap());
        assert_eq!(format, ConfigFormat::Env, "{name}");
        assert!(
            !out.rows.is_empty() && out.diagnostics.is_empty(),
            "{name}: {:?}",
            out.diagnostics
        );
    }
}
