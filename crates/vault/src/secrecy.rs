//! Compiles only while no secret type can be printed, serialised or copied.

/// Fails to compile (ambiguous associated function) if the type implements the trait.
macro_rules! assert_none {
    ($trait:path: $($secret:ty),+ $(,)?) => {
        $(const _: fn() = || {
            trait Ambiguous<A> {
                fn here() {}
            }
            struct Has;
            impl<T: ?Sized> Ambiguous<()> for T {}
            impl<T: ?Sized + $trait> Ambiguous<Has> for T {}
            let _ = <$secret as Ambiguous<_>>::here;
        };)+
    };
}

macro_rules! assert_secret {
    ($($secret:ty),+ $(,)?) => {
        assert_none!(std::fmt::Debug: $($secret),+);
        assert_none!(std::fmt::Display: $($secret),+);
        assert_none!(serde::Serialize: $($secret),+);
        assert_none!(Clone: $($secret),+);
    };
}

assert_secret!(
    crate::secret::Secret32,
    crate::blob::SymmetricKey,
    crate::hpke_suite::KeyPair,
    crate::Plain,
    crate::SecretText,
    crate::StreamKey,
    crate::RosterKey,
    crate::roster::RowReader,
    crate::UserKeys,
    crate::UnitKeys,
    crate::StatisticsKeys,
    crate::FactKey,
    crate::PersonPseudonymKey,
    crate::RecoveryCode,
    crate::SessionToken,
    crate::TotpSecret,
    crate::LedgerSigner,
    crate::backup::BackupKey,
    crate::SeededRng,
);
