//! The table of names.

use super::{Group, Provided};

macro_rules! group {
    ($title:literal: $($name:literal, $signature:literal, $doc:literal, $example:literal;)*) => {
        Group {
            title: $title,
            provided: &[$(Provided { name: $name, signature: $signature, doc: $doc, example: $example }),*],
        }
    };
}

pub(super) static GROUPS: &[Group] = &[
    group! { "Operators":
        "+", "x + y", "the sum; of texts, lists and maps the one after the other; `+x` is x itself", "1 + 0.5 == 1.5 && \"a\" + 1 == \"a1\" && [1] + [2] == [1, 2]";
        "-", "x - y", "the difference; `-x` turns the sign", "2 - 0.5 == 1.5 && -(1.5) == 0 - 1.5";
        "*", "x * y", "the product", "1.20 * 3 == 3.60";
        "/", "x / y", "the quotient; of two whole numbers only the whole part, so write `decimal(x) / y`", "7 / 2 == 3 && decimal(7) / 2 == 3.5";
        "%", "x % y", "what is left after dividing", "7 % 2 == 1";
        "**", "x ** y", "x to the power y", "2 ** 10 == 1024";
        "+=", "x += y", "adds to a variable; likewise `-=`, `*=`, `/=`, `%=`", "let t = \"a\"; t += \"b\"; t == \"ab\"";
        "==", "x == y", "whether both are the same; a whole number equals a decimal of its worth", "2 == 2.00 && [1, 2] == [1, 2]";
        "!=", "x != y", "whether they differ; unlike kinds always do", "\"1\" != 1";
        "<", "x < y", "whether x is smaller; texts by their characters, so dates written as `2024-02-28` too", "\"2024-02-28\" < \"2024-03-01\"";
        "<=", "x <= y", "whether x is smaller or equal", "2 <= 2.0";
        ">", "x > y", "whether x is larger", "2.5 > 2";
        ">=", "x >= y", "whether x is larger or equal", "3 >= 3";
        "!", "!x", "not; x is true or false. `&&` and `||` look at their right side only where it matters", "!false && (true || false)";
    },
    group! { "Any value":
        "type_of", "type_of(x) -> text", "the kind of a value: `\"i64\"` (whole number), `\"decimal\"`, `\"string\"`, `\"bool\"`, `\"array\"`, `\"map\"`, `\"()\"` (not answered)", "type_of(()) == \"()\" && type_of(1) == \"i64\" && type_of(\"a\") == \"string\"";
        "to_string", "x.to_string() -> text", "the value as people write it", "(1.50).to_string() == \"1.50\" && [1, 2].to_string() == \"[1, 2]\"";
        "to_debug", "x.to_debug() -> text", "the value as a script writes it, texts in quotes", "\"a\".to_debug() == \"\\\"a\\\"\"";
        "is_def_fn", "is_def_fn(\"name\", parameters) -> bool", "whether the pack's scripts define such a function", "!is_def_fn(\"nowhere\", 1)";
        "is_def_var", "is_def_var(\"name\") -> bool", "whether a variable or parameter of this name is there", "let x = 1; is_def_var(\"x\")";
    },
    group! { "Dates":
        "days_between", "days_between(date, date) -> whole number", "days of the calendar from the first to the second, negative if it is earlier; dates as texts such as `2024-02-28`", "days_between(\"2024-02-28\", \"2024-03-01\") == 2";
    },
    group! { "Numbers":
        "decimal", "decimal(x) -> decimal", "an exact number from a whole number, a text or a floating one; money is reckoned in these", "decimal(\"1.20\") + decimal(1) == 2.20";
        "parse_decimal", "text.parse_decimal() -> decimal", "the number written in a text", "\"1.20\".parse_decimal() == 1.20";
        "parse_int", "text.parse_int(base?) -> whole number", "the whole number written in a text, in base 10 or the one given", "\"42\".parse_int() == 42 && \"ff\".parse_int(16) == 255";
        "parse_float", "text.parse_float() -> float", "the number written in a text, not exact: `decimal` is nearly always what is wanted", "\"1.5\".parse_float() == 1.5";
        "to_decimal", "x.to_decimal() -> decimal", "an exact number from a whole or a floating one", "(3).to_decimal() == 3.0";
        "to_float", "x.to_float() -> float", "a floating number, for the functions below that need one", "(1.5).to_float() == 1.5";
        "to_int", "x.to_int() -> whole number", "without what stands behind the point; of a character its number in Unicode", "(2.9).to_int() == 2";
        "int", "decimal.int() -> decimal", "without what stands behind the point", "(2.9).int() == 2.0";
        "fraction", "decimal.fraction() -> decimal", "what stands behind the point", "(2.9).fraction() == 0.9";
        "abs", "abs(x) -> number", "without its sign", "abs(-3) == 3";
        "sign", "sign(x) -> whole number", "-1, 0 or 1", "sign(-3) == -1";
        "is_zero", "x.is_zero() -> bool", "whether it is 0", "(0).is_zero()";
        "is_even", "x.is_even() -> bool", "whether a whole number is even", "(2).is_even()";
        "is_odd", "x.is_odd() -> bool", "whether a whole number is odd", "(3).is_odd()";
        "floor", "decimal.floor() -> decimal", "the whole number at or below", "(2.9).floor() == 2.0";
        "ceiling", "decimal.ceiling() -> decimal", "the whole number at or above", "(2.1).ceiling() == 3.0";
        "round", "decimal.round(digits?) -> decimal", "to that many decimals, a half to the even neighbour; for money say which way: `round_half_up`", "(2.345).round(2) == 2.34 && (2.5).round() == 2.0";
        "round_half_up", "decimal.round_half_up(digits) -> decimal", "to that many decimals, a half away from zero: how amounts are rounded", "(2.345).round_half_up(2) == 2.35";
        "round_half_down", "decimal.round_half_down(digits) -> decimal", "to that many decimals, a half towards zero", "(2.345).round_half_down(2) == 2.34";
        "round_up", "decimal.round_up(digits) -> decimal", "to that many decimals, away from zero", "(2.341).round_up(2) == 2.35";
        "round_down", "decimal.round_down(digits) -> decimal", "to that many decimals, towards zero", "(2.349).round_down(2) == 2.34";
        "max", "max(x, y) -> x", "the larger of two numbers or texts", "max(2, 3.5) == 3.5";
        "min", "min(x, y) -> x", "the smaller of two numbers or texts", "min(2, 3.5) == 2";
        "sqrt", "decimal.sqrt() -> decimal", "the square root", "(4.0).sqrt() == 2.0";
        "exp", "decimal.exp() -> decimal", "e to that power", "(0.0).exp() == 1.0";
        "ln", "decimal.ln() -> decimal", "the natural logarithm", "(1.0).ln() == 0.0";
        "log", "decimal.log() -> decimal", "the logarithm to the base 10; a float takes another base as second value", "(100.0).log() == 2.0";
        "E", "E() -> decimal", "2.71828…", "E() > 2.718 && E() < 2.719";
        "PI", "PI() -> decimal", "3.14159…", "PI() > 3.141 && PI() < 3.142";
        "sin", "x.sin() -> x", "the sine; angles are in radians", "(0.0).sin() == 0.0";
        "cos", "x.cos() -> x", "the cosine", "(0.0).cos() == 1.0";
        "tan", "x.tan() -> x", "the tangent", "(0.0).tan() == 0.0";
        "asin", "float.asin() -> float", "the angle with this sine, in radians", "(0.0).to_float().asin() == 0.0";
        "acos", "float.acos() -> float", "the angle with this cosine, in radians", "(1.0).to_float().acos() == 0.0";
        "atan", "float.atan(other?) -> float", "the angle with this tangent, in radians; with another number the angle of a point", "(0.0).to_float().atan() == 0.0";
        "sinh", "float.sinh() -> float", "the hyperbolic sine", "(0.0).to_float().sinh() == 0.0";
        "cosh", "float.cosh() -> float", "the hyperbolic cosine", "(0.0).to_float().cosh() == 1.0";
        "tanh", "float.tanh() -> float", "the hyperbolic tangent", "(0.0).to_float().tanh() == 0.0";
        "asinh", "float.asinh() -> float", "the inverse of `sinh`", "(0.0).to_float().asinh() == 0.0";
        "acosh", "float.acosh() -> float", "the inverse of `cosh`", "(1.0).to_float().acosh() == 0.0";
        "atanh", "float.atanh() -> float", "the inverse of `tanh`", "(0.0).to_float().atanh() == 0.0";
        "hypot", "hypot(float, float) -> float", "the long side of a right triangle", "hypot((3.0).to_float(), (4.0).to_float()) == 5.0";
        "to_radians", "float.to_radians() -> float", "from degrees", "(0.0).to_float().to_radians() == 0.0";
        "to_degrees", "float.to_degrees() -> float", "from radians", "(0.0).to_float().to_degrees() == 0.0";
        "is_nan", "float.is_nan() -> bool", "whether it is no number at all", "!(1.0).to_float().is_nan()";
        "is_finite", "float.is_finite() -> bool", "whether it is neither infinite nor no number", "(1.0).to_float().is_finite()";
        "is_infinite", "float.is_infinite() -> bool", "whether it is infinite", "!(1.0).to_float().is_infinite()";
        "to_hex", "whole number.to_hex() -> text", "in base 16", "(255).to_hex() == \"ff\"";
        "to_octal", "whole number.to_octal() -> text", "in base 8", "(8).to_octal() == \"10\"";
        "to_binary", "whole number.to_binary() -> text", "in base 2", "(5).to_binary() == \"101\"";
        "bits", "whole number.bits(from?, length?) -> truths", "its bits as true and false, the lowest first, for a `for` loop", "let n = 0; for bit in (5).bits(0, 3) { if bit { n += 1; } } n == 2";
    },
    group! { "Texts":
        "len", "text.len() -> whole number", "how many characters; of a list or map how many items", "\"屋顶\".len() == 2 && [1, 2].len() == 2";
        "bytes", "text.bytes() -> whole number", "how many bytes it takes in UTF-8", "\"屋顶\".bytes() == 6";
        "is_empty", "x.is_empty() -> bool", "whether there is nothing in a text, list, map or range", "\"\".is_empty() && [].is_empty()";
        "contains", "text.contains(text) -> bool", "whether it is in it, also `x in text`; of a list an item, of a map a key, of a range a number", "\"water\".contains(\"at\") && \"at\" in \"water\" && [1, 2].contains(2)";
        "starts_with", "text.starts_with(text) -> bool", "whether it begins so", "\"roof\".starts_with(\"ro\")";
        "ends_with", "text.ends_with(text) -> bool", "whether it ends so", "\"roof\".ends_with(\"of\")";
        "index_of", "text.index_of(text, from?) -> whole number", "where it stands, counted from 0; -1 where it does not; of a list an item or the first a function agrees to", "\"roof\".index_of(\"o\") == 1 && [3, 4].index_of(4) == 1 && [3, 4].index_of(|x| x > 9) == -1";
        "sub_string", "text.sub_string(from, length?) -> text", "a part; `from` counts from 0, below 0 from the end", "\"2024-02-28\".sub_string(0, 4) == \"2024\" && \"roof\".sub_string(-2) == \"of\"";
        "crop", "text.crop(from, length?)", "keeps only that part", "let t = \"roof\"; t.crop(1, 2); t == \"oo\"";
        "truncate", "x.truncate(length)", "keeps at most so many characters or items from the beginning", "let t = \"roof\"; t.truncate(2); t == \"ro\"";
        "split", "text.split(by?, parts?) -> list", "the parts between white space or what `by` says; a number cuts in two there", "\"a-b-c\".split(\"-\") == [\"a\", \"b\", \"c\"] && \"a b\".split() == [\"a\", \"b\"]";
        "split_rev", "text.split_rev(by, parts?) -> list", "the same from the end", "\"a-b-c\".split_rev(\"-\") == [\"c\", \"b\", \"a\"]";
        "trim", "text.trim()", "takes white space off both ends of a variable; gives nothing back", "let t = \" vip \"; t.trim(); t == \"vip\"";
        "replace", "text.replace(find, with)", "replaces every place in a variable; gives nothing back", "let t = \"a-b\"; t.replace(\"-\", \"\"); t == \"ab\"";
        "remove", "text.remove(part)", "takes every such part out of a variable; of a list the item at a place, of a map a key, and gives that", "let t = \"a-b\"; t.remove(\"-\"); let l = [1, 2]; t == \"ab\" && l.remove(0) == 1";
        "pad", "x.pad(length, with)", "appends until the text or list is that long", "let t = \"7\"; t.pad(3, \"0\"); t == \"700\"";
        "append", "x.append(y)", "adds a text to a text, or the items of a list to a list", "let l = [1]; l.append([2, 3]); l == [1, 2, 3]";
        "to_upper", "text.to_upper() -> text", "in capitals", "\"vip\".to_upper() == \"VIP\"";
        "to_lower", "text.to_lower() -> text", "in small letters", "\"VIP\".to_lower() == \"vip\"";
        "make_upper", "text.make_upper()", "turns a variable into capitals", "let t = \"vip\"; t.make_upper(); t == \"VIP\"";
        "make_lower", "text.make_lower()", "turns a variable into small letters", "let t = \"VIP\"; t.make_lower(); t == \"vip\"";
        "chars", "text.chars(from?, length?) -> characters", "its characters one by one, for a `for` loop", "let n = 0; for c in \"abc\".chars() { n += 1; } n == 3";
        "to_chars", "text.to_chars() -> list", "its characters as a list", "\"ab\".to_chars().len() == 2";
        "to_blob", "text.to_blob() -> bytes", "its bytes, which no function gives back to a case", "type_of(\"a\".to_blob()) == \"blob\"";
    },
    group! { "Lists":
        "push", "list.push(item)", "adds an item at the end", "let l = [1]; l.push(2); l == [1, 2]";
        "insert", "list.insert(at, item)", "puts an item in, before the one that stands there", "let l = [1, 3]; l.insert(1, 2); l == [1, 2, 3]";
        "pop", "x.pop(length?) -> item", "takes off the last item or character, of a text also several", "let l = [1, 2]; l.pop() == 2 && l == [1]";
        "shift", "list.shift() -> item", "takes off the first item", "let l = [1, 2]; l.shift() == 1 && l == [2]";
        "get", "list.get(at) -> item", "the item there, the character of a text or the value of a map's key; `()` where nothing is, while `list[at]` fails", "[1, 2].get(1) == 2 && [1].get(5) == ()";
        "set", "list.set(at, item)", "changes what stands there, as `list[at] = item` does", "let l = [1, 2]; l.set(0, 9); l == [9, 2]";
        "clear", "x.clear()", "takes everything out", "let l = [1, 2]; l.clear(); l.is_empty()";
        "chop", "list.chop(length)", "keeps at most so many items from the end", "let l = [1, 2, 3]; l.chop(2); l == [2, 3]";
        "reverse", "list.reverse()", "turns the order round", "let l = [1, 2]; l.reverse(); l == [2, 1]";
        "extract", "list.extract(from, length?) -> list", "a part, the list stays; ranges too: `l.extract(1..3)`", "[1, 2, 3].extract(1, 2) == [2, 3] && [1, 2, 3].extract(0..2) == [1, 2]";
        "splice", "list.splice(from, length, list)", "puts other items in the place of some", "let l = [1, 2, 3]; l.splice(1, 1, [8, 9]); l == [1, 8, 9, 3]";
        "dedup", "list.dedup(same?)", "drops what equals the item before it, or what a function of both says is the same", "let l = [1, 1, 2]; l.dedup(); l == [1, 2]";
        "sort", "list.sort(comparer?)", "sorts; the comparer gives a number below 0, or true, where its first stands before its second", "let l = [2, 1]; l.sort(); let r = [1, 2]; r.sort(|x, y| y - x); l == [1, 2] && r == [2, 1]";
        "sort_by", "list.sort_by(comparer)", "the same as `sort` with a comparer", "let l = [#{ n: 2 }, #{ n: 1 }]; l.sort_by(|x, y| x.n - y.n); l[0].n == 1";
        "sort_desc", "list.sort_desc()", "sorts, the largest first", "let l = [1, 2]; l.sort_desc(); l == [2, 1]";
        "order", "list.order(comparer?) -> list", "the sorted list, the list stays", "[2, 1].order() == [1, 2]";
        "order_by", "list.order_by(comparer) -> list", "the list as the comparer sorts it, the list stays", "[1, 2].order_by(|x, y| y - x) == [2, 1]";
        "order_desc", "list.order_desc() -> list", "the sorted list, the largest first", "[1, 2].order_desc() == [2, 1]";
        "map", "list.map(|item| …) -> list", "what the function gives for each item; a map's values likewise", "[1, 2].map(|x| x * 2) == [2, 4]";
        "filter", "list.filter(|item| …) -> list", "the items for which it holds; a map's entries likewise", "[1, 2, 3].filter(|x| x > 1) == [2, 3]";
        "find", "list.find(|item| …, from?) -> item", "the first item for which it holds, otherwise `()`", "[1, 2, 3].find(|x| x > 1) == 2";
        "find_map", "list.find_map(|item| …, from?) -> value", "the first thing the function gives that is not `()`", "[1, 2].find_map(|x| if x > 1 { x * 10 }) == 20";
        "some", "list.some(|item| …) -> bool", "whether it holds for one", "[1, 2].some(|x| x > 1)";
        "all", "list.all(|item| …) -> bool", "whether it holds for all", "[1, 2].all(|x| x > 0)";
        "for_each", "list.for_each(|| …)", "runs for each item, which is `this` and may be changed", "let l = [1, 2]; l.for_each(|| this *= 2); l == [2, 4]";
        "reduce", "list.reduce(|total, item| …, start?) -> value", "one value out of all, from the beginning", "[1, 2, 3].reduce(|sum, x| sum + x, 0) == 6";
        "reduce_rev", "list.reduce_rev(|total, item| …, start?) -> value", "one value out of all, from the end", "[\"a\", \"b\"].reduce_rev(|all, x| all + x, \"\") == \"ba\"";
        "zip", "list.zip(list, |one, other| …) -> list", "what the function gives for each pair", "[1, 2].zip([3, 4], |x, y| x + y) == [4, 6]";
        "drain", "list.drain(|item| …) -> list", "takes out those for which it holds and gives them; `from, length` or a range too; a map's entries likewise", "let l = [1, 2, 3]; l.drain(|x| x > 1) == [2, 3] && l == [1]";
        "retain", "list.retain(|item| …) -> list", "keeps those for which it holds and gives the others; `from, length` or a range too; a map's entries likewise", "let l = [1, 2, 3]; l.retain(|x| x > 1) == [1] && l == [2, 3]";
    },
    group! { "Maps (rows of a group)":
        "keys", "map.keys() -> list", "the names of its fields", "#{ a: 1, b: 2 }.keys() == [\"a\", \"b\"]";
        "values", "map.values() -> list", "what its fields are worth", "#{ a: 1, b: 2 }.values() == [1, 2]";
        "mixin", "map.mixin(map)", "takes over the entries of another, over its own; as `+=`", "let m = #{ a: 1 }; m.mixin(#{ a: 2, b: 3 }); m.a == 2 && m.b == 3";
        "fill_with", "map.fill_with(map)", "takes over those entries of another that it lacks", "let m = #{ a: 1 }; m.fill_with(#{ a: 2, b: 3 }); m.a == 1 && m.b == 3";
        "to_json", "map.to_json() -> text", "as JSON", "#{ a: 1 }.to_json() == \"{\\\"a\\\":1}\"";
    },
    group! { "Ranges":
        "range", "range(from, to, step?) -> numbers", "numbers from the first up to, without, the second, for a `for` loop; `0..3` and `0..=3` too", "let n = 0; for i in range(0, 10, 3) { n += i; } n == 18";
        "start", "range.start() -> whole number", "its first number", "(1..3).start() == 1";
        "end", "range.end() -> whole number", "its last number, or the one after", "(1..3).end() == 3";
        "is_inclusive", "range.is_inclusive() -> bool", "whether its last number belongs to it", "(1..=3).is_inclusive()";
        "is_exclusive", "range.is_exclusive() -> bool", "whether its last number does not", "(1..3).is_exclusive()";
    },
    group! { "Operators as functions":
        "add", "add(decimal, decimal) -> decimal", "`x + y`", "add(1.5, 2.0) == 3.5";
        "subtract", "subtract(decimal, decimal) -> decimal", "`x - y`", "subtract(3.5, 2.0) == 1.5";
        "multiply", "multiply(decimal, decimal) -> decimal", "`x * y`", "multiply(1.5, 2.0) == 3.0";
        "divide", "divide(decimal, decimal) -> decimal", "`x / y`", "divide(7.0, 2.0) == 3.5";
        "modulo", "modulo(decimal, decimal) -> decimal", "`x % y`", "modulo(7.0, 2.0) == 1.0";
        "power", "power(decimal, decimal) -> decimal", "`x ** y`", "power(2.0, 3.0) == 8.0";
    },
];
