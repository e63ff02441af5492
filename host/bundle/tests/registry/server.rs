//! A registry that answers as a test wants: a few lines of HTTP/1.1 on this machine.

use std::io::{Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};

/// What was asked: the first line and the headers, lower case.
pub(crate) type Asked = Arc<Mutex<Vec<String>>>;

/// Serves until the test ends. The function gets method, path and body, and writes the answer itself.
pub(crate) fn serve(answer: impl Fn(&str, &str, &[u8], &mut TcpStream) + Send + Sync + 'static) -> (String, Asked) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let host = listener.local_addr().unwrap().to_string();
    let asked = Asked::default();
    let log = Arc::clone(&asked);
    let answer = Arc::new(answer);
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let (log, answer) = (Arc::clone(&log), Arc::clone(&answer));
            std::thread::spawn(move || one(stream, &log, &*answer));
        }
    });
    (host, asked)
}

fn one(mut stream: TcpStream, log: &Asked, answer: &impl Fn(&str, &str, &[u8], &mut TcpStream)) {
    let mut head = Vec::new();
    let mut byte = [0];
    while !head.ends_with(b"\r\n\r\n") {
        match stream.read(&mut byte) {
            Ok(1) => head.push(byte[0]),
            _ => return,
        }
    }
    let head = String::from_utf8(head).unwrap();
    log.lock().unwrap().push(head.to_lowercase());
    let length = head.to_lowercase();
    let length = length
        .split("content-length: ")
        .nth(1)
        .and_then(|rest| rest.split('\r').next()?.parse().ok());
    let mut body = vec![0; length.unwrap_or(0)];
    stream.read_exact(&mut body).unwrap();
    let mut words = head.split(' ');
    let (method, path) = (words.next().unwrap(), words.next().unwrap());
    answer(method, path, &body, &mut stream);
}

/// A whole answer.
pub(crate) fn say(to: &mut TcpStream, status: &str, headers: &str, body: &[u8]) {
    let head = format!(
        "HTTP/1.1 {status}\r\ncontent-length: {}\r\nconnection: close\r\n{headers}\r\n",
        body.len()
    );
    let _ = to.write_all(head.as_bytes());
    let _ = to.write_all(body);
}
