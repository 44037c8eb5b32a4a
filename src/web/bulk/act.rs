//! What is done to several cases: the same for each of them.

use serde_json::{Map, Value as Json};

use super::super::error::PageError;
use super::super::member::Member;
use super::super::submitted::Submitted;
use super::form::{Asking, Unfit, fits, own_form};
use crate::app::{Asked, ExecuteError, Looked};
use crate::case::PersonId;
use crate::pack::id::{ActionId, CaseTypeId};

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
    /// An action of one case type, with its form filled in once for all; `None`: it is still to be filled in.
    Fill {
        case_type: CaseTypeId,
        action: ActionId,
        answers: Option<Map<String, Json>>,
    },
}

/// Why nothing can be asked for one case.
pub(super) enum Obstacle {
    Execute(ExecuteError),
    /// The form that was filled in is not that of this case.
    OtherType,
    Unfit(Unfit),
    /// What stops all of them.
    Broken(PageError),
}

impl From<ExecuteError> for Obstacle {
    fn from(error: ExecuteError) -> Self {
        Self::Execute(error)
    }
}

impl Act {
    /// What the form asks to be done with every case that was chosen.
    ///
    /// # Errors
    /// What is missing, in the reader's language.
    pub fn read(member: &Member, submitted: &Submitted) -> Result<Self, String> {
        let what = written(submitted, "what");
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
            _ => {
                let nothing = || member.say("bulk-nothing-chosen");
                if let Some(action) = what.strip_prefix("act.") {
                    let field = submitted.text(&format!("field.{action}")).to_owned();
                    let text = submitted.text(&format!("text.{action}")).to_owned();
                    return Ok(Self::Take {
                        action: ActionId::new(action),
                        asked: (!field.is_empty()).then_some((field, text)),
                    });
                }
                let asked = what.strip_prefix("fill.").and_then(|what| what.split_once('/'));
                let (case_type, action) = asked.ok_or_else(nothing)?;
                Ok(Self::Fill {
                    case_type: CaseTypeId::new(case_type),
                    action: ActionId::new(action),
                    answers: serde_json::from_str(submitted.text("_answers")).ok(),
                })
            }
        }
    }

    /// How it is written in a form, without what was answered.
    pub fn what(&self) -> String {
        match self {
            Self::TakeOver => "take_over".to_owned(),
            Self::GiveTo(_) => "give_to".to_owned(),
            Self::GiveBack => "give_back".to_owned(),
            Self::Comment(_) => "comment".to_owned(),
            Self::Take { action, .. } => format!("act.{action}"),
            Self::Fill { case_type, action, .. } => fill(case_type, action),
        }
    }

    /// The same again for the next page.
    pub fn fields(&self) -> Vec<(String, String)> {
        let field = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        let mut fields = vec![field("what", &self.what())];
        match self {
            Self::TakeOver | Self::GiveBack => {}
            Self::GiveTo(owner) => fields.push(field("owner", &owner.0)),
            Self::Comment(text) => fields.push(field("text", text)),
            Self::Take { action, asked } => {
                if let Some((name, text)) = asked {
                    fields.push((format!("field.{action}"), name.clone()));
                    fields.push((format!("text.{action}"), text.clone()));
                }
            }
            Self::Fill { answers, .. } => {
                let answers = answers.clone().map(|answers| Json::Object(answers).to_string());
                fields.extend(answers.map(|answers| field("_answers", &answers)));
            }
        }
        fields
    }

    /// What is asked of one case.
    pub fn asked(&self, member: &Member, number: &str) -> Result<Asked, Obstacle> {
        Ok(match self {
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
            Self::Fill {
                case_type,
                action,
                answers,
            } => {
                // Nothing of the case is shown by this: its own answers go back to it.
                let view = member
                    .app()
                    .view(member.organization(), number, &member.actor, &Looked::Nothing)?;
                let asking = Asking::of(member, case_type, action).filter(|_| view.case.case_type == *case_type);
                let asking = asking.ok_or(Obstacle::OtherType)?;
                let nothing = Map::new();
                let typed = answers.as_ref().unwrap_or(&nothing);
                let blank = asking.blank(member, typed).map_err(Obstacle::Broken)?;
                if let Some(own) = own_form(&view, action) {
                    fits(member, &view, own, &blank, typed).map_err(Obstacle::Unfit)?;
                }
                Asked::Act {
                    action: action.clone(),
                    answers: asking.answers_for(&view, typed),
                }
            }
        })
    }

    /// As people call it.
    pub fn name(&self, member: &Member) -> String {
        match self {
            Self::TakeOver => member.say("case-take-over"),
            Self::GiveTo(_) => member.say("bulk-give-to"),
            Self::GiveBack => member.say("case-give-back"),
            Self::Comment(_) => member.say("comment-button"),
            Self::Take { action, .. } | Self::Fill { action, .. } => {
                let mut types = member.pack.case_types.values();
                let action = types.find_map(|case_type| case_type.actions.get(action));
                action.map_or_else(String::new, |action| {
                    action.name.in_language(&member.language).to_owned()
                })
            }
        }
    }
}

/// How the filling in of a form is written.
pub(super) fn fill(case_type: &CaseTypeId, action: &ActionId) -> String {
    format!("fill.{case_type}/{action}")
}

/// What a page of ours says under this name. Among the fields of a pack's form it stands behind a line, which no field of theirs has.
pub(super) fn written<'a>(submitted: &'a Submitted, name: &str) -> &'a str {
    let behind_a_line = format!("_{name}");
    if submitted.has("_step") {
        submitted.text(&behind_a_line)
    } else {
        submitted.text(name)
    }
}
