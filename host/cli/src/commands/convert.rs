//! `sekisho convert`: other formats of a record, without scanning again; whole, or as an excerpt that may be passed on.

use crate::args::Convert;
use crate::bundle::{Bundle, LoadedPolicy};
use crate::commands::plugin::sandbox;
use crate::failure::{Failure, exit};
use crate::{machine, output};
use sekisho_evidence::template;
use sekisho_model::Assessment;
use sekisho_model::excerpt::{self, Excerpt, Tlp};
use sekisho_report::excerpt::{Common, make};
use sekisho_report::views;

/// A record, or what is left of one.
enum Whole {
    Record(Box<Assessment>),
    Excerpt(Box<Excerpt>),
}

impl Whole {
    fn record(&self) -> &Assessment {
        match self {
            Self::Record(record) => record,
            Self::Excerpt(excerpt) => &excerpt.record,
        }
    }

    fn tlp(&self) -> Option<Tlp> {
        match self {
            Self::Record(_) => None,
            Self::Excerpt(excerpt) => Some(excerpt.tlp),
        }
    }
}

pub(crate) fn run(args: &Convert) -> crate::Outcome {
    let outputs = output::parse(&args.output)?;
    let whole = read(args)?;
    let language = args.language.get();
    if let Some(word) = &args.view {
        let Some(kind) = views::Kind::parse(word) else {
            let known: Vec<&str> = views::Kind::ALL.iter().map(|(name, _)| *name).collect();
            return Err(Failure::usage(format!("there is no view `{word}`"))
                .hint(format!("choose one of: {}", known.join(", "))));
        };
        if let (Some(tlp), Some(_)) = (whole.tlp(), &args.since) {
            return Err(Failure::usage(format!("`--since` does not go with {}", tlp.label()))
                .hint("the subjects of an excerpt have other names than those of an earlier record"));
        }
        if let (Some(tlp), views::Kind::Label) = (whole.tlp(), kind) {
            return Err(Failure::usage(format!("a label does not go with {}", tlp.label()))
                .hint("its result id is that of the whole record; make it from the record itself"));
        }
        let earlier = args.since.as_deref().map(super::record).transpose()?;
        let with = views::With {
            to: args.to.as_deref(),
            since: earlier.as_ref(),
            reject_from: args.reject_from,
            link: args.link.as_deref(),
        };
        let mut page = views::page(whole.record(), kind, with, language).map_err(|e| Failure::usage(e.to_string()))?;
        if let Some(tlp) = whole.tlp() {
            sekisho_report::excerpt::mark_page(&mut page, tlp, output::options(language));
        }
        output::write_page(&page, &outputs, language)?;
        return Ok(exit::CONFORMANT);
    }
    match &whole {
        Whole::Record(record) => output::write(record, None, &outputs, language)?,
        Whole::Excerpt(excerpt) => output::write_excerpt(excerpt, &outputs, language)?,
    }
    Ok(exit::CONFORMANT)
}

fn read(args: &Convert) -> Result<Whole, Failure> {
    #[derive(serde::Deserialize)]
    struct Head {
        format: String,
    }
    let text = machine::read_text(&args.assessment, super::RECORD_BYTES)?;
    let head: Option<Head> = serde_json::from_str(&text).ok();
    if head.is_some_and(|head| head.format == excerpt::FORMAT) {
        let path = args.assessment.display();
        let excerpt: Excerpt =
            serde_json::from_str(&text).map_err(|e| Failure::usage(format!("`{path}` is not an excerpt: {e}")))?;
        return match args.tlp {
            Some(tlp) if tlp != excerpt.tlp => Err(Failure::usage(format!(
                "`{path}` is marked {} already",
                excerpt.tlp.label()
            ))
            .hint("make another excerpt from the record itself")),
            _ => Ok(Whole::Excerpt(Box::new(excerpt))),
        };
    }
    let record = super::record_of(&args.assessment, &text)?;
    match args.tlp {
        None => Ok(Whole::Record(Box::new(record))),
        Some(tlp) => Ok(Whole::Excerpt(Box::new(cut(&record, tlp, args)?))),
    }
}

/// Makes the excerpt, with the words of the plugins and the profiles that are at hand.
fn cut(record: &Assessment, tlp: Tlp, args: &Convert) -> Result<Excerpt, Failure> {
    let bundle = Bundle::open(&args.bundles)?;
    let mut plugins = bundle.load(&sandbox()?)?;
    // Only the very plugins that spoke: another one of the same name may mean something else.
    plugins.retain(|plugin| {
        let is_same = |used: &sekisho_model::assessment::PluginRecord| {
            used.id == plugin.info().id && used.digest == plugin.digest()
        };
        record.plugins.iter().any(is_same)
    });
    let policies: Vec<LoadedPolicy> = record
        .policies
        .iter()
        .filter(|policy| bundle.has(&policy.id))
        .map(|policy| bundle.policy(&policy.id))
        .collect::<Result<_, _>>()?;
    let common = Common {
        message: &|plugin, message| {
            let plugin = plugins.iter().find(|p| p.info().id == plugin)?;
            plugin.info().messages.get(message)
        },
        is_word: &|word| template::registers().any(|register| register.id == word),
        is_profile: &|policy, profile| {
            let known = policies.iter().find(|p| p.policy.id == policy);
            let used = record.policies.iter().find(|p| p.id == policy);
            known.zip(used).is_some_and(|(known, used)| {
                let shared = known.profiles.iter().find(|p| p.id == profile);
                shared.is_some_and(|shared| known.digest(Some(shared), None) == used.digest)
            })
        },
    };
    Ok(make(record, tlp, &common))
}
