//! How figures are printed.

use std::fmt::Display;

pub fn heading(text: &str) {
    println!("\n{text}");
}

pub fn note(text: impl Display) {
    println!("  {text}");
}

/// One figure: the ratio first, what it is, and the time it came from.
pub fn ratio(ratio: f64, what: &str, nanos: f64) {
    println!("  {:>9} {what:<58} {:>10}", format!("{ratio:.2}×"), time(nanos));
}

/// The yardstick itself, or something without one.
pub fn plain(what: &str, nanos: f64) {
    println!("  {:>9} {what:<58} {:>10}", "", time(nanos));
}

/// A goal and what was measured against it.
pub fn goal(what: &str, met: bool, found: impl Display) {
    println!("  {:>9} {what}: {found}", if met { "met" } else { "NOT MET" });
}

pub fn time(nanos: f64) -> String {
    match nanos {
        nanos if nanos < 1_000.0 => format!("{nanos:.1} ns"),
        nanos if nanos < 1_000_000.0 => format!("{:.2} µs", nanos / 1e3),
        nanos => format!("{:.2} ms", nanos / 1e6),
    }
}
