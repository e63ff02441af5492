//! Joins catalogue, policy and profile with what the plugins say about themselves: the result can be planned and run.

mod parameters;
mod tailoring;

use crate::catalogue::{Catalogue, CatalogueControl};
use crate::crosswalk::Crosswalk;
use crate::policy::{AnswerUse, Combine, Policy, PolicyCheck, PolicyControl};
use crate::{CatalogError, Profile};
use parameters::Effective;
pub use parameters::convert;
use sekisho_model::assessment::{ControlRecord, CrosswalkRecord, PolicyRecord};
use sekisho_model::check::{PluginInfo, Value};
use sekisho_model::{Bilingual, Digest, Severity};
use std::collections::BTreeMap;
pub(crate) use tailoring::exclusion;

/// The plugin and check that evaluate an answer sheet (rule Q-09).
pub const ANSWER_CHECK: (&str, &str) = ("common/answers", "attest");
/// A parameter of this name is filled with `<policy>:<control>` where the policy gives no value.
pub const CONTROL_PARAMETER: &str = "control";

/// A policy that can be planned.
#[derive(Debug, Clone)]
pub struct Resolved {
    /// What stands in the record.
    pub record: PolicyRecord,
    /// The controls in scope, in catalogue order.
    pub controls: Vec<ResolvedControl>,
}

/// One control in scope.
#[derive(Debug, Clone)]
pub struct ResolvedControl {
    /// Id.
    pub id: String,
    /// How checks combine.
    pub combine: Combine,
    /// Part of the answer sheet.
    pub answer: AnswerUse,
    /// The checks, the answer sheet's last.
    pub uses: Vec<CheckUse>,
}

/// One use of a check with its effective parameters.
#[derive(Debug, Clone, PartialEq)]
pub struct CheckUse {
    /// Plugin id.
    pub plugin: String,
    /// Check id.
    pub check: String,
    /// Index among the plugin's checks.
    pub index: usize,
    /// Parameters in the order in which the check describes them.
    pub parameters: Vec<(String, Value)>,
    /// Severity of a failure.
    pub severity: Severity,
    /// Whether this is the answer sheet's check.
    pub is_answer: bool,
}

/// What is joined.
#[derive(Debug, Clone, Copy)]
pub struct Parts<'a> {
    /// The catalogue.
    pub catalogue: &'a Catalogue,
    /// The policy.
    pub policy: &'a Policy,
    /// Name of the policy file, for errors.
    pub policy_file: &'a str,
    /// The profile, if any.
    pub profile: Option<&'a Profile>,
    /// The catalogue's counterparts in other frameworks.
    pub crosswalk: &'a Crosswalk,
    /// Digest over the files.
    pub digest: Digest,
}

/// Joins the parts; all faults are told at once.
pub fn resolve(parts: Parts<'_>, plugins: &[&PluginInfo]) -> Result<Resolved, Vec<CatalogError>> {
    let mut faults = Vec::new();
    let Parts {
        catalogue,
        policy,
        policy_file,
        profile,
        crosswalk,
        digest,
    } = parts;
    let fault = |line: u32, reason: String| CatalogError::Content {
        file: policy_file.to_owned(),
        line,
        reason,
    };
    if policy.catalogue != catalogue.id {
        faults.push(fault(
            1,
            format!("it decides catalogue `{}`, not `{}`", policy.catalogue, catalogue.id),
        ));
    }
    for control in &policy.controls {
        if !catalogue.controls.iter().any(|c| c.id == control.id) {
            faults.push(fault(
                control.line,
                format!("control `{}` is not in catalogue `{}`", control.id, catalogue.id),
            ));
        }
    }
    if let Some(profile) = profile {
        faults.extend(tailoring::faults(profile, policy, catalogue));
    }
    let mut controls = Vec::new();
    let mut records = Vec::new();
    for item in &catalogue.controls {
        let Some(control) = policy.controls.iter().find(|c| c.id == item.id) else {
            faults.push(fault(
                1,
                format!("control `{}` of the catalogue is not decided", item.id),
            ));
            continue;
        };
        let excluded = profile.and_then(|p| exclusion(p, item));
        let uses = uses(policy, policy_file, control, profile, plugins, &mut faults);
        records.push(record(item, control, excluded.clone(), &uses, parts));
        if excluded.is_none() {
            controls.push(ResolvedControl {
                id: item.id.clone(),
                combine: control.combine,
                answer: control.answer,
                uses,
            });
        }
    }
    if !faults.is_empty() {
        return Err(faults);
    }
    let record = PolicyRecord {
        id: policy.id.clone(),
        version: policy.version.clone(),
        digest,
        profile: profile.map(|p| p.id.clone()),
        title: policy.title.clone(),
        issuer: catalogue.issuer.clone(),
        source: catalogue.source.clone(),
        completeness: catalogue.completeness.clone(),
        access: catalogue.access.clone(),
        levels: catalogue.sorting.levels.clone(),
        dimensions: catalogue.sorting.dimensions.clone(),
        matrix: catalogue.sorting.matrix.clone(),
        crosswalks: crosswalk.targets.iter().map(crosswalk_record).collect(),
        points: catalogue.points,
        terms: catalogue.terms.clone(),
        groups: catalogue.groups.clone(),
        controls: records,
        risks: None,
    };
    Ok(Resolved { record, controls })
}

