//! Pulling from and pushing to registries that are honest, and from ones that are not.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

#[path = "registry/server.rs"]
mod server;

use sekisho_bundle::author::About;
use sekisho_bundle::manifest::{Descriptor, Manifest};
use sekisho_bundle::registry::{Credentials, Mirror, Reference, RegistryError, Settings, Times, pull, push, resolve};
use sekisho_bundle::{Layout, Limits, media, open, pack};
use sekisho_model::Digest;
use server::{say, serve};
use std::collections::BTreeMap;
use std::io::Write as _;
use std::net::TcpStream;
use std::sync::Mutex;
use std::time::Duration;

fn layout() -> Layout {
    let about: About = toml::from_str(
        r#"
        format = "bundle/1"
        id = "example/a"
        version = "1.0.0"
        title = { ja = "例", en = "Example" }
        issuer = { ja = "例", en = "Example" }
        source_document = { ja = "例", en = "Example" }
        source_date = "2026-04-01"
        effective_from = "2026-10-01"
        "#,
    )
    .unwrap();
    let files = BTreeMap::from([("policies/a/b/policy.toml".to_owned(), b"id = \"a/b\"\n".to_vec())]);
    let mut layout = pack(about, files, BTreeMap::new()).unwrap();
    let bundle = open(&layout).unwrap();
    pack::attach(
        &mut layout,
        &bundle.descriptor,
        b"{\"a\":1}".to_vec(),
        "message-signature",
    )
    .unwrap();
    layout
}

fn settings() -> Settings {
    Settings {
        plain_http: false,
        local_tls: false,
        roots: Vec::new(),
        credentials: None,
        mirrors: Vec::new(),
        limits: Limits::default(),
        times: Times {
            connect: Duration::from_secs(2),
            silence: Duration::from_millis(400),
            total: Duration::from_secs(4),
        },
        retries: 1,
        pause: |_| {},
    }
}

fn at(host: &str) -> Reference {
    Reference::parse(&format!("oci://{host}/a/b:1")).unwrap()
}

/// Serves a layout honestly, without a list of referrers, but for what `odd` answers itself.
fn registry(
    layout: Layout,
    odd: impl Fn(&str, &str, &mut TcpStream) -> bool + Send + Sync + 'static,
) -> (String, server::Asked) {
    let digest = open(&layout).unwrap().digest();
    let list = serde_json::json!({ "schemaVersion": 2, "mediaType": media::INDEX, "manifests": layout
        .manifests().iter().filter(|m| m.digest != digest).collect::<Vec<_>>() });
    let kept = Mutex::new(BTreeMap::from([
        ("1".to_owned(), layout.blobs()[&digest].clone()),
        (format!("sha256-{}", digest.hex()), list.to_string().into_bytes()),
    ]));
    for (digest, bytes) in layout.blobs() {
        kept.lock().unwrap().insert(digest.to_string(), bytes.clone());
    }
    serve(move |method, path, _, to| {
        if odd(method, path, to) {
            return;
        }
        let name = path.rsplit('/').next().unwrap();
        let kind = if name.starts_with("sha256-") {
            media::INDEX
        } else {
            media::MANIFEST
        };
        match kept.lock().unwrap().get(name).filter(|_| !path.contains("/referrers/")) {
            Some(bytes) => say(to, "200 OK", &format!("content-type: {kind}\r\n"), bytes),
            None => say(to, "404 Not Found", "", b""),
        }
    })
}

fn refused(odd: impl Fn(&str, &str, &mut TcpStream) -> bool + Send + Sync + 'static) -> RegistryError {
    let (host, _) = registry(layout(), odd);
    pull(&at(&host), &settings()).unwrap_err()
}

fn is_blob(path: &str) -> bool {
    path.contains("/blobs/")
}

#[test]
fn what_an_honest_registry_serves_is_the_same_layout() {
    let (host, _) = registry(layout(), |_, _, _| false);
    let pulled = pull(&at(&host), &settings()).unwrap();
    assert_eq!(pulled.layout.to_tar().unwrap(), layout().to_tar().unwrap());
    assert_eq!(open(&pulled.layout).unwrap().signatures.len(), 1);
    let tagged = resolve(&at(&host), &settings()).unwrap();
    assert_eq!(
        (tagged.digest, tagged.version.as_deref()),
        (pulled.digest, Some("1.0.0"))
    );
    pull(&at(&host).at(pulled.digest), &settings()).unwrap();
}

