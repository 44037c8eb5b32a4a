//! People and cases to look at, for demonstrations and training.
//!
//! Nothing is invented here: the cases are the packs' own scenarios, moved into the last days and walked through by people
//! who hold the roles the scenarios name. So whatever a demonstration shows, the policy's own tests have shown before.

mod people;
mod scripts;

use std::path::Path;

use chrono::{DateTime, Duration, Utc};
use serde_json::{Map, Value as Json};

use crate::app::{App, Asked, ExecuteError, Request, Secret, SignInError, Target};
use crate::case::Actor;
use crate::case::command::{ExtensionRequest, NewEnd};
use crate::locale::Language;
use crate::pack::id::{ActionId, DeadlineId, DecisionId};
use crate::pack::load::Sources;
use crate::pack::raw::{COMPLAINANT, RawValue};
use crate::pack::scenario::RawStep;
use crate::pack::{Pack, Permitted};
use crate::scenario::chosen::Chosen;
use crate::scenario::world::moment;
use crate::schedule::MoveError;
use crate::store::people::Person;
use crate::store::{self, cases};
use crate::value::Value;

pub use people::{Hired, busiest, hire};
use scripts::Script;

/// Why there is no demonstration.
#[derive(Debug, thiserror::Error)]
pub enum DemoError {
    #[error("the people of the demonstration cannot be added")]
    People(#[from] SignInError),
    #[error("the cases of the demonstration cannot be saved")]
    Store(#[from] store::Error),
    #[error("the clock of the demonstration does not move")]
    Clock(#[from] MoveError),
    #[error("the scenarios cannot be read")]
    Scenarios(#[from] std::io::Error),
}

/// Walks through scenarios of every pack below `root`, so that the last of it has just happened at the present moment of
/// `app`, whose clock must be a test clock. Returns how many cases there are then.
///
/// # Errors
/// When the store does not answer. A step that the policy refuses today (a holiday lies in the way) ends its case there.
pub fn play(app: &App, root: &Path, hired: &[Hired]) -> Result<usize, DemoError> {
    let until = app.clock().now();
    let mut plays = Vec::new();
    for pack in app.packs().all() {
        let sources = Sources::read(root, &pack.organization)?;
        for script in scripts::chosen(&pack, &sources, until) {
            plays.push(Play {
                pack: std::sync::Arc::clone(&pack),
                script,
                number: None,
                is_over: false,
            });
        }
    }
    // One clock for all: what happened earlier is done earlier, whichever case it belongs to.
    let mut steps: Vec<(DateTime<Utc>, usize, usize)> = plays
        .iter()
        .enumerate()
        .flat_map(|(play, of)| {
            of.script
                .moments
                .iter()
                .enumerate()
                .map(move |(step, at)| (*at, play, step))
        })
        .collect();
    steps.sort();
    if let Some((first, ..)) = steps.first() {
        app.move_clock(*first - Duration::minutes(1))?;
    }
    for (at, play, step) in steps {
        let Some(play) = plays.get_mut(play) else { continue };
        if !play.is_over {
            app.move_clock(at)?;
            play.step(app, hired, step)?;
        }
    }
    app.move_clock(until)?;
    Ok(plays.iter().filter(|play| play.number.is_some()).count())
}

/// One scenario on its way.
struct Play {
    pack: std::sync::Arc<Pack>,
    script: Script,
    /// Of the case, once it is open.
    number: Option<String>,
    is_over: bool,
}

impl Play {
    fn step(&mut self, app: &App, hired: &[Hired], index: usize) -> Result<(), DemoError> {
        let Some(step) = self.script.steps.get(index).cloned() else {
            return Ok(());
        };
        let step = self.cast(hired, step);
        let Some((target, asked)) = self.asked(app, &step)? else {
            return Ok(());
        };
        let Some(actor) = self.actor(app, hired, &step)? else {
            self.is_over = true;
            return Ok(());
        };
        let request = Request {
            organization: self.pack.organization.clone(),
            target,
            actor,
            expected_version: None,
            asked,
            idempotency: None,
            language: self.script.language.clone(),
        };
        match app.execute(request) {
            Ok(done) => self.number = Some(done.number),
            Err(ExecuteError::Unavailable(error)) => return Err(error.into()),
            Err(error) => {
                tracing::debug!(scenario = %self.script.name, step = index, %error, "a demonstration ends early");
                self.is_over = true;
            }
        }
        Ok(())
    }

    /// The step with those whom the scenario calls by name played by those who hold their posts.
    fn cast(&mut self, hired: &[Hired], mut step: RawStep) -> RawStep {
        let all = self.script.steps.iter().filter_map(|step| step.by.as_deref());
        let named: Vec<(String, String)> = all
            .filter_map(|by| by.split_once(" as "))
            .filter_map(|(post, name)| {
                let person = self.holder(hired, post.trim())?;
                Some((name.trim().to_owned(), person.id.0.to_string()))
            })
            .collect();
        let given = self.script.given.values_mut();
        let open = step.open.iter_mut().flat_map(|answers| answers.values_mut());
        for answer in given.chain(open).chain(step.answers.values_mut()) {
            play_by(answer, &named);
        }
        if let Some((post, _)) = step.by.as_deref().and_then(|by| by.split_once(" as ")) {
            step.by = Some(post.trim().to_owned());
        }
        step
    }

    /// Who holds this post, `role` or `role@department`, or else the role anywhere.
    fn holder<'h>(&self, hired: &'h [Hired], post: &str) -> Option<&'h Person> {
        let (role, department) = post
            .split_once('@')
            .map_or((post, None), |(role, department)| (role, Some(department)));
        let here = hired
            .iter()
            .filter(|hired| hired.organization == self.pack.organization && *hired.role == *role);
        let fits = |hired: &&Hired| hired.department.as_deref() == department;
        let hired = here.clone().find(fits).or_else(|| here.clone().next())?;
        Some(&hired.person)
    }

    /// Who does it: whoever holds the role the scenario names, or the first that the policy names.
    fn actor(&self, app: &App, hired: &[Hired], step: &RawStep) -> Result<Option<Actor>, DemoError> {
        let said = step.by.clone().or_else(|| self.first_role(step));
        let Some(said) = said else { return Ok(None) };
        if said == COMPLAINANT {
            let case = match &self.number {
                None => None,
                Some(number) => {
                    let case = app
                        .store()
                        .read(|conn| cases::by_number(conn, &self.pack.organization, number))?;
                    case.map(|case| case.id)
                }
            };
            return Ok(Some(App::complainant(&self.pack, case)));
        }
        self.holder(hired, &said)
            .map(|person| app.actor(&self.pack.organization, person))
            .transpose()
            .map_err(DemoError::from)
    }

    fn first_role(&self, step: &RawStep) -> Option<String> {
        let case_type = self.pack.case_type(&self.script.case_type)?;
        let by = match (&step.open, &step.act, &step.task) {
            (Some(_), ..) => &case_type.opening.by,
            (_, Some(action), _) => &case_type.actions.get(action.as_str())?.by,
            (.., Some(task)) => &case_type.tasks.get(Chosen::read(task).name)?.by,
            _ => return None,
        };
        by.iter().find_map(|by| match by {
            Permitted::Role { role, .. } => Some(role.to_string()),
            Permitted::Owner | Permitted::People(_) | Permitted::Complainant => None,
        })
    }

    /// What a step asks of which case; `None` where only time passes.
    fn asked(&self, app: &App, step: &RawStep) -> Result<Option<(Target, Asked)>, store::Error> {
        let answers: Map<String, Json> = step
            .answers
            .iter()
            .map(|(name, value)| (name.clone(), value.clone()))
            .collect();
        if let Some(open) = &step.open {
            let mut all = self.script.given.clone();
            all.extend(open.iter().map(|(name, value)| (name.clone(), value.clone())));
            let target = Target::New {
                case_type: self.script.case_type.clone(),
            };
            let language = step.language.as_ref().map(Language::new);
            let asked = if step.by.as_deref() == Some(COMPLAINANT) {
                Asked::OpenPublicly {
                    answers: all,
                    secret: Secret::random(),
                    language,
                }
            } else {
                Asked::Open { answers: all, language }
            };
            return Ok(Some((target, asked)));
        }
        let Some(number) = self.number.clone() else {
            return Ok(None);
        };
        let asked = if let Some(action) = &step.act {
            Asked::Act {
                action: ActionId::new(action),
                answers,
            }
        } else if let Some(task) = &step.task {
            let case = app
                .store()
                .read(|conn| cases::by_number(conn, &self.pack.organization, &number))?;
            let department = step
                .by
                .as_deref()
                .and_then(|by| by.split_once('@'))
                .map(|(_, department)| department);
            let chosen = Chosen::read(task);
            let open = case.as_ref().and_then(|case| {
                chosen.among(case).into_iter().find(|open| {
                    let is_theirs = |of: &str| department.is_none_or(|own| own == of);
                    open.done.is_none() && (!chosen.is_any() || open.department.as_deref().is_none_or(is_theirs))
                })
            });
            let Some(open) = open else { return Ok(None) };
            Asked::CompleteTask {
                number: open.number,
                answers,
            }
        } else if let Some(extend) = &step.extend {
            let until = match extend.until.parse() {
                Ok(day) => NewEnd::Day(day),
                Err(_) => match moment(&self.pack, &extend.until) {
                    Ok(at) => NewEnd::At(at),
                    Err(_) => return Ok(None),
                },
            };
            let told_at = extend.told_at.as_deref().and_then(|at| moment(&self.pack, at).ok());
            let extension = ExtensionRequest {
                until,
                reason: extend.reason.clone(),
                told_at,
                told_how: None,
            };
            Asked::Extend {
                deadline: DeadlineId::new(&extend.deadline),
                extension,
            }
        } else if let Some(decide) = &step.decide {
            let value = match &decide.value {
                RawValue::Text(text) => Value::text(text),
                RawValue::Bool(value) => Value::Bool(*value),
                _ => return Ok(None),
            };
            Asked::Override {
                decision: DecisionId::new(&decide.decision),
                value,
                reason: decide.reason.clone(),
            }
        } else {
            return Ok(None);
        };
        Ok(Some((Target::Existing { number }, asked)))
    }
}

/// Puts whoever plays somebody in the place of their name, in an answer and in the rows of one.
fn play_by(answer: &mut Json, named: &[(String, String)]) {
    match answer {
        Json::String(text) => {
            if let Some((_, player)) = named.iter().find(|(name, _)| name == text) {
                text.clone_from(player);
            }
        }
        Json::Array(items) => items.iter_mut().for_each(|item| play_by(item, named)),
        Json::Object(fields) => fields.values_mut().for_each(|field| play_by(field, named)),
        Json::Null | Json::Bool(_) | Json::Number(_) => {}
    }
}
