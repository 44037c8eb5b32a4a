//! What is wrong with a script, found before any pack runs: one walk over its tree, every mistake with its place.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rhai::{AST, ASTNode, Expr, FnCallExpr, Position, Stmt};

use super::ScriptProblem;
use super::engine::{FORBIDDEN, ScriptEngine};
use crate::diagnostic::nearest;
use crate::locale::{Phrase, phrase};

/// `defined` is every function with the numbers of arguments it takes, the receiver of a method included.
pub(super) fn find(
    engine: &ScriptEngine,
    file: &str,
    source: &str,
    ast: &AST,
    defined: &BTreeMap<Arc<str>, Vec<usize>>,
) -> Vec<ScriptProblem> {
    let mut problems = Vec::new();
    let mut report = |position: Position, message: Phrase| {
        let (line, column) = (position.line().unwrap_or(1), position.position().unwrap_or(1).max(1));
        let problem = ScriptProblem {
            file: file.to_owned(),
            line,
            column,
            message,
        };
        if !problems.contains(&problem) {
            problems.push(problem);
        }
    };
    if let Some(statement) = ast.statements().first() {
        report(
            statement.position(),
            phrase!("a script has functions only; put this into one"),
        );
    }
    let names = local_names(ast);
    let mut unknown_names = false;
    ast.walk(&mut |path: &[ASTNode]| {
        match path.last() {
            Some(ASTNode::Expr(Expr::FnCall(call, at)) | ASTNode::Stmt(Stmt::FnCall(call, at))) => {
                check_call(call, 0, *at, defined, &mut report);
            }
            Some(ASTNode::Expr(Expr::MethodCall(call, at))) => check_call(call, 1, *at, defined, &mut report),
            Some(ASTNode::Expr(Expr::Variable(variable, _, at))) => {
                let name = variable.1.as_str();
                if !names.contains(name) {
                    unknown_names = true;
                    let near = nearest(name, names.iter().map(String::as_str));
                    report(*at, misspelt(phrase!("no name `{name}`", name), near));
                }
            }
            _ => {}
        }
        true
    });
    // A name of one function used in another: only the compiler knows where names end.
    if let (false, Some((message, position))) = (unknown_names, engine.undefined_name(source)) {
        report(position, message);
    }
    problems
}

/// Every parameter and variable of the file, wherever it is defined; the names of functions may be values too.
fn local_names(ast: &AST) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    for function in ast.iter_functions() {
        names.insert(function.name.to_owned());
        names.extend(function.params.iter().map(ToString::to_string));
    }
    ast.walk(&mut |path: &[ASTNode]| {
        match path.last() {
            Some(ASTNode::Stmt(Stmt::Var(variable, ..))) => {
                names.insert(variable.0.name.to_string());
            }
            Some(ASTNode::Stmt(Stmt::For(parts, _))) => {
                names.insert(parts.0.name.to_string());
                names.extend(parts.1.as_ref().map(|counter| counter.name.to_string()));
            }
            // The error caught has its name where other statements have their condition.
            Some(ASTNode::Stmt(Stmt::TryCatch(parts, _))) => {
                if let Expr::Variable(variable, ..) = &parts.expr {
                    names.insert(variable.1.to_string());
                }
            }
            _ => {}
        }
        true
    });
    names
}

fn check_call(
    call: &FnCallExpr,
    receivers: usize,
    at: Position,
    defined: &BTreeMap<Arc<str>, Vec<usize>>,
    report: &mut impl FnMut(Position, Phrase),
) {
    let name = call.name.as_str();
    if call.is_operator_call() {
        return;
    }
    if FORBIDDEN.contains(&name) {
        return report(at, phrase!("`{name}` is not for scripts", name));
    }
    let given = call.args.len() + receivers;
    match defined.get(name) {
        // Rhai lets a script's function be called as a method, with the receiver as `this`.
        Some(arities) if arities.contains(&given) || (receivers > 0 && arities.contains(&(given - 1))) => {}
        Some(arities) => {
            let arities: BTreeSet<String> = arities.iter().map(ToString::to_string).collect();
            let is_one = arities.len() == 1 && arities.contains("1");
            let arities = Phrase::joined(arities.into_iter().map(Phrase::text), phrase!(" or "));
            let message = match is_one {
                true => phrase!(
                    "`{name}` takes {wanted} value, not {given}",
                    name,
                    wanted = arities,
                    given
                ),
                false => phrase!(
                    "`{name}` takes {wanted} values, not {given}",
                    name,
                    wanted = arities,
                    given
                ),
            };
            report(at, message);
        }
        None => {
            let near = nearest(name, defined.keys().map(|name| &**name));
            report(at, misspelt(phrase!("no function `{name}`", name), near));
        }
    }
}

/// With the name that was probably meant, if there is one.
fn misspelt(message: Phrase, near: Option<&str>) -> Phrase {
    match near {
        Some(near) => phrase!("{message}; did you mean `{near}`?", message, near),
        None => message,
    }
}
