//! What a policy says of the cases of a type as a whole.

use serde::Serialize;
use utoipa::ToSchema;

use super::{NameShown, clauses};
use crate::locale::Language;
use crate::pack::id::RoleId;
use crate::pack::{CaseType, Effect, Pack, Permitted};

/// Which cases of a type are urgent, from whom they are kept, how long, who moves their deadlines, and how two become one.
#[derive(Serialize, ToSchema)]
#[schema(as = CaseHandling)]
pub struct HandlingShown {
    /// The most urgent first; a case that fits none is ordinary.
    priorities: Vec<PriorityShown>,
    /// People from whom a case is kept by name.
    excluded: Vec<ExcludedShown>,
    /// Null if no case of this type is kept to a few.
    confidential: Option<ConfidentialShown>,
    /// Null if looks are not written down.
    view_log: Option<ViewLogShown>,
    /// Null if nothing is said of how long cases are kept.
    retention: Option<RetentionShown>,
    /// The steps in which deadlines can be extended.
    extensions: Vec<ExtensionShown>,
    /// Null if cases of this type are not merged.
    merging: Option<MergingRuleShown>,
}

/// A level of urgency.
#[derive(Serialize, ToSchema)]
#[schema(as = Priority)]
struct PriorityShown {
    id: String,
    name: String,
    /// The condition, as the policy's pack writes it.
    when: String,
    clauses: Vec<String>,
}

/// Somebody who neither sees nor acts on a case.
#[derive(Serialize, ToSchema)]
#[schema(as = Excluded)]
struct ExcludedShown {
    /// The expression that names them, as the policy's pack writes it.
    who: String,
    clauses: Vec<String>,
}

/// Which cases only a few see.
#[derive(Serialize, ToSchema)]
#[schema(as = Confidential)]
struct ConfidentialShown {
    /// The condition, as the policy's pack writes it; `true` is every case.
    when: String,
    /// The roles that see it, besides its owner and whoever has an open task in it.
    only: Vec<NameShown>,
    clauses: Vec<String>,
}

/// Every look at a case is written down.
#[derive(Serialize, ToSchema)]
#[schema(as = ViewLog)]
struct ViewLogShown {
    /// The roles that read who has looked.
    read_by: Vec<NameShown>,
    clauses: Vec<String>,
}

/// How long cases are kept.
#[derive(Serialize, ToSchema)]
#[schema(as = Retention)]
struct RetentionShown {
    /// The roles that are asked at the end.
    asks: Vec<NameShown>,
    /// The actions that destroy what a case held.
    destroyed_by: Vec<NameShown>,
    clauses: Vec<String>,
}

/// A step in which a deadline is extended.
#[derive(Serialize, ToSchema)]
#[schema(as = ExtensionRule)]
struct ExtensionShown {
    deadline: NameShown,
    /// Of a step, where there are several.
    name: Option<String>,
    /// Only after another step has been granted.
    further: bool,
    /// The roles that grant it; others than roles are named by the case.
    by: Vec<NameShown>,
    /// How often.
    times: u32,
    clauses: Vec<String>,
}

/// How two cases become one.
#[derive(Serialize, ToSchema)]
#[schema(as = MergingRule)]
struct MergingRuleShown {
    name: String,
    /// The stages at which a case takes in another.
    at: Vec<String>,
    /// The roles that do it; others than roles are named by the case.
    by: Vec<NameShown>,
    /// The final stage of the one that ends.
    to: String,
    clauses: Vec<String>,
}

impl HandlingShown {
    pub fn of(pack: &Pack, case_type: &CaseType, language: &Language) -> Self {
        let role = |id: &RoleId| NameShown::of(id, pack.roles.get(id).map(|role| &role.name), language);
        let roles = |ids: &[RoleId]| ids.iter().map(role).collect();
        let permitted = |by: &[Permitted]| {
            let mut roles: Vec<&RoleId> = Vec::new();
            for by in by {
                if let Permitted::Role { role, .. } = by
                    && !roles.contains(&role)
                {
                    roles.push(role);
                }
            }
            roles.into_iter().map(role).collect()
        };
        let destroys = |effect: &Effect| matches!(effect, Effect::Destroy);
        let destroying = case_type.actions.values();
        let destroying = destroying.filter(|action| Effect::any(&action.does, &destroys));
        Self {
            priorities: case_type
                .priorities
                .iter()
                .map(|(id, level)| PriorityShown {
                    id: id.to_string(),
                    name: level.name.in_language(language).to_owned(),
                    when: level.when.source().to_owned(),
                    clauses: clauses(&level.clauses),
                })
                .collect(),
            excluded: case_type
                .excluded
                .iter()
                .map(|rule| ExcludedShown {
                    who: rule.who.source().to_owned(),
                    clauses: clauses(&rule.clauses),
                })
                .collect(),
            confidential: case_type.confidential.as_ref().map(|rule| ConfidentialShown {
                when: rule.when.source().to_owned(),
                only: roles(&rule.only),
                clauses: clauses(&rule.clauses),
            }),
            view_log: case_type.view_log.as_ref().map(|rule| ViewLogShown {
                read_by: pack
                    .roles
                    .iter()
                    .filter(|(_, role)| role.audits)
                    .map(|(id, _)| role(id))
                    .collect(),
                clauses: clauses(&rule.clauses),
            }),
            retention: case_type.retention.as_ref().map(|rule| RetentionShown {
                asks: roles(&rule.asks),
                destroyed_by: destroying
                    .map(|action| NameShown::of(&action.id, Some(&action.name), language))
                    .collect(),
                clauses: clauses(&rule.clauses),
            }),
            extensions: case_type
                .deadlines
                .values()
                .flat_map(|rule| rule.extensions.iter().map(move |extension| (rule, extension)))
                .map(|(rule, extension)| ExtensionShown {
                    deadline: NameShown::of(&rule.id, Some(&rule.name), language),
                    name: extension
                        .name
                        .as_ref()
                        .map(|name| name.in_language(language).to_owned()),
                    further: extension.further,
                    by: permitted(&extension.by),
                    times: extension.times,
                    clauses: clauses(&extension.clauses),
                })
                .collect(),
            merging: case_type.merging.as_ref().map(|rule| MergingRuleShown {
                name: rule.name.in_language(language).to_owned(),
                at: rule.at.iter().map(ToString::to_string).collect(),
                by: permitted(&rule.by),
                to: rule.to.to_string(),
                clauses: clauses(&rule.clauses),
            }),
        }
    }
}
