//! Pages, JSON and assets; thin.
