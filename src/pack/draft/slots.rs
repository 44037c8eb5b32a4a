//! Where the values of names stand.

use std::sync::Arc;

use crate::expression::{Kind, Slot, Vocabulary};
use crate::pack::Layout;

#[derive(Default)]
pub(super) struct Slots {
    pub vocabulary: Vocabulary,
    pub layout: Layout,
}

impl Slots {
    pub fn name(&mut self, name: &str, kind: Kind) {
        if let Some(slot) = self.place(name) {
            self.vocabulary.variables.insert(Arc::from(name), (slot, kind));
        }
    }

    /// A slot for `name`; the one it has if it is given twice. None are left after 65 536.
    pub fn place(&mut self, name: &str) -> Option<Slot> {
        if let Some(slot) = self.layout.slots.get(name) {
            return Some(*slot);
        }
        let slot = Slot(u16::try_from(self.layout.names.len()).ok()?);
        let name: Arc<str> = Arc::from(name);
        self.layout.names.push(Arc::clone(&name));
        self.layout.slots.insert(name, slot);
        Some(slot)
    }
}
