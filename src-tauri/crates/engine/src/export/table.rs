//! A table for spreadsheets (RFC 4180).

use chrono::Timelike as _;
use csv::{QuoteStyle, Terminator, WriterBuilder};

use super::{Due, words};

/// Tells spreadsheets that the text is UTF-8; without it some read umlauts as two letters.
const UTF_8: &str = "\u{feff}";

/// One line for each location. Every cell is quoted, so that no name can begin a cell of its own
/// where a spreadsheet takes another character for the separator.
pub(super) fn write(due: &[Due]) -> Result<String, Box<dyn std::error::Error + Send + Sync>> {
    let mut writer = WriterBuilder::new()
        .quote_style(QuoteStyle::Always)
        .terminator(Terminator::CRLF)
        .from_writer(UTF_8.as_bytes().to_vec());
    writer.write_record(words::columns())?;
    for one in due {
        writer.write_record([
            format!(
                "{} {:02}:{:02}",
                one.at.date_naive(),
                one.at.hour(),
                one.at.minute()
            ),
            cell(&one.name),
            one.network.to_owned(),
            words::what_ends(one.need.because),
            cell(one.client.as_deref().unwrap_or_default()),
            cell(one.person.as_deref().unwrap_or_default()),
        ])?;
    }
    Ok(String::from_utf8(writer.into_inner()?)?)
}

/// A cell that no spreadsheet computes, whatever a stranger called a page: an apostrophe says that
/// text follows.
fn cell(text: &str) -> String {
    // The wide forms are what East Asian keyboards type, and some spreadsheets compute them too.
    let computes = ['=', '+', '-', '@', '＝', '＋', '－', '＠'];
    if text.trim_start().starts_with(computes) {
        format!("'{text}")
    } else {
        text.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use csv::{ReaderBuilder, StringRecord};
    use proptest::prelude::*;

    use super::super::tests::due;
    use super::*;

    fn read(text: &str) -> Vec<StringRecord> {
        let mut reader = ReaderBuilder::new()
            .has_headers(false)
            .from_reader(text.as_bytes());
        reader.records().collect::<Result<_, _>>().unwrap()
    }

    #[test]
    fn every_location_has_a_line() {
        let one = Due {
            client: Some("Northwind".to_owned()),
            person: Some("Jana Weiss".to_owned()),
            ..due(1, "Café \"Zürich\", old town", 60)
        };
        let text = write(&[one, due(2, "Elbe Books", 61)]).unwrap();
        let lines = read(&text);
        assert_eq!(lines[0].iter().collect::<Vec<_>>(), words::columns());
        let first = [
            "2027-01-23 06:00",
            "Café \"Zürich\", old town",
            "Facebook",
            "Sign-in ends",
            "Northwind",
            "Jana Weiss",
        ];
        assert_eq!(lines[1].iter().collect::<Vec<_>>(), first);
        assert_eq!(&lines[2][1], "Elbe Books");
        assert!(text.starts_with(UTF_8) && text.ends_with("\"\r\n"));
    }

    #[test]
    fn a_name_that_a_spreadsheet_would_compute_is_text() {
        for name in [
            "=HYPERLINK(\"https://evil.example\";\"Acme\")",
            "+1-555",
            "-2+3",
            "@SUM(A1)",
            "＝1+1",
            "\t=1+1",
        ] {
            let lines = read(&write(&[due(1, name, 60)]).unwrap());
            assert_eq!(lines[1][1].chars().next(), Some('\''), "{name}");
        }
        assert_eq!(cell("A=B"), "A=B");
    }

    proptest! {
        #[test]
        fn any_name_stays_in_its_cell(name in any::<String>(), client in any::<String>()) {
            let one = Due { client: Some(client.clone()), ..due(1, &name, 60) };
            let lines = read(&write(std::slice::from_ref(&one)).unwrap());
            prop_assert_eq!(lines.len(), 2);
            prop_assert_eq!(lines[1].len(), words::columns().len());
            prop_assert_eq!(lines[1][1].trim_start_matches('\''), one.name.trim_start_matches('\''));
            for read in lines[1].iter().skip(1) {
                prop_assert!(!read.starts_with(['=', '+', '-', '@']));
            }
        }
    }
}