#[test]
fn other_bytes_are_refused() {
    let error = refused(|_, path, to| {
        is_blob(path) && {
            say(to, "200 OK", "", b"x");
            true
        }
    });
    assert!(matches!(error, RegistryError::Served { .. }), "{error}");
    assert!(error.is_refusal());
    let digest = Digest::of(b"another");
    let (host, _) = registry(layout(), |_, _, _| false);
    assert!(matches!(
        pull(&at(&host).at(digest), &settings()),
        Err(RegistryError::NotFound { .. })
    ));
    // A manifest by digest that is another one.
    let (host, _) = registry(layout(), |_, path, to| {
        let manifest = layout().blobs()[&open(&layout()).unwrap().digest()].clone();
        path.contains("/manifests/sha256:") && {
            say(
                to,
                "200 OK",
                &format!("content-type: {}\r\n", media::MANIFEST),
                &manifest,
            );
            true
        }
    });
    assert!(matches!(
        pull(&at(&host).at(digest), &settings()),
        Err(RegistryError::Served { .. })
    ));
}

#[test]
fn bodies_that_are_too_long_are_not_read_to_their_end() {
    for headers in ["", "transfer-encoding: chunked\r\n"] {
        let error = refused(move |_, path, to| {
            is_blob(path) && {
                let _ = write!(to, "HTTP/1.1 200 OK\r\nconnection: close\r\n{headers}\r\n");
                let piece = [b"1000\r\n".as_slice(), &[b'x'; 4096], b"\r\n"].concat();
                while to.write_all(&piece).is_ok() {}
                true
            }
        });
        assert!(error.to_string().contains("larger than"), "{error}");
    }
    let error = refused(|_, path, to| {
        path.ends_with("/manifests/1") && {
            let _ = write!(
                to,
                "HTTP/1.1 200 OK\r\ncontent-type: {}\r\ncontent-length: 104857600\r\n\r\n",
                media::MANIFEST
            );
            while to.write_all(&[b' '; 4096]).is_ok() {}
            true
        }
    });
    assert!(error.to_string().contains("larger than 4194304 bytes"), "{error}");
}

#[test]
fn a_body_that_breaks_off_and_one_that_never_comes_are_errors() {
    let error = refused(|_, path, to| {
        is_blob(path) && {
            let _ = to.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 11\r\n\r\nid");
            true
        }
    });
    assert!(
        matches!(error, RegistryError::Unreachable { .. } | RegistryError::Served { .. }),
        "{error}"
    );
    let error = refused(|_, path, _| {
        is_blob(path) && {
            std::thread::sleep(Duration::from_secs(5));
            true
        }
    });
    assert!(matches!(error, RegistryError::Timeout { .. }), "{error}");
}

