//! Which scenarios hear of a change, in which order, and what each has shown.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Mutex, PoisonError};

use super::{Claim, Fate, Mutant};
use crate::pack::id::{ClauseId, OrganizationId};
use crate::pack::load::Sources;
use crate::pack::raw::Map;
use crate::pack::{self, Pack};
use crate::scenario::{Scenario, run};

/// A scenario by its place, and a clause that it proves.
type Shown = (usize, ClauseId);

pub(super) struct Hearing<'a> {
    organization: &'a OrganizationId,
    sources: &'a Sources,
    scenarios: Vec<(&'a Scenario, Vec<ClauseId>)>,
    /// Which clauses a part meets, the case type before it.
    met: BTreeMap<String, Vec<ClauseId>>,
    /// Scenarios that failed by a change of what stands under a clause they prove.
    shown: Mutex<BTreeSet<Shown>>,
    /// Who has noticed something in a part before: the likeliest to notice the next change of it, the latest last.
    keen: Mutex<BTreeMap<String, Vec<usize>>>,
}

impl<'a> Hearing<'a> {
    /// Of those `scenarios` that pass as long as nothing is changed.
    pub fn of(pack: &'a Pack, sources: &'a Sources, scenarios: &'a [Scenario]) -> Self {
        let sound = scenarios
            .iter()
            .map(|scenario| (scenario, run(pack, sources, scenario)));
        let sound = sound.filter(|(_, ran)| ran.failures.is_empty());
        let mut met: BTreeMap<String, Vec<ClauseId>> = BTreeMap::new();
        for (id, clause) in &pack.clauses {
            for part in &clause.met_by {
                met.entry(of_its_case(pack, part)).or_default().push(id.clone());
            }
        }
        Self {
            organization: &pack.organization,
            sources,
            scenarios: sound.map(|(scenario, ran)| (scenario, ran.proves)).collect(),
            met,
            shown: Mutex::default(),
            keen: Mutex::default(),
        }
    }

    /// The clauses that a mutant is about: what the changed place cites, and what it is said to meet.
    pub fn concerned(&self, mutant: &Mutant) -> BTreeSet<ClauseId> {
        let met = mutant.parts.iter().filter_map(|part| self.met.get(part)).flatten();
        mutant.clauses.iter().chain(met).cloned().collect()
    }

    /// Runs scenarios until one notices, and all that prove a clause the mutant is about and have not shown yet that they do.
    pub fn fate(&self, mutant: &Mutant) -> Fate {
        let mut changed = self.sources.clone();
        changed.insert(mutant.file.as_str(), mutant.text.as_str());
        let Some(pack) = pack::assemble(self.organization, &changed, &Map::default()) else {
            return Fate::NotRunnable;
        };
        let concerned = self.concerned(mutant);
        let place = format!("{} {}", mutant.file, mutant.parts.join(" "));
        let mut fate = Fate::Survived;
        for index in self.order(&place, &concerned) {
            let (scenario, proves) = &self.scenarios[index];
            let to_show: Vec<Shown> = {
                let shown = self.shown.lock().unwrap_or_else(PoisonError::into_inner);
                let pairs = proves.iter().filter(|clause| concerned.contains(*clause));
                let pairs = pairs.map(|clause| (index, clause.clone()));
                pairs.filter(|pair| !shown.contains(pair)).collect()
            };
            if fate == Fate::Killed && to_show.is_empty() {
                continue;
            }
            if run(&pack, &changed, scenario).failures.is_empty() {
                continue;
            }
            fate = Fate::Killed;
            self.shown
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .extend(to_show);
            let mut keen = self.keen.lock().unwrap_or_else(PoisonError::into_inner);
            let keen = keen.entry(place.clone()).or_default();
            keen.retain(|known| *known != index);
            keen.push(index);
        }
        fate
    }

    /// First who noticed something here before, then who proves what it is about, then everybody else.
    fn order(&self, place: &str, concerned: &BTreeSet<ClauseId>) -> Vec<usize> {
        let keen = self.keen.lock().unwrap_or_else(PoisonError::into_inner);
        let keen = keen.get(place).cloned().unwrap_or_default();
        let proves = |index: &usize| self.scenarios[*index].1.iter().any(|clause| concerned.contains(clause));
        let (likely, others): (Vec<usize>, Vec<usize>) = (0..self.scenarios.len()).partition(proves);
        let mut order: Vec<usize> = keen.into_iter().rev().collect();
        let known: BTreeSet<usize> = order.iter().copied().collect();
        order.extend(likely.into_iter().chain(others).filter(|index| !known.contains(index)));
        order
    }

    /// What scenarios say they prove of the `wanted` clauses and have not shown.
    pub fn claimed(&self, wanted: impl Fn(&ClauseId) -> bool) -> Vec<Claim> {
        let shown = self.shown.lock().unwrap_or_else(PoisonError::into_inner);
        let mut claimed = Vec::new();
        for (index, (scenario, proves)) in self.scenarios.iter().enumerate() {
            let only_said = proves
                .iter()
                .filter(|clause| wanted(clause) && !shown.contains(&(index, (*clause).clone())));
            claimed.extend(only_said.map(|clause| Claim {
                clause: clause.clone(),
                scenario: scenario.raw.scenario.clone(),
            }));
        }
        claimed.sort_unstable();
        claimed
    }

    /// Clauses that some scenario has shown.
    pub fn shown_clauses(&self) -> BTreeSet<ClauseId> {
        let shown = self.shown.lock().unwrap_or_else(PoisonError::into_inner);
        shown.iter().map(|(_, clause)| clause.clone()).collect()
    }
}

/// A part as `clauses.yaml` names it, with the case type before it where it belongs to one.
fn of_its_case(pack: &Pack, part: &str) -> String {
    const WITHOUT: &[&str] = &[
        "policy",
        "calendar",
        "department",
        "role",
        "channel",
        "list",
        "setting",
        "schedule",
        "register",
        "report",
        "form",
        "field",
        "case",
    ];
    let kind = part.split_whitespace().next().unwrap_or_default();
    match pack.case_types.keys().next() {
        Some(first) if !part.contains('/') && !WITHOUT.contains(&kind) => format!("{first}/{part}"),
        _ => part.to_owned(),
    }
}
