//! Whatever bytes a pack has: findings, never a panic, a hang or an abort.

use std::collections::BTreeMap;

use rstest::rstest;

use super::{files, findings, folder, shown};

type Pack = BTreeMap<String, Vec<u8>>;

fn good() -> Pack {
    files(&folder("ok/minimal")).into_iter().collect()
}

fn with(path: &str, bytes: impl Into<Vec<u8>>) -> Pack {
    let mut pack = good();
    pack.insert(path.to_owned(), bytes.into());
    pack
}

/// Checks the pack and shows what is found, which must harm nobody either.
fn codes(pack: Pack) -> Vec<&'static str> {
    let found = findings(pack);
    assert!(shown(&found).len() < 10_000_000);
    found.iter().map(|finding| finding.code).collect()
}

#[test]
fn a_truncated_file_is_a_finding() {
    let pack = good();
    for (path, bytes) in &pack {
        let is_yaml = path.ends_with(".yaml");
        for end in (0..bytes.len()).step_by(7) {
            let found = codes(with(path, &bytes[..end]));
            assert!(
                !is_yaml || end > bytes.len() / 2 || !found.is_empty(),
                "{path} cut at {end} seems right"
            );
        }
    }
}

#[test]
fn bytes_that_are_no_text_are_a_finding() {
    for path in [
        "rules/acme/complaint.yaml",
        "forms/acme/intake.yaml",
        "rules/acme/scripts/severity.rhai",
    ] {
        assert!(
            codes(with(path, [0xff, 0xfe, 0x00, 0xd8])).contains(&"not-utf8"),
            "{path}"
        );
    }
    codes(with("rules/acme/documents/letter.html", [0x80; 100]));
}

#[test]
fn a_bomb_is_a_finding() {
    let laughs: String = (1..12)
        .map(|n| format!("a{n}: &a{n} [{}]\n", format!("*a{}, ", n - 1).repeat(10)))
        .collect();
    let aliases = format!("x: &x {}\nz: [{}]\n", "a".repeat(100_000), "*x, ".repeat(20_000));
    let bombs = [
        format!("a0: &a0 ha\n{laughs}"),
        aliases,
        format!("{}1{}", "[".repeat(10_000), "]".repeat(10_000)),
        "- ".repeat(100_000),
        "# nothing\n".repeat(300_000),
        format!("a: {}", "b".repeat(2_000_000)),
    ];
    for bomb in bombs {
        assert!(codes(with("rules/acme/complaint.yaml", bomb)).contains(&"yaml-syntax"));
    }
}

#[test]
fn a_runaway_script_harms_nobody() {
    let scripts = [
        "fn is_severe(loss, injured) { loop {} }".to_owned(),
        "loop {}".to_owned(),
        "let a = []; loop { a.push(a); }".to_owned(),
        format!(
            "fn is_severe(loss, injured) {{ {}1{} }}",
            "(".repeat(100_000),
            ")".repeat(100_000)
        ),
        format!("fn is_severe(loss, injured) {{ {}true }}", "!".repeat(100_000)),
        format!("const A = {}1;", "1 + ".repeat(100_000)),
        "fn a() { a() } fn is_severe(loss, injured) { a() }".to_owned(),
        "\"".repeat(99_999),
        "`${".repeat(50_000),
        "/*".repeat(50_000),
    ];
    for script in scripts {
        codes(with("rules/acme/scripts/severity.rhai", script));
    }
}

#[test]
fn a_huge_expression_harms_nobody() {
    let good = String::from_utf8(good()["rules/acme/complaint.yaml"].clone()).unwrap();
    let huge = [
        format!("{}loss > 1{}", "(".repeat(20_000), ")".repeat(20_000)),
        vec!["loss > 1"; 20_000].join(" && "),
        format!("{}injured", "!".repeat(20_000)),
        format!("{}injured", "!(".repeat(5_000)),
        format!("loss > {}", "9".repeat(5_000)),
        format!("[{}]", "1, ".repeat(50_000)),
    ];
    for expression in huge {
        codes(with(
            "rules/acme/complaint.yaml",
            good.replace("is_severe(loss, injured)", &expression),
        ));
    }
}

/// SplitMix64: small, seeded, the same on every machine.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((mixed ^ (mixed >> 31)) % sides.max(1) as u64).unwrap()
    }
}

/// Ten thousand in all; in parts, so that they run side by side.
#[rstest]
fn mutations_of_a_good_pack_are_findings_at_worst(#[values(1, 2, 3, 4)] seed: u64) {
    const ODDITIES: &[&str] = &[
        "",
        " ",
        "\n",
        "\t",
        ":",
        ": ",
        "- ",
        "[",
        "]",
        "{",
        "}",
        "\"",
        "'",
        "&a ",
        "*a",
        "!",
        "!!str ",
        "|",
        ">",
        "#",
        "---\n",
        "%",
        "~",
        "投诉",
        "\u{0}",
        "\u{feff}",
        "é",
        "999999999999999999999",
        "-1",
        "0",
        "1e999",
        "true",
        "null",
        "()",
        "==",
        "&&",
        "settings.",
        "form.",
        "case.",
        "{{",
        "}}",
        "{%",
        "{serial:4}",
        "9999 working days",
        "0 9 31 2 *",
        "any",
        "opened",
        "severity",
        "open",
    ];
    let pack = good();
    let names: Vec<&String> = pack.keys().collect();
    let mut dice = Dice(seed);
    let mut mutations = 0;
    while mutations < 2_500 {
        let mut mutated = pack.clone();
        for _ in 0..=dice.roll(4) {
            mutations += 1;
            let name = names[dice.roll(names.len())];
            let bytes = mutated.get_mut(name.as_str()).unwrap();
            let at = dice.roll(bytes.len());
            let end = (at + dice.roll(12)).min(bytes.len());
            match dice.roll(4) {
                0 => drop(bytes.splice(at..end, ODDITIES[dice.roll(ODDITIES.len())].bytes())),
                1 => drop(bytes.splice(at..at, ODDITIES[dice.roll(ODDITIES.len())].bytes())),
                2 if at < bytes.len() => bytes[at] = u8::try_from(dice.roll(256)).unwrap(),
                _ => {
                    let from = dice.roll(bytes.len());
                    let copied = bytes[from..(from + dice.roll(60)).min(bytes.len())].to_vec();
                    drop(bytes.splice(at..end, copied));
                }
            }
        }
        codes(mutated);
    }
}
