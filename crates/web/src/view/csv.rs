//! Comma-separated values that a spreadsheet may open.

/// One line (RFC 4180). A cell that a spreadsheet would run as a formula begins with an apostrophe (OWASP).
pub fn push_line(text: &mut String, cells: &[String]) {
    for (place, cell) in cells.iter().enumerate() {
        if place > 0 {
            text.push(',');
        }
        // A mark or blanks before it do not keep a spreadsheet from seeing it.
        let seen = cell.trim_start_matches(['\u{feff}', ' ', '\u{a0}']);
        let formula = seen.starts_with(['=', '+', '-', '@', '|', '\t', '\r', '\n'])
            || cell.starts_with('\u{feff}');
        text.push('"');
        if formula {
            text.push('\'');
        }
        text.push_str(&cell.replace('"', "\"\""));
        text.push('"');
    }
    text.push_str("\r\n");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_that_would_run_as_formulas_do_not() {
        let mut text = String::new();
        let cells = ["=1+1", "-2", "a \"b\"", "@x", "Iași"].map(str::to_owned);
        push_line(&mut text, &cells);
        assert_eq!(
            text,
            "\"'=1+1\",\"'-2\",\"a \"\"b\"\"\",\"'@x\",\"Iași\"\r\n"
        );
    }

    #[test]
    fn a_cell_that_a_spreadsheet_would_run_begins_with_an_apostrophe() {
        for cell in [
            "=1",
            "+1",
            "-1",
            "@a",
            "|a",
            "\t=1",
            "\r=1",
            "\n=1",
            " =1",
            "\u{a0}@a",
            "\u{feff}a",
            "\u{feff}=1",
        ] {
            let mut line = String::new();
            push_line(&mut line, &[cell.to_owned()]);
            assert_eq!(line, format!("\"'{cell}\"\r\n"));
        }
        let mut line = String::new();
        push_line(
            &mut line,
            &["a \"b\"".to_owned(), String::new(), "Ana-Maria".to_owned()],
        );
        assert_eq!(line, "\"a \"\"b\"\"\",\"\",\"Ana-Maria\"\r\n");
    }
}
