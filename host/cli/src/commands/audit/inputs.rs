//! What an assessment rests on beside the evidence, as files: collected from the command line for an audit, taken out of a kit for
//! its replay. From there on both are put together by the same lines.

use crate::args::audit::Run as Args;
use crate::assessing::{self, FILE_BYTES, Order, Tailor, Waivers};
use crate::bundle::trust::Judges;
use crate::bundle::{Bundle, LoadedPolicy, directory, pinned};
use crate::failure::Failure;
use crate::limits::Limits;
use crate::machine;
use crate::subjects::Subjects;
use sekisho_attest::kit::{Given, Run, Tailoring};
use sekisho_bundle::{Layout, open};
use sekisho_model::Diagnostic;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// Files by path.
pub(super) type Files = BTreeMap<String, Vec<u8>>;

/// All inputs.
#[derive(Debug)]
pub(super) struct Inputs {
    pub(super) run: Run,
    pub(super) files: Files,
}

/// What the inputs are, put together; nothing is loaded or run yet.
pub(super) struct AtHand {
    pub(super) bundle: Bundle,
    pub(super) policies: Vec<LoadedPolicy>,
    profiles: Vec<Tailor>,
    waivers: Waivers,
    limits: Limits,
    calendar: Vec<Diagnostic>,
}

impl Inputs {
    /// Reads everything that the command line names. Nothing of it is read again later.
    pub(super) fn collect(args: &Args, judges: &Judges) -> Result<Self, Failure> {
        let standard = Bundle::standard_files();
        let mut known = ids(standard.keys());
        let mut files = below("standard/", standard);
        let mut bundles = Vec::new();
        for (index, path) in args.bundles.bundle.iter().enumerate() {
            match pinned::layout(path, &args.bundles.pins)? {
                Some(layout) => {
                    let name = format!("bundles/{index}.tar");
                    known.extend(ids(open(&layout)?.files.keys()));
                    files.insert(name.clone(), layout.to_tar()?);
                    bundles.push(Given::Artifact(name));
                }
                None => {
                    let name = format!("bundles/{index}/");
                    let parts = Bundle::parts(path)?;
                    known.extend(ids(parts.keys()));
                    files.extend(below(&name, parts));
                    bundles.push(Given::Directory(name));
                }
            }
        }
        files.extend(judges.files()?);
        let mut policies = Vec::new();
        for (index, name) in args.policy.iter().enumerate() {
            let path = Path::new(name);
            // An id comes first, as for a scan.
            if !known.contains(name) && machine::is_dir(path) {
                let folder = format!("policies/{index}/");
                let texts = directory::policy_folder(path)?;
                files.extend(
                    texts
                        .into_iter()
                        .map(|(file, text)| (format!("{folder}{file}"), text.into_bytes())),
                );
                policies.push(folder);
            } else {
                policies.push(name.clone());
            }
        }
        let mut profiles = Vec::new();
        for (index, argument) in args.profile.iter().enumerate() {
            profiles.push(match Tailor::read(argument)? {
                Tailor::Named(name) => Tailoring::Named(name),
                Tailor::File { path, text } => {
                    let name = format!("profiles/{index}/{}", file_name(Path::new(&path))?);
                    files.insert(name.clone(), text.into_bytes());
                    Tailoring::File(name)
                }
            });
        }
        let waivers = match &args.waivers {
            Some(path) => {
                let name = format!("waivers/{}", file_name(path)?);
                files.insert(name.clone(), machine::read_text(path, FILE_BYTES)?.into_bytes());
                Some(name)
            }
            None => None,
        };
        Ok(Self {
            run: Run {
                as_of: args.as_of.unwrap_or_else(machine::today),
                as_of_named: args.as_of.is_some(),
                trusted_on: machine::today(),
                policies,
                profiles,
                waivers,
                limits: args.limit.clone(),
                isolate: args.isolate,
                bundles,
                allow_unsigned: args.bundles.allow_unsigned,
                trusted_signers: judges.signers(),
            },
            files,
        })
    }

