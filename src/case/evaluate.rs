//! What an expression is worth for a case as it stands.

use super::scope::{Around, clear, fill_case, fill_context};
use super::*;
use crate::expression::{Expression, Outcome};
use crate::pack::CaseType;

/// Whether a register or report with this condition is about the case. What is not known leaves it out.
pub fn is_wanted(
    pack: &Pack,
    case_type: &CaseType,
    case: &Case,
    condition: Option<&Expression>,
    now: DateTime<Utc>,
) -> bool {
    let worth = |condition| evaluate(pack, case_type, case, condition, now);
    condition.is_none_or(|condition| worth(condition) == Outcome::Known(Value::Bool(true)))
}

/// Evaluates one of the case type's expressions over a case, as registers and reports do. Nobody in particular asks, and counters of
/// other cases are 0.
pub fn evaluate(
    pack: &Pack,
    case_type: &CaseType,
    case: &Case,
    expression: &Expression,
    now: DateTime<Utc>,
) -> Outcome {
    let engine = Actor::engine();
    let counters = BTreeMap::new();
    let context = Context {
        now,
        actor: &engine,
        counters: &counters,
        people: None,
    };
    let mut values = Vec::new();
    clear(&mut values, &case_type.layout);
    fill_context(&mut values, case_type, &context);
    fill_case(&mut values, case_type, case);
    let around = Around {
        now,
        history: case,
        scripts: &*pack.scripts,
    };
    expression.evaluate(&around.frame(&values))
}
