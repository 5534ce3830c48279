//! A waterfall as SVG, with no script and no outside reference.

use crate::model::explain::{Against, Waterfall};
use std::fmt::Write as _;

const WIDTH: f64 = 920.0;
const ROW: f64 = 30.0;
const TOP: f64 = 64.0;
/// Where bars may stand, left and right.
const PLOT: (f64, f64) = (470.0, 850.0);
const FOR: &str = "#0b4f6c";
const AGAINST: &str = "#a3402b";
const SUM: &str = "#5b6770";

/// One step: what it says, where it begins and ends, in bits.
struct Step {
    text: String,
    from: f64,
    to: f64,
    sum: bool,
}

fn steps(waterfall: &Waterfall) -> Vec<Step> {
    let mut at = waterfall.prior;
    let mut steps = vec![Step {
        text: "before looking".to_owned(),
        from: 0.0,
        to: at,
        sum: true,
    }];
    let told = waterfall.bars.iter().filter(|bar| bar.bits != 0.0);
    for bar in told {
        let (a, b) = &bar.values;
        steps.push(Step {
            text: format!("{}: {a} / {b}, {}", bar.header, bar.level),
            from: at,
            to: at + bar.bits,
            sum: false,
        });
        at += bar.bits;
    }
    // A correction that would be shown as 0.0 is not worth a line.
    if waterfall.others.abs() >= 0.05 {
        steps.push(Step {
            text: "other ways of being two persons".to_owned(),
            from: at,
            to: at + waterfall.others,
            sum: false,
        });
    }
    steps.push(Step {
        text: format!("in all: probability {:.4}", waterfall.probability()),
        from: 0.0,
        to: waterfall.total,
        sum: true,
    });
    steps
}

/// Draws a waterfall: each field's bits for (dark) or against (red) one person, from what is known before looking to the whole.
/// Fields that are missing in a record are left out. The values of the records stand in the drawing: it is as secret as they are.
pub fn waterfall_svg(waterfall: &Waterfall) -> String {
    let steps = steps(waterfall);
    let ends = || steps.iter().flat_map(|s| [s.from, s.to]);
    let (low, high) = (ends().fold(0.0, f64::min), ends().fold(0.0, f64::max));
    let scale = (PLOT.1 - PLOT.0) / (high - low).max(1e-9);
    let x = |bits: f64| PLOT.0 + (bits - low) * scale;
    let height = TOP + ROW * crate::table::count(steps.len()) + 34.0;
    let against = match waterfall.against {
        Against::Household => "two members of one household",
        Against::Community => "two strangers of one community",
        Against::Strangers => "two strangers",
    };
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH:.0} {height:.0}\" role=\"img\" aria-labelledby=\"w-title\" \
         font-family=\"'Public Sans', system-ui, sans-serif\" font-size=\"14\">\n<title id=\"w-title\">One person, or {against}: \
         probability {:.4} of one person</title>\n<rect width=\"100%\" height=\"100%\" fill=\"#fff\"/>\n\
         <text x=\"20\" y=\"30\" font-size=\"17\" font-weight=\"600\">One person, or {against}?</text>\n\
         <text x=\"20\" y=\"50\" fill=\"{SUM}\">One bit to the right doubles the odds, one to the left halves them.</text>\n",
        waterfall.probability()
    );
    let zero = x(0.0);
    let _ = writeln!(
        svg,
        "<line x1=\"{zero:.1}\" x2=\"{zero:.1}\" y1=\"{TOP:.0}\" y2=\"{:.1}\" stroke=\"#c3ccd1\"/>\
         <text x=\"{zero:.1}\" y=\"{:.1}\" text-anchor=\"middle\" fill=\"{SUM}\">0 bits: even odds</text>",
        height - 28.0,
        height - 10.0
    );
    for (row, step) in (0u32..).zip(&steps) {
        let y = TOP + ROW * f64::from(row);
        let (left, right) = (x(step.from.min(step.to)), x(step.from.max(step.to)));
        let fill = match step {
            Step { sum: true, .. } => SUM,
            Step { from, to, .. } if to >= from => FOR,
            _ => AGAINST,
        };
        let bits = step.to - step.from;
        let _ = writeln!(
            svg,
            "<text x=\"20\" y=\"{:.1}\">{}</text><rect x=\"{left:.1}\" y=\"{:.1}\" width=\"{:.1}\" height=\"18\" fill=\"{fill}\"/>\
             <text x=\"{:.1}\" y=\"{:.1}\" fill=\"{fill}\">{bits:+.1}</text>",
            y + 19.0,
            escape(&short(&step.text)),
            y + 5.0,
            (right - left).max(1.0),
            right + 5.0,
            y + 19.0,
        );
    }
    svg.push_str("</svg>\n");
    svg
}

fn short(text: &str) -> String {
    const MOST: usize = 60;
    if text.chars().count() <= MOST {
        return text.to_owned();
    }
    text.chars().take(MOST - 1).chain(['…']).collect()
}

fn escape(text: &str) -> String {
    text.chars().fold(String::new(), |mut out, c| {
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
    use super::waterfall_svg;
    use crate::{LinkSettings, link, watch::unwatched};

    #[test]
    fn every_name_gives_a_well_formed_drawing() {
        let text = "prenume,nume,data_nasterii\n\"<Ana & \"\"Ion\"\">\",Rusu,2012-03-04\nAna,Rusu,2012-03-05\n";
        let outcome = link(
            text.as_bytes(),
            None::<&[u8]>,
            &LinkSettings::default(),
            &unwatched,
        )
        .unwrap();
        let svg = waterfall_svg(&outcome.linkage.explain(&outcome.table, 0, 1));
        assert!(svg.starts_with("<svg ") && svg.ends_with("</svg>\n"));
        assert_eq!(svg.matches('<').count(), svg.matches('>').count());
        assert!(svg.contains("in all: probability") && !svg.contains("NaN"));
    }
}
