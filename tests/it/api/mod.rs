//! The door for programs, over HTTP.

pub mod client;
mod described;
mod kept;
mod language;
mod merging;
mod narrowing;
mod policy;
mod problems;
mod retries;
mod scopes;
mod second_factor;
mod stand_in;
mod story;
mod tour;
mod walker;
