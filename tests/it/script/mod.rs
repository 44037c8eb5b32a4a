//! Scripts: what they can do, which mistakes are found, and that nothing they do reaches beyond them.

mod hostile;
mod meaning;
mod problems;
