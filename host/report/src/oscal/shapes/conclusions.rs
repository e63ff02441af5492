//! The shapes of what is concluded: risks and findings.

use super::Origin;
use sekisho_oscal::shapes::{Link, Prop};
use serde::Serialize;

#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
pub(in crate::oscal) struct Risk {
    pub(in crate::oscal) uuid: String,
    pub(in crate::oscal) title: String,
    pub(in crate::oscal) description: String,
    pub(in crate::oscal) statement: String,
    pub(in crate::oscal) props: Vec<Prop>,
    pub(in crate::oscal) status: &'static str,
    pub(in crate::oscal) origins: Vec<Origin>,
    pub(in crate::oscal) characterizations: Vec<Characterization>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in crate::oscal) deadline: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(in crate::oscal) remediations: Vec<Remediation>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(in crate::oscal) related_observations: Vec<RelatedObservation>,
}

#[derive(Serialize)]
pub(in crate::oscal) struct Characterization {
    pub(in crate::oscal) origin: Origin,
    pub(in crate::oscal) facets: Vec<Facet>,
}

#[derive(Serialize)]
pub(in crate::oscal) struct Facet {
    pub(in crate::oscal) name: &'static str,
    pub(in crate::oscal) system: &'static str,
    pub(in crate::oscal) value: &'static str,
}

#[derive(Serialize)]
pub(in crate::oscal) struct Remediation {
    pub(in crate::oscal) uuid: String,
    pub(in crate::oscal) lifecycle: &'static str,
    pub(in crate::oscal) title: String,
    pub(in crate::oscal) description: String,
    pub(in crate::oscal) props: Vec<Prop>,
}

#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
pub(in crate::oscal) struct RelatedObservation {
    pub(in crate::oscal) observation_uuid: String,
}

#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
pub(in crate::oscal) struct RelatedRisk {
    pub(in crate::oscal) risk_uuid: String,
}

#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
pub(in crate::oscal) struct FindingOf {
    pub(in crate::oscal) uuid: String,
    pub(in crate::oscal) title: String,
    pub(in crate::oscal) description: String,
    pub(in crate::oscal) props: Vec<Prop>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(in crate::oscal) links: Vec<Link>,
    pub(in crate::oscal) origins: Vec<Origin>,
    pub(in crate::oscal) target: Target,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(in crate::oscal) related_observations: Vec<RelatedObservation>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(in crate::oscal) related_risks: Vec<RelatedRisk>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in crate::oscal) remarks: Option<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
pub(in crate::oscal) struct Target {
    #[serde(rename = "type")]
    pub(in crate::oscal) kind: &'static str,
    pub(in crate::oscal) target_id: String,
    pub(in crate::oscal) status: TargetStatus,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in crate::oscal) implementation_status: Option<ImplementationStatus>,
}

#[derive(Serialize)]
pub(in crate::oscal) struct TargetStatus {
    pub(in crate::oscal) state: &'static str,
    pub(in crate::oscal) reason: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in crate::oscal) remarks: Option<String>,
}

#[derive(Serialize)]
pub(in crate::oscal) struct ImplementationStatus {
    pub(in crate::oscal) state: &'static str,
}
