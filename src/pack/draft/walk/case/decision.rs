//! Decisions: their rules, tables and outcomes, and the order in which they can be decided.

use super::*;
use crate::pack::compile::cell;
use crate::pack::draft::decisions;

impl Walk {
    pub(super) fn decisions(&mut self, case: &Case<'_>, at: &At) {
        for (id, decision) in &case.raw.decisions {
            let at = at.key(id);
            let owner = self.declare(Part::Decision, id, Some(case.id), at.clone(), &decision.clause);
            self.text(&decision.name, at.key("name"), &owner);
            self.options(&decision.values, &at.key("values"), &owner);
            if let Some(of) = &decision.of {
                self.of(case, of, at.key("of"), &owner);
            }
            let kind = match case.named.decisions.get(id) {
                // Each rule gives one of the things the outcome is a list of.
                Some(Kind::List(one)) if decision.all => (**one).clone(),
                Some(kind) => kind.clone(),
                None => Kind::Any,
            };
            let spot = Spot::in_case(owner);
            for (index, rule) in decision.rules.iter().enumerate() {
                let at = at.key("rules").key(index);
                self.condition(case, rule.when.as_ref(), at.key("when"), &spot);
                if let Some(value) = &rule.is {
                    self.value(value, &kind, at.key("is"), Some(case.id), &spot.owner);
                }
                if let Some(gives) = &rule.gives {
                    self.expression(case, gives, at.key("gives"), Role::Value, Some(kind.clone()), &spot);
                }
                self.cite(&rule.clause, &at, Some(case.id), &spot.owner);
            }
            if let Some(table) = &decision.table {
                self.table(case, table, &at.key("table"), &kind, &spot.owner);
            }
            if let Some(overridable) = &decision.overridable {
                let at = at.key("override");
                self.actors(case, &overridable.by, &at.key("by"), &spot);
                self.cite(&overridable.clause, &at, Some(case.id), &spot.owner);
            }
        }
    }

    fn table(&mut self, case: &Case<'_>, table: &RawTable, at: &At, kind: &Kind, owner: &Owner) {
        let names = table.by.as_slice();
        for (index, name) in names.iter().enumerate() {
            self.refer(Part::Name, at.key("by").one_or_item(index), name, Some(case.id), owner);
        }
        let kind_of = |name: &str| case.named.vocabulary.variables.get(name).map(|(_, kind)| kind.clone());
        for (key, outcome) in &table.map {
            if let Some(input) = names.first().and_then(|name| kind_of(name)) {
                self.cell(&RawValue::Text(key.clone()), &input, &at.key("map").name_of(key));
            }
            self.value(outcome, kind, at.key("map").key(key), Some(case.id), owner);
        }
        for (index, row) in table.rows.iter().enumerate() {
            let at = at.key("rows").key(index);
            for (name, cell) in &row.cells {
                self.refer(Part::Name, at.key("match").name_of(name), name, Some(case.id), owner);
                if let Some(input) = kind_of(name) {
                    self.cell(cell, &input, &at.key("match").key(name));
                }
            }
            self.value(&row.is, kind, at.key("is"), Some(case.id), owner);
            self.cite(&row.clause, &at, Some(case.id), owner);
        }
    }

    fn cell(&mut self, raw: &RawValue, kind: &Kind, at: &At) {
        // Cells that cannot be read at all are told by a check of their own.
        if let Err(bad) = cell::parse(raw, kind)
            && bad.code == "unknown-option"
        {
            self.findings.push(bad.at(at));
        }
    }

    pub(super) fn decision_order(&self, case: &Case<'_>, at: &At) -> decisions::Order {
        let layout = &case.named.layout;
        let mut reads: Vec<(String, Vec<String>)> = Vec::new();
        for (id, decision) in &case.raw.decisions {
            let inside = at.key(id).pointer;
            let mut read: Vec<String> = self
                .expressions
                .iter()
                .filter(|site| site.case_type == *case.id && site.owner.part == Part::Decision && site.owner.id == *id)
                .filter(|site| site.at.pointer.starts_with(&inside) && site.role != Role::Department)
                .filter_map(|site| site.compiled.as_ref().ok())
                .flat_map(|expression| expression.reads().iter().map(|slot| layout.name(*slot).to_owned()))
                .collect();
            read.extend(decision.table.iter().flat_map(|table| table.by.as_slice()).cloned());
            reads.push((id.clone(), read));
        }
        decisions::order(&reads)
    }
}
