//! The storage suite: every test on SQLite and on PostgreSQL.

mod accounts;
mod claims;
mod complainants;
mod concurrency;
mod facts;
mod history;
mod identities;
mod levels;
mod migrations;
mod paging;
mod people;
mod personal_words;
mod queue;
mod reminders;
mod sample;
mod search;
mod sight;
mod tampering;
mod tasks;
