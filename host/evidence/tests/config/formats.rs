//! Each format's own rules, on small texts.

use crate::support::{detected, read};
use sekisho_evidence::config::ConfigFormat::*;

#[test]
fn yaml_is_strict_about_booleans_and_numbers() {
    let text = "a: no\nb: off\nc: true\nd: 010\ne: 0x1F\nf: 1_000\ng: ~\nh: [1.5, 'x.y']\ni.j: {}\na: yes\n";
    let out = read(Yaml, "plc-7.yaml", text).unwrap();
    let ty = |path: &str| out.row(path).ty.clone();
    assert_eq!(
        (ty("b"), ty("c"), ty("d"), ty("e")),
        ("string".into(), "boolean".into(), "string".into(), "number".into())
    );
    assert_eq!(
        (ty("f"), ty("g"), ty("i\\.j")),
        ("string".into(), "null".into(), "empty-map".into())
    );
    assert_eq!(out.row("e").number, Some(31.0));
    assert_eq!(
        (out.value("a"), out.row("a").flag, out.row("h[1]").line),
        (Some("yes"), None, 8)
    );
    assert_eq!(
        (out.codes(), out.assets.clone()),
        (vec!["duplicate-key"], vec!["plc-7".to_owned()])
    );
}

#[test]
fn yaml_anchors_and_merges_are_followed() {
    let out = read(
        Yaml,
        "x.yaml",
        "base: &b {p: 1, q: 2}\nuse:\n  <<: *b\n  q: 3\nlist: [*b]\n",
    )
    .unwrap();
    assert_eq!(
        (out.value("use.p"), out.value("use.q"), out.value("list[0].q")),
        (Some("1"), Some("3"), Some("2"))
    );
}

#[test]
fn sshd_takes_the_first_value_and_keeps_match_blocks_apart() {
    let text = "PermitRootLogin no\npermitrootlogin yes\nPort 22\nPort 2222\nCiphers=aes256-ctr,aes128-ctr # fast\n\
                Include /etc/ssh/conf.d/*.conf\nMatch User admin\n  PermitRootLogin yes\nMatch all\nMaxAuthTries 3\n";
    let (format, out) = detected("etc/sshd_config", text);
    assert_eq!(format, Sshd);
    assert_eq!(
        (out.value("permitrootlogin"), out.row("permitrootlogin").line),
        (Some("no"), 1)
    );
    assert_eq!((out.value("port"), out.value("port[1]")), (Some("22"), Some("2222")));
    assert_eq!(out.value("match[User admin].permitrootlogin"), Some("yes"));
    assert_eq!(out.keys("ssh.permit_root_login"), ["no"]);
    assert_eq!(out.keys("ssh.max_auth_tries"), ["3"]);
    assert_eq!(out.keys("ssh.ciphers"), ["aes256-ctr", "aes128-ctr"]);
    assert_eq!(out.codes(), ["duplicate-key", "include-not-followed"]);
}

#[test]
fn sysctl_takes_the_last_value_under_either_spelling() {
    let text = "# x\nnet.ipv4.ip_forward = 1\nnet/ipv4/ip_forward=0\n-kernel.randomize_va_space = 2\nnonsense\n";
    let (format, out) = detected("srv.conf", text);
    assert_eq!(format, Sysctl);
    assert_eq!(
        (out.value("net.ipv4.ip_forward"), out.row("net.ipv4.ip_forward").line),
        (Some("0"), 3)
    );
    assert_eq!(out.keys("protocols.ip_forward.enabled"), ["false"]);
    assert_eq!(out.keys("kernel.aslr"), ["true"]);
    assert_eq!(out.codes(), ["duplicate-key", "unknown-line"]);
}

#[test]
fn registry_exports_are_decoded() {
    let text = "Windows Registry Editor Version 5.00\r\n\r\n[HKEY_LOCAL_MACHINE\\SYSTEM\\ControlSet001\\Services\\USBSTOR]\r\n\
        \"Start\"=dword:00000004\r\n@=\"default\"\r\n\"Path\"=hex(2):25,00,53,00,\\\r\n  25,00,00,00\r\n\
        \"Many\"=hex(7):61,00,00,00,62,00,00,00,00,00\r\n\"Raw\"=hex:de,ad\r\n\"Q\"=hex(b):01,00,00,00,00,00,00,00\r\n\
        \"Say \\\"hi\\\"\"=\"C:\\\\x\"\r\n\"Gone\"=-\r\n[-HKEY_CURRENT_USER\\x]\r\n";
    let (format, out) = detected("hmi-01.reg", text);
    assert_eq!(format, Reg);
    let key = r"HKEY_LOCAL_MACHINE\SYSTEM\ControlSet001\Services\USBSTOR\";
    let value = |name: &str| out.value(&format!("{key}{name}")).map(str::to_owned);
    assert_eq!(value("Start").as_deref(), Some("4"));
    assert_eq!(value("(Default)").as_deref(), Some("default"));
    assert_eq!(value("Path").as_deref(), Some("%S%"));
    assert_eq!(value("Many").as_deref(), Some("a\nb"));
    assert_eq!(value("Raw").as_deref(), Some("dead"));
    assert_eq!(value("Q").as_deref(), Some("1"));
    assert_eq!(value("Say \"hi\"").as_deref(), Some("C:\\x"));
    assert_eq!(out.keys("usb_storage.blocked"), ["true"]);
    assert_eq!((out.assets, out.diagnostics.len()), (vec!["hmi-01".to_owned()], 2));
    let old = read(
        Reg,
        "x.reg",
        "REGEDIT4\n[HKEY_LOCAL_MACHINE\\a]\n\"e\"=hex(2):41,42,00\n",
    )
    .unwrap();
    assert_eq!(old.value("HKEY_LOCAL_MACHINE\\a\\e"), Some("AB"));
}

