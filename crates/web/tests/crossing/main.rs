//! Referrals, concerns and statistics over HTTP, in process: the router, the gate, the pages, the API.

mod client;
mod referrals;
mod concerns;
mod statistics;
