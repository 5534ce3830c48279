//! Record linkage (pure compute).
pub mod block;
pub mod cluster;
pub mod compare;
pub mod error;
pub mod model;
pub mod place;
pub mod pool;
pub mod private;
pub mod read;
pub mod review;
pub mod run;
pub mod schema;
pub mod search;
pub mod table;
pub mod text;
pub mod watch;
