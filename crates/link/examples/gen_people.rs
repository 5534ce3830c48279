//! `gen_people N SEED > people.csv`: invented Romanian and Ukrainian children with siblings, twins and slips.

mod people;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let args: Vec<u64> = std::env::args()
        .skip(1)
        .map(|a| a.parse())
        .collect::<Result<_, _>>()?;
    let [n, seed] = args.as_slice() else {
        return Err("N SEED".into());
    };
    print!("{}", people::people(usize::try_from(*n)?, *seed));
    Ok(())
}
