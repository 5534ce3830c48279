//! Twelve quarterly releases of an invented Romania, 200 children a year (ruling 33).

#![expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "small numbers made up here"
)]

use std::collections::BTreeMap;
use std::fmt::Write as _;

use punte_disclose::table::Table;
use punte_disclose::tables::release::{
    self, Coarsening, HierarchySpec, LedgerEntry, Release, Rules, Spec, TableSpec,
};
use punte_disclose::{Fast, NoWatch, Random};

const QUARTERS: usize = 12;

fn quarter(at: usize) -> String {
    format!("{}-Q{}", 2024 + at / 4, at % 4 + 1)
}

/// All children of the first `quarters` quarters; a later release sees the same earlier rows.
fn children(quarters: usize) -> Table {
    let mut random = Fast::seeded(33);
    let mut text = "quarter,county,age,sex,form\n".to_owned();
    for at in 0..quarters {
        for _ in 0..50 {
            // Few counties have most of the cases.
            let county = (random.unit().powi(4) * 42.0) as u32;
            let age = 17 - (random.unit().powi(2) * 12.0) as u32;
            let sex = if random.below(10) < 7 { "F" } else { "M" };
            let form = ["sexual", "sexual", "sexual", "labour", "begging", "crime"]
                [random.below(6) as usize];
            writeln!(text, "{},C{county:02},{age},{sex},{form}", quarter(at)).unwrap();
        }
    }
    Table::read(text.as_bytes()).unwrap()
}

fn groups(items: impl Iterator<Item = (String, Vec<String>)>) -> BTreeMap<String, Vec<String>> {
    items.collect()
}

fn hierarchies() -> BTreeMap<String, HierarchySpec> {
    let county = HierarchySpec {
        levels: vec!["region".to_owned(), "macroregion".to_owned()],
        groups: groups((0..42).map(|at| {
            (
                format!("C{at:02}"),
                vec![format!("R{}", at / 6), format!("M{}", at / 6 / 2)],
            )
        })),
        file: None,
    };
    let quarter = HierarchySpec {
        levels: vec!["year".to_owned()],
        groups: groups((0..QUARTERS).map(|at| (quarter(at), vec![(2024 + at / 4).to_string()]))),
        file: None,
    };
    let age = HierarchySpec {
        levels: vec!["band".to_owned()],
        groups: groups((0..18).map(|age| {
            (
                age.to_string(),
                vec![if age < 14 { "0-13" } else { "14-17" }.to_owned()],
            )
        })),
        file: None,
    };
    [
        ("county".to_owned(), county),
        ("quarter".to_owned(), quarter),
        ("age".to_owned(), age),
    ]
    .into()
}

fn spec(at: usize, primary_only: bool) -> Spec {
    let within = |node: String| BTreeMap::from([("quarter".to_owned(), node)]);
    let national = |name: &str, node: String| TableSpec {
        name: name.to_owned(),
        columns: vec!["age@band".to_owned(), "sex".to_owned(), "form".to_owned()],
        within: within(node),
        whole: true,
        coarsen: Coarsening::None,
        least_counted: 1.0,
        round: None,
    };
    let by_place = |name: &str, columns: &[&str], node: String| TableSpec {
        name: name.to_owned(),
        columns: columns.iter().map(|&column| column.to_owned()).collect(),
        within: within(node),
        whole: false,
        coarsen: if primary_only {
            Coarsening::None
        } else {
            Coarsening::Auto
        },
        least_counted: if primary_only { 0.0 } else { 0.9 },
        round: None,
    };
    let mut tables = vec![
        national("national", quarter(at)),
        by_place("by place", &["county@region", "age@band"], quarter(at)),
    ];
    if at % 4 == 3 {
        let year = (2024 + at / 4).to_string();
        tables.push(national("national year", year.clone()));
        tables.push(by_place(
            "by place and sex, year",
            &["county@region", "sex"],
            year,
        ));
    }
    Spec {
        name: quarter(at),
        input: String::new(),
        rules: Rules {
            k: 10,
            width: 10,
            full_cells: false,
            dominance: None,
        },
        hierarchies: hierarchies(),
        tables,
        primary_only,
    }
}

