//! Deadlines: what starts and stops them, how long they last, what happens then.

use super::*;

impl Walk {
    pub(super) fn deadlines(&mut self, case: &Case<'_>, at: &At) {
        for (id, deadline) in &case.raw.deadlines {
            let at = at.key(id);
            let owner = self.declare(Part::Deadline, id, Some(case.id), at.clone(), &deadline.clause);
            self.text(&deadline.name, at.key("name"), &owner);
            let spot = Spot::in_case(owner);
            self.condition(case, deadline.when.as_ref(), at.key("when"), &spot);
            self.list(Part::Event, &deadline.from, &at.key("from"), case, &spot.owner);
            self.list(Part::Event, &deadline.until, &at.key("until"), case, &spot.owner);
            self.list(
                Part::Event,
                &deadline.cancelled_by,
                &at.key("cancelled_by"),
                case,
                &spot.owner,
            );
            self.list(
                Part::Stage,
                &deadline.paused_in,
                &at.key("paused_in"),
                case,
                &spot.owner,
            );
            self.list(Part::Role, &deadline.tells, &at.key("tells"), case, &spot.owner);
            match &deadline.within {
                Some(RawWithin::Period(period)) => self.period(case, period, at.key("within"), &spot.owner),
                Some(RawWithin::First(branches)) => {
                    for (index, branch) in branches.iter().enumerate() {
                        let at = at.key("within").key(index);
                        self.branch(case, branch, &at, &spot);
                        self.period(case, &branch.is, at.key("is"), &spot.owner);
                    }
                }
                None => {}
            }
            if let Some(moment) = &deadline.at {
                self.moment(case, moment, at.key("at"), &spot);
            }
            for (index, warn) in deadline.warn.as_slice().iter().enumerate() {
                self.period(case, warn, at.key("warn").one_or_item(index), &spot.owner);
            }
            self.effects(case, &deadline.missed, &at.key("missed"), &spot);
            self.effects(case, &deadline.due, &at.key("due"), &spot);
            if let Some(extend) = &deadline.extend {
                let at = at.key("extend");
                self.declare(Part::Extension, id, Some(case.id), at.clone(), &Clauses::default());
                self.actors(case, &extend.by, &at.key("by"), &spot);
                if let Some(up_to) = &extend.up_to {
                    self.period(case, up_to, at.key("up_to"), &spot.owner);
                }
                self.cite(&extend.clause, &at, Some(case.id), &spot.owner);
            }
        }
    }
}
