//! Cedar on W2: each rule is a policy that forbids, each snapshot the context of one request, and the policies that decided
//! are the rules that are broken. Policies are parsed before the clock runs.

use cedar_policy::{Authorizer, Context, Entities, EntityUid, PolicyId, PolicySet, Request};
use sekisho_bench_worker::{Engine, Failure, Found};
use std::collections::HashMap;

const POLICIES: &str = include_str!("../policies/settings.cedar");

#[derive(Debug)]
pub(crate) struct Cedar {
    authorizer: Authorizer,
    policies: PolicySet,
    rules: HashMap<PolicyId, u16>,
    uids: [EntityUid; 3],
    nobody: Entities,
    hosts: Vec<String>,
}

impl Cedar {
    pub(crate) fn new(hosts: Vec<String>) -> Result<Self, Failure> {
        let policies: PolicySet = POLICIES.parse().map_err(Failure::because("cedar"))?;
        let rule = |policy: &cedar_policy::Policy| {
            let number = policy.annotation("id").and_then(|id| id.parse().ok());
            let number = number.ok_or_else(|| Failure::new("a policy of Cedar has no number"))?;
            Ok((policy.id().clone(), number))
        };
        let uid = |text: &str| text.parse::<EntityUid>().map_err(Failure::because("cedar"));
        Ok(Self {
            authorizer: Authorizer::new(),
            rules: policies.policies().map(rule).collect::<Result<_, Failure>>()?,
            policies,
            uids: [
                uid("Auditor::\"bench\"")?,
                uid("Action::\"operate\"")?,
                uid("Host::\"one\"")?,
            ],
            nobody: Entities::empty(),
            hosts,
        })
    }
}

impl Engine for Cedar {
    fn run(&mut self) -> Result<Found, Failure> {
        let mut pairs = Vec::new();
        for (number, text) in self.hosts.iter().enumerate() {
            let context = Context::from_json_str(text, None).map_err(Failure::because("cedar"))?;
            let [principal, action, resource] = self.uids.clone();
            let request =
                Request::new(principal, action, resource, context, None).map_err(Failure::because("cedar"))?;
            let response = self.authorizer.is_authorized(&request, &self.policies, &self.nobody);
            if let Some(error) = response.diagnostics().errors().next() {
                return Err(Failure::new(format!("cedar: {error}")));
            }
            for policy in response.diagnostics().reason() {
                let rule = self
                    .rules
                    .get(policy)
                    .ok_or_else(|| Failure::new("cedar names an unknown policy"))?;
                pairs.push((format!("host-{number:05}"), *rule));
            }
        }
        Ok(pairs.into())
    }
}
