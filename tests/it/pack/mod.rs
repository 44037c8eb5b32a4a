//! From files to a pack.

mod compiled;
mod events;
mod hostile;
mod schemas;
mod shown;