#[test]
fn another_type_and_another_status_are_told() {
    let error = refused(|_, path, to| {
        path.ends_with("/manifests/1") && {
            say(to, "200 OK", "content-type: text/html\r\n", b"{}");
            true
        }
    });
    assert!(error.to_string().contains("`text/html`"), "{error}");
    let error = refused(|_, path, to| {
        is_blob(path) && {
            say(to, "500 Oh", "", br#"{"errors":[{"message":"a\u001b[31mb"}]}"#);
            true
        }
    });
    assert!(
        matches!(&error, RegistryError::Status { status: 500, said, .. } if said == ": a[31mb"),
        "{error}"
    );
}

#[test]
fn nobody_else_gets_our_password() {
    let (other, asked) = serve(|_, _, _, to| say(to, "200 OK", "", b""));
    for to in [
        format!("http://{other}/x"),
        "file:///etc/passwd".to_owned(),
        "http://u:p@127.0.0.1/".to_owned(),
    ] {
        let error = refused(move |_, path, stream| {
            is_blob(path) && {
                say(stream, "307 There", &format!("location: {to}\r\n"), b"");
                true
            }
        });
        assert!(matches!(error, RegistryError::Redirect { .. }), "{error}");
    }
    assert!(asked.lock().unwrap().is_empty());
    let error = refused(|_, path, to| {
        is_blob(path) && {
            say(to, "302 Round", &format!("location: {path}\r\n"), b"");
            true
        }
    });
    assert!(error.to_string().contains("on and on"), "{error}");
    // In the clear to another machine: not even the first word.
    let mut own = settings();
    own.plain_http = true;
    own.credentials = Some(Credentials {
        user: "u".to_owned(),
        password: "secret".to_owned().into(),
    });
    assert!(!format!("{own:?}").contains("secret"));
    assert!(matches!(
        pull(&at("registry.example"), &own),
        Err(RegistryError::Clear(_))
    ));
    // Where it is asked for, by whom it is meant for; a mirror that asks gets nothing.
    let (mirror, asked) = serve(|_, _, _, to| say(to, "401 Who", "www-authenticate: Basic realm=x\r\n", b""));
    let (host, told) = registry(layout(), |_, _, _| false);
    own.mirrors = vec![Mirror::parse(&mirror).unwrap()];
    let pulled = pull(&at(&host), &own);
    assert!(asked.lock().unwrap().iter().all(|head| !head.contains("authorization")));
    assert!(told.lock().unwrap().iter().all(|head| !head.contains("authorization")));
    assert!(matches!(
        &pulled.unwrap().passed_over[..],
        [RegistryError::Denied { .. }]
    ));
}

#[test]
fn a_mirror_that_serves_something_else_is_named_and_the_next_one_is_asked() {
    let (bad, _) = registry(layout(), |_, path, to| {
        is_blob(path) && {
            say(to, "200 OK", "", b"evil");
            true
        }
    });
    let (host, _) = registry(layout(), |_, _, _| false);
    let mut own = settings();
    own.mirrors = vec![Mirror::parse(&bad).unwrap()];
    let pulled = pull(&at(&host), &own).unwrap();
    assert_eq!(pulled.from, format!("{host}/a/b"));
    assert!(pulled.passed_over[0].to_string().contains(&bad));
}

/// A registry whose list of signatures is this.
fn listing(entry: Descriptor) -> Result<usize, RegistryError> {
    let list = serde_json::json!({ "schemaVersion": 2, "mediaType": media::INDEX, "manifests": [entry] }).to_string();
    let (host, _) = registry(layout(), move |_, path, to| {
        path.contains("/referrers/") && {
            say(
                to,
                "200 OK",
                &format!("content-type: {}\r\n", media::INDEX),
                list.as_bytes(),
            );
            true
        }
    });
    pull(&at(&host), &settings()).map(|pulled| open(&pulled.layout).unwrap().signatures.len())
}

#[test]
fn an_unknown_referrer_is_passed_over_and_a_bad_one_refused() {
    let layout = layout();
    let digest = open(&layout).unwrap().digest();
    let of = |d: &Descriptor| Manifest::parse("", layout.get("", d).unwrap()).unwrap();
    let (bundle, signature): (Vec<_>, Vec<_>) = layout.manifests().iter().cloned().partition(|m| m.digest == digest);
    assert_eq!(of(&signature[0]).subject.unwrap().digest, digest);
    assert_eq!(listing(signature[0].clone()).unwrap(), 1);
    let sbom = Descriptor {
        artifact_type: Some("application/spdx+json".to_owned()),
        ..signature[0].clone()
    };
    assert_eq!(listing(sbom).unwrap(), 0);
    // The bundle names itself as its own signature.
    let own = Descriptor {
        artifact_type: Some(media::SIGNATURE.to_owned()),
        ..bundle[0].clone()
    };
    assert!(matches!(listing(own), Err(RegistryError::Referrer { .. })));
    let long = Descriptor {
        size: 1 << 40,
        ..signature[0].clone()
    };
    assert!(matches!(listing(long), Err(RegistryError::Referrer { .. })));
}

#[test]
fn what_is_pushed_is_read_back_and_its_signatures_are_listed() {
    let kept: Mutex<BTreeMap<String, Vec<u8>>> = Mutex::default();
    let (host, asked) = serve(move |method, path, body, to| {
        let name = path.rsplit(['/', '=']).next().unwrap().replace("%3A", ":");
        let mut kept = kept.lock().unwrap();
        match method {
            "POST" => say(to, "202 Go", "location: /v2/a/b/blobs/uploads/7?state=x\r\n", b""),
            "PUT" => {
                kept.insert(
                    if path.contains("/manifests/") {
                        name.clone()
                    } else {
                        format!("blob {name}")
                    },
                    body.to_vec(),
                );
                if path.contains("/manifests/") {
                    kept.insert(Digest::of(body).to_string(), body.to_vec());
                }
                say(to, "201 Done", "", b"")
            }
            "HEAD" => {
                let _ = to.write_all(b"HTTP/1.1 404 No\r\nconnection: close\r\n\r\n");
            }
            _ => {
                let kind = if name.starts_with("sha256-") {
                    media::INDEX
                } else {
                    media::MANIFEST
                };
                let key = if is_blob(path) { format!("blob {name}") } else { name };
                match kept.get(&key).filter(|_| !path.contains("/referrers/")) {
                    Some(bytes) => say(to, "200 OK", &format!("content-type: {kind}\r\n"), bytes),
                    None => say(to, "404 Not Found", "", b""),
                }
            }
        }
    });
    for _ in 0..2 {
        let pushed = push(&layout(), &at(&host), &settings()).unwrap();
        assert_eq!((pushed.signatures, pushed.is_tagged), (1, true));
    }
    let pulled = pull(&at(&host), &settings()).unwrap();
    assert_eq!(pulled.layout.to_tar().unwrap(), layout().to_tar().unwrap());
    let lists = asked
        .lock()
        .unwrap()
        .iter()
        .filter(|head| head.starts_with("put /v2/a/b/manifests/sha256-"))
        .count();
    assert_eq!(lists, 1, "the second push found its signature listed");
    // A proof of a log goes the same way.
    let mut logged = layout();
    let described = open(&logged).unwrap().descriptor;
    pack::attach_proof(&mut logged, &described, b"a proof".to_vec()).unwrap();
    push(&logged, &at(&host), &settings()).unwrap();
    let pulled = pull(&at(&host), &settings()).unwrap();
    let pulled = open(&pulled.layout).unwrap();
    assert_eq!((pulled.proofs, pulled.signatures.len()), (vec![b"a proof".to_vec()], 1));
}
