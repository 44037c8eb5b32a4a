//! In which language the command line speaks.

use std::env;

use crate::locale::Language;

/// The language asked for with `--language`, or that of the environment; English if there is none. As everywhere on a
/// terminal, the first variable that says anything decides.
pub fn language(asked: Option<&str>) -> Language {
    let of_environment = || {
        ["REDRESS_LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"]
            .iter()
            .filter_map(|name| env::var(name).ok())
            .find(|value| !value.is_empty())
    };
    let written = asked.map(str::to_owned).or_else(of_environment);
    written.map_or_else(|| Language::new("en"), |written| read(&written))
}

/// In which language machines are told: English whatever the terminal speaks, unless somebody asks.
pub fn for_machines(asked: Option<&str>) -> Language {
    read(asked.unwrap_or("en"))
}

/// `zh_CN.UTF-8` as `zh-CN`. `C` and `POSIX` are no languages, and are answered in English.
fn read(written: &str) -> Language {
    let tag = written.split(['.', '@']).next().unwrap_or_default();
    Language::new(tag.replace('_', "-"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_locale_is_read_as_the_language_it_stands_for() {
        let spoken = |written| read(written).spoken();
        assert_eq!(spoken("zh_CN.UTF-8"), "zh");
        assert_eq!(spoken("zh"), "zh");
        assert_eq!(spoken("zh_TW.Big5"), "zh-Hant");
        assert_eq!(spoken("zh_HK.UTF-8"), "zh-Hant");
        assert_eq!(spoken("zh-Hant"), "zh-Hant");
        assert_eq!(spoken("en_GB.UTF-8@euro"), "en");
        assert_eq!(spoken("C.UTF-8"), "en");
        assert_eq!(spoken("POSIX"), "en");
        assert_eq!(spoken("de_DE"), "en");
    }
}
