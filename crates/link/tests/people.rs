//! Invented families: what must be found, what must never be joined, and that every figure adds up.
#![expect(
    clippy::cast_precision_loss,
    reason = "a measurement: counts are far below 2^52"
)]

#[path = "../examples/people/mod.rs"]
mod people;

use proptest::prelude::*;
use punte_link::cluster::Refusal;
use punte_link::compare::number::Cnp;
use punte_link::private::{Encoder, EncodingOptions, compare_encodings};
use punte_link::review::{Prices, review};
use punte_link::search::{Query, SearchIndex};
use punte_link::watch::unwatched;
use punte_link::{LinkSettings, Outcome, link};
use std::collections::{HashMap, HashSet};
use std::fmt::Write as _;

fn run(text: &str) -> Outcome {
    link(
        text.as_bytes(),
        None::<&[u8]>,
        &LinkSettings::default(),
        &unwatched,
    )
    .unwrap()
}

fn truth(text: &str) -> Vec<&str> {
    text.lines()
        .skip(1)
        .map(|l| l.rsplit(',').next().unwrap())
        .collect()
}

fn quality(pairs: &[(u32, u32)], person: &[&str]) -> (f64, f64) {
    let hits = pairs
        .iter()
        .filter(|(a, b)| person[*a as usize] == person[*b as usize])
        .count() as f64;
    let mut sizes: HashMap<&str, f64> = HashMap::new();
    for p in person {
        *sizes.entry(p).or_default() += 1.0;
    }
    let total: f64 = sizes.values().map(|n| n * (n - 1.0) / 2.0).sum();
    (hits / pairs.len().max(1) as f64, hits / total)
}

#[test]
fn families_of_several_seeds() {
    for seed in [1, 2, 3] {
        let text = people::people(6_000, seed);
        let outcome = run(&text);
        let (p, r) = quality(&outcome.clusters.pairs(), &truth(&text));
        println!("seed {seed}: precision {p:.4} recall {r:.4}");
        assert!(
            p >= 0.95 && r >= 0.85,
            "seed {seed}: precision {p:.4} recall {r:.4}"
        );
    }
}

/// A crowd to learn from, with chosen records at its end.
fn with(extra: &[&str]) -> (Outcome, Vec<u32>) {
    let crowd = people::people(4_000, 9);
    let rows = u32::try_from(crowd.lines().count() - 1).unwrap();
    let text = crowd + &extra.join("\n") + "\n";
    let numbers = (0..u32::try_from(extra.len()).unwrap())
        .map(|i| rows + i)
        .collect();
    (run(&text), numbers)
}

fn together(outcome: &Outcome, a: u32, b: u32) -> bool {
    outcome.clusters.of[a as usize] == outcome.clusters.of[b as usize]
}

#[test]
fn siblings_and_twins_stay_two() {
    let (outcome, r) = with(&[
        "t1,Denisa,Lăcătuș,05.05.2011,f,Narcisa,RO-012,0722000111,x",
        "t2,Bianca,Lăcătuș,05.05.2011,f,Narcisa,RO-012,0722000111,y",
        "s1,Sorina,Pădureanu,09.10.2010,f,Ilinca,RO-044,0722000222,z",
        "s2,Rebeca,Pădureanu,19.12.2012,f,Ilinca,RO-044,0722000222,w",
    ]);
    assert!(
        !together(&outcome, r[0], r[1]),
        "{}",
        outcome.linkage.explain(&outcome.table, r[0], r[1])
    );
    assert!(
        !together(&outcome, r[2], r[3]),
        "{}",
        outcome.linkage.explain(&outcome.table, r[2], r[3])
    );
}

/// Family name and day of birth agree, the given name does not, and no document speaks for one person.
fn like_twins(outcome: &Outcome, a: u32, b: u32) -> bool {
    let bars = outcome.linkage.explain(&outcome.table, a, b).bars;
    let level = |header: &str| {
        let bar = bars.iter().find(|bar| bar.header == header);
        bar.map_or("missing", |bar| bar.level)
    };
    level("prenume") == "different"
        && level("data_nasterii") == "equal"
        && [
            "equal",
            "sounds the same",
            "one slip apart",
            "short form, pet form or part",
        ]
        .contains(&level("nume"))
}

#[test]
fn nobody_is_joined_on_family_name_and_birth_date_alone() {
    let mut needed = 0;
    for seed in [21, 22, 23] {
        let outcome = run(&people::people(6_000, seed));
        for (a, b) in outcome.clusters.pairs() {
            assert!(
                !like_twins(&outcome, a, b),
                "seed {seed}: {}",
                outcome.linkage.explain(&outcome.table, a, b)
            );
        }
        let steps = &outcome.clusters.steps;
        let refused = steps.iter().filter(|s| s.refused == Some(Refusal::Twins));
        needed += refused.count();
    }
    // Without the rule these pairs, probable by their score, would have been joined.
    assert!(needed > 0);
}

