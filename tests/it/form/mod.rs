//! Forms: what is read, what is asked, what people are told.

mod conditions;
mod described;
mod kinds;
mod pages;
mod robust;
mod rows;
mod sample;
mod structure;
mod users;
