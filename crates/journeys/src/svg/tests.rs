//! Drawings are well-formed whatever the names are, say what they show, and stay small.

use proptest::prelude::*;

use super::{CurveWords, GraphWords, Series, curves, process_graph};
use crate::log::{EventLog, Limits, LogBuilder};
use crate::read::xml::{Tag, Xml};
use crate::survival::{Bands, Confidence, Wait, kaplan_meier};
use crate::time::DAY;
use crate::{directly_follows, performance};

/// Walks the drawing with the strict parser of this crate.
fn well_formed(svg: &str) -> Result<usize, TestCaseError> {
    let mut xml = Xml::new(svg.as_bytes(), 1 << 20);
    let mut elements = 0;
    loop {
        match xml
            .next_tag()
            .map_err(|e| TestCaseError::fail(format!("{e}\n{svg}")))?
        {
            Tag::Open(1) => {
                prop_assert_eq!(xml.attribute(b"role").unwrap().unwrap(), "img");
                prop_assert_eq!(
                    xml.attribute(b"aria-labelledby").unwrap().unwrap(),
                    "x-title x-desc"
                );
                elements += 1;
            }
            Tag::Open(_) => elements += 1,
            Tag::Close(_) => {}
            Tag::Done => return Ok(elements),
        }
    }
}

fn log(rows: &[(u8, String, u8)]) -> EventLog {
    let mut builder = LogBuilder::new(Limits::default(), false);
    for (case, activity, day) in rows {
        builder
            .push(&case.to_string(), activity, i64::from(*day) * DAY, "")
            .unwrap();
    }
    builder.finish().unwrap()
}

fn graph_of(log: &EventLog, title: &str) -> String {
    let graph = directly_follows(log);
    let words = GraphWords {
        id: "x\"><script>",
        title,
        description: title,
        days: "zile",
    };
    process_graph(log, &graph, &performance(log, &graph), 1, &words).replace("xscript", "x")
}

proptest! {
    #[test]
    fn graphs_of_any_names(rows in proptest::collection::vec((0_u8..5, "\\PC{1,30}|[<>&\"'\u{0}-\u{1f}]{1,5}", any::<u8>()), 1..60), title in any::<String>()) {
        let svg = graph_of(&log(&rows), &title);
        well_formed(&svg)?;
        prop_assert!(!svg.contains("NaN") && !svg.contains("inf"));
    }

    #[test]
    fn curves_of_any_waits(
        groups in proptest::collection::vec((any::<String>(), proptest::collection::vec((0_u16..900, any::<bool>()), 1..40)), 0..7),
        title in any::<String>(),
    ) {
        let series: Vec<Series> = groups.iter().map(|(name, waits)| {
            let waits: Vec<Wait> = waits.iter().map(|&(t, ended)| Wait { time: f64::from(t) / 7.0, ended }).collect();
            Series::waiting(name.clone(), &kaplan_meier(&waits, Bands::LogLog, Confidence::USUAL).unwrap())
        }).collect();
        let words = CurveWords { id: "x", title: &title, description: &title, days: "zile", at_risk: "sub observație" };
        let svg = curves(&series, &words);
        well_formed(&svg)?;
        prop_assert!(!svg.contains("NaN") && !svg.contains("inf"));
    }
}

#[test]
fn a_page_can_carry_it() {
    let waits: Vec<Wait> = (0..100_000_u32)
        .map(|i| Wait {
            time: f64::from(i * 7919 % 100_003),
            ended: i % 3 > 0,
        })
        .collect();
    let curve = kaplan_meier(&waits, Bands::LogLog, Confidence::USUAL).unwrap();
    let words = CurveWords {
        id: "x",
        title: "t",
        description: "d",
        days: "days",
        at_risk: "n",
    };
    let svg = curves(
        &[
            Series::waiting("a".to_owned(), &curve),
            Series::waiting("b".to_owned(), &curve),
        ],
        &words,
    );
    assert!(svg.len() < 60_000, "{} bytes", svg.len());
}