#[test]
fn ini_keeps_backslashes_and_remarks_apart() {
    let text = "top = 1\n[s] ; remark\nPath = C:\\temp\\new\nquoted = \"a ; b\"\nrem = x ; y\nskip\nmulti = a\n  b\n\
                Path = D:\\\nurl: http://h\n= lost\n";
    let (format, out) = detected("a.ini", text);
    assert_eq!(format, Ini);
    let value = |path: &str| out.value(path).map(str::to_owned);
    assert_eq!(
        (value("top").as_deref(), value("s.Path").as_deref()),
        (Some("1"), Some("D:\\"))
    );
    assert_eq!(
        (value("s.quoted").as_deref(), value("s.rem").as_deref()),
        (Some("a ; b"), Some("x"))
    );
    assert_eq!(
        (out.row("s.skip").ty.as_str(), value("s.multi").as_deref()),
        ("null", Some("a\nb"))
    );
    assert_eq!(value("s.url").as_deref(), Some("http://h"));
    assert_eq!(out.codes(), ["duplicate-key", "unknown-line"]);
}

#[test]
fn properties_and_env_follow_their_escapes() {
    let out = read(
        Properties,
        "x",
        "a.b = 1\nk\\ e=v\nlong = x,\\\n   y\nu:\\u65e5\\u672c\n! no\nblank value\nempty\n",
    )
    .unwrap();
    assert_eq!(
        (out.value("a.b"), out.value("k e"), out.value("long")),
        (Some("1"), Some("v"), Some("x,y"))
    );
    assert_eq!((out.value("u"), out.value("blank")), (Some("日本"), Some("value")));
    let out = read(
        Env,
        "x.env",
        "export A=\"x\\ny\"\nB='$HOME'\nC=1 # c\nD=${A}\nE=\"l1\nl2\"\nTMOUT=0\n1 2\n",
    )
    .unwrap();
    assert_eq!(
        (out.value("A"), out.value("B"), out.value("C")),
        (Some("x\ny"), Some("$HOME"), Some("1"))
    );
    assert_eq!((out.value("D"), out.value("E")), (Some("${A}"), Some("l1\nl2")));
    assert_eq!(out.keys("session.shell_timeout_seconds"), ["2147483647"]);
}

#[test]
fn xml_attributes_and_repeated_elements_have_paths() {
    let text = "<?xml version=\"1.0\"?>\n<cfg xmlns:x=\"u\" asset=\"hmi-2\">\n <x:net mtu=\"1500\">eth&#48;&amp;</x:net>\n \
                <user>a</user>\n <user>b</user>\n <password><min_length>12</min_length></password>\n <none/>\n</cfg>";
    let (format, out) = detected("s.xml", text);
    assert_eq!(format, Xml);
    assert_eq!(
        (out.value("net.mtu"), out.value("net.#text")),
        (Some("1500"), Some("eth0&"))
    );
    assert_eq!(
        (
            out.value("user[1]"),
            out.row("user[1]").line,
            out.row("none").ty.as_str()
        ),
        (Some("b"), 5, "null")
    );
    assert_eq!(
        (out.keys("password.min_length"), out.assets.clone()),
        (vec!["12"], vec!["hmi-2".to_owned()])
    );
    for broken in ["<a><b></a>", "<a>", "<a/><b/>", "<a b='1' b='2'/>", "x<a/>", ""] {
        assert!(read(Xml, "x", broken).is_err(), "{broken}");
    }
}

