//! Words in Romanian and English: Fluent messages, plurals, dates, names, folding.
