//! Columns that hold more, or less, than one field: full names, ages, dates and sexes that only the CNP tells.

use punte_link::columns::{Input, NameOrder};
use punte_link::compare::date::BirthDate;
use punte_link::compare::number::Cnp;
use punte_link::read::{ReadOptions, read_tables};
use punte_link::schema::Role;
use punte_link::table::Table;
use punte_link::watch::unwatched;
use punte_link::{LinkError, LinkSettings, link};

fn read(text: &str, options: &ReadOptions<'_>) -> Table {
    read_tables(text.as_bytes(), None::<&[u8]>, options, &unwatched).unwrap()
}

fn shown(table: &Table, record: u32, role: Role) -> Vec<&str> {
    let fields = table.schema().fields().iter().enumerate();
    fields
        .filter(|(_, field)| field.role == role)
        .map(|(at, _)| table.shown(record, at))
        .collect()
}

/// A valid number, put together here so that the source holds none that could be somebody's.
fn cnp(first12: &str) -> String {
    let mut all = (0..10).map(|digit| format!("{first12}{digit}"));
    all.find(|number| Cnp::parse(number).is_ok()).unwrap()
}

#[test]
fn the_number_fills_in_what_is_missing_and_nothing_else() {
    let girl = cnp("612030412211");
    let text = format!(
        "prenume,nume,data_nasterii,sex,cnp\nAna,Rusu,,,{girl}\nAna,Rusu,2011-01-02,m,{girl}\nAna,Rusu,?,,123\n"
    );
    let table = read(&text, &ReadOptions::default());
    assert_eq!(shown(&table, 0, Role::Birth), ["2012-03-04"]);
    assert_eq!(shown(&table, 0, Role::Sex), ["f"]);
    assert_eq!(shown(&table, 1, Role::Birth), ["2011-01-02"]);
    assert_eq!(shown(&table, 1, Role::Sex), ["m"]);
    assert_eq!(shown(&table, 2, Role::Birth), [""]);
    assert_eq!(shown(&table, 2, Role::Sex), [""]);
}

#[test]
fn without_such_columns_the_number_makes_them() {
    let boy = cnp("512010140001");
    let table = read(
        &format!("prenume,nume,cnp\nIon,Popa,{boy}\nIon,Popa,\n"),
        &ReadOptions::default(),
    );
    assert_eq!(shown(&table, 0, Role::Birth), ["2012-01-01"]);
    assert_eq!(shown(&table, 0, Role::Sex), ["m"]);
    assert_eq!(shown(&table, 1, Role::Birth), [""]);
}

#[test]
fn an_age_becomes_a_year_give_or_take_one() {
    let options = ReadOptions {
        age_at: BirthDate::parse("2026-11-24"),
        ..ReadOptions::default()
    };
    let table = read(
        "prenume,nume,varsta\nIon,Popa,13\nIon,Popa,12-14\nIon,Popa,minor\n",
        &options,
    );
    assert_eq!(shown(&table, 0, Role::Birth), ["±2013"]);
    assert_eq!(shown(&table, 1, Role::Birth), ["±2013"]);
    assert_eq!(shown(&table, 2, Role::Birth), [""]);
    let text = "prenume,nume,data_nasterii,varsta,data_inregistrarii\nIon,Popa,,13,2026-02-01\nIon,Popa,2012-05-06,13,2026-02-01\n";
    let table = read(text, &ReadOptions::default());
    assert_eq!(shown(&table, 0, Role::Birth), ["±2012"]);
    assert_eq!(shown(&table, 1, Role::Birth), ["2012-05-06"]);
}

#[test]
fn an_age_of_no_date_is_left_out_or_asked_about() {
    let text = "prenume,nume,varsta\nIon,Popa,13\n";
    let table = read(text, &ReadOptions::default());
    assert!(shown(&table, 0, Role::Birth).is_empty());
    let options = ReadOptions {
        roles: vec![("varsta".into(), Some(Input::Age))],
        ..ReadOptions::default()
    };
    let error = read_tables(text.as_bytes(), None::<&[u8]>, &options, &unwatched).unwrap_err();
    assert!(
        matches!(error, LinkError::BadSettings(ref text) if text.contains("age-date")),
        "{error}"
    );
}

#[test]
fn full_names_are_compared_name_by_name() {
    let text = "id,nume_si_prenume,data_nasterii\n1,Țurcanu Ștefan,2012-03-04\n2,TURCANU Stefan,04.03.2012\n3,Rusu Ana,2010-01-02\n";
    let outcome = link(
        text.as_bytes(),
        None::<&[u8]>,
        &LinkSettings::default(),
        &unwatched,
    )
    .unwrap();
    assert_eq!(shown(&outcome.table, 0, Role::Given), ["stefan"]);
    assert_eq!(shown(&outcome.table, 1, Role::Family), ["turcanu"]);
    assert_eq!(shown(&outcome.table, 1, Role::Given), ["stefan"]);
    let bits = |a, b| outcome.linkage.explain(&outcome.table, a, b).total;
    assert!(bits(0, 1) > bits(0, 2) + 5.0);
    let options = ReadOptions {
        roles: vec![("cine".into(), Some(Input::FullName(NameOrder::GivenFirst)))],
        ..ReadOptions::default()
    };
    let table = read("cine\nIon Vasile Popescu\n", &options);
    assert_eq!(shown(&table, 0, Role::Given), ["ion vasile"]);
    assert_eq!(shown(&table, 0, Role::Family), ["popescu"]);
}

#[test]
fn a_second_table_must_have_the_same_columns() {
    let first: &[u8] = b"nume_si_prenume,varsta,data_inregistrarii\nPopa Ion,13,2026-01-01\n";
    let second: &[u8] = b"nume_si_prenume\nPopa Ion\n";
    let error = link(first, Some(second), &LinkSettings::default(), &unwatched).unwrap_err();
    assert_eq!(
        error.to_string(),
        "second table: header: there is no column \"varsta\""
    );
}
