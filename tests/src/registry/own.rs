//! A registry in a few lines: files, manifests and tags in memory, no list of referrers, and whatever misbehaviour a test asks for.

use std::collections::BTreeMap;
use std::io::{Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};

/// Changes an answer: method, path, and the body that would be sent. What it returns is sent; nothing for a connection that is cut.
pub type Liar = fn(&str, &str, Vec<u8>) -> Option<Vec<u8>>;
/// A liar, or none.
pub type Change = Option<Liar>;

/// Everything that is kept: by `blobs/<digest>` and `manifests/<tag or digest>` behind the repository's name.
type Kept = Arc<Mutex<BTreeMap<String, Vec<u8>>>>;

/// The registry; it serves until the test's process ends.
#[derive(Debug)]
pub struct Own {
    /// `127.0.0.1:PORT`.
    pub host: String,
    kept: Kept,
}

impl Own {
    /// Starts one.
    pub fn start(change: Change) -> Self {
        Self::with(Kept::default(), change)
    }

    /// Another one with the same content, as a mirror is.
    pub fn mirror(&self, change: Change) -> Self {
        Self::with(Arc::clone(&self.kept), change)
    }

    fn with(kept: Kept, change: Change) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let host = listener.local_addr().unwrap().to_string();
        let all = Arc::clone(&kept);
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let kept = Arc::clone(&all);
                std::thread::spawn(move || one(stream, &kept, change));
            }
        });
        Self { host, kept }
    }
}

fn one(mut stream: TcpStream, kept: &Kept, change: Change) {
    let mut head = Vec::new();
    let mut byte = [0];
    while !head.ends_with(b"\r\n\r\n") {
        match stream.read(&mut byte) {
            Ok(1) => head.push(byte[0]),
            _ => return,
        }
    }
    let head = String::from_utf8(head).unwrap();
    let lower = head.to_lowercase();
    let length = lower
        .split("content-length: ")
        .nth(1)
        .and_then(|rest| rest.split('\r').next());
    let mut body = vec![0; length.map_or(0, |n| n.parse().unwrap())];
    if stream.read_exact(&mut body).is_err() {
        return;
    }
    let mut words = head.split(' ');
    let (method, address) = (words.next().unwrap(), words.next().unwrap().replace("%3A", ":"));
    let path = address.strip_prefix("/v2/").unwrap_or_default();
    let (status, headers, answer) = answer(method, path, body, &mut kept.lock().unwrap());
    let answer = match change {
        Some(change) => change(method, path, answer),
        None => Some(answer),
    };
    let Some(answer) = answer else { return };
    let length = answer.len();
    let head = format!("HTTP/1.1 {status}\r\ncontent-length: {length}\r\nconnection: close\r\n{headers}\r\n");
    let _ = stream.write_all(head.as_bytes());
    if method != "HEAD" {
        let _ = stream.write_all(&answer);
    }
}

fn answer(
    method: &str,
    path: &str,
    body: Vec<u8>,
    kept: &mut BTreeMap<String, Vec<u8>>,
) -> (&'static str, String, Vec<u8>) {
    match method {
        "POST" => {
            let repository = path.split("/blobs/").next().unwrap();
            (
                "202 Accepted",
                format!("location: /v2/{repository}/blobs/uploads/1?state=x\r\n"),
                Vec::new(),
            )
        }
        "PUT" if path.contains("/manifests/") => {
            let (repository, _) = path.split_once("/manifests/").unwrap();
            let digest = sekisho_model::Digest::of(&body);
            kept.insert(format!("{repository}/manifests/{digest}"), body.clone());
            kept.insert(path.to_owned(), body);
            ("201 Created", String::new(), Vec::new())
        }
        "PUT" => {
            let (repository, digest) = path.split_once("/blobs/uploads/").unwrap();
            let digest = digest.split("digest=").nth(1).unwrap();
            kept.insert(format!("{repository}/blobs/{digest}"), body);
            ("201 Created", String::new(), Vec::new())
        }
        _ => match kept.get(path) {
            Some(bytes) => ("200 OK", content_type(path, bytes), bytes.clone()),
            None => ("404 Not Found", String::new(), Vec::new()),
        },
    }
}

fn content_type(path: &str, bytes: &[u8]) -> String {
    if !path.contains("/manifests/") {
        return String::new();
    }
    let told: serde_json::Value = serde_json::from_slice(bytes).unwrap_or_default();
    let told = told
        .get("mediaType")
        .and_then(serde_json::Value::as_str)
        .unwrap_or("application/octet-stream");
    format!("content-type: {told}\r\n")
}
