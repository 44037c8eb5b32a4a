//! Writing down who has looked at a case, where its type asks for it.
//!
//! A look is written down before it is answered: what cannot be written down is not shown either. It goes through the store's
//! writer like everything else, which takes all that wait into one commit.

use std::fmt;
use std::str::FromStr;

use uuid::Uuid;

use super::App;
use super::alarms::Alarm;
use super::request::ExecuteError;
use crate::access;
use crate::case::{Actor, Case, CaseId};
use crate::pack::Pack;
use crate::pack::id::{DecisionId, FieldId, RegisterId};
use crate::search::{Query, Texts};
use crate::store::{self, looks, search};

/// What somebody looks at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Looked {
    /// The case as a whole.
    Case,
    History,
    /// A form of one of its steps.
    Step,
    /// Why a decision is as it is.
    Why(DecisionId),
    /// A print, by its number.
    Document(u32),
    /// A file, by the SHA-256 of its content.
    File(String),
    /// Its row in a register.
    Register(RegisterId),
    /// That it is among those found by personal data.
    Found,
    /// Who has looked.
    Log,
    /// Personal data that is masked: fields, or all of it if none is named.
    Uncovered(Vec<FieldId>),
    /// Nothing is shown of it: only whether it is there.
    Nothing,
}

impl fmt::Display for Looked {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Case => out.write_str("case"),
            Self::History => out.write_str("history"),
            Self::Step => out.write_str("step"),
            Self::Why(decision) => write!(out, "why {decision}"),
            Self::Document(number) => write!(out, "document {number}"),
            Self::File(hash) => write!(out, "file {hash}"),
            Self::Register(register) => write!(out, "register {register}"),
            Self::Found => out.write_str("found"),
            Self::Log => out.write_str("log"),
            Self::Uncovered(fields) if fields.is_empty() => out.write_str("uncovered"),
            Self::Uncovered(fields) => {
                let fields: Vec<&str> = fields.iter().map(|field| field.as_str()).collect();
                write!(out, "uncovered {}", fields.join(","))
            }
            Self::Nothing => out.write_str("nothing"),
        }
    }
}

/// A text that names nothing one can look at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("nothing that can be looked at")]
pub struct LookedError;

impl FromStr for Looked {
    type Err = LookedError;

    fn from_str(text: &str) -> Result<Self, LookedError> {
        let (word, rest) = text.split_once(' ').unwrap_or((text, ""));
        Ok(match word {
            "case" => Self::Case,
            "history" => Self::History,
            "step" => Self::Step,
            "why" => Self::Why(DecisionId::new(rest)),
            "document" => Self::Document(rest.parse().map_err(|_| LookedError)?),
            "file" => Self::File(rest.to_owned()),
            "register" => Self::Register(RegisterId::new(rest)),
            "found" => Self::Found,
            "log" => Self::Log,
            "uncovered" if rest.is_empty() => Self::Uncovered(Vec::new()),
            "uncovered" => Self::Uncovered(rest.split(',').map(FieldId::new).collect()),
            "nothing" => Self::Nothing,
            _ => return Err(LookedError),
        })
    }
}

impl App {
    /// Writes down that `actor` looks at a case, if its type, in today's policy or in that of its opening, asks for it. Blocks
    /// until it is safe on the disk.
    ///
    /// # Errors
    /// When it cannot be written down; then nothing may be shown.
    pub(super) fn note_look(
        &self,
        pack: &Pack,
        case: &Case,
        actor: &Actor,
        looked: &Looked,
    ) -> Result<(), store::Error> {
        if !self.is_kept(pack, case) || actor.engine || *looked == Looked::Nothing {
            return Ok(());
        }
        let (organization, id) = (case.organization.clone(), case.id);
        let (actor, what, now) = (actor.clone(), looked.to_string(), self.clock().now());
        self.store()
            .write(move |conn| looks::put(conn, &organization, id, &actor, (&what, None), now))
    }

    /// Writes down that masked personal data is uncovered, and why, whatever the case type says of looks.
    ///
    /// # Errors
    /// When it cannot be written down; then it stays covered.
    pub(super) fn note_uncovering(
        &self,
        case: &Case,
        actor: &Actor,
        fields: Vec<FieldId>,
        why: String,
    ) -> Result<(), store::Error> {
        let (organization, id, actor) = (case.organization.clone(), case.id, actor.clone());
        let (what, now) = (Looked::Uncovered(fields).to_string(), self.clock().now());
        self.alarm(Alarm::Uncoverings, &actor.id.0);
        self.store()
            .write(move |conn| looks::put(conn, &organization, id, &actor, (&what, Some(&why)), now))
    }

