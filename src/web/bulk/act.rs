//! What is done to several cases: the same for each of them.

use serde_json::Map;

use super::super::member::Member;
use super::super::submitted::Submitted;
use crate::app::Asked;
use crate::case::PersonId;
use crate::pack::id::ActionId;

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Act {
    TakeOver,
    GiveTo(PersonId),
    GiveBack,
    Comment(String),
    /// An action of the pack, with the one text that it may ask for, by the name of its field.
    Take {
        action: ActionId,
        asked: Option<(String, String)>,
    },
}

impl Act {
    /// # Errors
    /// What is missing, in the reader's language.
    pub fn read(member: &Member, submitted: &Submitted) -> Result<Self, String> {
        let what = submitted.text("what");
        match what {
            "take_over" => Ok(Self::TakeOver),
            "give_back" => Ok(Self::GiveBack),
            "give_to" => match submitted.text("owner") {
                "" => Err(member.say("bulk-no-owner")),
                owner => Ok(Self::GiveTo(PersonId(owner.into()))),
            },
            "comment" => match submitted.text("text") {
                "" => Err(member.say("bulk-no-text")),
                text => Ok(Self::Comment(text.to_owned())),
            },
            _ => match what.strip_prefix("act.") {
                Some(action) => {
                    let field = submitted.text(&format!("field.{action}")).to_owned();
                    let text = submitted.text(&format!("text.{action}")).to_owned();
                    Ok(Self::Take {
                        action: ActionId::new(action),
                        asked: (!field.is_empty()).then_some((field, text)),
                    })
                }
                None => Err(member.say("bulk-nothing-chosen")),
            },
        }
    }

    /// The same again for the next page.
    pub fn fields(&self) -> Vec<(String, String)> {
        let field = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        match self {
            Self::TakeOver => vec![field("what", "take_over")],
            Self::GiveBack => vec![field("what", "give_back")],
            Self::GiveTo(owner) => vec![field("what", "give_to"), field("owner", &owner.0)],
            Self::Comment(text) => vec![field("what", "comment"), field("text", text)],
            Self::Take { action, asked } => {
                let mut fields = vec![field("what", &format!("act.{action}"))];
                if let Some((name, text)) = asked {
                    fields.push((format!("field.{action}"), name.clone()));
                    fields.push((format!("text.{action}"), text.clone()));
                }
                fields
            }
        }
    }

    pub fn asked(&self, member: &Member) -> Asked {
        match self {
            Self::TakeOver => Asked::TakeOver {
                owner: Some(member.actor.acts_as().clone()),
            },
            Self::GiveTo(owner) => Asked::TakeOver {
                owner: Some(owner.clone()),
            },
            Self::GiveBack => Asked::TakeOver { owner: None },
            Self::Comment(text) => Asked::Comment { text: text.clone() },
            Self::Take { action, asked } => Asked::Act {
                action: action.clone(),
                answers: asked
                    .iter()
                    .map(|(field, text)| (field.clone(), text.as_str().into()))
                    .collect::<Map<_, _>>(),
            },
        }
    }

    /// As people call it.
    pub fn name(&self, member: &Member) -> String {
        match self {
            Self::TakeOver => member.say("case-take-over"),
            Self::GiveTo(_) => member.say("bulk-give-to"),
            Self::GiveBack => member.say("case-give-back"),
            Self::Comment(_) => member.say("comment-button"),
            Self::Take { action, .. } => {
                let mut types = member.pack.case_types.values();
                let action = types.find_map(|case_type| case_type.actions.get(action));
                action.map_or_else(String::new, |action| {
                    action.name.in_language(&member.language).to_owned()
                })
            }
        }
    }
}
