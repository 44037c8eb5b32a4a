//! Case numbers: a template, the opening day and a serial.

use chrono::NaiveDate;

use crate::pack::{NumberPart, NumberTemplate};

impl NumberTemplate {
    /// The number of the `serial`th case with this stem. `day` is the opening day in the organization's time zone.
    pub fn render(&self, day: NaiveDate, serial: u64) -> String {
        self.write(day, |width| format!("{serial:0width$}"))
    }

    /// The number without its serial, which stands as `#`: the key under which serials are counted. It restarts when
    /// the rest of the number changes, so equal stems share one count.
    pub fn stem(&self, day: NaiveDate) -> String {
        self.write(day, |_| "#".to_owned())
    }

    fn write(&self, day: NaiveDate, serial: impl Fn(usize) -> String) -> String {
        self.parts
            .iter()
            .map(|part| match part {
                NumberPart::Plain(text) => text.clone(),
                NumberPart::Day(pattern) => day.format(pattern).to_string(),
                NumberPart::Serial(width) => serial(*width),
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn monthly() -> NumberTemplate {
        NumberTemplate {
            parts: vec![
                NumberPart::Plain("K-".to_owned()),
                NumberPart::Day("%y"),
                NumberPart::Day("%m"),
                NumberPart::Serial(4),
            ],
        }
    }

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a day")
    }

    #[test]
    fn a_number_is_its_day_and_its_padded_serial() {
        assert_eq!(monthly().render(day("2024-05-09"), 7), "K-24050007");
        assert_eq!(
            monthly().render(day("2024-05-09"), 12345),
            "K-240512345",
            "a long serial is never cut"
        );
    }

    #[test]
    fn serials_are_counted_together_while_the_rest_of_the_number_is_the_same() {
        assert_eq!(monthly().stem(day("2024-05-01")), monthly().stem(day("2024-05-31")));
        assert_ne!(monthly().stem(day("2024-05-31")), monthly().stem(day("2024-06-01")));
    }
}
