//! From files to a pack.

mod compiled;
mod hostile;
mod schemas;
mod shown;
