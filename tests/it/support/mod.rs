//! What tests stand on: databases, an application with people, and a small complete pack.

pub mod acting;
pub mod app;
pub mod clamd;
pub mod database;
pub mod joint;
pub mod overload;
pub mod pack;
pub mod provider;