#[test]
fn one_child_in_many_spellings_is_found() {
    let (outcome, r) = with(&[
        "a1,Ștefania-Măriuca,Țurcanu,14.03.2009,f,Sânziana,RO-071,0733000111,x",
        "a2,Stefania,Turcanu,2009-03-14,f,Sanziana,RO-071,,x",
        "a3,Ţurcanu,Ştefania,14.03.2009,f,,RO-071,0733000111,x",
        "b1,Соломія,Гаврилюк,21.11.2008,f,Христина,RO-905,0733000222,y",
        "b2,Solomiia,Havryliuk,2008-11-21,f,Khrystyna,RO-905,,y",
        "b3,Solomia,Gavriliuc,2008-01-01,f,,RO-905,0733000222,y",
    ]);
    for (a, b) in [(0, 1), (0, 2), (3, 4), (3, 5)] {
        assert!(
            together(&outcome, r[a], r[b]),
            "{}",
            outcome.linkage.explain(&outcome.table, r[a], r[b])
        );
    }
}

#[test]
fn two_valid_numbers_are_two_people() {
    let cnp = |first: &str| {
        (0..10)
            .map(|d| format!("{first}{d}"))
            .find(|s| Cnp::parse(s).is_ok())
            .unwrap()
    };
    let mut text = String::from("id,prenume,nume,data_nasterii,cnp\n");
    for line in people::people(2_000, 4).lines().skip(1) {
        let cell: Vec<&str> = line.split(',').collect();
        writeln!(text, "{},{},{},{},", cell[0], cell[1], cell[2], cell[3]).unwrap();
    }
    let rows = u32::try_from(text.lines().count() - 1).unwrap();
    write!(
        text,
        "p,Ana,Văduva,01.02.2012,{}\nq,Ana,Văduva,01.02.2012,{}\n",
        cnp("612020140001"),
        cnp("612020140118")
    )
    .unwrap();
    let outcome = run(&text);
    assert!(!together(&outcome, rows, rows + 1));
    let refused = outcome
        .clusters
        .steps
        .iter()
        .any(|s| s.refused == Some(Refusal::TwoNumbers));
    let weak = outcome
        .linkage
        .explain(&outcome.table, rows, rows + 1)
        .total
        < 0.0;
    assert!(refused || weak);
}

#[test]
fn two_tables_link_across_only() {
    let text = people::people(4_000, 5);
    let (head, rows) = text.split_once('\n').unwrap();
    let rows: Vec<&str> = rows.lines().collect();
    let half = |keep: usize| {
        let mut out = format!("{head}\n");
        for row in rows.iter().skip(keep).step_by(2) {
            out += row;
            out.push('\n');
        }
        out
    };
    let (a, b) = (half(0), half(1));
    let outcome = link(
        a.as_bytes(),
        Some(b.as_bytes()),
        &LinkSettings::default(),
        &unwatched,
    )
    .unwrap();
    let first = u32::try_from(outcome.table.first_len()).unwrap();
    assert!(outcome.linkage.pairs.len() > 500);
    assert!(
        outcome
            .linkage
            .pairs
            .iter()
            .all(|p| p.a < first && p.b >= first)
    );
}

#[test]
fn waterfalls_add_up_and_agree_with_the_score() {
    let outcome = run(&people::people(3_000, 6));
    for pair in outcome.linkage.pairs.iter().step_by(7) {
        let w = outcome.linkage.explain(&outcome.table, pair.a, pair.b);
        let sum = w.prior + w.bars.iter().map(|b| b.bits).sum::<f64>() + w.others;
        assert!((sum - w.total).abs() < 1e-9);
        assert!((w.probability() - pair.probability()).abs() < 1e-4);
        assert!(w.others <= 1e-3, "{w}");
        assert!(w.to_string().contains("in all"));
    }
}

#[test]
fn the_review_list_is_ordered_and_asks_once_per_pair_of_clusters() {
    let text = people::people(5_000, 7);
    let outcome = run(&text);
    let list = review(&outcome.linkage, &outcome.clusters, Prices::default(), 300);
    assert!(list.windows(2).all(|w| w[0].worth >= w[1].worth));
    let mut asked = HashSet::new();
    for q in list.iter().filter(|q| !q.joined) {
        let p = outcome.linkage.pairs[q.pair];
        let of = |r: u32| outcome.clusters.of[r as usize];
        assert!(asked.insert((of(p.a).min(of(p.b)), of(p.a).max(of(p.b)))));
    }
    let person = truth(&text);
    let wrong = |q: &&punte_link::review::Question| {
        let p = outcome.linkage.pairs[q.pair];
        q.joined != (person[p.a as usize] == person[p.b as usize])
    };
    let spared = |list: &[punte_link::review::Question]| {
        let price = |q: &punte_link::review::Question| if q.joined { 5.0 } else { 1.0 };
        list.iter().filter(wrong).map(price).sum::<f64>() / list.len() as f64
    };
    let all = review(
        &outcome.linkage,
        &outcome.clusters,
        Prices::default(),
        usize::MAX,
    );
    let (top, mean) = (spared(&list[..100]), spared(&all));
    assert!(
        top > 2.0 * mean,
        "an answer of the first hundred spares {top:.3}, any answer {mean:.3}"
    );
}

