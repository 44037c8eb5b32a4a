//! What deciding allocates: nothing. Scripts and explanations do, and show that the counter counts.
//!
//! How long it takes, as ratios, is `measure decision`; the complaints are the same.

use chrono::{DateTime, Utc};
use divan::{AllocProfiler, Bencher, black_box};
use redress::case::decision::Evaluation;
use redress::case::scope::Around;
use redress::case::why;
use redress::expression::NothingYet;
use redress::pack::Pack;

#[path = "measure/complaint.rs"]
mod complaint;
#[path = "measure/policy.rs"]
mod policy;
#[path = "measure/script.rs"]
mod script;
#[expect(dead_code, reason = "the ids serve the comparison in `measure`")]
#[path = "measure/twin.rs"]
mod twin;

use complaint::generate;
use script::Script;

#[global_allocator]
static ALLOCATOR: AllocProfiler = AllocProfiler::system();

/// In one iteration; figures are of all of them together.
const COUNT: usize = 256;

fn main() {
    divan::main();
}

fn around(pack: &Pack) -> Around<'_> {
    Around {
        now: DateTime::<Utc>::UNIX_EPOCH,
        history: &NothingYet,
        scripts: &*pack.scripts,
    }
}

fn frames(pack: &Pack) -> Vec<Evaluation> {
    let case_type = policy::complaint(pack);
    let mut frames: Vec<Evaluation> = generate(COUNT).iter().map(|facts| facts.frame(case_type)).collect();
    frames
        .iter_mut()
        .for_each(|frame| frame.decide_all(case_type, around(pack), |_| None));
    frames
}

#[divan::bench]
fn by_hand(bencher: Bencher) {
    let (complaints, settings) = (generate(COUNT), policy::settings(&policy::developer()));
    bencher.bench(|| {
        complaints.iter().for_each(|facts| {
            black_box(twin::decide(black_box(facts), &settings));
        })
    });
}

#[divan::bench]
fn by_the_engine(bencher: Bencher) {
    let pack = policy::developer();
    let mut frames = frames(&pack);
    bencher.bench_local(|| {
        for frame in &mut frames {
            black_box(frame).decide_all(policy::complaint(&pack), around(&pack), |_| None);
        }
    });
}

#[divan::bench]
fn explained(bencher: Bencher) {
    let pack = policy::developer();
    let (case_type, frames) = (policy::complaint(&pack), frames(&pack));
    bencher.bench_local(|| {
        for frame in &frames {
            let frame = around(&pack).frame(&frame.values);
            case_type
                .decisions
                .values()
                .for_each(|decision| drop(black_box(why::rules(decision, &frame, &case_type.layout))));
        }
    });
}

#[divan::bench]
fn by_rhai(bencher: Bencher) {
    let (script, settings) = (Script::new(), policy::settings(&policy::developer()));
    let mut scopes: Vec<_> = generate(COUNT)
        .iter()
        .map(|facts| Script::scope(facts, &settings))
        .collect();
    bencher.bench_local(|| {
        scopes
            .iter_mut()
            .for_each(|scope| drop(black_box(script.decide(scope))))
    });
}
