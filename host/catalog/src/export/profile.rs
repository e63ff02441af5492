//! A profile over a catalog: the controls that are left, what is set, and what the policy and the profile say of each.

use super::catalog::head;
use super::shapes::{Add, Alter, Empty, Import, Merge, Modify, Profile as Shape, ProfileDocument, WithIds};
use super::{Plan, parameters};
use crate::Profile;
use crate::catalogue::CatalogueControl;
use crate::resolve::exclusion;
use sekisho_model::Digest;
use sekisho_oscal::shapes::{BackMatter, Prop, Resource, Rlink};
use sekisho_oscal::{id, text};

pub(super) fn document(plan: &Plan<'_>, chosen: Option<&Profile>, base: Digest) -> ProfileDocument {
    let catalogue = plan.catalogue;
    let is_left = |item: &&CatalogueControl| chosen.is_none_or(|p| exclusion(p, item).is_none());
    let left: Vec<&CatalogueControl> = catalogue.controls.iter().filter(is_left).collect();
    let resource = Resource {
        uuid: id::uuid(&["catalogue", &catalogue.id, &catalogue.version]),
        title: Some(text::line(catalogue.title.get(plan.language))),
        rlinks: vec![Rlink {
            href: plan.catalog_name(),
            media_type: Some("application/oscal.catalog+json"),
            hashes: vec![base.into()],
        }],
        ..Resource::default()
    };
    let import = import(plan, &left, &resource.uuid);
    let modify = modify(plan, chosen, &left);
    let title = chosen.map_or(&catalogue.title, |p| &p.title);
    let mut metadata = head(plan, title, plan.policy.map_or(&catalogue.version, |p| &p.version));
    if let Some(policy) = plan.policy {
        metadata.props.push(Prop::own("policy", &policy.id));
    }
    if let Some(profile) = chosen {
        rules(profile, &mut metadata.props);
    }
    ProfileDocument {
        profile: Shape {
            uuid: String::new(),
            metadata,
            imports: vec![import],
            merge: Merge { as_is: true },
            modify,
            back_matter: BackMatter {
                resources: vec![resource],
            },
        },
    }
}

fn import(plan: &Plan<'_>, left: &[&CatalogueControl], resource: &str) -> Import {
    let ids = |controls: &mut dyn Iterator<Item = &CatalogueControl>| {
        let with_ids: Vec<String> = controls.map(|c| id::token(&c.id)).collect();
        (!with_ids.is_empty()).then_some(WithIds { with_ids })
    };
    let included = ids(&mut left.iter().copied());
    // An import must take something in: where nothing is left, all but all of them.
    let is_empty = included.is_none();
    let excluded = ids(&mut plan.catalogue.controls.iter().filter(|_| is_empty));
    Import {
        href: format!("#{resource}"),
        include_all: is_empty.then_some(Empty {}),
        include_controls: included.into_iter().collect(),
        exclude_controls: excluded.into_iter().collect(),
    }
}

/// The rules by which the controls were chosen, of which OSCAL has only what comes out.
fn rules(profile: &Profile, props: &mut Vec<Prop>) {
    props.push(Prop::own("profile", &profile.id));
    props.extend(profile.levels.iter().map(|level| Prop::own("level", level)));
    for (dimension, values) in &profile.tags {
        props.extend(values.iter().map(|v| Prop::own("tag", v).class(dimension)));
    }
    props.extend(
        profile
            .when
            .iter()
            .map(|(name, value)| Prop::own("when", value).class(name)),
    );
    for exclusion in &profile.exclude {
        props.push(Prop::own("excluded", &exclusion.id).group(&exclusion.id));
        let reasons = Prop::both(("excluded-ja", "excluded-en"), &exclusion.reason);
        props.extend(reasons.map(|p| p.group(&exclusion.id)));
    }
}

fn modify(plan: &Plan<'_>, chosen: Option<&Profile>, left: &[&CatalogueControl]) -> Option<Modify> {
    let set = chosen.into_iter().flat_map(|profile| {
        let of = left.iter().flat_map(|item| parameters::set_by(plan, profile, &item.id));
        of.collect::<Vec<_>>()
    });
    let alters = left.iter().filter_map(|item| alter(plan, chosen, item));
    let modify = Modify {
        set_parameters: set.collect(),
        alters: alters.collect(),
    };
    (!modify.set_parameters.is_empty() || !modify.alters.is_empty()).then_some(modify)
}

/// What the policy decides about a control, and where the profile says that it applies.
fn alter(plan: &Plan<'_>, chosen: Option<&Profile>, item: &CatalogueControl) -> Option<Alter> {
    let mut props = Vec::new();
    let decided = plan.policy.and_then(|p| p.controls.iter().find(|c| c.id == item.id));
    if let Some(control) = decided {
        props.push(Prop::own("severity", control.severity.name()));
        props.push(Prop::own("answer", control.answer.name()));
        props.push(Prop::own("combine", control.combine.name()));
        let checks = control.checks.iter();
        props.extend(checks.map(|c| Prop::own("check", &format!("{}:{}", c.plugin, c.check))));
    }
    if let Some(scope) = chosen.and_then(|p| p.scopes.get(&item.id)) {
        props.push(Prop::own("applies", &scope.applies));
        props.push(Prop::own("alternative", if scope.alternative { "yes" } else { "no" }));
        props.extend(Prop::both(("scope-reason-ja", "scope-reason-en"), &scope.reason));
    }
    (!props.is_empty()).then(|| Alter {
        control_id: id::token(&item.id),
        adds: vec![Add {
            position: "ending",
            props,
        }],
    })
}
