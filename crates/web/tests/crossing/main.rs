//! Referrals, concerns and statistics over HTTP, in process: the router, the gate, the pages, the API.

mod accounts;
mod administration;
mod client;
mod concerns;
mod files;
mod forms;
mod pages;
mod referrals;
mod statistics;
mod views;
