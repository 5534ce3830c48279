//! How two values resemble each other, in a few ordered levels per kind of field.
//!
//! Level 0 means that a side is missing: it speaks neither for nor against. Level 1 is always equality.

pub mod date;
pub mod number;

use crate::compare::date::BirthDate;
use crate::schema::{MAX_FIELDS, Role};
use crate::table::{Column, Form, Table};
use crate::text::similar::{jaro_winkler, within_one_edit};

/// Levels of a field, including 0 (missing).
pub(crate) const LEVELS: usize = 9;

pub(crate) const MISSING: u8 = 0;
pub(crate) const SAME: u8 = 1;
pub(crate) const SOUND: u8 = 2;
pub(crate) const TYPO: u8 = 3;
pub(crate) const SHORT: u8 = 4;
pub(crate) const NEAR: u8 = 5;
pub(crate) const OTHER: u8 = 6;

/// Levels of all fields of a pair, with the two values that were set against each other.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Vector {
    pub(crate) level: [u8; MAX_FIELDS],
    /// The given name of one was set against the family name of the other.
    pub(crate) swapped: bool,
}

/// In words, for the waterfall.
pub(crate) fn level_word(role: Role, level: u8) -> &'static str {
    match (role, level) {
        (_, MISSING) => "missing on a side",
        (_, SAME) => "equal",
        (Role::Given | Role::Family | Role::Kin, _) => match level {
            SOUND => "sounds the same",
            TYPO => "one slip apart",
            SHORT => "short form, pet form or part",
            NEAR => "similar",
            _ => "different",
        },
        (Role::Birth, _) => match level {
            2 => "day and month swapped",
            3 => "one digit apart",
            4 => "same year, one side guessed",
            5 => "same day, year off",
            6 => "same year",
            7 => "a sibling's distance",
            _ => "far apart",
        },
        (Role::Place, _) => match level {
            2 => "same commune",
            3 => "similar spelling",
            4 => "same county or region",
            _ => "different",
        },
        (Role::Address | Role::Email, _) => match level {
            2 => "similar",
            3 => "shares a word",
            _ => "different",
        },
        (_, 2) => "one slip apart",
        _ => "different",
    }
}

/// Highest level of a role: plain difference.
pub(crate) fn worst(role: Role) -> u8 {
    match role {
        Role::Given | Role::Family | Role::Kin => OTHER,
        Role::Birth => 8,
        Role::Place => 5,
        Role::Address | Role::Email => 4,
        Role::Sex | Role::Phone | Role::Document | Role::AddressCode => 3,
    }
}

/// Compares two records field by field.
pub(crate) fn compare(
    table: &Table,
    a: &[u32],
    b: &[u32],
    given: Option<usize>,
    family: Option<usize>,
) -> Vector {
    let mut level = [MISSING; MAX_FIELDS];
    for (((slot, column), va), vb) in level.iter_mut().zip(&table.columns).zip(a).zip(b) {
        *slot = compare_values(column, *va, column, *vb);
    }
    let mut vector = Vector {
        level,
        swapped: false,
    };
    if let (Some(g), Some(f)) = (given, family) {
        set_order(table, a, b, g, f, &mut vector);
    }
    vector
}

/// Where straight comparison of the names fails, tries given name against family name.
fn set_order(table: &Table, a: &[u32], b: &[u32], g: usize, f: usize, vector: &mut Vector) {
    let at = |row: &[u32], k: usize| row.get(k).copied().unwrap_or(0);
    let (Some(lg), Some(lf)) = (vector.level.get(g).copied(), vector.level.get(f).copied()) else {
        return;
    };
    let straight = (lg, lf);
    if [at(a, g), at(a, f), at(b, g), at(b, f)].contains(&0) {
        return;
    }
    if straight.0 < NEAR || straight.1 < NEAR && straight.0 <= NEAR {
        return;
    }
    let (Some(cg), Some(cf)) = (table.columns.get(g), table.columns.get(f)) else {
        return;
    };
    let first = compare_values(cg, at(a, g), cf, at(b, f));
    if first >= OTHER {
        return;
    }
    let second = compare_values(cf, at(a, f), cg, at(b, g));
    if second < OTHER && first.min(second) < NEAR && first + second < straight.0 + straight.1 {
        if let Ok([given, family]) = vector.level.get_disjoint_mut([g, f]) {
            (*given, *family) = (first, second);
        }
        vector.swapped = true;
    }
}

/// Level of two values, possibly of two name columns.
pub(crate) fn compare_values(ca: &Column, a: u32, cb: &Column, b: u32) -> u8 {
    if a == 0 || b == 0 {
        return MISSING;
    }
    if std::ptr::eq(ca, cb) && a == b {
        return SAME;
    }
    match ca.role {
        Role::Given | Role::Family | Role::Kin => compare_names(ca, a, cb, b),
        Role::Birth => compare_dates(ca.form(a), cb.form(b)),
        Role::Place => compare_places(ca, a, cb, b),
        Role::Address | Role::Email => compare_texts(ca.letters(a), cb.letters(b)),
        Role::Sex => 3,
        Role::Phone | Role::Document | Role::AddressCode => {
            let (x, y) = (ca.letters(a), cb.letters(b));
            if x.len() >= 4 && within_one_edit(x, y) {
                2
            } else {
                3
            }
        }
    }
}

