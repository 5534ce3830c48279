//! Plural categories by ICU (CLDR), not by Fluent, whose Romanian rules are frozen at a version that
//! gets 101 to 119 wrong.

use crate::{Decimal, Lang};
use icu_locale_core::locale;
use icu_plurals::{PluralCategory, PluralOperands, PluralRules};

/// A CLDR plural category, as the string that messages select on (`$cat`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Category {
    /// `one`: 1 caz.
    One,
    /// `few`: 0 cazuri, 19 cazuri, 101 cazuri, 1,5 cazuri.
    Few,
    /// `other`: 20 de cazuri, 121 de cazuri.
    Other,
}

impl Category {
    /// The name used in `.ftl` selectors.
    pub const fn name(self) -> &'static str {
        match self {
            Self::One => "one",
            Self::Few => "few",
            Self::Other => "other",
        }
    }

    /// The categories a language has: a message that counts must have a variant for each.
    pub const fn of(lang: Lang) -> &'static [Self] {
        match lang {
            Lang::Ro => &[Self::One, Self::Few, Self::Other],
            Lang::En => &[Self::One, Self::Other],
        }
    }
}

/// Something that can be counted: whole numbers and [`Decimal`]s, by value or by reference.
pub trait Quantity {
    /// The quantity as a decimal number.
    fn amount(&self) -> Decimal;
}

macro_rules! whole {
    ($($ty:ty)*) => {$(
        impl Quantity for $ty {
            fn amount(&self) -> Decimal {
                Decimal::whole(i64::try_from(*self).unwrap_or(i64::MAX))
            }
        }
    )*};
}
whole!(u8 u16 u32 u64 usize i8 i16 i32 i64);

impl Quantity for Decimal {
    fn amount(&self) -> Decimal {
        *self
    }
}

impl<Q: Quantity + ?Sized> Quantity for &Q {
    fn amount(&self) -> Decimal {
        (**self).amount()
    }
}

thread_local! {
    static RULES: [Option<PluralRules>; 2] = [
        PluralRules::try_new(locale!("ro").into(), icu_plurals::PluralRulesOptions::default()).ok(),
        PluralRules::try_new(locale!("en").into(), icu_plurals::PluralRulesOptions::default()).ok(),
    ];
}

/// The plural category of a quantity.
pub fn category(lang: Lang, quantity: impl Quantity) -> Category {
    let amount = quantity.amount();
    let mut digits = fixed_decimal::Decimal::from(amount.mantissa());
    digits.multiply_pow10(-i16::from(amount.places()));
    let operands = PluralOperands::from(&digits);
    RULES.with(|[ro, en]| {
        let rules = match lang {
            Lang::Ro => ro,
            Lang::En => en,
        };
        match rules.as_ref().map(|r| r.category_for(operands)) {
            Some(PluralCategory::One) => Category::One,
            Some(PluralCategory::Few) => Category::Few,
            _ => Category::Other,
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn romanian_follows_cldr() {
        let expect = [
            (0, "few"),
            (1, "one"),
            (2, "few"),
            (19, "few"),
            (20, "other"),
            (21, "other"),
            (100, "other"),
            (101, "few"),
            (119, "few"),
            (120, "other"),
            (121, "other"),
            (1000, "other"),
            (1001, "few"),
        ];
        for (n, cat) in expect {
            assert_eq!(category(Lang::Ro, n).name(), cat, "{n}");
        }
        assert_eq!(category(Lang::Ro, Decimal::new(15, 1)), Category::Few);
        assert_eq!(category(Lang::En, 1), Category::One);
        assert_eq!(category(Lang::En, Decimal::new(10, 1)), Category::Other);
    }
}
