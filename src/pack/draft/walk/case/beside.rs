//! Schedules and statistics: other files that look at cases, as their case type sees them.

use super::*;

impl Walk {
    pub(in crate::pack::draft::walk) fn schedules(
        &mut self,
        schedules: &Parsed<RawSchedules>,
        cases: &IndexMap<CaseTypeId, CaseDraft>,
        surroundings: &Surroundings<'_>,
    ) {
        for (id, schedule) in &schedules.raw.schedules {
            let at = schedules.at("/schedules").key(id);
            let owner = self.declare(Part::Schedule, id, None, at.clone(), &schedule.clause);
            self.text(&schedule.name, at.key("name"), &owner);
            self.setting_named(&schedule.cron, &at.key("cron"), &owner);
            if let Some(each) = &schedule.for_each {
                let at = at.key("for_each");
                self.refer(Part::CaseType, at.key("case"), &each.case, None, &owner);
                self.of_case(cases, &each.case, surroundings, |walk, case| {
                    let spot = Spot::in_case(owner.clone());
                    walk.condition(case, each.condition.as_ref(), at.key("where"), &spot);
                    walk.effects(case, &each.does, &at.key("does"), &spot);
                });
            }
            if let Some(opens) = &schedule.opens {
                let at = at.key("opens");
                self.refer(Part::CaseType, at.key("case"), &opens.case, None, &owner);
                if let Some(case) = cases.get(opens.case.as_str()) {
                    for field in opens.answers.keys() {
                        self.refer(
                            Part::Answer,
                            at.key("answers").name_of(field),
                            field,
                            Some(&case.id),
                            &owner,
                        );
                    }
                }
            }
        }
    }

    pub(in crate::pack::draft::walk) fn statistics(
        &mut self,
        statistics: &Parsed<RawStatistics>,
        cases: &IndexMap<CaseTypeId, CaseDraft>,
        surroundings: &Surroundings<'_>,
    ) {
        for (id, register) in &statistics.raw.registers {
            let at = statistics.at("/registers").key(id);
            let owner = self.declare(Part::Register, id, None, at.clone(), &register.clause);
            self.text(&register.name, at.key("name"), &owner);
            self.refer(Part::CaseType, at.key("case"), &register.case, None, &owner);
            for (column, raw) in &register.columns {
                self.text(&raw.name, at.key("columns").key(column).key("name"), &owner);
            }
            self.of_case(cases, &register.case, surroundings, |walk, case| {
                let spot = Spot::in_case(owner.clone());
                walk.condition(case, register.condition.as_ref(), at.key("where"), &spot);
                for (column, raw) in &register.columns {
                    let at = at.key("columns").key(column).key("is");
                    walk.expression(case, &raw.is, at, Role::Value, None, &spot);
                }
            });
        }
        for (id, report) in &statistics.raw.reports {
            let at = statistics.at("/reports").key(id);
            let owner = self.declare(Part::Report, id, None, at.clone(), &report.clause);
            self.text(&report.name, at.key("name"), &owner);
            self.refer(Part::CaseType, at.key("case"), &report.case, None, &owner);
            self.of_case(cases, &report.case, surroundings, |walk, case| {
                let spot = Spot::in_case(owner.clone());
                walk.condition(case, report.condition.as_ref(), at.key("where"), &spot);
                walk.list(Part::Name, &report.breakdown, &at.key("breakdown"), case, &owner);
            });
        }
    }

    /// Looks at something of another file as the case type `id` sees it; not at all, if there is none.
    fn of_case(
        &mut self,
        cases: &IndexMap<CaseTypeId, CaseDraft>,
        id: &str,
        surroundings: &Surroundings<'_>,
        look: impl FnOnce(&mut Self, &Case<'_>),
    ) {
        let Some(draft) = cases.get(id) else { return };
        let names = names(&draft.parsed.raw, &draft.forms, surroundings);
        let named = names.read();
        look(self, &Case::new(&draft.id, &names, &named, surroundings));
    }
}
