//! Opening a case, and what would come of opening one.

use uuid::Uuid;

use super::action::{check, is_permitted};
use super::event::{Event, Recorded};
use super::linked::assigned;
use super::process::{Process, asked, failed, first_match};
use super::reaction;
use super::refusal::{Reason, Refusal};
use super::*;
use crate::expression::Expression;
use crate::form::Surroundings as _;
use crate::locale::Language;
use crate::pack::{CaseType, Opening, Pack};

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
    /// In which the complainant reads, where that is known.
    pub language: Option<Language>,
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
    if changes.in_vain.is_empty() {
        return Ok((case, changes));
    }
    open_holding_back(pack, case_type, new, &answers, context, changes.in_vain)
}

fn open_holding_back(
    pack: &Pack,
    case_type: &CaseType,
    new: NewCase,
    answers: &Answers,
    context: &Context,
    held_back: Vec<DeadlineId>,
) -> Result<(Case, Changes), Refusal> {
    let opening = opening_for(case_type, context)?;
    let mut process = begin(pack, case_type, new, answers, context)?;
    process.held_back = held_back;
    // Whoever complains opens what is public, which has been looked up for them.
    if !context.actor.is_complainant() {
        is_permitted(&process, &opening.by, &opening.clauses)?;
    }
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

/// What would be decided and start running if a case with these answers were opened, with all that its effects set. Nothing else is
/// kept of it: no task, no notice.
///
/// # Errors
/// A refusal, if an expression of the opening fails.
pub fn preview(pack: &Pack, case_type: &CaseType, answers: Answers, context: &Context) -> Result<Preview, Refusal> {
    let (previewed, in_vain) = preview_holding_back(pack, case_type, &answers, context, Vec::new())?;
    if in_vain.is_empty() {
        return Ok(previewed);
    }
    Ok(preview_holding_back(pack, case_type, &answers, context, in_vain)?.0)
}

/// The same, and the deadlines that were started in vain.
fn preview_holding_back(
    pack: &Pack,
    case_type: &CaseType,
    answers: &Answers,
    context: &Context,
    held_back: Vec<DeadlineId>,
) -> Result<(Preview, Vec<DeadlineId>), Refusal> {
    let opening = opening_for(case_type, context)?;
    let mut process = imagined(pack, case_type, answers, context)?;
    process.held_back = held_back;
    process.submit_to(case_type.forms.get(&opening.form), answers);
    // Answers that name no stage yet are looked at all the same.
    let stage = first_match(&opening.at, &process.frame()).map(|(_, branch)| branch.is.clone());
    let is_placed = stage.is_some();
    if let Some(stage) = stage {
        process.place_at(stage);
    }
    let marks = process.instants(&opening.marks)?;
    process.settle();
    process.happen(&EventId::new(OPENED), context.now);
    for (event, at) in marks {
        process.happen(event, at);
    }
    if is_placed {
        reaction::run(&mut process, &opening.does, "");
    }
    process.start_held_back();
    process.run_pending();
    let previewed = Preview {
        decisions: process.case.decisions,
        deadlines: process.case.deadlines,
    };
    Ok((previewed, process.changes.in_vain))
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
        language: None,
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
    let opening = opening_for(case_type, context)?;
    let form = case_type.forms.get(&opening.form);
    let mut answers = form.map(|form| asked(form, answers)).unwrap_or_default();
    let sets = case_type.public.as_ref().filter(|_| context.actor.is_complainant());
    if let Some(sets) = sets.map(|public| &public.sets).filter(|sets| !sets.is_empty()) {
        answers.extend(set(pack, case_type, &answers, sets, context)?);
    }
    let stage = opening.at.first().map(|branch| branch.is.clone());
    let Some(stage) = stage.or_else(|| case_type.stages.keys().next().cloned()) else {
        return Err(Refusal::unknown("first stage"));
    };
    let opened = Recorded {
        seq: 1,
        at: context.now,
        by: context.actor.id.clone(),
        by_name: context.actor.name.clone(),
        stands_for: context.actor.stands_for.clone(),
        event: Event::Opened {
            case: new.id,
            organization: pack.organization.clone(),
            case_type: case_type.id.clone(),
            number: new.number,
            pack: pack.version.clone(),
            stage,
            form: opening.form.clone(),
            answers,
            parent: new.parent,
            language: new.language,
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

/// How this person opens a case.
///
/// # Errors
/// A refusal, if it is a complainant and such cases are not opened from outside.
fn opening_for<'a>(case_type: &'a CaseType, context: &Context) -> Result<&'a Opening, Refusal> {
    let opening = case_type.opening_for(context.actor.is_complainant());
    opening.ok_or_else(|| Refusal::unknown(format!("public opening of `{}`", case_type.id)))
}

/// What nobody is asked because it is known. It sees what was answered.
fn set(
    pack: &Pack,
    case_type: &CaseType,
    answers: &Answers,
    sets: &[(FieldId, Expression)],
    context: &Context,
) -> Result<Answers, Refusal> {
    let surroundings = surroundings(pack, case_type, None, context);
    let mut found = Ok(Answers::new());
    surroundings.with_frame(answers, &mut |frame| {
        found = assigned(sets, frame).map_err(|(field, failure)| failed(format!("`{field}`: {failure}")));
    });
    found
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
