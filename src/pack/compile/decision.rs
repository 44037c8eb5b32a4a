//! Decisions: rules and tables.

use indexmap::IndexMap;

use super::parts::{clauses, clauses_or};
use super::{Compiler, Scope, cell};
use crate::expression::{Kind, Slot};
use crate::pack::draft::{At, CaseDraft, literal};
use crate::pack::id::*;
use crate::pack::raw::*;
use crate::pack::{Cell, DecisionBody, DecisionRule, Given, Row, Rule, Table};
use crate::value::Value;

impl Compiler<'_> {
    /// In the order in which they can be decided.
    pub(super) fn decisions(
        &mut self,
        case: &CaseDraft,
        scope: Scope<'_>,
    ) -> Option<IndexMap<DecisionId, DecisionRule>> {
        let all = case.parsed.at("/decisions");
        if let Some(cycle) = case.decision_cycles.first() {
            return self.lost(&all.key(&cycle[0]));
        }
        let ordered = case
            .decision_order
            .iter()
            .filter_map(|id| case.parsed.raw.decisions.get_key_value(id));
        let rules: Vec<_> = ordered
            .map(|(id, raw)| self.decision(case, scope, id, raw, &all.key(id)))
            .collect();
        rules
            .into_iter()
            .map(|rule| rule.map(|rule| (rule.id.clone(), rule)))
            .collect()
    }

    fn decision(
        &mut self,
        case: &CaseDraft,
        scope: Scope<'_>,
        id: &str,
        raw: &RawDecision,
        at: &At,
    ) -> Option<DecisionRule> {
        let (Some(kind), Some(slot)) = (case.decisions.get(id), scope.layout.slot(id)) else {
            return self.lost(at);
        };
        let own_clauses = clauses(&raw.clause);
        let body = match &raw.table {
            Some(table) => DecisionBody::Table(self.table(case, table, kind, &own_clauses, &at.key("table"))?),
            None => {
                let one = match kind {
                    Kind::List(one) if raw.all => one,
                    kind => kind,
                };
                let rules = raw.rules.iter().enumerate();
                let rules = rules
                    .map(|(index, rule)| self.rule(scope, rule, one, &own_clauses, &at.key("rules").key(index)))
                    .collect::<Option<_>>()?;
                if raw.all {
                    DecisionBody::All(rules)
                } else {
                    DecisionBody::First(rules)
                }
            }
        };
        let options = match &raw.of {
            Some(of) => match self.draft.choices(case, of) {
                Some(choices) => self.choices(&choices),
                None => return self.lost(&at.key("of")),
            },
            None => self.own_options(&raw.values),
        };
        let (overridable_by, override_clauses) = match &raw.overridable {
            Some(overridable) => {
                let by = self.actors(scope, &overridable.by, &at.key("override").key("by"))?;
                (by, clauses_or(&overridable.clause, &own_clauses))
            }
            None => (Vec::new(), Vec::new()),
        };
        Some(DecisionRule {
            id: DecisionId::new(id),
            name: self.text(&raw.name),
            slot,
            kind: kind.clone(),
            options,
            reads: reads(&body),
            body,
            overridable_by,
            override_clauses,
            clauses: own_clauses,
        })
    }

    fn rule(&mut self, scope: Scope<'_>, rule: &RawRule, kind: &Kind, of: &[ClauseId], at: &At) -> Option<Rule> {
        let gives = match (&rule.is, &rule.gives) {
            (Some(value), None) => Given::Value(self.value(value, kind, &at.key("is"))?),
            (None, Some(_)) => Given::Expression(self.expression(scope, &at.key("gives"))?),
            _ => return self.lost(at),
        };
        Some(Rule {
            when: self.maybe(scope, rule.when.as_ref(), &at.key("when"))?,
            gives,
            clauses: clauses_or(&rule.clause, of),
        })
    }

    fn table(&mut self, case: &CaseDraft, table: &RawTable, kind: &Kind, of: &[ClauseId], at: &At) -> Option<Table> {
        let names = table.by.as_slice().iter().enumerate();
        let columns: Vec<(&String, Slot, &Kind)> = names
            .map(|(index, name)| match case.vocabulary.variables.get(name.as_str()) {
                Some((slot, kind)) => Some((name, *slot, kind)),
                None => self.lost(&at.key("by").one_or_item(index)),
            })
            .collect::<Option<_>>()?;
        let mut rows = Vec::new();
        for (key, outcome) in &table.map {
            let Some((_, _, input)) = columns.first() else {
                return self.lost(&at.key("by"));
            };
            let raw = RawValue::Text(key.clone());
            rows.push(Row {
                cells: vec![self.cell(&raw, input, &at.key("map").name_of(key))?],
                gives: self.value(outcome, kind, &at.key("map").key(key))?,
                clauses: of.to_vec(),
            });
        }
        for (index, row) in table.rows.iter().enumerate() {
            let at = at.key("rows").key(index);
            let cells = columns
                .iter()
                .map(|(name, _, input)| match row.cells.get(name.as_str()) {
                    Some(raw) => self.cell(raw, input, &at.key("match").key(name)),
                    None => Some(Cell::Any),
                })
                .collect::<Option<_>>()?;
            rows.push(Row {
                cells,
                gives: self.value(&row.is, kind, &at.key("is"))?,
                clauses: clauses_or(&row.clause, of),
            });
        }
        let inputs = columns.iter().map(|(_, slot, _)| *slot).collect();
        Some(Table::new(inputs, table.hit, rows))
    }

    fn cell(&mut self, raw: &RawValue, kind: &Kind, at: &At) -> Option<Cell> {
        match cell::parse(raw, kind) {
            Ok(cell) => Some(cell),
            Err(_) => self.lost(at),
        }
    }

    fn value(&mut self, raw: &RawValue, kind: &Kind, at: &At) -> Option<Value> {
        match literal(raw, kind) {
            Ok(value) => Some(value),
            Err(_) => self.lost(at),
        }
    }
}

/// Every slot a decision may read, each once, in order.
fn reads(body: &DecisionBody) -> Vec<Slot> {
    let mut slots: Vec<Slot> = match body {
        DecisionBody::First(rules) | DecisionBody::All(rules) => rules
            .iter()
            .flat_map(|rule| {
                let gives = match &rule.gives {
                    Given::Expression(expression) => Some(expression),
                    Given::Value(_) => None,
                };
                rule.when.iter().chain(gives)
            })
            .flat_map(|expression| expression.reads().iter().copied())
            .collect(),
        DecisionBody::Table(table) => table.inputs.clone(),
    };
    slots.sort_unstable();
    slots.dedup();
    slots
}
