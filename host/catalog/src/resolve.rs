//! Joins catalogue, policy and profile with what the plugins say about themselves: the result can be planned and run.

use crate::catalogue::{Catalogue, CatalogueControl};
use crate::policy::{AnswerUse, Combine, Policy, PolicyCheck, PolicyControl};
use crate::{CatalogError, Profile};
use sekisho_model::assessment::{ControlRecord, PolicyRecord};
use sekisho_model::check::{CheckInfo, ParameterInfo, ParameterType, PluginInfo, Value};
use sekisho_model::{Bilingual, Date, Digest, Severity};

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
        faults.extend(profile_faults(profile, policy, catalogue));
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
        records.push(record(item, control, excluded.clone(), &uses));
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
        groups: catalogue.groups.clone(),
        controls: records,
    };
    Ok(Resolved { record, controls })
}

fn profile_faults(profile: &Profile, policy: &Policy, catalogue: &Catalogue) -> Vec<CatalogError> {
    let fault = |line: u32, reason: String| CatalogError::Content {
        file: profile.file.clone(),
        line,
        reason,
    };
    let mut faults = Vec::new();
    if profile.policy != policy.id {
        faults.push(fault(
            1,
            format!("it tailors policy `{}`, not `{}`", profile.policy, policy.id),
        ));
    }
    let named = profile
        .include
        .iter()
        .flatten()
        .chain(profile.exclude.iter().map(|e| &e.id));
    for id in named.filter(|id| !catalogue.controls.iter().any(|c| c.id == **id)) {
        faults.push(fault(1, format!("control `{id}` is not in the catalogue")));
    }
    for level in &profile.levels {
        if !catalogue.controls.iter().any(|c| c.levels.contains(level)) {
            faults.push(fault(1, format!("no control has level `{level}`")));
        }
    }
    for parameter in &profile.parameters {
        let used = policy.controls.iter().any(|control| {
            parameter.control.as_ref().is_none_or(|id| *id == control.id)
                && control
                    .checks
                    .iter()
                    .any(|c| c.plugin == parameter.plugin && c.check == parameter.check)
        });
        if !used {
            let reason = format!(
                "the policy does not use check `{}` of `{}` there",
                parameter.check, parameter.plugin
            );
            faults.push(fault(parameter.line, reason));
        }
    }
    faults
}

fn exclusion(profile: &Profile, item: &CatalogueControl) -> Option<Bilingual> {
    if let Some(exclusion) = profile.exclude.iter().find(|e| e.id == item.id) {
        return Some(exclusion.reason.clone());
    }
    if profile
        .include
        .as_ref()
        .is_some_and(|include| !include.contains(&item.id))
    {
        return Some(Bilingual::new(
            "このプロファイルの対象項目に含まれない",
            "not among the controls of this profile",
        ));
    }
    let of_level = profile.levels.is_empty() || item.levels.iter().any(|l| profile.levels.contains(l));
    (!of_level).then(|| Bilingual::new("このプロファイルの水準に含まれない", "not part of this profile's level"))
}

fn record(
    item: &CatalogueControl,
    control: &PolicyControl,
    excluded: Option<Bilingual>,
    uses: &[CheckUse],
) -> ControlRecord {
    ControlRecord {
        id: item.id.clone(),
        group: item.group.clone(),
        clause: item.clause.clone(),
        title: item.title.clone(),
        levels: item.levels.clone(),
        severity: control.severity,
        confidence: item.confidence.clone(),
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

struct Effective<'a> {
    policy: &'a Policy,
    policy_file: &'a str,
    control: &'a PolicyControl,
    check: &'a PolicyCheck,
    info: &'a CheckInfo,
    profile: Option<&'a Profile>,
}

impl Effective<'_> {
    /// Profile over policy over automatic value over default.
    fn parameters(&self, faults: &mut Vec<CatalogError>) -> Vec<(String, Value)> {
        let unknown = self
            .check
            .parameters
            .keys()
            .filter(|name| !self.info.parameters.iter().any(|p| p.name == **name));
        for name in unknown {
            faults.push(self.fault(format!("check `{}` has no parameter `{name}`", self.check.check)));
        }
        let mut parameters = Vec::with_capacity(self.info.parameters.len());
        for info in &self.info.parameters {
            match self.value(info) {
                Ok(Some(value)) => parameters.push((info.name.clone(), value)),
                Ok(None) => {
                    faults.push(self.fault(format!("check `{}` needs parameter `{}`", self.check.check, info.name)))
                }
                Err(fault) => faults.push(fault),
            }
        }
        parameters
    }

    fn value(&self, info: &ParameterInfo) -> Result<Option<Value>, CatalogError> {
        let tailored = self.profile.and_then(|profile| {
            let fits = profile.parameters.iter().filter(|o| {
                o.plugin == self.check.plugin
                    && o.check == self.check.check
                    && o.name == info.name
                    && o.control.as_ref().is_none_or(|id| *id == self.control.id)
            });
            // The most particular one wins: a value for this control over a value for all.
            fits.max_by_key(|o| o.control.is_some()).map(|o| (profile, o))
        });
        let (written, file, line) = match tailored {
            Some((profile, o)) => (&o.value, profile.file.as_str(), o.line),
            None => match self.check.parameters.get(&info.name) {
                Some(value) => (value, self.policy_file, self.check.line),
                None if info.name == CONTROL_PARAMETER => {
                    return Ok(Some(Value::Text(format!("{}:{}", self.policy.id, self.control.id))));
                }
                None => return Ok(info.default.clone()),
            },
        };
        let fault = |reason: String| CatalogError::Content {
            file: file.to_owned(),
            line,
            reason: format!("parameter `{}` of check `{}` {reason}", info.name, self.check.check),
        };
        let value = convert(written, &info.ty).ok_or_else(|| fault(format!("is not {}", info.ty.name())))?;
        match info.ty.refuse(&value) {
            Some(reason) => Err(fault(reason)),
            None => Ok(Some(value)),
        }
    }

    fn fault(&self, reason: String) -> CatalogError {
        CatalogError::Content {
            file: self.policy_file.to_owned(),
            line: self.check.line,
            reason,
        }
    }
}

/// A TOML value as a parameter value of some type; also used for parameters given as JSON by test cases.
pub fn convert(value: &toml::Value, ty: &ParameterType) -> Option<Value> {
    Some(match (ty, value) {
        (ParameterType::Boolean, toml::Value::Boolean(v)) => Value::Boolean(*v),
        (ParameterType::Integer { .. }, toml::Value::Integer(v)) => Value::Integer(*v),
        (ParameterType::Decimal { .. }, toml::Value::Float(v)) => Value::Decimal(*v),
        #[allow(clippy::cast_precision_loss, reason = "bounds of numbers are far below 2^53")]
        (ParameterType::Decimal { .. }, toml::Value::Integer(v)) => Value::Decimal(*v as f64),
        (ParameterType::Text { .. } | ParameterType::Choice { .. }, toml::Value::String(v)) => Value::Text(v.clone()),
        (ParameterType::Texts { .. }, toml::Value::Array(items)) => {
            let texts: Option<Vec<String>> = items.iter().map(|i| i.as_str().map(ToOwned::to_owned)).collect();
            Value::Texts(texts?)
        }
        (ParameterType::Date, toml::Value::String(v)) => Value::Date(Date::parse(v)?),
        (ParameterType::Date, toml::Value::Datetime(v)) => Value::Date(Date::parse(&v.to_string())?),
        _ => return None,
    })
}
