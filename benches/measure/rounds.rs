//! Alternating rounds and their medians.
//!
//! A round is short (well below a millisecond for the small things), so that whatever else the machine does hits few of them, and
//! the variants take turns, so that it hits all of them alike.

use std::time::Instant;

/// Runs the variants in turn, `rounds` times after a warm-up of a tenth. Returns the median time of a round of each, in
/// nanoseconds.
pub fn alternate<const N: usize>(rounds: usize, mut variants: [&mut dyn FnMut(); N]) -> [f64; N] {
    for _ in 0..rounds / 10 + 1 {
        variants.iter_mut().for_each(|variant| variant());
    }
    let mut times: [Vec<f64>; N] = std::array::from_fn(|_| Vec::with_capacity(rounds));
    for _ in 0..rounds {
        for (variant, times) in variants.iter_mut().zip(&mut times) {
            let begun = Instant::now();
            variant();
            times.push(begun.elapsed().as_nanos() as f64);
        }
    }
    times.map(|mut times| percentile(&mut times, 50.0))
}

/// Sorts `times` and takes one. `percent` from 0 to 100.
pub fn percentile(times: &mut [f64], percent: f64) -> f64 {
    times.sort_by(f64::total_cmp);
    let last = times.len().saturating_sub(1);
    times
        .get((last as f64 * percent / 100.0).round() as usize)
        .copied()
        .unwrap_or(f64::NAN)
}
