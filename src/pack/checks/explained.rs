//! The page of each code: in English the text at the head of its check, otherwise a file of `locales/*/explain`.

use rust_embed::RustEmbed;

use super::EXPLAINED;
use crate::locale::Language;

#[derive(RustEmbed)]
#[folder = "locales/zh/explain/"]
struct Simplified;

#[derive(RustEmbed)]
#[folder = "locales/zh-Hant/explain/"]
struct Traditional;

/// Every code a finding can have, in alphabetical order.
pub fn codes() -> Vec<String> {
    let mut codes: Vec<String> = EXPLAINED
        .iter()
        .map(|explained| explained.module.replace('_', "-"))
        .collect();
    codes.sort();
    codes
}

/// What a code means and what to write instead, as Markdown with a final newline, as the program says it to a reader of
/// `language`.
pub fn explanation(code: &str, language: &Language) -> Option<String> {
    let path = format!("{code}.md");
    let page = match language.spoken() {
        "zh" => Simplified::get(&path),
        "zh-Hant" => Traditional::get(&path),
        _ => None,
    };
    let translated = page.and_then(|page| String::from_utf8(page.data.into_owned()).ok());
    translated.or_else(|| in_english(code))
}

fn in_english(code: &str) -> Option<String> {
    let explained = EXPLAINED
        .iter()
        .find(|explained| explained.module.replace('_', "-") == code)?;
    let lines = explained.source.lines().map_while(|line| line.strip_prefix("//!"));
    Some(lines.fold(String::new(), |text, line| {
        text + line.strip_prefix(' ').unwrap_or(line) + "\n"
    }))
}

/// Every code with the first line of its explanation.
pub fn overview(language: &Language) -> Vec<(String, String)> {
    let first_line = |code: &String| {
        let text = explanation(code, language).unwrap_or_default();
        text.lines().next().unwrap_or_default().to_owned()
    };
    codes()
        .into_iter()
        .map(|code| (code.clone(), first_line(&code)))
        .collect()
}
