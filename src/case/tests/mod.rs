//! The core, given small packs: what is asked, what then has happened, what is refused.

mod actions;
mod choices;
mod deadlines;
mod decisions;
mod extensions;
mod destroying;
mod doers;
mod histories;
mod notices;
mod records;
mod stored;
mod tasks;
