//! The core, given small packs: what is asked, what then has happened, what is refused.

mod actions;
mod choices;
mod deadlines;
mod decisions;
mod destroying;
mod doers;
mod extensions;
mod histories;
mod languages;
mod notices;
mod policy;
mod previews;
mod records;
mod reminders;
mod stored;
mod tasks;
