//! The application from request to commit, with a small pack of its own in `pack/`.

mod admissions;
mod commands;
mod erasing;
mod others;
mod packs;
mod people;
mod time;
