use super::*;

fn romania() -> Prepared {
    Dataset::romania().expect("the repository's own data")
}

#[test]
fn reproduces_the_series_to_the_digit() {
    let expected = include_str!("../../../../data/glotip/romania_series.csv");
    let expected = expected
        .trim_start_matches('\u{feff}')
        .replace("\r\n", "\n");
    assert_eq!(
        romania().dataset.series.to_csv().trim_end(),
        expected.trim_end()
    );
}

#[test]
fn finds_the_known_errors_of_the_source() {
    let errors = romania().dataset.known_errors;
    let years = |rule, indicator| -> Vec<u16> {
        let of = errors
            .iter()
            .filter(|e| e.rule == rule && e.indicator == indicator);
        of.map(|e| e.year).collect()
    };
    assert_eq!(
        years(Rule::AgeRepeatsSex, Indicator::Prosecuted),
        [2019, 2021, 2022]
    );
    assert_eq!(
        years(Rule::FormsRepeatVictims, Indicator::Convicted),
        [2022]
    );
    assert_eq!(years(Rule::FormsExceedTotal, Indicator::Convicted), [2022]);
    assert_eq!(
        years(Rule::TwoValues, Indicator::Victims),
        [2012, 2017, 2018, 2019, 2020]
    );
    assert_eq!(
        years(Rule::SexesDoNotAddUp, Indicator::Victims),
        [2007, 2012]
    );
    assert_eq!(
        years(Rule::SexesDoNotAddUp, Indicator::Suspects),
        [2021, 2022]
    );
    assert_eq!(years(Rule::RepeatsYearBefore, Indicator::Victims), [2006]);
    assert_eq!(
        years(Rule::SuspectsEqualProsecuted, Indicator::Suspects),
        [2014, 2015, 2016]
    );
    let sexes = errors
        .iter()
        .find(|e| e.year == 2012 && e.rule == Rule::SexesDoNotAddUp);
    assert_eq!(sexes.map(|e| (e.found, e.against)), Some((694, 1041)));
    for error in &errors {
        assert!(!error.lines.is_empty(), "{error:?} names no row");
    }
    assert_eq!(errors.len(), 18);
    let other = errors
        .iter()
        .find(|e| e.year == 2019 && e.rule == Rule::TwoValues);
    assert_eq!(
        other.map(|e| e.measures.as_slice()),
        Some(&[Measure::OtherForms][..])
    );
}

#[test]
fn reports_what_was_read() {
    let report = romania().report;
    assert_eq!(report.series_rows, 643);
    assert_eq!(report.hidden_values, 178);
    assert_eq!(report.published_rows, 19);
    assert_eq!(report.years, Some((2003, 2022)));
}

#[test]
fn other_values_stand_beside() {
    let dataset = romania().dataset;
    let beside: Vec<u32> = dataset.published_beside(2022).map(|p| p.value).collect();
    assert_eq!(beside, [492, 500]);
    let newest = dataset.newest_published().expect("a figure");
    assert_eq!((newest.year, newest.value), (Some(2023), 451));
}

#[test]
fn stored_and_read_back() {
    let dataset = romania().dataset;
    let bytes = dataset.to_bytes().expect("writes");
    assert_eq!(bytes, dataset.to_bytes().expect("writes again"));
    assert_eq!(Dataset::from_bytes(&bytes).expect("reads"), dataset);
    assert!(Dataset::from_bytes(&bytes[1..]).is_err());
    let other = Dataset {
        shape: 2,
        ..dataset
    };
    let other = other.to_bytes().expect("writes");
    assert!(matches!(
        Dataset::from_bytes(&other),
        Err(StoredError::OtherShape(2))
    ));
}

#[test]
fn one_bad_row_refuses_all_and_every_bad_row_is_named() {
    let good = "Iso3_code,Country,Region,Subregion,Indicator,Dimension,Category,Sex,Age,Year,Unit of measurement,txtVALUE,Source\n\
        ROU,Romania,E,E,Persons convicted,Total,Total,Total,Total,2003,Counts,49,GLOTIP\n";
    let published = "year,period,measure,value,breakdown,source,evidence\n2022,full,victims identified,492,,TIP,verified\n";
    assert!(prepare(good, published, "ROU", Source::glotip()).is_ok());
    let bad = format!(
        "{good}BGR,Bulgaria,E,E,Persons convicted,Total,Total,Total,Total,2003,Counts,49,GLOTIP\n\
         ROU,Romania,E,E,Persons sighted,Total,Total,Total,Total,2003,Counts,49,GLOTIP\n\
         ROU,Romania,E,E,Persons convicted,Total,Total,Total,Total,2003,Counts,many,GLOTIP\n\
         ROU,Romania\n"
    );
    let no_source = published.replace("TIP", "");
    let refused = prepare(&bad, &no_source, "ROU", Source::glotip())
        .expect_err("refused")
        .refused;
    assert_eq!(
        refused.iter().map(|r| r.line).collect::<Vec<_>>(),
        [3, 4, 5, 6, 2]
    );
    let heading = prepare("a,b\n", published, "ROU", Source::glotip())
        .expect_err("refused")
        .refused;
    assert_eq!(heading[0].fault, RowFault::NoColumn("Iso3_code".into()));
}
