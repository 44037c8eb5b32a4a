//! What a script can call, described: one table, from which `docs/scripts.md` is made.
//!
//! The table and the engine's registered functions must name the same things; a test holds them against each other. Every
//! example is the body of a function that gives `true`, and a test runs it.

mod kinds;
mod names;

use std::collections::BTreeSet;
use std::fmt::Write;

use super::engine::{FORBIDDEN, ScriptEngine, limits};
use names::GROUPS;

/// One name a script can use.
struct Provided {
    name: &'static str,
    /// `round(decimal, digits?) -> decimal`; a `?` marks what may be left out.
    signature: &'static str,
    doc: &'static str,
    /// The body of a function that gives `true`.
    example: &'static str,
}

/// Names that go together.
struct Group {
    title: &'static str,
    provided: &'static [Provided],
}

/// The generated part of `docs/scripts.md`, as Markdown: kinds of values, limits, names.
pub fn reference() -> String {
    let properties = properties();
    let mut page = kinds::table();
    page.push_str(&limited());
    for group in GROUPS {
        // Writing into a text cannot fail.
        let _ = writeln!(
            page,
            "### {}\n\n| name | | for example |\n| --- | --- | --- |",
            group.title
        );
        for one in group.provided {
            let property = match properties.contains(one.name) {
                true => format!("; also as `.{}`", one.name),
                false => String::new(),
            };
            let _ = writeln!(
                page,
                "| `{}` | {}{property} | `{}` |",
                cell(one.signature),
                one.doc,
                cell(one.example)
            );
        }
        page.push('\n');
    }
    let forbidden = FORBIDDEN.map(|word| format!("`{word}`")).join(", ");
    let _ = writeln!(page, "Not for scripts, wherever they stand: {forbidden}.");
    page
}

/// What bounds a script, as a section of its own.
fn limited() -> String {
    let mut section = "### Limits\n\n| at most | of |\n| --- | --- |\n".to_owned();
    for (most, of) in limits() {
        // Writing into a text cannot fail.
        let _ = writeln!(section, "| {most} | {of} |");
    }
    section.push('\n');
    section
}

/// The names that may be written without parentheses, after a value.
fn properties() -> BTreeSet<String> {
    let all = ScriptEngine::new().provided();
    all.keys()
        .filter_map(|name| name.strip_prefix("get$"))
        .map(str::to_owned)
        .collect()
}

fn cell(code: &str) -> String {
    code.replace('|', "\\|")
}

#[cfg(test)]
mod tests {
    use super::kinds::KINDS;
    use super::*;
    use crate::expression::Scripts;
    use crate::script::ScriptSet;
    use crate::value::Value;

    /// Every registered name that people write; what serves only others carries a mark of its own.
    fn registered() -> BTreeSet<String> {
        let all = ScriptEngine::new().provided();
        all.keys()
            .filter(|name| !name.contains('$') && !FORBIDDEN.contains(&&***name))
            .map(ToString::to_string)
            .collect()
    }

    #[test]
    fn every_name_a_script_sees_is_described_once_and_nothing_else_is() {
        let described: Vec<&str> = GROUPS
            .iter()
            .flat_map(|group| group.provided)
            .map(|one| one.name)
            .collect();
        let once: BTreeSet<String> = described.iter().map(ToString::to_string).collect();
        assert_eq!(once.len(), described.len(), "a name is described twice");
        assert_eq!(once, registered());
        assert_eq!(
            &(&properties() - &once),
            &BTreeSet::new(),
            "properties without a function"
        );
    }

    #[test]
    fn every_kind_of_value_is_to_a_script_what_the_manual_says() {
        let mut wrong = Vec::new();
        for kind in KINDS {
            let source = format!(
                "/// returns: {}\nfn same(x) {{ x }}\nfn example(x) {{ {} }}",
                kind.returns, kind.example
            );
            let set = ScriptSet::compile(&[("example.rhai", source)]).expect("an example that compiles");
            let given = (kind.sample)();
            let back = set.call("same", std::slice::from_ref(&given));
            let comes_back =
                back.as_ref() == Ok(&given) || kind.returns == "text" && back == Ok(Value::text(given.to_string()));
            let worth = set.call("example", &[given]);
            if worth != Ok(Value::Bool(true)) || !comes_back {
                wrong.push((kind.asked, worth, back));
            }
        }
        assert!(wrong.is_empty(), "{wrong:#?}");
    }

    #[test]
    fn every_kind_of_field_is_in_the_manual() {
        let schema = serde_json::to_value(schemars::schema_for!(crate::pack::raw::FieldKind)).expect("a schema");
        let words = schema.to_string();
        let told = kinds::table();
        let kinds = [
            "text",
            "long_text",
            "integer",
            "decimal",
            "money",
            "yes_no",
            "choice",
            "choices",
            "date",
            "date_time",
        ];
        let more = [
            "duration",
            "person",
            "department",
            "phone",
            "email",
            "address",
            "attachment",
            "group",
        ];
        for kind in kinds.into_iter().chain(more) {
            assert!(
                words.contains(&format!("\"{kind}\"")),
                "no field is of the kind `{kind}`"
            );
            assert!(
                told.contains(&format!("`{kind}`")),
                "the manual does not say what a `{kind}` is to a script"
            );
        }
    }

    #[test]
    fn every_example_is_true() {
        let mut wrong = Vec::new();
        for one in GROUPS.iter().flat_map(|group| group.provided) {
            let source = format!("fn example() {{ {} }}", one.example);
            let worth = ScriptSet::compile(&[("example.rhai", source)]).map(|set| set.call("example", &[]));
            if worth != Ok(Ok(Value::Bool(true))) {
                wrong.push((one.name, format!("{worth:?}")));
            }
        }
        assert!(wrong.is_empty(), "{wrong:#?}");
    }
}
