//! The decisions of the bundled property developer as one Rhai script.

use redress::value::Value;
use rhai::{AST, Array, Dynamic, Engine, Scope};

use crate::complaint::Facts;
use crate::twin::Settings;

const SOURCE: &str = include_str!("decisions.rhai");

pub struct Script {
    engine: Engine,
    ast: AST,
}

impl Script {
    pub fn new() -> Self {
        let mut engine = Engine::new();
        // The bound every script has here.
        engine.set_max_operations(200_000);
        let ast = engine.compile(SOURCE).expect("the script compiles");
        Self { engine, ast }
    }

    /// A complaint as a script sees it.
    pub fn scope(facts: &Facts, settings: &Settings) -> Scope<'static> {
        let mut scope = Scope::new();
        for (name, value) in facts.named() {
            scope.push_dynamic(name.trim_start_matches("counters."), dynamic(&value));
        }
        scope.push_dynamic("major_complainants", settings.major_complainants.into());
        scope.push_dynamic("major_loss", Dynamic::from_decimal(settings.major_loss));
        scope.push_dynamic("hot_topic_cases", settings.hot_topic_cases.into());
        scope
    }

    /// Nature, severity, hot topic, department. Takes back what the script has added to `scope`.
    pub fn decide(&self, scope: &mut Scope<'static>) -> Array {
        let before = scope.len();
        let decided = self
            .engine
            .eval_ast_with_scope::<Array>(scope, &self.ast)
            .expect("the script runs");
        scope.rewind(before);
        decided
    }
}

fn dynamic(value: &Value) -> Dynamic {
    match value {
        Value::Bool(value) => (*value).into(),
        Value::Integer(value) => (*value).into(),
        Value::Decimal(value) => Dynamic::from_decimal(*value),
        Value::Text(value) => value.to_string().into(),
        Value::List(items) => items.iter().map(dynamic).collect::<Array>().into(),
        _ => Dynamic::UNIT,
    }
}
