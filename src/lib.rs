//! Redress runs an organization's written complaint policy.
//!
//! The policy is data, a *pack*: YAML rules and forms, a few scripts, and scenarios that prove it. The core decides what a
//! command means under a pack and returns what happened and what must be done; the shell around it loads, saves, sends
//! and shows. Deciding is pure; everything else is plain. `docs/architecture.md` has the map.

pub mod access;
pub mod api;
pub mod app;
pub mod calendar;
pub mod case;
pub mod cli;
pub mod clock;
pub mod config;
pub mod demo;
pub mod diagnostic;
pub mod expression;
pub mod form;
pub mod locale;
pub mod openid;
pub mod outbox;
pub mod pack;
pub mod proxies;
pub mod report;
pub mod scanner;
pub mod scenario;
pub mod schedule;
pub mod script;
pub mod search;
pub mod server;
pub mod store;
pub mod value;
pub mod web;
pub mod yaml;
