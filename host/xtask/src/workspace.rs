//! What cargo says about this workspace: where it lies, its packages, their targets and their declared dependencies.

use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::failure::Failure;
use crate::process;

#[derive(Debug)]
pub(crate) struct Workspace {
    pub(crate) root: PathBuf,
    pub(crate) target: PathBuf,
    pub(crate) packages: Vec<Package>,
}

#[derive(Debug, Clone, Default)]
pub(crate) struct Package {
    pub(crate) id: String,
    pub(crate) name: String,
    /// Folder relative to the root, with forward slashes.
    pub(crate) folder: String,
    pub(crate) targets: Vec<Target>,
    pub(crate) dependencies: Vec<Dependency>,
}

#[derive(Debug, Clone)]
pub(crate) struct Target {
    pub(crate) name: String,
    /// `lib`, `bin` or `example`, as cargo's flags name them.
    pub(crate) flag: &'static str,
    pub(crate) crate_types: Vec<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Kind {
    Normal,
    Build,
    Dev,
}

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Dependency {
    pub(crate) name: String,
    pub(crate) kind: Kind,
    pub(crate) features: Vec<String>,
    pub(crate) default_features: bool,
}

impl Workspace {
    pub(crate) fn find() -> Result<Self, Failure> {
        let here = std::env::current_dir().map_err(Failure::because("cannot tell the current directory"))?;
        let mut command = process::cargo(&here);
        command.args(["metadata", "--no-deps", "--format-version", "1"]);
        let text = process::output(&mut command, "cargo metadata")?;
        let value: Value = serde_json::from_str(&text)
            .map_err(|source| Failure::new(format!("cargo metadata is not JSON: {source}")))?;
        Self::from_metadata(&value).ok_or_else(|| Failure::new("cargo metadata has not the shape we know"))
    }

    fn from_metadata(value: &Value) -> Option<Self> {
        let root = PathBuf::from(value.get("workspace_root")?.as_str()?);
        let target = PathBuf::from(value.get("target_directory")?.as_str()?);
        let packages = value
            .get("packages")?
            .as_array()?
            .iter()
            .map(|package| Package::from_metadata(package, &root));
        Some(Self {
            packages: packages.collect::<Option<_>>()?,
            root,
            target,
        })
    }

    pub(crate) fn package(&self, name: &str) -> Option<&Package> {
        self.packages.iter().find(|package| package.name == name)
    }

    /// Where the components of the standard bundle lie; the command line's build script reads this folder.
    pub(crate) fn plugins(&self) -> PathBuf {
        self.target.join("plugins")
    }

    /// The same as the command line's default, so the variable needs no setting (setting it would make cargo rebuild
    /// the command line whenever somebody runs cargo without us).
    pub(crate) fn has_default_target(&self) -> bool {
        self.target == self.root.join("target")
    }
}

impl Package {
    fn from_metadata(value: &Value, root: &Path) -> Option<Self> {
        let manifest = PathBuf::from(value.get("manifest_path")?.as_str()?);
        let folder = manifest.parent()?.strip_prefix(root).ok()?.to_str()?.replace('\\', "/");
        let targets = value
            .get("targets")?
            .as_array()?
            .iter()
            .filter_map(Target::from_metadata)
            .collect();
        let dependencies = value
            .get("dependencies")?
            .as_array()?
            .iter()
            .map(Dependency::from_metadata);
        Some(Self {
            id: value.get("id")?.as_str()?.to_owned(),
            name: value.get("name")?.as_str()?.to_owned(),
            folder,
            targets,
            dependencies: dependencies.collect::<Option<_>>()?,
        })
    }
}

impl Target {
    fn from_metadata(value: &Value) -> Option<Self> {
        let kinds = strings(value.get("kind")?);
        let flag = match kinds.first()?.as_str() {
            "bin" => "bin",
            "example" => "example",
            "test" | "bench" | "custom-build" => return None,
            _ => "lib",
        };
        let name = value.get("name")?.as_str()?.to_owned();
        Some(Self {
            name,
            flag,
            crate_types: strings(value.get("crate_types")?),
        })
    }
}

impl Dependency {
    fn from_metadata(value: &Value) -> Option<Self> {
        let kind = match value.get("kind").and_then(Value::as_str) {
            Some("dev") => Kind::Dev,
            Some("build") => Kind::Build,
            _ => Kind::Normal,
        };
        let mut features = strings(value.get("features")?);
        features.sort();
        let default_features = value
            .get("uses_default_features")
            .and_then(Value::as_bool)
            .unwrap_or(true);
        Some(Self {
            name: value.get("name")?.as_str()?.to_owned(),
            kind,
            features,
            default_features,
        })
    }
}

fn strings(value: &Value) -> Vec<String> {
    value
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
        .map(str::to_owned)
        .collect()
}
