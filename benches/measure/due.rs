//! One due time with its ledger.

use std::hint::black_box;

use chrono::{TimeZone, Utc};
use redress::calendar::Period;

use crate::policy::developer;
use crate::report::{heading, note, plain};
use crate::rounds::alternate;

/// In one round.
const COUNT: usize = 100;

pub fn measure() {
    let pack = developer();
    // The Friday before the National Day of 2024, 16:00 in Shanghai: a week of holidays lies ahead.
    let friday = Utc
        .with_ymd_and_hms(2024, 9, 27, 8, 0, 0)
        .single()
        .expect("the date exists");
    let periods =
        ["half a working day", "3 working days", "1 month"].map(|text| text.parse::<Period>().expect("a period"));
    let due = |period: &Period| {
        for _ in 0..COUNT {
            let due = pack.calendar.due(black_box(period), friday, &[], &pack.immediate);
            let _ = black_box(due);
        }
    };
    heading("One due time with its ledger, over a week of holidays");
    let [half, three, month] = alternate(
        500,
        [&mut || due(&periods[0]), &mut || due(&periods[1]), &mut || {
            due(&periods[2])
        }],
    );
    plain("half a working day", half / COUNT as f64);
    plain("3 working days", three / COUNT as f64);
    plain("1 month", month / COUNT as f64);
    note("reference: a duty takes days; a case has about ten of them");
}
