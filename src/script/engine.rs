//! Rhai, with everything taken out that a pack's script has no business with, and a bound on everything left.
//!
//! Only functions that cannot block and cannot outgrow their limits are there: Rhai's core package (`sleep`, `exit`,
//! `parse_json`), blobs, bit fields and function pointers by name are not. Closures are, for `filter` and `map`; what
//! they capture is a compile error in this build. Literals with decimals are decimals, never floats.

use std::cell::Cell;
use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::{Duration, Instant};

use rhai::packages::{
    ArithmeticPackage, BasicArrayPackage, BasicIteratorPackage, BasicMapPackage, BasicMathPackage, BasicStringPackage,
    LogicPackage, MoreStringPackage, Package,
};
use rhai::{AST, Dynamic, Engine, EvalAltResult, OptimizationLevel, Position, Token};
use rust_decimal::Decimal;

use super::functions;
use crate::locale::{Phrase, phrase};

/// Bytes of one file. Rhai's compiler is quadratic in declarations and cannot be interrupted.
pub(super) const SOURCE_BYTES_MAX: usize = 32 << 10;
/// Bytes of one text, and of all texts in one value.
pub(super) const TEXT_BYTES_MAX: usize = 16 << 10;
/// Items of an array with everything nested in it. This also bounds how deeply values can nest, and with it the stack
/// that comparing, printing and dropping them takes.
pub(super) const ITEMS_MAX: usize = 512;
const MAP_ENTRIES_MAX: usize = 256;
const OPERATIONS_MAX: u64 = 200_000;
const RUN_MS_MAX: u64 = 50;
const CALL_LEVELS_MAX: usize = 16;
const DEPTH_MAX: usize = 32;
const DEPTH_IN_FUNCTIONS_MAX: usize = 24;
const VARIABLES_MAX: usize = 128;
const FUNCTIONS_MAX: usize = 64;
const STRINGS_INTERNED_MAX: usize = 256;
/// Operations between two looks at the clock.
const OPERATIONS_PER_LOOK: u64 = 16;

/// Words that would let a script make up code, or reach out of itself.
pub(super) const FORBIDDEN: [&str; 8] = ["eval", "import", "export", "print", "debug", "Fn", "call", "curry"];

thread_local! {
    static DEADLINE: Cell<Option<Instant>> = const { Cell::new(None) };
    /// Why the present call was stopped. Some of Rhai's functions swallow errors of the closures they call; a script that
    /// was stopped has no answer, whatever it returns.
    static STOPPED: Cell<Option<Stop>> = const { Cell::new(None) };
}

#[derive(Clone, Copy)]
enum Stop {
    Late,
    TooManySteps,
}

impl Stop {
    fn reason(self) -> String {
        match self {
            Self::Late => format!("it took longer than {RUN_MS_MAX} ms"),
            Self::TooManySteps => format!("it took more than {OPERATIONS_MAX} steps"),
        }
    }
}

/// One per thread: Rhai's shared state is then never waited for.
pub(super) struct ScriptEngine {
    checking: Engine,
    running: Engine,
}

impl ScriptEngine {
    pub fn new() -> Self {
        let mut running = hardened();
        running.set_strict_variables(true);
        Self {
            checking: hardened(),
            running,
        }
    }

    pub fn rhai(&self) -> &Engine {
        &self.running
    }

    /// Starts the clock of a call.
    pub fn start(&self) {
        DEADLINE.set(Instant::now().checked_add(Duration::from_millis(RUN_MS_MAX)));
        STOPPED.set(None);
    }

    /// Why the call since then was stopped, if it was.
    pub fn stopped(&self) -> Option<String> {
        STOPPED.take().map(Stop::reason)
    }

    /// Parses without asking whether names exist, so that all that do not can be told at once.
    pub fn parse(&self, source: &str) -> Result<AST, (Phrase, Position)> {
        if source.len() > SOURCE_BYTES_MAX {
            let most = SOURCE_BYTES_MAX >> 10;
            let message = phrase!("a script has at most {most} KB; split it into several", most);
            return Err((message, Position::START));
        }
        self.checking
            .compile(source)
            .map_err(|error| (Phrase::text(lower_case_start(&error.0.to_string())), error.1))
    }

    /// The first name that is not defined where it is used.
    pub fn undefined_name(&self, source: &str) -> Option<(Phrase, Position)> {
        let error = self.running.compile(source).err()?;
        Some((Phrase::text(lower_case_start(&error.0.to_string())), error.1))
    }

    /// Every function there is without the pack's own, with the numbers of arguments it takes.
    pub fn provided(&self) -> BTreeMap<Arc<str>, Vec<usize>> {
        let mut provided: BTreeMap<Arc<str>, Vec<usize>> = BTreeMap::new();
        let all = self.checking.collect_fn_metadata(
            None,
            |function| Some((function.metadata.name.to_string(), function.metadata.num_params)),
            true,
        );
        let rhais_own = [("type_of", 1), ("is_def_var", 1), ("is_def_fn", 2)].map(|(name, n)| (name.to_owned(), n));
        for (name, parameters) in all.into_iter().chain(rhais_own) {
            provided.entry(name.into()).or_default().push(parameters);
        }
        provided
    }
}

