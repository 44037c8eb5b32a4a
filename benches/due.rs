//! What one due time with its ledger costs, and reading a calendar.

use std::sync::Arc;

use chrono::{DateTime, TimeZone, Utc};
use divan::{Bencher, black_box};
use redress::calendar::{Calendar, Period};
use redress::diagnostic::SourceFile;

fn main() {
    divan::main();
}

fn china() -> Arc<SourceFile> {
    let path = "rules/common/calendars/china.yaml".to_owned();
    let text =
        std::fs::read_to_string(format!("{}/{path}", env!("CARGO_MANIFEST_DIR"))).expect("the calendar is there");
    Arc::new(SourceFile { path, text })
}

/// The Friday before the National Day of 2024, 16:00 in Shanghai.
fn friday() -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2024, 9, 27, 8, 0, 0)
        .single()
        .expect("the date exists")
}

#[divan::bench(args = ["3 working days", "half a working day", "1 month", "24 hours", "200 working days"])]
fn due(bencher: Bencher<'_, '_>, period: &str) {
    let calendar = Calendar::parse(china()).expect("the calendar is sound");
    let period: Period = period.parse().expect("the period is sound");
    bencher.bench(|| calendar.due(black_box(&period), black_box(friday()), &[], &Period::IMMEDIATE_DEFAULT));
}

#[divan::bench]
fn read(bencher: Bencher<'_, '_>) {
    bencher.with_inputs(china).bench_values(Calendar::parse);
}
