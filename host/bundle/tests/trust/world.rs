//! An association with its repository and a reader with a store, in folders that vanish; and the means to forge metadata.

use cap_std::ambient_authority;
use cap_std::fs::Dir;
use sekisho_bundle::sign::{Algorithm, PublicKey, SecretKey, SignError, Signer};
use sekisho_bundle::trust::publish::{Plan, Repository, RolePlan};
use sekisho_bundle::trust::signers::{self, Required, Rule, Signers};
use sekisho_bundle::trust::{Files, TrustError, TrustState, TrustStore, role_key_id};
use sekisho_model::error::Hint as _;
use sekisho_model::{Bilingual, Date};
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use tempfile::TempDir;

pub(crate) struct Key(SecretKey);

impl Key {
    /// Its id in TUF metadata.
    pub(crate) fn id(&self) -> String {
        role_key_id(self.0.public()).unwrap()
    }

    pub(crate) fn public(&self) -> &PublicKey {
        self.0.public()
    }

    pub(crate) fn pem(&self) -> String {
        self.0.public().to_pem().unwrap()
    }
}

impl Signer for Key {
    fn public(&self) -> &PublicKey {
        self.0.public()
    }

    fn sign(&self, message: &[u8]) -> Result<Vec<u8>, SignError> {
        self.0.sign(message)
    }
}

/// Keys by number: odd ones P-256, even ones Ed25519.
pub(crate) fn key(number: u8) -> Key {
    let mut random = [number; 64];
    random[0] = 0xa1;
    random[32] = 0xa2;
    let algorithm = if number.is_multiple_of(2) {
        Algorithm::Ed25519
    } else {
        Algorithm::EcdsaP256
    };
    Key(SecretKey::generate(algorithm, &random).unwrap())
}

pub(crate) const ROOT: [u8; 3] = [1, 2, 3];
pub(crate) const TARGETS: [u8; 2] = [4, 5];
pub(crate) const SNAPSHOT: u8 = 6;
pub(crate) const TIMESTAMP: u8 = 7;
pub(crate) const DELEGATE: u8 = 8;

pub(crate) fn day(text: &str) -> Date {
    Date::parse(text).unwrap()
}

pub(crate) const TODAY: &str = "2026-11-29";

pub(crate) fn plan_of(numbers: &[u8], threshold: u64) -> RolePlan {
    RolePlan {
        keys: numbers.iter().map(|number| key(*number).public().clone()).collect(),
        threshold,
    }
}

pub(crate) fn both(text: &str) -> Bilingual {
    Bilingual::new(format!("{text}（日本語）"), text)
}

pub(crate) fn signer(id: &str, number: u8, roles: &[&str], scopes: &[&str]) -> signers::Signer {
    signers::Signer {
        id: id.to_owned(),
        name: both(id),
        key: key(number).pem(),
        roles: roles.iter().map(|role| (*role).to_owned()).collect(),
        scopes: scopes.iter().map(|scope| (*scope).to_owned()).collect(),
        not_after: None,
    }
}

pub(crate) fn rule(scope: &str, require: &[(&str, u32)], distinct: u32) -> Rule {
    let require = require.iter().map(|(role, count)| Required {
        role: (*role).to_owned(),
        count: *count,
    });
    Rule {
        scope: scope.to_owned(),
        require: require.collect(),
        distinct,
        require_log: false,
    }
}

/// The association's first list.
pub(crate) fn first_list() -> Signers {
    Signers {
        signers: vec![
            signer("association", 20, &["association"], &["**"]),
            signer("certifier", 21, &["certifier"], &["factory/**"]),
        ],
        rules: vec![rule("factory/**", &[("association", 1), ("certifier", 1)], 2)],
        ..Signers::default()
    }
}

pub(crate) struct World {
    pub(crate) home: TempDir,
}

impl World {
    /// A repository with a first list, published; and a delegation to `kansai` for `factory/kansai/*`.
    pub(crate) fn new() -> Self {
        let world = Self {
            home: TempDir::new().unwrap(),
        };
        for name in ["repository", "store", "scratch"] {
            std::fs::create_dir(world.path(name)).unwrap();
        }
        let plan = Plan {
            root: plan_of(&ROOT, 2),
            targets: plan_of(&TARGETS, 2),
            snapshot: plan_of(&[SNAPSHOT], 1),
            timestamp: plan_of(&[TIMESTAMP], 1),
            root_expires: day("2028-01-01"),
            targets_expires: day("2027-06-01"),
        };
        let mut repository = Repository::init(world.dir("repository"), &world.path("scratch"), &plan).unwrap();
        repository
            .set_signers("targets", first_list(), day("2027-06-01"))
            .unwrap();
        let paths = ["factory/kansai/*".to_owned()];
        repository
            .delegate("kansai", &plan_of(&[DELEGATE], 1), &paths, day("2027-06-01"))
            .unwrap();
        world.publish(&mut repository);
        world
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.home.path().join(name)
    }

