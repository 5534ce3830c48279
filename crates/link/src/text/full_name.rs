//! Given and family name in one cell, taken apart.

use crate::columns::NameOrder;
use crate::schema::Role;
use crate::text::fold::fold;

/// Given and family name of one cell. A comma or capitals tell the order by themselves; names after `născută`, `căsătorită`, `fost`
/// stay with the family name, those after `zis`, `alias`, `poreclit` with the given name.
pub(crate) fn split_name(cell: &str, order: NameOrder) -> (String, String) {
    let words: Vec<&str> = cell.split_whitespace().collect();
    let marker = |word: &&str| match fold(word).as_str() {
        "nascut" | "nascuta" | "casatorit" | "casatorita" | "cas" | "nee" | "fost" | "fosta" => {
            Some(Role::Family)
        }
        "zis" | "zisa" | "alias" | "poreclit" | "poreclita" | "aka" => Some(Role::Given),
        _ => None,
    };
    let end = words
        .iter()
        .position(|word| marker(word).is_some())
        .unwrap_or(words.len());
    let (head, tail) = words.split_at(end);
    let (mut given, mut family) = split_head(head, order);
    match tail.first().and_then(marker) {
        Some(Role::Family) => family.extend_from_slice(tail),
        _ => given.extend_from_slice(tail),
    }
    (given.join(" "), family.join(" "))
}

fn split_head<'w>(words: &[&'w str], order: NameOrder) -> (Vec<&'w str>, Vec<&'w str>) {
    if let Some(at) = words.iter().position(|word| word.ends_with(',')) {
        let family = words.iter().take(at + 1).map(|w| w.trim_end_matches(','));
        return (
            words.iter().skip(at + 1).copied().collect(),
            family.collect(),
        );
    }
    let capitals = |word: &&&str| word.chars().count() > 1 && !word.chars().any(char::is_lowercase);
    let loud = words.iter().filter(capitals).count();
    if loud > 0 && loud < words.len() {
        return words.iter().partition(|word| !capitals(word));
    }
    match (order, words) {
        (_, []) => (Vec::new(), Vec::new()),
        (NameOrder::GivenFirst, [one]) => (vec![*one], Vec::new()),
        (NameOrder::GivenFirst, [given @ .., family])
        | (NameOrder::FamilyFirst, [family, given @ ..]) => (given.to_vec(), vec![*family]),
    }
}

#[cfg(test)]
mod tests {
    use super::split_name;
    use crate::columns::NameOrder;

    #[test]
    fn full_names_are_taken_apart() {
        use NameOrder::{FamilyFirst, GivenFirst};
        for (cell, order, given, family) in [
            ("Ion Vasile Popescu", GivenFirst, "Ion Vasile", "Popescu"),
            ("Popescu Ion Vasile", FamilyFirst, "Ion Vasile", "Popescu"),
            ("POPESCU Ion Vasile", GivenFirst, "Ion Vasile", "POPESCU"),
            ("Ion VAN DER BERG", FamilyFirst, "Ion", "VAN DER BERG"),
            ("Popescu, Ion", GivenFirst, "Ion", "Popescu"),
            (
                "Ana Rusu născută Popa",
                GivenFirst,
                "Ana",
                "Rusu născută Popa",
            ),
            ("Ana Rusu zisă Mira", GivenFirst, "Ana zisă Mira", "Rusu"),
            ("Ion", GivenFirst, "Ion", ""),
            ("Rusu", FamilyFirst, "", "Rusu"),
            ("ION POPESCU", GivenFirst, "ION", "POPESCU"),
            ("", GivenFirst, "", ""),
            (",", GivenFirst, "", ""),
        ] {
            assert_eq!(
                split_name(cell, order),
                (given.into(), family.into()),
                "{cell}"
            );
        }
    }
}
