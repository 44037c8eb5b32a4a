//! Whether a pack's scenarios would notice: one rule, guard, deadline, threshold, route, permission or recipient is taken away or altered
//! at a time, and the scenarios run again. A change that no scenario notices survives, and tells which sentence of the policy nobody has proved.
//!
//! A mutant is the same pack with one place of one file changed, read and compiled anew: what runs is what would run if an
//! administrator had made that mistake. One that cannot be compiled is left out, because the checks would have found it.

mod change;
mod hearing;
mod ledgers;
mod mutant;
mod people;
mod places;
mod rules;
mod surroundings;
mod walk;

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use serde::Serialize;

use super::Scenario;
use crate::locale::Phrase;
use crate::pack::id::ClauseId;
use crate::pack::load::Sources;
use crate::pack::{ClauseKind, Pack};
use hearing::Hearing;
pub use mutant::Mutant;
pub use places::{mutants, never};

/// What became of a pack's mutants.
#[derive(Debug, Serialize)]
pub struct Survey {
    /// How many a scenario noticed.
    pub killed: usize,
    pub survivors: Vec<Survivor>,
    /// Changes after which the pack does not compile.
    pub not_runnable: usize,
    /// Rule clauses of changed places of which no change was noticed by a scenario that proves the clause.
    pub unnoticed: Vec<ClauseId>,
    /// Rule clauses of which nothing was changed: neither what cites them nor what meets them.
    pub untried: Vec<ClauseId>,
    /// What scenarios say they prove, although no change of what is under the clause makes them fail. Untried clauses are left out.
    pub claimed: Vec<Claim>,
    /// What is never changed, whatever the pack says.
    #[serde(serialize_with = "in_english")]
    pub never: Vec<Phrase>,
}

fn in_english<S: serde::Serializer>(phrases: &[Phrase], to: S) -> Result<S::Ok, S::Error> {
    to.collect_seq(phrases.iter().map(Phrase::english))
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

/// A scenario that says it proves a clause.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Claim {
    pub clause: ClauseId,
    pub scenario: String,
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
#[derive(Clone, Copy, PartialEq, Eq)]
enum Fate {
    NotRunnable,
    Survived,
    Killed,
}

/// Changes `pack`, made of `sources`, at every place in turn and runs those `scenarios` that pass without any change. Uses all cores.
pub fn survey(pack: &Pack, sources: &Sources, scenarios: &[Scenario]) -> Survey {
    let hearing = Hearing::of(pack, sources, scenarios);
    let mutants = mutants(&pack.organization, sources);
    let fates = in_parallel(&mutants, |mutant| hearing.fate(mutant));
    let is_rule = |id: &&ClauseId| {
        let clause = pack.clauses.get(*id);
        clause.is_some_and(|clause| clause.kind == ClauseKind::Rule)
    };
    let rules: BTreeSet<&ClauseId> = pack.clauses.keys().filter(is_rule).collect();
    let ran = || {
        mutants
            .iter()
            .zip(&fates)
            .filter(|(_, fate)| **fate != Fate::NotRunnable)
    };
    let tried: BTreeSet<ClauseId> = ran().flat_map(|(mutant, _)| hearing.concerned(mutant)).collect();
    let survivors = ran().filter(|(_, fate)| **fate == Fate::Survived);
    let claimed = hearing.claimed(|clause| rules.contains(clause) && tried.contains(clause));
    let shown = hearing.shown_clauses();
    let all = |wanted: &dyn Fn(&ClauseId) -> bool| {
        let clauses = rules.iter().filter(|clause| wanted(clause));
        clauses.map(|clause| (*clause).clone()).collect()
    };
    Survey {
        killed: ran().filter(|(_, fate)| **fate == Fate::Killed).count(),
        survivors: survivors
            .map(|(mutant, _)| Survivor {
                file: mutant.file.clone(),
                line: mutant.line,
                what: mutant.what.clone(),
                clauses: mutant.clauses.clone(),
            })
            .collect(),
        not_runnable: mutants.len() - ran().count(),
        unnoticed: all(&|clause| tried.contains(clause) && !shown.contains(clause)),
        untried: all(&|clause| !tried.contains(clause)),
        claimed,
        never: never(),
    }
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