fn crosswalk_record(target: &crate::crosswalk::Target) -> CrosswalkRecord {
    CrosswalkRecord {
        id: target.id.clone(),
        title: target.title.clone(),
        confidence: target.confidence.clone(),
    }
}

fn record(
    item: &CatalogueControl,
    control: &PolicyControl,
    excluded: Option<Bilingual>,
    uses: &[CheckUse],
    parts: Parts<'_>,
) -> ControlRecord {
    let targets = &parts.crosswalk.targets;
    let mapped: BTreeMap<String, Vec<String>> = targets
        .iter()
        .filter_map(|t| Some((t.id.clone(), t.pairs.get(&item.id)?.ids.clone())))
        .collect();
    ControlRecord {
        id: item.id.clone(),
        group: item.group.clone(),
        clause: item.clause.clone(),
        title: item.title.clone(),
        levels: item.levels.clone(),
        severity: control.severity,
        confidence: item.confidence.clone(),
        class: item.class.clone(),
        tags: item.tags.clone(),
        fix: item.fix.clone(),
        plain: item.plain.clone(),
        references: item.references.clone(),
        terms: item.terms.clone(),
        mapped,
        scope: parts.profile.and_then(|p| p.scopes.get(&item.id)).cloned(),
        exempt: parts.profile.is_some_and(|p| p.exclude.iter().any(|e| e.id == item.id)),
        excluded,
        checks: uses.iter().map(|u| format!("{}:{}", u.plugin, u.check)).collect(),
    }
}

fn uses(
    policy: &Policy,
    policy_file: &str,
    control: &PolicyControl,
    profile: Option<&Profile>,
    plugins: &[&PluginInfo],
    faults: &mut Vec<CatalogError>,
) -> Vec<CheckUse> {
    let answer = (control.answer != AnswerUse::None).then(|| PolicyCheck {
        plugin: ANSWER_CHECK.0.to_owned(),
        check: ANSWER_CHECK.1.to_owned(),
        line: control.line,
        severity: None,
        parameters: toml::Table::new(),
    });
    // A policy may list the answer check itself, to give it parameters.
    let listed = control
        .checks
        .iter()
        .any(|c| (c.plugin.as_str(), c.check.as_str()) == ANSWER_CHECK);
    let all = control.checks.iter().chain(answer.as_ref().filter(|_| !listed));
    let mut uses = Vec::new();
    for check in all {
        let Some(plugin) = plugins.iter().find(|p| p.id == check.plugin) else {
            faults.push(CatalogError::NoPlugin {
                file: policy_file.to_owned(),
                line: check.line,
                plugin: check.plugin.clone(),
            });
            continue;
        };
        let Some((index, info)) = plugin.check(&check.check) else {
            let reason = format!("plugin `{}` has no check `{}`", check.plugin, check.check);
            faults.push(CatalogError::Content {
                file: policy_file.to_owned(),
                line: check.line,
                reason,
            });
            continue;
        };
        let effective = Effective {
            policy,
            policy_file,
            control,
            check,
            info,
            profile,
        };
        let parameters = effective.parameters(faults);
        uses.push(CheckUse {
            plugin: check.plugin.clone(),
            check: check.check.clone(),
            index,
            parameters,
            severity: check.severity.unwrap_or(control.severity),
            is_answer: (check.plugin.as_str(), check.check.as_str()) == ANSWER_CHECK,
        });
    }
    uses
}
