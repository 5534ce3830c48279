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
    let waterfall = outcome.linkage.explain(&outcome.table, 0, 1);
    let equal = waterfall.bars.iter().filter(|bar| bar.level == "equal");
    assert_eq!(equal.count(), 3, "{waterfall}");
    let options = ReadOptions {
        roles: vec![("cine".into(), Some(Input::FullName(NameOrder::GivenFirst)))],
        ..ReadOptions::default()
    };
    let table = read("cine\nIon Vasile Popescu\n", &options);
    assert_eq!(shown(&table, 0, Role::Given), ["ion vasile"]);
    assert_eq!(shown(&table, 0, Role::Family), ["popescu"]);
}

#[test]
fn a_second_table_may_call_its_columns_otherwise() {
    let girl = cnp("612030412211");
    let first = format!(
        "\u{feff}Nr. crt.;Nume;Prenume;Data nașterii;CNP;Nume mamă;Observații\n7;Ţurcanu;Ştefania;04.03.2012;{girl};Ana;-\n"
    );
    let second = format!("given_name,surname,cnp,mobile\nStefania,Turcanu,{girl},0722\n");
    let table = read_tables(
        first.as_bytes(),
        Some(second.as_bytes()),
        &ReadOptions::default(),
        &unwatched,
    )
    .unwrap();
    for role in [
        Role::Given,
        Role::Family,
        Role::Birth,
        Role::Sex,
        Role::Document,
    ] {
        assert_eq!(shown(&table, 0, role), shown(&table, 1, role), "{role:?}");
        assert_ne!(shown(&table, 0, role), [""], "{role:?}");
    }
    assert_eq!(shown(&table, 0, Role::Kin), ["ana"]);
    assert_eq!(shown(&table, 1, Role::Kin), [""]);
    let [a, b] = table.readings() else {
        panic!("two files were read")
    };
    assert_eq!((a.delimiter, a.label.as_deref()), (';', Some("Nr. crt.")));
    assert_eq!((b.delimiter, b.label.as_deref()), (',', None));
    assert_eq!(a.left_out, ["Observații"]);
    assert_eq!(b.left_out, ["mobile"]);
    let fields = table.schema().fields().iter().zip(&b.columns);
    let of = |role| {
        let mut found = fields.clone().filter(move |(f, _)| f.role == role);
        found.next().map(|(_, columns)| columns.clone())
    };
    assert_eq!(of(Role::Given).unwrap(), ["given_name"]);
    assert_eq!(of(Role::Birth).unwrap(), ["cnp"]);
    assert_eq!(of(Role::Kin).unwrap(), Vec::<String>::new());
    assert_eq!((table.label(0), table.label(1)), ("7", "2"));
}

#[test]
fn a_role_may_be_told_for_either_table_but_for_no_third() {
    let (first, second) = ("prenume,nume\nAna,Rusu\n", "vorname,nachname\nAna,Rusu\n");
    let told = |roles: &[(&str, Role)]| ReadOptions {
        roles: roles
            .iter()
            .map(|(h, role)| ((*h).to_owned(), Some(Input::Field(*role))))
            .collect(),
        ..ReadOptions::default()
    };
    let both = |options: &ReadOptions<'_>| {
        read_tables(
            first.as_bytes(),
            Some(second.as_bytes()),
            options,
            &unwatched,
        )
    };
    let table = both(&told(&[
        ("vorname", Role::Given),
        ("nachname", Role::Family),
    ]))
    .unwrap();
    assert_eq!(shown(&table, 1, Role::Given), ["ana"]);
    assert_eq!(shown(&table, 1, Role::Family), ["rusu"]);
    let error = both(&told(&[("zuname", Role::Family)])).unwrap_err();
    assert_eq!(error.to_string(), "header: there is no column \"zuname\"");
}

#[test]
fn a_column_nume_holds_both_names_where_no_other_holds_the_given_one() {
    let table = read("Nume,CNP\nPopescu Ion Vasile,\n", &ReadOptions::default());
    assert_eq!(shown(&table, 0, Role::Family), ["popescu"]);
    assert_eq!(shown(&table, 0, Role::Given), ["ion vasile"]);
    let table = read("Nume,Prenume\nPop Ionescu,Ana\n", &ReadOptions::default());
    assert_eq!(shown(&table, 0, Role::Family), ["pop ionescu"]);
}