    pub(crate) fn dir(&self, name: &str) -> Dir {
        Dir::open_ambient_dir(self.path(name), ambient_authority()).unwrap()
    }

    pub(crate) fn repository(&self) -> Repository {
        Repository::open(self.dir("repository"), &self.path("scratch")).unwrap()
    }

    /// Signs with all keys and publishes.
    pub(crate) fn publish(&self, repository: &mut Repository) {
        let keys: Vec<Key> = (1..=12).map(key).collect();
        let signers: Vec<&dyn Signer> = keys.iter().map(|key| key as &dyn Signer).collect();
        repository.sign(&signers).unwrap();
        repository
            .publish(&signers, day("2027-03-01"), day("2027-01-10"))
            .unwrap();
    }

    /// Another version of the association's list.
    pub(crate) fn publish_list(&self, change: impl FnOnce(&mut Signers)) {
        let mut repository = self.repository();
        let mut list = repository.signers("targets").unwrap();
        change(&mut list);
        repository.set_signers("targets", list, day("2027-06-01")).unwrap();
        self.publish(&mut repository);
    }

    /// Everything that is published, as it would be carried on a stick.
    pub(crate) fn files(&self) -> Files {
        let mut files = Files::new();
        collect(&self.path("repository"), "", &mut files);
        files
    }

    pub(crate) fn store(&self) -> TrustStore {
        TrustStore::new(self.dir("store"), &self.path("scratch"))
    }

    /// A store that pinned the first root.
    pub(crate) fn pinned(&self) -> TrustStore {
        let store = self.store();
        store.init(&self.files()["metadata/1.root.json"]).unwrap();
        store
    }

    /// A store that took what is published now.
    pub(crate) fn updated(&self) -> TrustStore {
        let store = self.pinned();
        store.update(self.files(), day(TODAY)).unwrap();
        store
    }
}

fn collect(from: &Path, prefix: &str, files: &mut Files) {
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
        if entry.file_type().unwrap().is_dir() {
            collect(&entry.path(), &format!("{name}/"), files);
        } else {
            files.insert(name, std::fs::read(entry.path()).unwrap());
        }
    }
}

/// What TUF signs: canonical JSON of another kind than ours, which escapes quotes and backslashes only.
pub(crate) fn cjson(value: &Value) -> String {
    let text = |text: &str| format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""));
    match value {
        Value::String(string) => text(string),
        Value::Array(items) => format!("[{}]", items.iter().map(cjson).collect::<Vec<_>>().join(",")),
        Value::Object(members) => {
            let mut members: Vec<(&String, &Value)> = members.iter().collect();
            members.sort_by_key(|(name, _)| *name);
            let members: Vec<String> = members
                .iter()
                .map(|(k, v)| format!("{}:{}", text(k), cjson(v)))
                .collect();
            format!("{{{}}}", members.join(","))
        }
        other => other.to_string(),
    }
}

/// Changes the signed part of a metadata file and signs it with these keys.
pub(crate) fn forge(files: &mut Files, path: &str, to: &str, keys: &[u8], change: impl FnOnce(&mut Value)) {
    let mut value: Value = serde_json::from_slice(&files[path]).unwrap();
    change(&mut value["signed"]);
    let message = cjson(&value["signed"]).into_bytes();
    let signatures = keys.iter().map(|number| {
        let key = key(*number);
        let sig: String = key.sign(&message).unwrap().iter().map(|b| format!("{b:02x}")).collect();
        json!({"keyid": key.id(), "sig": sig})
    });
    value["signatures"] = signatures.collect();
    files.insert(to.to_owned(), serde_json::to_vec(&value).unwrap());
}

/// What a snapshot or timestamp says of a file.
pub(crate) fn meta(bytes: &[u8], version: u64) -> Value {
    let digest = sekisho_model::Digest::of(bytes).hex();
    json!({"version": version, "length": bytes.len(), "hashes": {"sha256": digest}})
}

/// Timestamp and snapshot made anew by somebody who has their keys: `change` alters the snapshot's list.
pub(crate) fn resnapshot(files: &mut Files, from: u64, version: u64, stamp: u64, change: impl FnOnce(&mut Value)) {
    let (old, new) = (
        format!("metadata/{from}.snapshot.json"),
        format!("metadata/{version}.snapshot.json"),
    );
    forge(files, &old, &new, &[SNAPSHOT], |signed| {
        signed["version"] = version.into();
        change(&mut signed["meta"]);
    });
    let listed = meta(&files[&new], version);
    forge(
        files,
        "metadata/timestamp.json",
        "metadata/timestamp.json",
        &[TIMESTAMP],
        |signed| {
            signed["version"] = stamp.into();
            signed["meta"]["snapshot.json"] = listed;
        },
    );
}

/// The code of a refusal, which must also say what to do.
pub(crate) fn code(result: Result<TrustState, TrustError>) -> &'static str {
    match result {
        Ok(_) => "accepted",
        Err(error) => {
            assert!(error.is_refusal(), "{error}");
            assert!(error.hint().is_some(), "{error}");
            error.code()
        }
    }
}
