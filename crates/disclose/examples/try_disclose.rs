//! Parts of the crate from the command line: `counts IN LENGTH K`, `eval REAL SYNTH LENGTH K`, `dp IN OUT ...`.
use punte_disclose::{Fast, NoWatch, count, dp, evaluate, kanon, table::Table};

fn read(path: &str) -> Table {
    Table::read(std::fs::File::open(path).unwrap()).unwrap()
}

fn show(real: &Table, synthetic: &Table, length: usize) {
    for at in evaluate::compare(real, synthetic, length, 10, 2, &NoWatch).unwrap() {
        println!(
            "len {} common {} kept {:.2}% err {:.2}% published {} rare {} fab {} ({:.2}%)",
            at.length,
            at.common,
            100.0 * at.common_kept as f64 / at.common as f64,
            100.0 * at.mean_relative_error,
            at.published,
            at.rare_shown,
            at.fabricated,
            100.0 * at.fabricated as f64 / at.published as f64
        );
    }
}

fn main() {
    let a: Vec<String> = std::env::args().collect();
    let number = |at: usize| a[at].parse::<f64>().unwrap();
    match a[1].as_str() {
        "counts" => {
            let options = count::Options { length: number(3) as usize, threshold: number(4) as u32, threads: 2 };
            let summary = count::count(&read(&a[2]), options, &NoWatch, &mut |_| Ok::<(), punte_disclose::Error>(())).unwrap();
            println!("{summary:?}");
        }
        "eval" => show(&read(&a[2]), &read(&a[3]), number(4) as usize),
        "dp" => {
            let table = read(&a[2]);
            let fabrication = [dp::Fabrication::Light, dp::Fabrication::Balanced, dp::Fabrication::Minimal][number(4) as usize];
            let options = dp::Options { fabrication, ..dp::Options::default() };
            let begun = std::time::Instant::now();
            let made = dp::synthesize(&table, &options, &mut Fast::seeded(1), &NoWatch).unwrap();
            println!("{:?} rho {:.3} cap {} held {} threshold {:.1}", begun.elapsed(), made.rho, made.fill_cap, made.values_held_out, made.pair_threshold);
            made.table.write(std::fs::File::create(&a[3]).unwrap()).unwrap();
            if a.len() > 5 {
                show(&table, &made.table, 3);
            }
        }
        "kanon" => {
            let table = read(&a[2]);
            let begun = std::time::Instant::now();
            let made = kanon::synthesize(&table, &kanon::Options { k: 10, ..kanon::Options::default() }, &mut Fast::seeded(1), &NoWatch).unwrap();
            println!("{:?} rows {}", begun.elapsed(), made.table.rows());
            made.table.write(std::fs::File::create(&a[3]).unwrap()).unwrap();
            if a.len() > 4 {
                show(&table, &made.table, 3);
            }
        }
        _ => {}
    }
}
