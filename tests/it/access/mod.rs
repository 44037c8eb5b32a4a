//! Who may see and do what: the table that prints is the one that holds, on every door.

mod doors;
mod masking;
mod matrix;
mod sealing;
mod searching;
mod standings;
