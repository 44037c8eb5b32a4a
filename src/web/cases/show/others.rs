//! Other cases it has to do with: the one that opened it, those it has opened, and those it was merged with; only
//! those that whoever looks may see.

use super::Looks;
use crate::app::others::Relation;
use crate::case::OtherCase;

pub(super) struct OtherLine {
    /// `opened by`, `goes on in` and the like.
    pub relation: String,
    pub number: String,
    pub kind: String,
    pub address: String,
    /// Of a case it has opened: whether it is still open.
    pub state: Option<String>,
}

impl Looks<'_> {
    /// What stands on top of a case that was merged away: where its work is done now.
    pub(super) fn goes_on_in(&self) -> Option<OtherLine> {
        let mut others = self.view.others.iter();
        let into = others.find(|(relation, _)| *relation == Relation::MergedInto);
        into.map(|(relation, other)| self.other(*relation, other))
    }

    pub(super) fn others(&self) -> Vec<OtherLine> {
        let others = self.view.others.iter();
        others.map(|(relation, other)| self.other(*relation, other)).collect()
    }

    fn other(&self, relation: Relation, other: &OtherCase) -> OtherLine {
        let (relation, state) = match relation {
            Relation::Parent => ("case-opened-by", None),
            Relation::Linked { is_open: true } => ("case-has-opened", Some("case-other-open")),
            Relation::Linked { is_open: false } => ("case-has-opened", Some("case-other-closed")),
            Relation::MergedInto => ("case-merged-into", None),
            Relation::Merged => ("case-took-in", None),
        };
        OtherLine {
            relation: self.say(relation),
            number: other.number.clone(),
            kind: self.speech.kind(&other.case_type).to_owned(),
            address: self.member.address(&format!("/cases/{}", other.number)),
            state: state.map(|state| self.say(state)),
        }
    }
}
