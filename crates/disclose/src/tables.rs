//! Tables of counts for publication: what to withhold, and whether it can be worked out again.
//!
//! | module | does |
//! |---|---|
//! | [`hierarchy`] | county -> region, age -> band, month -> year, form -> group |
//! | [`problem`] | cells, what is known of each, and the sums that tie them |
//! | [`attack`] | the interval in which an attacker can place each withheld cell |
//! | [`protect`] | complementary suppression by linear programming, then taking back what was not needed |
//! | [`exact`] | the cheapest suppression by integer programming, for small tables |
//! | [`cube`] | suppression of large flat tables, each step with its own proof |
//! | [`round`] | controlled rounding |
//! | [`draw`] | the attacker's intervals as a drawing |
//! | [`release`] | tables of a release against all earlier ones; rules, coarsenings, refusal |

pub mod attack;
pub mod cube;
pub mod draw;
pub mod exact;
pub mod hierarchy;
pub mod problem;
pub mod protect;
pub mod release;
pub mod round;
mod rules;
