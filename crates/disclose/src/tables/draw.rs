//! The intervals that an attacker is left with, as SVG, with no script and no outside reference.

use std::fmt::Write as _;

use super::release::PublishedTable;

const WIDTH: f64 = 920.0;
const ROW: f64 = 24.0;
const TOP: f64 = 84.0;
/// Where bars may stand, left and right.
const PLOT: (f64, f64) = (330.0, 860.0);
/// Most cells that are drawn; the table has all.
const MOST: usize = 40;

/// Draws a table's withheld (or rounded) cells, each with the interval in which everything published leaves it. Holds nothing that the
/// table does not: true counts do not take part. `None` when no cell has an interval.
pub fn intervals_svg(table: &PublishedTable, width: u32) -> Option<String> {
    let cells: Vec<(String, f64, f64)> = table
        .rows
        .iter()
        .filter_map(|row| {
            row.interval
                .map(|(low, high)| (row.labels.join(", "), low, high))
        })
        .collect();
    if cells.is_empty() {
        return None;
    }
    let shown = &cells[..cells.len().min(MOST)];
    let ends = shown.iter().flat_map(|&(_, low, high)| [low, high]);
    let most = ends.filter(|end| end.is_finite()).fold(1.0, f64::max);
    let x = |n: f64| PLOT.0 + (PLOT.1 - PLOT.0) * (n / most).min(1.0);
    let height = TOP + ROW * shown.len() as f64 + 40.0;
    let title = format!(
        "{}: {} of {} counts {}",
        table.name,
        cells.len(),
        table.rows.len(),
        if table.withheld > 0 {
            "withheld"
        } else {
            "rounded"
        }
    );
    let title = escape(&title);
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH:.0} {height:.0}\" role=\"img\" aria-labelledby=\"i-title\" \
         font-family=\"'Public Sans', system-ui, sans-serif\" font-size=\"14\">\n<title id=\"i-title\">{title}</title>\n\
         <rect width=\"100%\" height=\"100%\" fill=\"#fff\"/>\n\
         <text x=\"20\" y=\"30\" font-size=\"17\" font-weight=\"600\">{title}</text>\n\
         <text x=\"20\" y=\"52\" fill=\"#5b6770\">What an attacker who knows every published count of every release can still infer of each: \
         no bar is narrower than {width}.</text>\n"
    );
    for step in 0..=4 {
        let n = (most * f64::from(step) / 4.0).round();
        let _ = writeln!(
            svg,
            "<line x1=\"{0:.1}\" x2=\"{0:.1}\" y1=\"{TOP:.0}\" y2=\"{1:.1}\" stroke=\"#dfe5e8\"/>\
             <text x=\"{0:.1}\" y=\"{2:.1}\" text-anchor=\"middle\" fill=\"#5b6770\">{n:.0}</text>",
            x(n),
            height - 32.0,
            height - 14.0
        );
    }
    for (row, (label, low, high)) in shown.iter().enumerate() {
        let y = TOP + ROW * row as f64;
        let end = if high.is_finite() {
            format!("{high:.0}")
        } else {
            "no limit".to_owned()
        };
        let _ = writeln!(
            svg,
            "<text x=\"{:.1}\" y=\"{:.1}\" text-anchor=\"end\">{}</text>\
             <rect x=\"{:.1}\" y=\"{:.1}\" width=\"{:.1}\" height=\"12\" rx=\"2\" fill=\"#3a7390\"><title>{low:.0} to {end}</title></rect>",
            PLOT.0 - 12.0,
            y + 16.0,
            escape(label),
            x(*low),
            y + 6.0,
            (x(*high) - x(*low)).max(2.0),
        );
    }
    svg.push_str("</svg>\n");
    Some(svg)
}

fn escape(text: &str) -> String {
    text.chars().take(60).fold(String::new(), |mut out, c| {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            c if c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}') => out.push('\u{fffd}'),
            c => out.push(c),
        }
        out
    })
}

#[cfg(test)]
mod tests {
    use super::intervals_svg;
    use crate::tables::release::{PublishedTable, Row};

    #[test]
    fn withheld_cells_are_drawn_and_nothing_else() {
        let row = |label: &str, count, interval| Row {
            labels: vec![label.to_owned(), "*".to_owned()],
            count,
            interval,
        };
        let mut table = PublishedTable {
            name: "a & b".to_owned(),
            columns: vec!["x".to_owned(), "y".to_owned()],
            rows: vec![
                row("<b>", None, Some((0.0, 14.0))),
                row("open", None, Some((3.0, f64::INFINITY))),
                row("shown", Some(123_456.0), None),
            ],
            counted: 1.0,
            withheld: 2,
            proposals: Vec::new(),
        };
        let svg = intervals_svg(&table, 10).unwrap();
        assert!(svg.contains("&lt;b&gt;") && svg.contains("no limit"));
        assert!(!svg.contains("123") && !svg.contains("shown") && !svg.contains("inf<"));
        assert_eq!(svg.matches('<').count(), svg.matches('>').count());
        table.rows.truncate(0);
        assert!(intervals_svg(&table, 10).is_none());
    }
}