fn compare_dates(a: Form, b: Form) -> u8 {
    match (
        BirthDate::from_packed(a.number),
        BirthDate::from_packed(b.number),
    ) {
        (Some(x), Some(y)) => x.compare(y) as u8,
        _ => MISSING,
    }
}

#[expect(
    clippy::many_single_char_names,
    reason = "two values, their forms, their letters"
)]
fn compare_places(ca: &Column, a: u32, cb: &Column, b: u32) -> u8 {
    let (x, y) = (ca.form(a), cb.form(b));
    if x.number != 0 && x.number == y.number {
        return 2;
    }
    let (s, t) = (ca.letters(a), cb.letters(b));
    let digits = |s: &[u8]| s.iter().any(u8::is_ascii_digit);
    if !digits(s)
        && !digits(t)
        && (x.bag ^ y.bag).count_ones() <= 4
        && (within_one_edit(s, t) || jaro_winkler(s, t) >= 0.88)
    {
        return 3;
    }
    if x.group != 0 && x.group == y.group {
        4
    } else {
        5
    }
}

fn compare_texts(a: &[u8], b: &[u8]) -> u8 {
    if jaro_winkler(a, b) >= 0.88 {
        return 2;
    }
    let part = |c: &u8| matches!(c, b' ' | b'@' | b'.');
    let shared = a
        .split(part)
        .any(|w| w.len() >= 4 && b.split(part).any(|v| v == w));
    if shared { 3 } else { 4 }
}

/// Levels for names: sound, one slip, short or partial form, similar, different.
#[expect(
    clippy::many_single_char_names,
    reason = "two values, their forms, their letters"
)]
fn compare_names(ca: &Column, a: u32, cb: &Column, b: u32) -> u8 {
    let (x, y) = (ca.form(a), cb.form(b));
    if apart(&x, &y) {
        return OTHER;
    }
    if x.group != 0 && x.group == y.group && ca.role != Role::Family && cb.role != Role::Family {
        return if x.sound == y.sound { SOUND } else { SHORT };
    }
    let (s, t) = (ca.letters(a), cb.letters(b));
    if s == t {
        return if std::ptr::eq(ca, cb) { SOUND } else { SAME };
    }
    let likeness = jaro_winkler(s, t);
    if x.sound == y.sound && x.sound > 31 && likeness >= 0.70 {
        return SOUND;
    }
    let shorter = s.len().min(t.len());
    if shorter >= 3 && within_one_edit(s, t) {
        return TYPO;
    }
    if is_part(s, t) {
        return SHORT;
    }
    if likeness >= 0.90 {
        return TYPO;
    }
    if likeness >= 0.82 || near_sound(x.sound, y.sound) {
        NEAR
    } else {
        OTHER
    }
}

/// Too few letters in common for any level but "different", and no pet forms of one name.
pub(crate) fn apart(x: &Form, y: &Form) -> bool {
    parted(x.bag, y.bag) && (x.group == 0 || x.group != y.group)
}

/// Less than half of all letters in common, and either has some that the other has not.
pub(crate) fn parted(x: u32, y: u32) -> bool {
    (x & y).count_ones() * 2 < (x | y).count_ones() && (x & !y) != 0 && (y & !x) != 0
}

/// One is the beginning of the other (three letters at least), or all words of one are words of the other.
fn is_part(s: &[u8], t: &[u8]) -> bool {
    let (short, long) = if s.len() <= t.len() { (s, t) } else { (t, s) };
    if short.len() >= 3 && long.starts_with(short) {
        return true;
    }
    let spaced = |w: &[u8]| w.contains(&b' ');
    if !spaced(long) && !spaced(short) {
        return false;
    }
    let all_in = |x: &[u8], y: &[u8]| {
        x.split(|c| *c == b' ').all(|w| {
            w.len() >= 2
                && y.split(|c| *c == b' ')
                    .any(|v| v == w || v.len() >= 5 && within_one_edit(v, w))
        })
    };
    all_in(short, long) || all_in(long, short)
}

/// Skeletons of at least three sounds where one sound is missing, added or changed.
fn near_sound(a: u64, b: u64) -> bool {
    let n = |k: u64| (64 - k.leading_zeros()).div_ceil(5);
    let (na, nb) = (n(a), n(b));
    if na.min(nb) < 3 || na.abs_diff(nb) > 1 {
        return false;
    }
    let (long, short, len) = if na >= nb { (a, b, na) } else { (b, a, nb) };
    if na == nb {
        let x = long ^ short;
        return (0..len).filter(|i| x >> (5 * i) & 31 != 0).count() == 1;
    }
    (0..len).any(|i| {
        let low = long & ((1 << (5 * i)) - 1);
        let high = long >> (5 * (i + 1)) << (5 * i);
        high | low == short
    })
}
