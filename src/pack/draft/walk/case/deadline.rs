//! Deadlines: what starts and stops them, how long they last, what happens then.

use super::*;
use crate::pack::draft::decisions;

/// By when something is to be done: of a deadline or a task.
pub(super) struct Time<'a> {
    pub within: Option<&'a RawWithin>,
    pub at: Option<&'a RawExpression>,
    pub warn: &'a OneOrMany<String>,
}

impl Walk {
    pub(super) fn time(&mut self, case: &Case<'_>, time: &Time<'_>, at: &At, spot: &Spot) {
        match time.within {
            Some(RawWithin::Period(period)) => self.period(case, period, at.key("within"), &spot.owner),
            Some(RawWithin::First(branches)) => {
                for (index, branch) in branches.iter().enumerate() {
                    let at = at.key("within").key(index);
                    self.branch(case, branch, &at, spot);
                    self.period(case, &branch.is, at.key("is"), &spot.owner);
                }
            }
            None => {}
        }
        if let Some(moment) = time.at {
            self.moment(case, moment, at.key("at"), spot);
        }
        for (index, warn) in time.warn.as_slice().iter().enumerate() {
            self.period(case, warn, at.key("warn").one_or_item(index), &spot.owner);
        }
    }

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
            let time = Time {
                within: deadline.within.as_ref(),
                at: deadline.at.as_ref(),
                warn: &deadline.warn,
            };
            self.time(case, &time, &at, &spot);
            let named = case.named.concerning(id);
            let concerned = case.seen_as(&named);
            self.effects(&concerned, &deadline.missed, &at.key("missed"), &spot);
            self.effects(&concerned, &deadline.due, &at.key("due"), &spot);
            let at = at.key("extend");
            if !deadline.extend.as_slice().is_empty() {
                self.declare(Part::Extension, id, Some(case.id), at.clone(), &Clauses::default());
            }
            for (index, extend) in deadline.extend.as_slice().iter().enumerate() {
                let at = at.one_or_item(index);
                self.maybe_text(extend.name.as_ref(), at.key("name"), &spot.owner);
                self.condition(case, extend.when.as_ref(), at.key("when"), &spot);
                self.effects(&concerned, &extend.does, &at.key("does"), &spot);
                self.actors(case, &extend.by, &at.key("by"), &spot);
                if let Some(up_to) = &extend.up_to {
                    self.period(case, up_to, at.key("up_to"), &spot.owner);
                }
                self.cite(&extend.clause, &at, Some(case.id), &spot.owner);
            }
        }
    }

    /// A deadline waits for the deadlines whose ends its condition, its periods or its moment ask for, directly or through
    /// decisions.
    pub(super) fn deadline_order(&self, case: &Case<'_>) -> decisions::Order {
        let is_decision = |name: &str| case.raw.decisions.contains_key(name);
        let read = |owner: &Owner| -> Vec<String> {
            let sites = self.expressions.iter();
            let sites = sites.filter(|site| site.case_type == *case.id && site.owner == *owner);
            // What reacts to an end, or asks who may extend it, does not move it.
            let sites = sites.filter(|site| {
                let aside = ["missed/", "due/", "extend/", "override/"];
                let part = site.at.pointer.splitn(4, '/').nth(3).unwrap_or_default();
                !aside.iter().any(|key| part.starts_with(key))
            });
            let mut read = Vec::new();
            for expression in sites.filter_map(|site| site.compiled.as_ref().ok()) {
                let names = expression.reads().iter().map(|slot| case.named.layout.name(*slot));
                read.extend(names.filter(|name| is_decision(name)).map(decision_node));
                read.extend(expression.waits_for().iter().map(|id| id.to_string()));
            }
            read
        };
        let deadlines = case.raw.deadlines.keys();
        let deadlines = deadlines.map(|id| (id.clone(), read(&Owner::new(Part::Deadline, id))));
        let decisions = case.raw.decisions.iter().map(|(id, decision)| {
            let mut read = read(&Owner::new(Part::Decision, id));
            let columns = decision.table.iter().flat_map(|table| table.by.as_slice());
            read.extend(columns.filter(|name| is_decision(name)).map(|name| decision_node(name)));
            (decision_node(id), read)
        });
        let all: Vec<_> = deadlines.chain(decisions).collect();
        let mut order = decisions::order(&all);
        let is_deadline = |id: &String| case.raw.deadlines.contains_key(id);
        order.order.retain(is_deadline);
        for cycle in &mut order.cycles {
            cycle.retain(is_deadline);
        }
        order.cycles.retain(|cycle| !cycle.is_empty());
        order
    }
}

/// A decision among deadlines: no id has a blank.
fn decision_node(id: &str) -> String {
    format!("decision {id}")
}
