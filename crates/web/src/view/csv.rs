//! Comma-separated values that a spreadsheet may open.

/// One line (RFC 4180). A cell that a spreadsheet would run as a formula begins with an apostrophe (OWASP).
pub fn push_line(text: &mut String, cells: &[String]) {
    for (place, cell) in cells.iter().enumerate() {
        if place > 0 {
            text.push(',');
        }
        let formula = cell.starts_with(['=', '+', '-', '@', '\t', '\r']);
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
}