    /// Puts them together.
    pub(super) fn at_hand(&self, judges: Judges) -> Result<AtHand, Failure> {
        let run = &self.run;
        let mut bundle = Bundle::of_standard(&self.below("standard/"), judges, run.allow_unsigned)?;
        for given in &run.bundles {
            match given {
                Given::Artifact(path) => {
                    let layout = Layout::from_tar(self.file(path)?, sekisho_bundle::Limits::default())?;
                    bundle.take_artifact(path.clone(), open(&layout)?)?;
                }
                Given::Directory(folder) => bundle.take_directory(folder.clone(), self.below(folder))?,
            }
        }
        let mut ids = BTreeSet::new();
        for name in &run.policies {
            if !name.ends_with('/') {
                ids.insert(name.clone());
                continue;
            }
            let texts = self.below(name).into_iter();
            let texts = texts.map(|(file, bytes)| Ok((file.clone(), directory::text(&file, bytes)?)));
            let texts = texts.collect::<Result<_, Failure>>()?;
            ids.insert(bundle.take_policy(name.trim_end_matches('/'), texts)?);
        }
        let policies = ids.iter().map(|id| bundle.policy(id)).collect::<Result<Vec<_>, _>>()?;
        let profiles = run.profiles.iter().map(|profile| match profile {
            Tailoring::Named(name) => Ok(Tailor::Named(name.clone())),
            Tailoring::File(path) => Ok(Tailor::File {
                path: path.clone(),
                text: self.text(path)?,
            }),
        });
        let waivers = match &run.waivers {
            Some(path) => assessing::waivers(path.trim_start_matches("waivers/"), &self.text(path)?)?,
            None => Waivers::default(),
        };
        Ok(AtHand {
            profiles: profiles.collect::<Result<_, Failure>>()?,
            calendar: assessing::calendar(&bundle, &policies, run.as_of, run.as_of_named)?,
            limits: Limits::parse(&run.limits)?,
            bundle,
            policies,
            waivers,
        })
    }

    /// The files of a folder, without its name.
    pub(super) fn below(&self, folder: &str) -> Files {
        let inside = self
            .files
            .iter()
            .filter_map(|(path, bytes)| Some((path.strip_prefix(folder)?, bytes)));
        inside.map(|(path, bytes)| (path.to_owned(), bytes.clone())).collect()
    }

    fn file(&self, path: &str) -> Result<&[u8], Failure> {
        let file = self.files.get(path).map(Vec::as_slice);
        file.ok_or_else(|| Failure::untrusted(format!("`{path}` is not in the kit")))
    }

    fn text(&self, path: &str) -> Result<String, Failure> {
        directory::text(path, self.file(path)?.to_vec())
    }
}

impl AtHand {
    /// The order for an assessment of evidence at these places.
    pub(super) fn order(self, run: &Run, evidence: &[PathBuf], jobs: usize) -> Result<Order, Failure> {
        let mut subjects = Subjects::find(evidence, self.limits.read)?;
        subjects.diagnostics.extend(self.calendar);
        Ok(Order {
            bundle: self.bundle,
            policies: self.policies,
            profiles: self.profiles,
            waivers: self.waivers,
            // A table of the user's own text is not put into a kit that others get.
            risks: assessing::Tables::new(),
            subjects,
            as_of: run.as_of,
            limits: self.limits,
            jobs,
            isolate: run.isolate,
        })
    }

    /// The limits of the run.
    pub(super) fn limits(&self) -> Limits {
        self.limits
    }

    /// The profiles that were asked for.
    pub(super) fn profiles(&self) -> &[Tailor] {
        &self.profiles
    }
}

/// Ids of the policies among the files of a bundle.
fn ids<'a>(paths: impl Iterator<Item = &'a String>) -> BTreeSet<String> {
    let id = |path: &String| {
        let mut parts = path.strip_prefix("policies/")?.split('/');
        let (sector, guideline, _) = (parts.next()?, parts.next()?, parts.next()?);
        Some(format!("{sector}/{guideline}"))
    };
    paths.filter_map(id).collect()
}

fn below(folder: &str, files: Files) -> Files {
    files
        .into_iter()
        .map(|(path, bytes)| (format!("{folder}{path}"), bytes))
        .collect()
}

fn file_name(path: &Path) -> Result<String, Failure> {
    let name = path.file_name().and_then(|name| name.to_str());
    let name = name.ok_or_else(|| Failure::usage(format!("`{}` names no file", path.display())))?;
    Ok(name.to_owned())
}
