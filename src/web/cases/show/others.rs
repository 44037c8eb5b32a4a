//! Other cases it has to do with: the one that opened it, those it has opened, and those it was merged with.

use super::Looks;
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
        let into = self.case().merged_into.as_ref();
        into.map(|other| self.other("case-merged-into", other, None))
    }

    pub(super) fn others(&self) -> Vec<OtherLine> {
        let case = self.case();
        let line = |relation: &str, other: &OtherCase, state: Option<&str>| self.other(relation, other, state);
        let parent = case.parent.iter().map(|other| line("case-opened-by", other, None));
        let linked = case.linked.iter().map(|linked| {
            let state = if linked.is_open {
                "case-other-open"
            } else {
                "case-other-closed"
            };
            line("case-has-opened", &linked.other, Some(state))
        });
        let into = case
            .merged_into
            .iter()
            .map(|other| line("case-merged-into", other, None));
        let merged = case.merged.iter().map(|other| line("case-took-in", other, None));
        parent.chain(linked).chain(into).chain(merged).collect()
    }

    fn other(&self, relation: &str, other: &OtherCase, state: Option<&str>) -> OtherLine {
        OtherLine {
            relation: self.say(relation),
            number: other.number.clone(),
            kind: self.speech.kind(&other.case_type).to_owned(),
            address: self.member.address(&format!("/cases/{}", other.number)),
            state: state.map(|state| self.say(state)),
        }
    }
}
