//! Whether a pack's scenarios would notice: one rule, guard, deadline, threshold or route is taken away or altered at a time, and
//! the scenarios run again. A change that no scenario notices survives, and tells which sentence of the policy nobody has proved.
//!
//! A mutant is the same pack with one place of one file changed, read and compiled anew: what runs is what would run if an
//! administrator had made that mistake. One that cannot be compiled is left out, because the checks would have found it.

mod change;
mod places;

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use serde::Serialize;

use super::{Scenario, run};
use crate::pack::id::{ClauseId, OrganizationId};
use crate::pack::load::Sources;
use crate::pack::{self, ClauseKind, Pack};
pub use places::{Mutant, mutants};

/// What became of a pack's mutants.
#[derive(Debug, Serialize)]
pub struct Survey {
    /// How many a scenario noticed.
    pub killed: usize,
    pub survivors: Vec<Survivor>,
    /// Changes after which the pack does not compile.
    pub not_runnable: usize,
    /// Rule clauses cited at changed places of which no change was noticed by a scenario that proves the clause.
    pub unnoticed: Vec<ClauseId>,
}

/// A change that no scenario noticed.
#[derive(Debug, Serialize)]
pub struct Survivor {
    pub file: String,
    /// Counted from 1.
    pub line: usize,
    pub what: String,
    pub clauses: Vec<ClauseId>,
}

impl Survey {
    /// Killed of those that ran, in percent, rounded down. A pack without anything to change has nothing to prove.
    pub fn score(&self) -> usize {
        match self.killed + self.survivors.len() {
            0 => 100,
            all => self.killed * 100 / all,
        }
    }
}

/// How one mutant fared.
enum Fate {
    NotRunnable,
    Survived,
    /// With every clause that the scenario proves.
    KilledBy(Vec<ClauseId>),
}

/// Changes `pack`, made of `sources`, at every place in turn and runs those `scenarios` that pass without any change. Uses all cores.
pub fn survey(pack: &Pack, sources: &Sources, scenarios: &[Scenario]) -> Survey {
    let sound: Vec<&Scenario> = scenarios
        .iter()
        .filter(|scenario| run(pack, scenario).failures.is_empty())
        .collect();
    let mutants = mutants(&pack.organization, sources);
    let fates = in_parallel(&mutants, |mutant| fate(&pack.organization, sources, mutant, &sound));
    let mut survey = Survey {
        killed: 0,
        survivors: Vec::new(),
        not_runnable: 0,
        unnoticed: Vec::new(),
    };
    let mut cited = BTreeSet::new();
    let mut noticed = BTreeSet::new();
    for (mutant, fate) in mutants.iter().zip(fates) {
        if !matches!(fate, Fate::NotRunnable) {
            cited.extend(&mutant.clauses);
        }
        match fate {
            Fate::NotRunnable => survey.not_runnable += 1,
            Fate::KilledBy(proved) => {
                survey.killed += 1;
                noticed.extend(mutant.clauses.iter().filter(|clause| proved.contains(clause)));
            }
            Fate::Survived => survey.survivors.push(Survivor {
                file: mutant.file.clone(),
                line: mutant.line,
                what: mutant.what.clone(),
                clauses: mutant.clauses.clone(),
            }),
        }
    }
    let is_rule = |id: &ClauseId| {
        pack.clauses
            .get(id)
            .is_some_and(|clause| clause.kind == ClauseKind::Rule)
    };
    survey.unnoticed = cited
        .difference(&noticed)
        .filter(|id| is_rule(id))
        .map(|id| (*id).clone())
        .collect();
    survey
}

fn fate(organization: &OrganizationId, sources: &Sources, mutant: &Mutant, scenarios: &[&Scenario]) -> Fate {
    let mut changed = sources.clone();
    changed.insert(mutant.file.as_str(), mutant.text.as_str());
    let Some(pack) = pack::assemble(organization, &changed) else {
        return Fate::NotRunnable;
    };
    // A scenario that proves the clause is the likeliest to notice.
    let proves = |scenario: &&&Scenario| {
        let proved = scenario.raw.proves.as_slice();
        mutant
            .clauses
            .iter()
            .any(|clause| proved.iter().any(|id| id == clause.as_str()))
    };
    let (likely, others): (Vec<_>, Vec<_>) = scenarios.iter().partition(proves);
    likely
        .into_iter()
        .chain(others)
        .map(|scenario| run(&pack, scenario))
        .find(|ran| !ran.failures.is_empty())
        .map_or(Fate::Survived, |ran| Fate::KilledBy(ran.proves))
}

/// The answer for each, in their order.
fn in_parallel<T: Sync, R: Send>(items: &[T], work: impl Fn(&T) -> R + Sync) -> Vec<R> {
    let next = AtomicUsize::new(0);
    let workers = thread::available_parallelism().map_or(1, usize::from);
    let one = || {
        let mut done = Vec::new();
        loop {
            let index = next.fetch_add(1, Ordering::Relaxed);
            match items.get(index) {
                Some(item) => done.push((index, work(item))),
                None => return done,
            }
        }
    };
    let mut done: Vec<(usize, R)> = thread::scope(|scope| {
        let workers: Vec<_> = (0..workers).map(|_| scope.spawn(one)).collect();
        workers
            .into_iter()
            .flat_map(|worker| worker.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
            .collect()
    });
    done.sort_by_key(|(index, _)| *index);
    done.into_iter().map(|(_, answer)| answer).collect()
}