#[test]
fn kubernetes_objects_are_snapshots_of_their_own() {
    let text = "apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\n  namespace: shop\nspec:\n  containers:\n  - name: c\n    \
                image: nginx@sha256:1\n    securityContext: {privileged: true}\n---\napiVersion: v1\nkind: List\nitems:\n\
                - {apiVersion: v1, kind: Namespace, metadata: {name: shop}}\n---\n";
    let (format, out) = detected("all.yaml", text);
    assert_eq!((format, out.format.as_str()), (Kubernetes, "kubernetes"));
    assert_eq!(
        (out.assets.clone(), out.classes.clone()),
        (
            vec!["shop/web".into(), "shop".into()],
            vec!["Pod".into(), "Namespace".into()]
        )
    );
    assert_eq!(out.row("Pod.spec.containers[0].image").line, 9);
    assert_eq!(out.keys("privilege.container_privileged"), ["true"]);
    assert_eq!(out.keys("update.image_digest_pinned"), ["true"]);
}

#[test]
fn device_configurations_are_trees_of_lines() {
    let text = "version 15.2\nhostname sw-1\nno ip http server\nservice password-encryption\nbanner motd ^C\nkeep out\n^C\n\
                interface GigabitEthernet0/1\n switchport port-security\n ip address 10.0.0.1 255.255.255.0\n!\n\
                ntp server 10.0.0.9 prefer\nline vty 0 4\n exec-timeout 10 30\n transport input telnet ssh\n";
    let (format, out) = detected("sw.cfg", text);
    assert_eq!((format, out.assets.clone()), (NetworkDevice, vec!["sw-1".to_owned()]));
    assert_eq!(
        out.value("interface GigabitEthernet0/1.ip"),
        Some("address 10.0.0.1 255.255.255.0")
    );
    assert_eq!(
        (out.value("no.ip"), out.value("banner")),
        (Some("http server"), Some("keep out"))
    );
    for (key, values) in [
        ("protocols.http_admin.enabled", vec![]),
        ("password.encrypted_in_config", vec!["true"]),
        ("nac.port_security", vec!["true"]),
        ("time.ntp_sources", vec!["10.0.0.9"]),
        ("session.remote_idle_seconds", vec!["630"]),
        ("protocols.telnet.enabled", vec!["true"]),
    ] {
        assert_eq!(out.keys(key), values, "{key}");
    }
}

#[test]
fn keyword_files_have_blocks_and_repeats() {
    let nginx = "user www;\nhttp {\n  server {\n    listen 443 ssl; # tls\n    listen 80;\n    ssl_protocols TLSv1.1 TLSv1.2;\n    \
                 access_log off;\n    location ~ \"x;y\" { return 200 \"a;b\"; }\n  }\n}\n";
    let (format, out) = detected("nginx.conf", nginx);
    assert_eq!(format, Keyword);
    assert_eq!(
        (out.value("http.server.listen"), out.value("http.server.listen[1]")),
        (Some("443 ssl"), Some("80"))
    );
    assert_eq!(
        (out.keys("tls.min_version"), out.keys("log.access.enabled")),
        (vec!["tls1.1"], vec!["false"])
    );
    let out = read(Keyword, "etc/login.defs", "# c\nPASS_MIN_LEN\t12\nPASS_MAX_DAYS 0\n").unwrap();
    assert_eq!(
        (out.keys("password.min_length"), out.keys("password.max_age_days")),
        (vec!["12"], vec!["2147483647"])
    );
    let out = read(Keyword, "m/blacklist.conf", "install usb-storage /bin/true\n").unwrap();
    assert_eq!(out.keys("usb_storage.blocked"), ["true"]);
    let apache = "<VirtualHost *:443>\n  SSLProtocol all -SSLv3\n</VirtualHost>\n</Oops>\n";
    let out = read(Keyword, "a.conf", apache).unwrap();
    assert_eq!(
        (out.value("VirtualHost *:443.SSLProtocol"), out.codes()),
        (Some("all -SSLv3"), vec!["unknown-line"])
    );
}

#[test]
fn osquery_rows_come_and_go() {
    let text = "{\"name\":\"pack_a_users\",\"hostIdentifier\":\"h1\",\"unixTime\":86400,\"columns\":{\"u\":\"x\"},\"action\":\"added\"}\n\
        {\"name\":\"pack_a_users\",\"hostIdentifier\":\"h1\",\"unixTime\":172800,\"columns\":{\"u\":\"x\"},\"action\":\"removed\"}\n\
        {\"name\":\"alf\",\"hostIdentifier\":\"h2\",\"unixTime\":0,\"snapshot\":[{\"global_state\":\"1\"}],\"action\":\"snapshot\"}\n";
    let (format, out) = detected("q.log", text);
    assert_eq!(
        (format, out.assets.clone()),
        (Osquery, vec!["h1".to_owned(), "h2".to_owned()])
    );
    assert_eq!(
        (out.collected.clone(), out.value("users[0].u")),
        (vec![Some(2), Some(0)], None)
    );
    assert_eq!(out.keys("firewall.host.enabled"), ["true"]);
}