#[test]
fn twelve_quarters_are_published_and_stay_safe_together() {
    let mut ledger: Vec<LedgerEntry> = Vec::new();
    let (mut withheld, mut narrowest) = (0, f64::INFINITY);
    for at in 0..QUARTERS {
        let made = release::make(&spec(at, false), &children(at + 1), &ledger, &NoWatch).unwrap();
        let Release::Granted {
            tables,
            entry,
            narrowest: width,
        } = made
        else {
            panic!("quarter {at} is refused")
        };
        for table in &tables {
            assert!(
                table.counted >= 0.9,
                "{} in {}: {}",
                table.name,
                quarter(at),
                table.counted
            );
            if table.name.starts_with("national") {
                assert!(
                    table.rows.iter().all(|row| row.count.is_some()),
                    "{} is published whole",
                    table.name
                );
            }
            println!(
                "{} {:?} {:?} counted {:.2} withheld {}",
                quarter(at),
                table.name,
                table.columns,
                table.counted,
                table.withheld
            );
            withheld += table.withheld;
        }
        narrowest = f64::min(narrowest, width);
        ledger.push(entry);
    }
    println!("withheld {withheld} narrowest {narrowest}");
    println!(
        "\nBAR\t3\t12 quarterly releases, 200 children a year: narrowest interval left\t{narrowest}\t10\t{}",
        if narrowest >= 10.0 { "met" } else { "missed" }
    );
    assert!(
        withheld > 0,
        "a test in which nothing is withheld shows nothing"
    );
    assert!(narrowest >= 10.0);
    // The whole record, attacked afresh by one more release that adds nothing new.
    let mut last = spec(QUARTERS - 1, false);
    last.name = "again".to_owned();
    assert!(matches!(
        release::make(&last, &children(QUARTERS), &ledger, &NoWatch).unwrap(),
        Release::Granted { .. }
    ));
}

#[test]
fn primary_suppression_alone_is_refused() {
    let made = release::make(&spec(3, true), &children(4), &[], &NoWatch).unwrap();
    let Release::Refused(reasons) = made else {
        panic!("granted")
    };
    println!("{}", reasons.join("\n"));
    println!(
        "\nBAR\t3\tthe same tables with primary suppression alone: cells the attacker finds\t{}\tat least 1\t{}",
        reasons.len(),
        if reasons.is_empty() { "missed" } else { "met" }
    );
    assert!(
        reasons
            .iter()
            .any(|reason| reason.contains("can be placed between")),
        "{reasons:?}"
    );
}

#[test]
fn an_earlier_release_can_make_a_later_one_unsafe() {
    // Released: region by age band, with a small region withheld. Asked for now: the same region's total alone.
    let text = "region,band\n".to_owned()
        + &"A,young\n".repeat(30)
        + &"A,old\n".repeat(20)
        + &"B,young\n".repeat(3)
        + &"B,old\n".repeat(40)
        + &"C,young\n".repeat(25)
        + &"C,old\n".repeat(25);
    let table = Table::read(text.as_bytes()).unwrap();
    let whole = |name: &str, columns: &[&str]| TableSpec {
        name: name.to_owned(),
        columns: columns.iter().map(|&column| column.to_owned()).collect(),
        within: BTreeMap::new(),
        whole: false,
        coarsen: Coarsening::None,
        least_counted: 0.0,
        round: None,
    };
    let mut first = Spec {
        name: "first".to_owned(),
        input: String::new(),
        rules: Rules {
            k: 10,
            width: 10,
            full_cells: false,
            dominance: None,
        },
        hierarchies: BTreeMap::new(),
        tables: vec![whole("both", &["region", "band"])],
        primary_only: false,
    };
    let Release::Granted { entry, .. } = release::make(&first, &table, &[], &NoWatch).unwrap()
    else {
        panic!("first")
    };
    let hidden: Vec<_> = entry.cells.iter().filter(|cell| !cell.published).collect();
    assert!(hidden.len() >= 3, "{hidden:?}");
    // A person forces the withheld secondary cells out "whole" in a second release: the first one's secret falls, so it is refused.
    let mut leaked = entry.clone();
    for cell in &mut leaked.cells {
        cell.published |= cell.value >= 10.0;
    }
    first.name = "second".to_owned();
    first.tables = vec![whole("band", &["band"])];
    let Release::Refused(reasons) = release::make(&first, &table, &[leaked], &NoWatch).unwrap()
    else {
        panic!("second")
    };
    assert!(
        reasons
            .iter()
            .any(|reason| reason.contains("earlier release")),
        "{reasons:?}"
    );
}

