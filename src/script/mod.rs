//! The Rhai host: what a pack's scripts may see and spend.
//!
//! A script is a handful of pure functions, callable from every expression of its pack: same arguments, same answer. It
//! has no clock, no randomness, no files, no network and no memory of its last call, and it cannot take more than its
//! [budget](engine). Whatever goes wrong in it is a [`Failure`]: never a panic, a hang or the end of the process.
//!
//! In reading order: `engine` (the hardened Rhai and its limits), `functions` (what a script can call besides Rhai's own
//! arithmetic, texts, arrays and maps), `problems` (what is found before a pack runs), `signature` (what a function
//! says about itself), `convert` (our values and Rhai's), `worker` (the threads scripts run on), `manual` (every name a
//! script sees, described).

mod convert;
mod engine;
mod functions;
pub mod manual;
mod problems;
mod signature;
mod worker;

use std::collections::BTreeMap;
use std::sync::Arc;

use rhai::{AST, CallFnOptions, Dynamic, EvalAltResult, FnAccess, Scope};

use crate::expression::token::Tokens;
use crate::expression::{Failure, ScriptFunction, Scripts};
use crate::locale::{Phrase, phrase};
use crate::value::Value;

/// A mistake in a script. Line and column count from 1, the column in characters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScriptProblem {
    pub file: String,
    pub line: usize,
    pub column: usize,
    pub message: Phrase,
}

/// All functions of a pack's scripts, checked and ready to be called.
#[derive(Clone)]
pub struct ScriptSet {
    program: Arc<Program>,
    functions: BTreeMap<Arc<str>, ScriptFunction>,
}

struct Program {
    ast: AST,
    /// Function to file, for messages.
    files: BTreeMap<Arc<str>, String>,
}

impl ScriptSet {
    /// Compiles `(path, source)` of every script of a pack. A function may call those of the other files.
    ///
    /// # Errors
    /// Every mistake found, by file, line and column: syntax, statements outside functions, names and functions that
    /// do not exist, functions defined twice, signatures that cannot be read.
    pub fn compile(files: &[(impl AsRef<str>, impl AsRef<str>)]) -> Result<Self, Vec<ScriptProblem>> {
        let files: Vec<(String, String)> = files
            .iter()
            .map(|(path, source)| (path.as_ref().to_owned(), source.as_ref().to_owned()))
            .collect();
        let whole_pack = ScriptProblem {
            file: files.first().map(|(path, _)| path.clone()).unwrap_or_default(),
            line: 1,
            column: 1,
            message: phrase!("the scripts of this pack cannot be compiled"),
        };
        worker::run(worker::COMPILE_TIME_MAX, move |engine| compile(engine, &files)).unwrap_or(Err(vec![whole_pack]))
    }

    /// What expressions can call, by name. Functions marked `private` are for other scripts only.
    pub fn functions(&self) -> &BTreeMap<Arc<str>, ScriptFunction> {
        &self.functions
    }
}

impl std::fmt::Debug for ScriptSet {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_tuple("ScriptSet").field(&self.functions).finish()
    }
}

