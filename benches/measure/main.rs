//! What Redress costs, as ratios to something anybody can judge, in one run on one machine.
//!
//! Every part measures its own yardstick beside it (the same logic by hand, the same rows without the engine), in alternating
//! rounds, and takes medians: ratios travel to other machines, absolute times do not. Nothing here asserts; a goal is printed as
//! met or not. `scripts/bench` runs it, `docs/measurements.md` says what was found and how.
//!
//! Parts: `decision`, `due`, `form`, `packs`, `intake`, `lists`, `search`; without arguments all of these. `lists-million` only when
//! it is named.

mod complaint;
mod decision;
mod due;
mod form;
mod http;
mod intake;
mod lists;
mod machine;
mod packs;
mod place;
mod policy;
mod raw;
mod report;
mod rounds;
mod script;
mod search;
mod twin;

use std::process::ExitCode;

const PARTS: [(&str, fn()); 7] = [
    ("decision", decision::measure),
    ("due", due::measure),
    ("form", form::measure),
    ("packs", packs::measure),
    ("intake", intake::measure),
    ("lists", lists::measure),
    ("search", search::measure),
];

/// What takes so long that it runs only when it is asked for.
const LONG_PARTS: [(&str, fn()); 1] = [("lists-million", lists::measure_million)];

fn parts() -> impl Iterator<Item = (&'static str, fn())> {
    PARTS.into_iter().chain(LONG_PARTS)
}

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
    if let Some(unknown) = wanted.iter().find(|wanted| parts().all(|(name, _)| name != *wanted)) {
        let names = parts().map(|(name, _)| name).collect::<Vec<_>>().join(", ");
        eprintln!("nothing is called `{unknown}`; the parts are {names}");
        return ExitCode::FAILURE;
    }
    machine::describe();
    for (name, measure) in parts() {
        let is_usual = PARTS.iter().any(|(usual, _)| *usual == name);
        if (wanted.is_empty() && is_usual) || wanted.iter().any(|wanted| wanted == name) {
            measure();
        }
    }
    machine::conclude();
    ExitCode::SUCCESS
}