    /// The same for several cases of an organization that are shown at once, and for all that is shown of each, in one commit; `pack` is
    /// today's policy, or that of the cases' opening.
    ///
    /// # Errors
    /// When it cannot be written down; then none of them may be shown.
    pub fn note_looks(
        &self,
        pack: &Pack,
        cases: &[&Case],
        actor: &Actor,
        looked: &[Looked],
    ) -> Result<(), store::Error> {
        let kept = cases.iter().filter(|case| self.is_kept(pack, case));
        let kept: Vec<CaseId> = kept.map(|case| case.id).collect();
        if kept.is_empty() || looked.is_empty() {
            return Ok(());
        }
        let (organization, actor) = (pack.organization.clone(), actor.clone());
        let (looked, now) = (Vec::from_iter(looked.iter().map(Looked::to_string)), self.clock().now());
        self.store().write(move |conn| {
            for id in kept {
                for what in &looked {
                    looks::put(conn, &organization, id, &actor, (what, None), now)?;
                }
            }
            Ok(())
        })
    }

    /// Whether looks at this case are written down: because its type asks for it in `pack` or in today's policy.
    fn is_kept(&self, pack: &Pack, case: &Case) -> bool {
        let today = self.packs().active(&case.organization);
        asks(pack, case) || today.is_some_and(|pack| asks(&pack, case))
    }

    /// Writes down which of the cases that are about to be listed were found by personal data: by a name or a number that somebody typed
    /// and that stands nowhere else in them. A line for each, for types that ask for a log; `pack` is today's policy.
    ///
    /// # Errors
    /// When it cannot be written down; then none of them may be shown.
    pub fn note_finds(
        &self,
        pack: &Pack,
        cases: &[Case],
        actor: &Actor,
        query: Option<&Query>,
    ) -> Result<(), store::Error> {
        let Some(query) = query.filter(|query| query.texts() == Texts::All) else {
            return Ok(());
        };
        let kept = cases.iter().filter(|case| self.is_kept(pack, case));
        let kept: Vec<&Case> = kept.filter(|case| case.number != query.typed()).collect();
        if kept.is_empty() {
            return Ok(());
        }
        let ids: Vec<CaseId> = kept.iter().map(|case| case.id).collect();
        let openly = self
            .store()
            .read(|conn| search::openly(conn, &pack.organization, &ids, query))?;
        let found: Vec<&Case> = kept.into_iter().filter(|case| !openly.contains(&case.id)).collect();
        self.note_looks(pack, &found, actor, &[Looked::Found])
    }

    /// Who has looked at a case that `actor` may see, before the look of this id, the newest first.
    ///
    /// # Errors
    /// [`ExecuteError::Forbidden`] if their roles do not audit.
    pub fn looks(
        &self,
        pack: &Pack,
        case: &Case,
        actor: &Actor,
        before: Option<Uuid>,
    ) -> Result<Vec<looks::Look>, ExecuteError> {
        if !self.may_audit(pack, case, actor) {
            return Err(ExecuteError::Forbidden);
        }
        Ok(self
            .store()
            .read(|conn| looks::of_case(conn, &case.organization, case.id, before))?)
    }

    /// Whether `actor` reads who has looked; `pack` is the one the case was opened under, if none runs any more.
    pub fn may_audit(&self, pack: &Pack, case: &Case, actor: &Actor) -> bool {
        let active = self.packs().active(&case.organization);
        access::may_audit(active.as_deref().unwrap_or(pack), actor)
    }
}

fn asks(pack: &Pack, case: &Case) -> bool {
    let case_type = pack.case_type(&case.case_type);
    case_type.is_some_and(|case_type| case_type.view_log.is_some())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_looked_at_is_read_as_it_was_written() {
        let all = [
            Looked::Case,
            Looked::History,
            Looked::Step,
            Looked::Why(DecisionId::new("severity")),
            Looked::Document(3),
            Looked::File("ab12".to_owned()),
            Looked::Register(RegisterId::new("ledger")),
            Looked::Found,
            Looked::Log,
            Looked::Uncovered(Vec::new()),
            Looked::Uncovered(vec![FieldId::new("phone"), FieldId::new("name")]),
        ];
        for looked in all {
            assert_eq!(looked.to_string().parse(), Ok(looked));
        }
        assert_eq!("document of others".parse::<Looked>(), Err(LookedError));
    }
}
