//! What Redress costs, as ratios to something anybody can judge, in one run on one machine.
//!
//! Every part measures its own yardstick beside it (the same logic by hand, the same rows without the engine), in alternating
//! rounds, and takes medians: ratios travel to other machines, absolute times do not. Nothing here asserts; a goal is printed as
//! met or not. `scripts/bench` runs it, `docs/measurements.md` says what was found and how.
//!
//! Parts: `decision`, `due`, `form`, `packs`, `intake`. Without arguments all of them.

mod complaint;
mod decision;
mod due;
mod form;
mod http;
mod intake;
mod machine;
mod packs;
mod policy;
mod raw;
mod report;
mod rounds;
mod script;
mod twin;

use std::process::ExitCode;

const PARTS: [(&str, fn()); 5] = [
    ("decision", decision::measure),
    ("due", due::measure),
    ("form", form::measure),
    ("packs", packs::measure),
    ("intake", intake::measure),
];

fn main() -> ExitCode {
    // Cargo says `--bench` to every benchmark.
    let wanted: Vec<String> = std::env::args()
        .skip(1)
        .filter(|argument| argument != "--bench")
        .collect();
    if let [first, rest @ ..] = wanted.as_slice()
        && first == http::ASK
    {
        http::ask(rest);
        return ExitCode::SUCCESS;
    }
    if let Some(unknown) = wanted
        .iter()
        .find(|wanted| PARTS.iter().all(|(name, _)| name != wanted))
    {
        let names = PARTS.map(|(name, _)| name).join(", ");
        eprintln!("nothing is called `{unknown}`; the parts are {names}");
        return ExitCode::FAILURE;
    }
    machine::describe();
    for (name, measure) in PARTS {
        if wanted.is_empty() || wanted.iter().any(|wanted| wanted == name) {
            measure();
        }
    }
    machine::conclude();
    ExitCode::SUCCESS
}
