//! Opening a case, and what would come of opening one.

use uuid::Uuid;

use super::action::{check, is_permitted};
use super::event::{Event, Recorded};
use super::process::{Process, asked, first_match};
use super::reaction;
use super::refusal::{Reason, Refusal};
use super::*;
use crate::pack::{CaseType, Pack};

/// What happens to every case when it is opened, whatever else its pack marks.
const OPENED: &str = "opened";

/// What the caller brings for a new case.
#[derive(Clone, Debug)]
pub struct NewCase {
    pub id: CaseId,
    /// Rendered from the type's template with the next serial.
    pub number: String,
    /// The case whose rules open it.
    pub parent: Option<OtherCase>,
}

/// Opens a case with the answers of its opening form, already parsed.
///
/// # Errors
/// A refusal, if this person may not open one, no first stage matches, or the reactions do not come to rest.
pub fn open(
    pack: &Pack,
    case_type: &CaseType,
    new: NewCase,
    answers: Answers,
    context: &Context,
) -> Result<(Case, Changes), Refusal> {
    let (case, changes) = open_holding_back(pack, case_type, new.clone(), &answers, context, Vec::new())?;
    match deadline::started_in_vain(pack, &changes.events) {
        in_vain if in_vain.is_empty() => Ok((case, changes)),
        in_vain => open_holding_back(pack, case_type, new, &answers, context, in_vain),
    }
}

fn open_holding_back(
    pack: &Pack,
    case_type: &CaseType,
    new: NewCase,
    answers: &Answers,
    context: &Context,
    held_back: Vec<DeadlineId>,
) -> Result<(Case, Changes), Refusal> {
    let opening = &case_type.opening;
    let mut process = begin(pack, case_type, new, answers, context)?;
    process.held_back = held_back;
    is_permitted(&process, &opening.by, &opening.clauses)?;
    process.submit_to(case_type.forms.get(&opening.form), answers);
    check(&process, &opening.needs, &opening.clauses)?;
    let Some(stage) = process.target(&opening.at, "the opening")?.cloned() else {
        return Err(Refusal::unknown("first stage"));
    };
    process.place_at(stage);
    let marks = process.instants(&opening.marks)?;
    process.settle();
    process.happen(&EventId::new(OPENED), context.now);
    for (event, at) in marks {
        process.happen(event, at);
    }
    // An opening that already is the end, such as a request that is only registered.
    let stage = process.case.stage.clone();
    process.enter(&stage, 0);
    let about = process.text(&case_type.name);
    reaction::run(&mut process, &opening.does, &about);
    process.start_held_back();
    process.run_pending();
    process.finish()
}

/// The decisions and deadlines of a case as they would stand at its opening, whoever opens it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Preview {
    pub decisions: BTreeMap<DecisionId, Decided>,
    pub deadlines: Vec<Deadline>,
}

/// What would be decided and start running if a case with these answers were opened. Nothing else happens: no task, no notice.
///
/// # Errors
/// A refusal, if an expression of the opening fails.
pub fn preview(pack: &Pack, case_type: &CaseType, answers: Answers, context: &Context) -> Result<Preview, Refusal> {
    let mut process = imagined(pack, case_type, &answers, context)?;
    process.submit_to(case_type.forms.get(&case_type.opening.form), &answers);
    // Answers that name no stage yet are looked at all the same.
    if let Some(stage) = first_match(&case_type.opening.at, &process.frame()).map(|(_, branch)| branch.is.clone()) {
        process.place_at(stage);
    }
    let marks = process.instants(&case_type.opening.marks)?;
    process.settle();
    process.happen(&EventId::new(OPENED), context.now);
    for (event, at) in marks {
        process.happen(event, at);
    }
    Ok(Preview {
        decisions: process.case.decisions,
        deadlines: process.case.deadlines,
    })
}

/// Whether this person may open a case with these answers, whatever else may stand in the way.
///
/// # Errors
/// A refusal that says who may.
pub fn may_open(pack: &Pack, case_type: &CaseType, answers: &Answers, context: &Context) -> Result<(), Refusal> {
    let process = imagined(pack, case_type, answers, context)?;
    is_permitted(&process, &case_type.opening.by, &case_type.opening.clauses)
}

/// A case nobody has opened yet, with these answers.
pub(super) fn imagined<'a>(
    pack: &'a Pack,
    case_type: &'a CaseType,
    answers: &Answers,
    context: &'a Context<'a>,
) -> Result<Process<'a>, Refusal> {
    let new = NewCase {
        id: CaseId(Uuid::nil()),
        number: String::new(),
        parent: None,
    };
    begin(pack, case_type, new, answers, context)
}

/// A case that has just been opened, at a stage that is still to be found.
fn begin<'a>(
    pack: &'a Pack,
    case_type: &'a CaseType,
    new: NewCase,
    answers: &Answers,
    context: &'a Context<'a>,
) -> Result<Process<'a>, Refusal> {
    let form = case_type.forms.get(&case_type.opening.form);
    let answers = form.map(|form| asked(form, answers)).unwrap_or_default();
    let stage = case_type.opening.at.first().map(|branch| branch.is.clone());
    let Some(stage) = stage.or_else(|| case_type.stages.keys().next().cloned()) else {
        return Err(Refusal::unknown("first stage"));
    };
    let opened = Recorded {
        seq: 1,
        at: context.now,
        by: context.actor.id.clone(),
        by_name: context.actor.name.clone(),
        event: Event::Opened {
            case: new.id,
            organization: pack.organization.clone(),
            case_type: case_type.id.clone(),
            number: new.number,
            pack: pack.version.clone(),
            stage,
            form: case_type.opening.form.clone(),
            answers,
            parent: new.parent,
        },
    };
    let Some(case) = Case::opened(&opened) else {
        return Err(Reason::Failed {
            message: "a case begins with its opening".to_owned(),
        }
        .into());
    };
    let mut process = Process::new(pack, case, context)?;
    process.changes.events.push(opened.event);
    Ok(process)
}

impl Process<'_> {
    /// Says at which stage the case was opened, which its answers have decided meanwhile.
    fn place_at(&mut self, at: StageId) {
        if let Some(Event::Opened { stage, .. }) = self.changes.events.first_mut() {
            stage.clone_from(&at);
        }
        self.case.stage = at;
    }
}