/// Categories by column of every cell of an entry that was withheld.
fn withheld_by(entry: &LedgerEntry) -> impl Iterator<Item = BTreeMap<String, String>> {
    let withheld = entry.cells.iter().filter(|cell| !cell.published);
    withheld.map(|cell| cell.key.iter().cloned().collect())
}

#[test]
fn what_one_release_withheld_no_later_one_publishes() {
    let mut random = Fast::seeded(41);
    let (mut refused, mut held, mut checked) = (0, 0, 0);
    for _ in 0..60 {
        let mut text = "region,form,sex\n".to_owned();
        for _ in 0..120 + random.below(200) {
            let region = ["A", "B", "C", "D", "E"][(random.unit().powi(2) * 5.0) as usize];
            let form = ["sexual", "labour", "begging"][random.below(3) as usize];
            let sex = if random.below(10) < 7 { "F" } else { "M" };
            writeln!(text, "{region},{form},{sex}").unwrap();
        }
        let table = Table::read(text.as_bytes()).unwrap();
        let mut ledger: Vec<LedgerEntry> = Vec::new();
        // The same table again under other rules, and other tables that share its sums.
        for (at, (columns, k)) in [
            (&["region", "form"][..], 10),
            (&["region", "sex"], 4),
            (&["region", "form"], 3),
            (&["form", "sex"], 10),
            (&["region", "form", "sex"], 5),
        ]
        .into_iter()
        .enumerate()
        {
            let wanted = TableSpec {
                name: format!("table {at}"),
                columns: columns.iter().map(|&column| column.to_owned()).collect(),
                within: BTreeMap::new(),
                whole: false,
                coarsen: Coarsening::None,
                least_counted: 0.0,
                round: None,
            };
            let asked = Spec {
                name: format!("release {at}"),
                input: String::new(),
                rules: Rules {
                    k,
                    width: 10,
                    full_cells: false,
                    dominance: None,
                },
                hierarchies: BTreeMap::new(),
                tables: vec![wanted],
                primary_only: false,
            };
            let made = release::make(&asked, &table, &ledger, &NoWatch).unwrap();
            let Release::Granted { tables, entry, .. } = made else {
                refused += 1;
                continue;
            };
            for row in &tables[0].rows {
                let titles = tables[0].columns.iter().cloned();
                let cell: BTreeMap<String, String> = titles
                    .zip(row.labels.iter().cloned())
                    .filter(|(_, label)| label != "*")
                    .collect();
                checked += 1;
                if ledger.iter().flat_map(withheld_by).any(|key| key == cell) {
                    held += 1;
                    assert_eq!(row.count, None, "{cell:?} was withheld before\n{text}");
                }
            }
            ledger.push(entry);
        }
    }
    println!(
        "{checked} cells looked at, {held} of them withheld before, {refused} releases refused"
    );
    assert!(
        held > 100,
        "a test that meets nothing withheld shows nothing"
    );
}