/// What bounds a script, for people: how much, of what.
pub(super) fn limits() -> [(String, &'static str); 12] {
    [
        (format!("{} KB", SOURCE_BYTES_MAX >> 10), "one file"),
        (FUNCTIONS_MAX.to_string(), "functions in a file"),
        (format!("{OPERATIONS_MAX}"), "steps in one call"),
        (format!("{RUN_MS_MAX} ms"), "time in one call"),
        (
            CALL_LEVELS_MAX.to_string(),
            "functions calling functions, itself included",
        ),
        (VARIABLES_MAX.to_string(), "variables at a time"),
        (DEPTH_MAX.to_string(), "parentheses and blocks within each other"),
        (DEPTH_IN_FUNCTIONS_MAX.to_string(), "the same within a function"),
        (
            format!("{} KB", TEXT_BYTES_MAX >> 10),
            "one text, and all texts of one value",
        ),
        (ITEMS_MAX.to_string(), "items of a list with everything in them"),
        (MAP_ENTRIES_MAX.to_string(), "entries of a map"),
        (
            format!("{} ms", super::worker::CALL_TIME_MAX.as_millis()),
            "waiting for an answer; after that the call has failed and its thread is given up",
        ),
    ]
}

fn hardened() -> Engine {
    let mut engine = Engine::new_raw();
    for package in [
        ArithmeticPackage::new().as_shared_module(),
        LogicPackage::new().as_shared_module(),
        BasicStringPackage::new().as_shared_module(),
        BasicIteratorPackage::new().as_shared_module(),
        BasicMathPackage::new().as_shared_module(),
        BasicArrayPackage::new().as_shared_module(),
        BasicMapPackage::new().as_shared_module(),
        MoreStringPackage::new().as_shared_module(),
    ] {
        engine.register_global_module(package);
    }
    functions::register(&mut engine);
    engine
        .set_optimization_level(OptimizationLevel::None)
        .set_max_operations(OPERATIONS_MAX)
        .set_max_string_size(TEXT_BYTES_MAX)
        .set_max_array_size(ITEMS_MAX)
        .set_max_map_size(MAP_ENTRIES_MAX)
        .set_max_call_levels(CALL_LEVELS_MAX)
        .set_max_expr_depths(DEPTH_MAX, DEPTH_IN_FUNCTIONS_MAX)
        .set_max_variables(VARIABLES_MAX)
        .set_max_functions(FUNCTIONS_MAX)
        .set_max_strings_interned(STRINGS_INTERNED_MAX)
        .set_fail_on_invalid_map_property(true);
    for symbol in FORBIDDEN {
        engine.disable_symbol(symbol);
    }
    engine.on_progress(|operations| {
        if operations >= OPERATIONS_MAX {
            STOPPED.set(Some(Stop::TooManySteps));
        } else if operations % OPERATIONS_PER_LOOK == 0
            && DEADLINE.get().is_some_and(|deadline| Instant::now() > deadline)
        {
            STOPPED.set(Some(Stop::Late));
        }
        STOPPED.get().map(|_| Dynamic::UNIT)
    });
    #[expect(deprecated, reason = "Rhai marks this as volatile, not as going away")]
    engine.on_parse_token(|token, _, _| match token {
        Token::FloatConstant(literal) => exact(&literal.1).map_or(Token::FloatConstant(literal), |number| {
            Token::DecimalConstant(Box::new((number, number.to_string().into())))
        }),
        token => token,
    });
    engine
}

fn exact(literal: &str) -> Option<Decimal> {
    let digits: String = literal.chars().filter(|c| *c != '_').collect();
    let digits = digits.strip_suffix('.').unwrap_or(&digits);
    digits.parse().ok().or_else(|| Decimal::from_scientific(digits).ok())
}

/// What stopped a script, in our words where Rhai's are for programmers.
pub(super) fn reason(error: &EvalAltResult) -> String {
    match error {
        EvalAltResult::ErrorStackOverflow(_) => format!("it calls itself more than {CALL_LEVELS_MAX} deep"),
        EvalAltResult::ErrorDataTooLarge(what, _) => format!("a value grew too large ({})", what.to_lowercase()),
        EvalAltResult::ErrorRuntime(thrown, _) if thrown.is_string() => thrown.to_string(),
        other => {
            let text = other.to_string();
            let text = text.rsplit_once(" (line ").map_or(text.as_str(), |(text, _)| text);
            lower_case_start(text)
        }
    }
}

fn lower_case_start(text: &str) -> String {
    let mut chars = text.chars();
    chars
        .next()
        .map_or_else(String::new, |first| first.to_lowercase().chain(chars).collect())
}
