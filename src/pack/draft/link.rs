//! Finding things in a draft quickly.

use std::collections::{HashMap, HashSet};

use super::site::{At, Declaration, ExpressionSite, Part};
use crate::pack::id::CaseTypeId;

/// What is declared, and where each expression stands in the list.
#[derive(Default)]
pub(super) struct Index {
    declared: HashSet<(Part, String)>,
    declared_in: HashSet<(Part, CaseTypeId, String)>,
    expressions: HashMap<(CaseTypeId, String, String), usize>,
}

impl Index {
    pub fn new(declarations: &[Declaration], expressions: &[ExpressionSite]) -> Self {
        let mut index = Self::default();
        for declaration in declarations {
            if let Some(case_type) = &declaration.case_type {
                index
                    .declared_in
                    .insert((declaration.part, case_type.clone(), declaration.id.clone()));
            }
            if declaration.case_type.is_none() {
                index.declared.insert((declaration.part, declaration.id.clone()));
            }
        }
        for (position, site) in expressions.iter().enumerate() {
            let key = (
                site.case_type.clone(),
                site.at.path().to_owned(),
                site.at.pointer.clone(),
            );
            index.expressions.insert(key, position);
        }
        index
    }

    pub fn has(&self, part: Part, case_type: Option<&CaseTypeId>, id: &str) -> bool {
        self.declared.contains(&(part, id.to_owned()))
            || match case_type {
                Some(case_type) => self.declared_in.contains(&(part, case_type.clone(), id.to_owned())),
                None => self
                    .declared_in
                    .iter()
                    .any(|(have, _, declared)| *have == part && declared == id),
            }
    }

    pub fn expression(&self, case_type: &CaseTypeId, at: &At) -> Option<usize> {
        self.expressions
            .get(&(case_type.clone(), at.path().to_owned(), at.pointer.clone()))
            .copied()
    }
}
