//! What other programs of the project use of the command line: the demo's plan and its writing.

pub mod demo;
