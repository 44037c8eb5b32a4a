//! From files to a pack.

mod compiled;
mod hostile;
mod labels;
mod schemas;
mod shown;
