//! Counts from the command line, to try the crate alone.
use punte_disclose::{NoWatch, count, table::Table};
fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    let table = Table::read(std::fs::File::open(&arguments[1]).unwrap()).unwrap();
    let options = count::Options { length: arguments[2].parse().unwrap(), threshold: arguments[3].parse().unwrap(), threads: 2 };
    let summary = count::count(&table, options, &NoWatch, &mut |_| Ok::<(), punte_disclose::Error>(())).unwrap();
    println!("{summary:?}");
}
