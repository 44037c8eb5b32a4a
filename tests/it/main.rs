//! One binary for all integration tests; it mirrors `src`.

mod access;
mod api;
mod app;
mod architecture;
mod browser;
mod calendar;
mod docs;
mod expression;
mod form;
mod pack;
mod packs;
mod phrases;
mod scenario;
mod script;
mod store;
mod support;
mod web;
