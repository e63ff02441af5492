//! Registries for tests: Debian's `docker-registry` where it is at hand (`cargo xtask test` fetches it), else a small one of our
//! own that keeps to the same specification.

mod own;

pub use own::{Change, Liar, Own};

use crate::binary::Scratch;
use std::net::{TcpListener, TcpStream};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

/// Debian's registry, running; stopped with the value.
#[derive(Debug)]
pub struct Debian {
    child: Child,
    _folder: Scratch,
    /// `127.0.0.1:PORT`.
    pub host: String,
}

impl Debian {
    /// A registry of its own, or nothing where there is no such program. `http` is added below `http:` of its configuration,
    /// `more` at its end.
    pub fn start(http: &str, more: &str) -> Option<Self> {
        let program = program()?;
        let folder = Scratch::new();
        let free = TcpListener::bind("127.0.0.1:0").unwrap();
        let host = free.local_addr().unwrap().to_string();
        drop(free);
        let data = folder.at("data");
        let config = format!(
            "version: 0.1\nlog: {{ level: error, accesslog: {{ disabled: true }} }}\nstorage: {{ filesystem: {{ rootdirectory: '{data}' }} }}\n\
             http:\n  addr: '{host}'\n{http}\n{more}\n"
        );
        folder.write("config.yml", config);
        let child = Command::new(program)
            .arg("serve")
            .arg(folder.at("config.yml"))
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut registry = Self {
            child,
            _folder: folder,
            host,
        };
        for _ in 0..400 {
            if TcpStream::connect(&registry.host).is_ok() {
                return Some(registry);
            }
            if let Some(status) = registry.child.try_wait().unwrap() {
                panic!("docker-registry ended: {status}");
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        panic!("docker-registry does not listen");
    }
}

impl Drop for Debian {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A registry for a test that needs one and does not mind which.
#[derive(Debug)]
pub enum Registry {
    /// Debian's.
    Debian(Debian),
    /// Ours.
    Own(Own),
}

impl Registry {
    /// Starts one.
    pub fn start() -> Self {
        Debian::start("", "").map_or_else(|| Self::Own(Own::start(Change::default())), Self::Debian)
    }

    /// `127.0.0.1:PORT`.
    pub fn host(&self) -> &str {
        match self {
            Self::Debian(registry) => &registry.host,
            Self::Own(registry) => &registry.host,
        }
    }
}

/// Where the program lies: where `cargo xtask test` put it, or where Debian does.
fn program() -> Option<PathBuf> {
    let told = std::env::var_os("SEKISHO_DOCKER_REGISTRY").map(PathBuf::from);
    let fetched = crate::root().join("target/tools/docker-registry/usr/bin/docker-registry");
    let installed = PathBuf::from("/usr/bin/docker-registry");
    told.into_iter().chain([fetched, installed]).find(|path| path.is_file())
}
