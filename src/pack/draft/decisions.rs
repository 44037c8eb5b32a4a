//! In which order decisions can be decided.

use std::collections::BTreeMap;

/// The order, and the cycles that keep the rest from having one.
pub(super) struct Order {
    pub order: Vec<String>,
    pub cycles: Vec<Vec<String>>,
}

/// `reads` says for each decision, in reading order, which other decisions it reads. Decisions that do not depend on each
/// other keep the author's order.
pub(super) fn order(reads: &[(String, Vec<String>)]) -> Order {
    let mut search = Search {
        reads: reads
            .iter()
            .map(|(id, reads)| (id.as_str(), reads.as_slice()))
            .collect(),
        ..Search::default()
    };
    for (id, _) in reads {
        search.visit(id);
    }
    let is_cyclic = |id: &str| search.cycles.iter().flatten().any(|cyclic| cyclic == id);
    let (cyclic, mut order): (Vec<String>, Vec<String>) = search.done.iter().cloned().partition(|id| is_cyclic(id));
    order.extend(cyclic);
    Order {
        order,
        cycles: search.cycles.clone(),
    }
}

#[derive(Default)]
struct Search<'a> {
    reads: BTreeMap<&'a str, &'a [String]>,
    path: Vec<&'a str>,
    done: Vec<String>,
    cycles: Vec<Vec<String>>,
}

impl<'a> Search<'a> {
    fn visit(&mut self, id: &'a str) {
        if self.done.iter().any(|done| done == id) {
            return;
        }
        if let Some(start) = self.path.iter().position(|waiting| *waiting == id) {
            self.cycles
                .push(self.path[start..].iter().map(|id| (*id).to_owned()).collect());
            return;
        }
        self.path.push(id);
        if let Some(reads) = self.reads.get(id).copied() {
            for read in reads {
                if let Some((read, _)) = self.reads.get_key_value(read.as_str()) {
                    self.visit(read);
                }
            }
        }
        self.path.pop();
        self.done.push(id.to_owned());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ordered(reads: &[(&str, &[&str])]) -> Order {
        let reads: Vec<(String, Vec<String>)> = reads
            .iter()
            .map(|(id, reads)| ((*id).to_owned(), reads.iter().map(|read| (*read).to_owned()).collect()))
            .collect();
        order(&reads)
    }

    #[test]
    fn what_is_read_is_decided_first() {
        let found = ordered(&[("a", &["c"]), ("b", &[]), ("c", &["b", "elsewhere"])]);
        assert_eq!(found.order, ["b", "c", "a"]);
        assert!(found.cycles.is_empty());
    }

    #[test]
    fn a_cycle_is_found_once_and_comes_last() {
        let found = ordered(&[("a", &["b"]), ("b", &["a"]), ("self", &["self"]), ("free", &["a"])]);
        assert_eq!(found.cycles, [vec!["a", "b"], vec!["self"]]);
        assert_eq!(found.order, ["free", "b", "a", "self"]);
    }
}
