//! What tests stand on: databases, an application with people, and a small complete pack.

pub mod app;
pub mod clamd;
pub mod database;
pub mod joint;
pub mod pack;
pub mod provider;