#[test]
fn a_large_table_alone_is_suppressed_by_proof() {
    let mut random = Fast::seeded(8);
    let mut text = "county,age,form,month\n".to_owned();
    for _ in 0..20_000 {
        let pick = |random: &mut Fast, most: f64| (random.unit().powi(2) * most) as u32;
        let (county, age, form, month) = (
            pick(&mut random, 42.0),
            pick(&mut random, 9.0),
            pick(&mut random, 4.0),
            pick(&mut random, 12.0),
        );
        writeln!(text, "{county},{age},{form},{month}").unwrap();
    }
    let table = Table::read(text.as_bytes()).unwrap();
    let wanted = TableSpec {
        name: "all".to_owned(),
        columns: ["county", "age", "form", "month"]
            .map(str::to_owned)
            .to_vec(),
        within: BTreeMap::new(),
        whole: false,
        coarsen: Coarsening::None,
        least_counted: 0.0,
        round: None,
    };
    let spec = Spec {
        name: "large".to_owned(),
        input: String::new(),
        rules: Rules {
            k: 10,
            width: 10,
            full_cells: false,
            dominance: None,
        },
        hierarchies: BTreeMap::new(),
        tables: vec![wanted],
        primary_only: false,
    };
    let begun = std::time::Instant::now();
    let Release::Granted {
        tables, narrowest, ..
    } = release::make(&spec, &table, &[], &NoWatch).unwrap()
    else {
        panic!("refused")
    };
    println!(
        "{:?} {} withheld of {}, counted {}",
        begun.elapsed(),
        tables[0].withheld,
        tables[0].rows.len(),
        tables[0].counted
    );
    assert!(narrowest >= 10.0 && tables[0].withheld > 100);
}

#[test]
fn a_rounded_table_keeps_sums_and_stands_alone() {
    let table = children(4);
    let mut wanted = spec(0, true).tables.swap_remove(1);
    wanted.round = Some(11);
    let mut rounded = spec(0, false);
    rounded.tables = vec![wanted.clone()];
    let Release::Granted {
        tables,
        entry,
        narrowest,
    } = release::make(&rounded, &table, &[], &NoWatch).unwrap()
    else {
        panic!("refused")
    };
    assert!(narrowest >= 10.0 && entry.rounded && entry.cells.iter().all(|cell| !cell.published));
    let rows = &tables[0].rows;
    let count = |want: &dyn Fn(&[String]) -> bool| -> f64 {
        let found = rows.iter().filter(|row| want(&row.labels));
        found.filter_map(|row| row.count).sum()
    };
    let all = |label: &String| label == "*";
    assert!(
        rows.iter()
            .all(|row| row.count.is_some_and(|n| n % 11.0 == 0.0))
    );
    assert!((count(&|l| !all(&l[0]) && !all(&l[1])) - count(&|l| l.iter().all(all))).abs() < 1e-9);
    for row in rows {
        let (low, high) = row.interval.unwrap();
        assert!(low >= 0.0 && high - low >= 10.0, "{row:?}");
    }
    // Nothing beside it, before or after.
    let mut later = spec(1, false);
    later.tables.truncate(1);
    for (spec, earlier) in [
        (&later, entry),
        (
            &rounded,
            LedgerEntry {
                name: "plain".to_owned(),
                ..LedgerEntry::default()
            },
        ),
    ] {
        let made = release::make(spec, &table, &[earlier], &NoWatch).unwrap();
        assert!(matches!(made, Release::Refused(reasons) if reasons[0].contains("rounded")));
    }
    for (base, others) in [(9, 0), (10, 0), (11, 1), (2_000_000, 0)] {
        let mut wrong = rounded.clone();
        wrong.tables[0].round = Some(base);
        for at in 0..others {
            let mut more = wanted.clone();
            more.name = format!("more {at}");
            more.round = None;
            wrong.tables.push(more);
        }
        let error = release::make(&wrong, &table, &[], &NoWatch).unwrap_err();
        assert!(error.to_string().contains("tables[0].round"), "{error}");
    }
}