#[test]
fn a_name_is_found_in_either_order_and_script() {
    let outcome = run(&people::people(4_000, 8));
    let index = SearchIndex::new(&outcome.table, Some(&outcome.linkage)).unwrap();
    let mut scratch = index.scratch();
    for record in (0..4_000u32).step_by(131) {
        let (given, family) = (
            outcome.table.shown(record, 0).to_owned(),
            outcome.table.shown(record, 1).to_owned(),
        );
        for query in [
            Query {
                given: &given,
                family: &family,
                birth: "",
            },
            Query {
                given: &family,
                family: &given,
                birth: "",
            },
        ] {
            let found = index.find(&query, 200, &mut scratch);
            assert!(found.windows(2).all(|w| w[0].bits >= w[1].bits));
            assert!(found.iter().any(|f| f.record == record), "{query:?}");
        }
    }
    assert!(index.find(&Query::default(), 10, &mut scratch).is_empty());
}

#[test]
fn encodings_meet_under_one_key_and_part_under_two() {
    let outcome = run(&people::people(1_500, 3));
    let encode = |key: u8| {
        Encoder::new(&[key; 32], EncodingOptions::default())
            .unwrap()
            .encode(&outcome.table, || 0)
    };
    let (a, b, other) = (encode(1), encode(1), encode(2));
    assert_eq!(a, b);
    let found = compare_encodings(&a, Some(&b), 0.99, &unwatched).unwrap();
    let own: HashSet<u32> = found.iter().filter(|m| m.a == m.b).map(|m| m.a).collect();
    assert_eq!(own.len(), outcome.table.len());
    let crossed = compare_encodings(&a, Some(&other), 0.8, &unwatched).unwrap();
    assert!(crossed.is_empty(), "{}", crossed.len());
    assert!(compare_encodings(&a, None, 0.2, &unwatched).is_err());
}

#[test]
fn flipped_bits_are_as_many_as_asked() {
    let outcome = run(&people::people(500, 3));
    let mut dice = people::Dice::new(5);
    let word = move || dice.next() << 32 ^ dice.next();
    let plain = Encoder::new(&[1; 32], EncodingOptions::default())
        .unwrap()
        .encode(&outcome.table, || 0);
    let noisy = Encoder::new(
        &[1; 32],
        EncodingOptions {
            flip: 0.05,
            ..EncodingOptions::default()
        },
    )
    .unwrap()
    .encode(&outcome.table, word);
    let flipped: u32 = plain
        .iter()
        .zip(&noisy)
        .map(|(x, y)| {
            x.0.iter()
                .zip(&y.0)
                .map(|(p, q)| (p ^ q).count_ones())
                .sum::<u32>()
        })
        .sum();
    let share = f64::from(flipped) / (plain.len() as f64 * 1024.0);
    // Five standard errors of a share of 0.05 over half a million bits.
    assert!((share - 0.05).abs() < 0.0016, "{share}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    /// Any cells whatever: no panic, pairs ordered and within range, clusters a partition named by their first record.
    #[test]
    fn any_small_table(rows in proptest::collection::vec(("\\PC{0,12}", "\\PC{0,12}", "[0-9./-]{0,11}", "\\PC{0,9}"), 1..25)) {
        let mut writer = csv::Writer::from_writer(Vec::new());
        writer.write_record(["prenume", "nume", "data_nasterii", "telefon"]).unwrap();
        for (a, b, c, d) in &rows {
            let clean = |s: &str| s.replace('\0', "");
            writer.write_record([clean(a), clean(b), clean(c), clean(d)]).unwrap();
        }
        let text = String::from_utf8(writer.into_inner().unwrap()).unwrap();
        let outcome = run(&text);
        let n = u32::try_from(outcome.table.len()).unwrap();
        prop_assert!(outcome.linkage.pairs.iter().all(|p| p.a < p.b && p.b < n && !p.log_odds.is_nan()));
        prop_assert!(outcome.linkage.pairs.windows(2).all(|w| (w[0].a, w[0].b) < (w[1].a, w[1].b)));
        let named_by_first = (0..n).all(|r| {
            let c = outcome.clusters.of[r as usize];
            c <= r && outcome.clusters.of[c as usize] == c
        });
        prop_assert!(named_by_first);
    }
}
