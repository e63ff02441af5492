//! Which plugins of a bundle are loaded, and the loading: side by side, since half of a short scan is the loading of code.

use super::{Bundle, Component, LoadedPolicy};
use crate::failure::Failure;
use sekisho_catalog::policy::AnswerUse;
use sekisho_catalog::resolve;
use sekisho_sandbox::{Plugin, Sandbox};
use std::collections::BTreeSet;

/// What became of a component.
enum Loaded {
    /// It is this plugin.
    Plugin(Box<Plugin>),
    /// It is the plugin of this id, which nobody wants.
    Left(String),
    /// It is part of this program, and by its file name nobody wants it.
    BuiltIn,
}

impl Bundle {
    /// Loads all plugins, in order of their file names.
    pub(crate) fn load(&self, sandbox: &Sandbox) -> Result<Vec<Plugin>, Failure> {
        self.load_where(sandbox, None)
    }

    /// Loads the plugins that policies name, and those of which nobody knows what they are.
    pub(crate) fn load_for(&self, sandbox: &Sandbox, policies: &[LoadedPolicy]) -> Result<Vec<Plugin>, Failure> {
        let controls = policies.iter().flat_map(|p| &p.policy.controls);
        let checks = controls.clone().flat_map(|c| &c.checks);
        let mut wanted: BTreeSet<&str> = checks.map(|check| check.plugin.as_str()).collect();
        if controls.clone().any(|control| control.answer != AnswerUse::None) {
            wanted.insert(resolve::ANSWER_CHECK.0);
        }
        self.load_where(sandbox, Some(&wanted))
    }

    fn load_where(&self, sandbox: &Sandbox, wanted: Option<&BTreeSet<&str>>) -> Result<Vec<Plugin>, Failure> {
        if self.plugins.is_empty() {
            return Err(Failure::internal("this binary was built without its standard bundle")
                .hint("build it with `cargo xtask build`, or give a bundle with `--bundle`"));
        }
        self.check_trust()?;
        let files: Option<BTreeSet<String>> = wanted.map(|ids| ids.iter().map(|id| file_name(id)).collect());
        let is_left = |name: &str, component: &Component| {
            component.built_in.is_some() && files.as_ref().is_some_and(|files| !files.contains(name))
        };
        let loaded = std::thread::scope(|scope| {
            let threads: Vec<_> = self
                .plugins
                .iter()
                .map(|(name, component)| {
                    let left = is_left(name, component);
                    (!left).then(|| scope.spawn(|| self.load_one(sandbox, name, component, wanted)))
                })
                .collect();
            let results = threads.into_iter().map(|thread| {
                let lost = || Err(Failure::internal("loading a plugin broke"));
                thread.map_or(Ok(Loaded::BuiltIn), |thread| thread.join().unwrap_or_else(|_| lost()))
            });
            results.collect::<Vec<_>>()
        });
        // Two components of one id would be two answers to one question.
        let mut ids = BTreeSet::new();
        let mut plugins: Vec<Plugin> = Vec::new();
        for (name, result) in self.plugins.keys().zip(loaded) {
            let (id, plugin) = match result? {
                Loaded::BuiltIn => continue,
                Loaded::Left(id) => (id, None),
                Loaded::Plugin(plugin) => (plugin.info().id.clone(), Some(*plugin)),
            };
            if !ids.insert(id.clone()) || self.is_left_too(sandbox, name, &id, &is_left)? {
                return Err(
                    Failure::usage(format!("two components call themselves `{id}`; one is `{name}`"))
                        .hint("give the component in the bundle the file name of the one it replaces"),
                );
            }
            plugins.extend(plugin);
        }
        Ok(plugins)
    }

    /// Whether a component that was left calls itself by the id of another one.
    fn is_left_too(
        &self,
        sandbox: &Sandbox,
        other: &str,
        id: &str,
        is_left: &dyn Fn(&str, &Component) -> bool,
    ) -> Result<bool, Failure> {
        let file = file_name(id);
        match self.plugins.get_key_value(&file) {
            Some((name, component)) if file != other && is_left(name, component) => {
                let loaded = self.load_one(sandbox, name, component, None)?;
                Ok(matches!(loaded, Loaded::Plugin(plugin) if plugin.info().id == id))
            }
            _ => Ok(false),
        }
    }

    fn load_one(
        &self,
        sandbox: &Sandbox,
        name: &str,
        component: &Component,
        wanted: Option<&BTreeSet<&str>>,
    ) -> Result<Loaded, Failure> {
        if let Some(digest) = component.built_in {
            let plugin = sandbox.load_built_in(name, &component.bytes, digest);
            return Ok(Loaded::Plugin(Box::new(plugin.map_err(|e| Failure::refused(&e))?)));
        }
        if let Some(wanted) = wanted
            && let Some(id) = sandbox.known_id(&component.bytes)
            && !wanted.contains(id.as_str())
        {
            return Ok(Loaded::Left(id));
        }
        let plugin = sandbox.load(name, &component.bytes).map_err(|e| Failure::refused(&e))?;
        self.check_claim(name, component, &plugin)?;
        Ok(Loaded::Plugin(Box::new(plugin)))
    }
}

/// The file name of a plugin in the standard bundle: its id, `-` for `/`. A test holds every plugin to it.
fn file_name(id: &str) -> String {
    format!("{}.wasm", id.replace('/', "-"))
}
