//! The application from request to commit, with a small pack of its own in `pack/`.

mod absences;
mod admissions;
mod commands;
mod drafts;
mod erasing;
mod files;
mod finding;
mod others;
mod packs;
mod people;
mod shared_files;
mod time;
mod unattached;
