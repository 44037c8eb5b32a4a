//! From files to a pack.

mod compiled;
mod events;
mod hostile;
mod labels;
mod schemas;
mod shown;
