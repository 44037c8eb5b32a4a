//! The door for programs, over HTTP.

mod bundled;
mod client;
mod described;
mod kept;
mod policy;
mod problems;
mod retries;
mod story;
mod tour;
