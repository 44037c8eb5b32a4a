//! One binary for all integration tests; it mirrors `src`.

mod calendar;
mod expression;
mod form;
mod script;