fn compile(engine: &engine::ScriptEngine, files: &[(String, String)]) -> Result<ScriptSet, Vec<ScriptProblem>> {
    let mut problems = Vec::new();
    let mut parsed = Vec::new();
    for (file, source) in files {
        match engine.parse(source) {
            Ok(ast) => parsed.push((file, source, ast)),
            Err((message, position)) => {
                let (line, column) = (position.line().unwrap_or(1), position.position().unwrap_or(1).max(1));
                problems.push(ScriptProblem {
                    file: file.clone(),
                    line,
                    column,
                    message,
                });
            }
        }
    }

    let mut defined: BTreeMap<Arc<str>, Vec<usize>> = engine.provided();
    let mut owners: BTreeMap<Arc<str>, String> = BTreeMap::new();
    let mut functions = BTreeMap::new();
    for (file, source, ast) in &parsed {
        let tokens = Tokens::of(source);
        for function in ast
            .iter_functions()
            .filter(|function| !function.name.starts_with("anon$"))
        {
            let name: Arc<str> = function.name.into();
            let at = signature::position(&tokens, function.name);
            let mut problem = |message: Phrase| {
                let (line, column) = tokens.line_and_column(at);
                problems.push(ScriptProblem {
                    file: (*file).clone(),
                    line,
                    column,
                    message,
                });
            };
            if let Some(owner) = owners.insert(name.clone(), (*file).clone()) {
                problem(phrase!(
                    "`{name}` is already defined in {owner}; give one of them another name",
                    name,
                    owner
                ));
                continue;
            }
            if crate::expression::functions()
                .iter()
                .any(|builtin| builtin.name == &*name)
            {
                problem(phrase!(
                    "`{name}` is a function every expression has; give this one another name",
                    name
                ));
                continue;
            }
            match signature::returns(source, at) {
                Ok(returns) if function.access == FnAccess::Public => {
                    functions.insert(
                        name.clone(),
                        ScriptFunction {
                            parameters: function.params.len(),
                            returns,
                        },
                    );
                }
                Ok(_) => {}
                Err(message) => problem(message),
            }
            defined.entry(name).or_default().push(function.params.len());
        }
    }
    for (file, source, ast) in &parsed {
        problems.extend(problems::find(engine, file, source, ast, &defined));
    }
    if !problems.is_empty() {
        problems.sort_by(|one, two| (&one.file, one.line, one.column).cmp(&(&two.file, two.line, two.column)));
        return Err(problems);
    }
    let ast = parsed
        .into_iter()
        .map(|(_, _, ast)| ast)
        .fold(AST::empty(), |whole, ast| whole.merge(&ast));
    Ok(ScriptSet {
        program: Arc::new(Program { ast, files: owners }),
        functions,
    })
}

impl Scripts for ScriptSet {
    fn call(&self, function: &str, arguments: &[Value]) -> Result<Value, Failure> {
        let Some(known) = self.functions.get(function) else {
            return Err(Failure {
                message: format!("no script has a function `{function}`"),
            });
        };
        let arguments = arguments
            .iter()
            .map(convert::to_script)
            .collect::<Result<Vec<Dynamic>, String>>();
        let arguments = arguments.map_err(|reason| Failure {
            message: format!("`{function}`: {reason}"),
        })?;
        let (program, name, returns) = (self.program.clone(), function.to_owned(), known.returns.clone());
        worker::run(worker::CALL_TIME_MAX, move |engine| {
            let answer = engine.call(&program.ast, &name, arguments);
            if let Some(reason) = engine.stopped() {
                return Err(Failure {
                    message: format!("`{name}`: {reason}"),
                });
            }
            let answer = answer.map_err(|error| program.failure(&name, &error))?;
            convert::from_script(&answer)
                .and_then(|value| convert::declared(value, &returns))
                .map_err(|reason| Failure {
                    message: format!("`{name}`: {reason}"),
                })
        })
        .unwrap_or_else(|reason| {
            Err(Failure {
                message: format!("`{function}`: {reason}"),
            })
        })
    }
}

impl Program {
    /// The innermost cause, where it happened.
    fn failure(&self, called: &str, error: &EvalAltResult) -> Failure {
        let mut innermost = error;
        let mut function = called;
        while let EvalAltResult::ErrorInFunctionCall(name, _, inner, _) = innermost {
            if self.files.contains_key(name.as_str()) {
                function = name;
            }
            innermost = inner;
        }
        let position = innermost.position();
        let place = match (self.files.get(function), position.line()) {
            (Some(file), Some(line)) => format!(" ({file}, line {line})"),
            _ => String::new(),
        };
        Failure {
            message: format!("`{called}`: {}{place}", engine::reason(innermost)),
        }
    }
}

impl engine::ScriptEngine {
    fn call(&self, ast: &AST, name: &str, arguments: Vec<Dynamic>) -> Result<Dynamic, Box<EvalAltResult>> {
        let options = CallFnOptions::new().eval_ast(false);
        self.start();
        self.rhai()
            .call_fn_with_options(options, &mut Scope::new(), ast, name, arguments)
    }
}

/// For packs without scripts.
#[derive(Clone, Copy, Debug, Default)]
pub struct NoScripts;

impl Scripts for NoScripts {
    fn call(&self, function: &str, _arguments: &[Value]) -> Result<Value, Failure> {
        Err(Failure {
            message: format!("this pack has no scripts, so no function `{function}`"),
        })
    }
}
