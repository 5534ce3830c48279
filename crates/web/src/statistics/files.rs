//! A chart's figures as files. Machine form: codes instead of words, the same in every language.

use super::chart::ChartId;
use punte_app::statistics::{Dataset, KnownError};
use serde_json::{Value, json};
use std::fmt::Write as _;

/// The figures of a chart, one row a year: `year`, its measures, and `known_errors` with the rules that
/// found something wrong in that year, separated by spaces.
pub fn csv(dataset: &Dataset, chart: ChartId) -> String {
    let mut out = String::from("year");
    for measure in chart.measures() {
        let _ = write!(out, ",{}", measure.code());
    }
    out.push_str(",known_errors\n");
    for year in chart.years(dataset) {
        let _ = write!(out, "{}", year.year);
        for measure in chart.measures() {
            let cell = year
                .get(*measure)
                .map(|n| n.to_string())
                .unwrap_or_default();
            let _ = write!(out, ",{cell}");
        }
        let rules: Vec<&str> = errors(dataset, chart)
            .filter(|e| e.year == year.year)
            .map(|e| e.rule.code())
            .collect();
        let _ = writeln!(out, ",{}", rules.join(" "));
    }
    out
}

/// The figures of a chart with their source, the known errors and other published values.
pub fn json(dataset: &Dataset, chart: ChartId) -> Value {
    let rows: Vec<Value> = chart
        .years(dataset)
        .iter()
        .map(|year| {
            let mut row = serde_json::Map::new();
            row.insert("year".into(), json!(year.year));
            for measure in chart.measures() {
                row.insert(measure.code().into(), json!(year.get(*measure)));
            }
            Value::Object(row)
        })
        .collect();
    let wrong: Vec<Value> = errors(dataset, chart)
        .map(|e| {
            json!({ "year": e.year, "rule": e.rule.code(), "found": e.found, "against": e.against,
                "source_lines": e.lines })
        })
        .collect();
    let beside: Vec<Value> = dataset
        .published
        .iter()
        .filter(|p| chart == ChartId::Victims && p.is_national_total())
        .map(|p| json!({ "year": p.year, "value": p.value, "detail": p.breakdown, "source": p.source }))
        .collect();
    json!({
        "chart": chart.code(),
        "country": dataset.country,
        "source": dataset.source,
        "rows": rows,
        "known_errors": wrong,
        "other_published_values": beside,
    })
}

fn errors(dataset: &Dataset, chart: ChartId) -> impl Iterator<Item = &KnownError> {
    dataset.errors_of(chart.measures())
}
