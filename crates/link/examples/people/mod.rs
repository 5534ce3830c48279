//! Invented people for tests and measurements: Romanian and Ukrainian names, siblings, twins, the slips of several
//! agencies, Cyrillic originals beside romanised copies. Seeded; no real person's data. The names are common words of
//! the two languages, the frequencies are invented.

use std::fmt::Write as _;

const RO_F: &str = "Maria Ana Elena Ioana Andreea Alexandra Gabriela Daniela Mihaela Cristina Simona Alina Raluca Denisa Bianca Georgiana Larisa Roxana Florentina Nicoleta Ștefania Teodora Sânziana Ilinca Măriuca Esmeralda Narcisa Rebeca Sorina Lăcrămioara";
const RO_M: &str = "Andrei Alexandru Ion Mihai Gheorghe Ștefan Cristian Florin Daniel Marius Ionuț Vasile Nicolae Constantin Bogdan Răzvan Cătălin Dumitru Petru Sorin Costel Rareș Fernando Ricardo Ianis Tiberiu Ovidiu Șerban Țicu Matei";
const RO_S: &str = "Popa Popescu Ionescu Radu Dumitru Stan Stoica Gheorghe Matei Rusu Munteanu Șerban Țurcanu Lăcătuș Căldăraru Ciobanu Constantin Marin Tudor Dobre Barbu Nistor Florea Dinu Moldovan Rotaru Ursu Bălan Pădureanu Vâlcu Cazacu Lungu Mocanu Sârbu Văduva Boboc Ghiță Spătaru Crăciun Zamfir";
const UA_F: &str = "Олена Наталія Ірина Оксана Юлія Тетяна Світлана Катерина Анастасія Вікторія Дарина Софія Марія Поліна Злата Христина Мирослава Людмила Ганна Соломія";
const UA_M: &str = "Олександр Дмитро Сергій Андрій Максим Богдан Артем Іван Тарас Микола Володимир Олег Юрій Ярослав Захар Матвій Назар Остап Павло Єгор";
const UA_S: &str = "Шевченко Коваленко Бондаренко Ткаченко Кравченко Олійник Шевчук Коваль Поліщук Гаврилюк Лисенко Мельник Марченко Руденко Савченко Петренко Гончар Жук Цимбалюк Хоменко Щербак Яценко Ковальчук Іщенко Чорний";

/// A small generator (xorshift64*), seeded.
pub(crate) struct Dice(u64);

impl Dice {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    pub(crate) fn next(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 11
    }

    pub(crate) fn below(&mut self, n: u32) -> u32 {
        u32::try_from(self.next() % u64::from(n)).unwrap()
    }

    pub(crate) fn chance(&mut self, percent: u64) -> bool {
        self.next() % 100 < percent
    }

    /// Early entries more often than late ones.
    fn pick<'a>(&mut self, list: &'a str) -> &'a str {
        let words: Vec<&str> = list.split(' ').collect();
        let n = u32::try_from(words.len()).unwrap();
        let at = self.below(n).min(self.below(n)) as usize;
        words[at]
    }
}

#[derive(Clone)]
struct Person {
    ukrainian: bool,
    female: bool,
    given: String,
    family: String,
    mother: String,
    born: (u32, u32, u32),
    place: u32,
    phone: u64,
}

fn born(dice: &mut Dice) -> (u32, u32, u32) {
    (
        2005 + dice.below(14),
        1 + dice.below(12),
        1 + dice.below(28),
    )
}

fn person(dice: &mut Dice) -> Person {
    let ukrainian = dice.chance(25);
    let female = dice.chance(65);
    let (f, m, s) = if ukrainian {
        (UA_F, UA_M, UA_S)
    } else {
        (RO_F, RO_M, RO_S)
    };
    let mut given = dice.pick(if female { f } else { m }).to_owned();
    if !ukrainian && dice.chance(40) {
        let second = dice.pick(if female { f } else { m });
        if second != given {
            write!(given, "-{second}").unwrap();
        }
    }
    Person {
        ukrainian,
        female,
        given,
        family: dice.pick(s).to_owned(),
        mother: dice.pick(f).to_owned(),
        born: born(dice),
        place: if ukrainian {
            900 + dice.below(40)
        } else {
            dice.below(400)
        },
        phone: 700_000_000 + dice.next() % 90_000_000,
    }
}

/// A brother or sister: the same family name, mother, place, often telephone; one in ten is a twin.
fn sibling(dice: &mut Dice, of: &Person) -> Person {
    let other = person(dice);
    let female = dice.chance(60);
    let (f, m) = if of.ukrainian {
        (UA_F, UA_M)
    } else {
        (RO_F, RO_M)
    };
    let mut given = dice.pick(if female { f } else { m }).to_owned();
    while given == of.given {
        dice.pick(if female { f } else { m }).clone_into(&mut given);
    }
    let born = if dice.chance(10) {
        of.born
    } else {
        (of.born.0 + 1 + dice.below(4), other.born.1, other.born.2)
    };
    let phone = if dice.chance(60) {
        of.phone
    } else {
        other.phone
    };
    Person {
        female,
        given,
        born,
        phone,
        ..of.clone()
    }
}

fn without_marks(s: &str) -> String {
    s.chars()
        .map(|c| match c {
            'ă' | 'â' => 'a',
            'Â' => 'A',
            'î' => 'i',
            'Î' => 'I',
            'ș' => 's',
            'Ș' => 'S',
            'ț' => 't',
            'Ț' => 'T',
            c => c,
        })
        .collect()
}

/// How an agency writes a name: as it is, without marks, with cedillas, romanised in one of two habits.
fn written(dice: &mut Dice, name: &str, ukrainian: bool) -> String {
    if ukrainian {
        if dice.chance(35) {
            return name.to_owned();
        }
        let plain = punte_link::text::fold::fold(name);
        return if dice.chance(50) {
            plain
                .replace("kh", "h")
                .replace("shch", "sch")
                .replace('y', "i")
                .replace('g', "h")
        } else {
            plain
        };
    }
    match dice.below(3) {
        0 => name.to_owned(),
        1 => without_marks(name),
        _ => name
            .replace('ș', "ş")
            .replace('ț', "ţ")
            .replace('Ș', "Ş")
            .replace('Ț', "Ţ"),
    }
}

fn slip(dice: &mut Dice, s: &str) -> String {
    let mut letters: Vec<char> = s.chars().collect();
    let at = dice.below(u32::try_from(letters.len()).unwrap()) as usize;
    match dice.below(4) {
        0 if letters.len() > 3 => {
            letters.remove(at);
        }
        1 => letters.insert(at, 'e'),
        2 if at + 1 < letters.len() => letters.swap(at, at + 1),
        _ => letters[at] = 'o',
    }
    letters.into_iter().collect()
}

fn record(dice: &mut Dice, p: &Person, again: bool, id: usize, number: usize, out: &mut String) {
    let often = |percent: u64| if again { percent } else { percent / 4 };
    let (mut given, mut family) = (
        written(dice, &p.given, p.ukrainian),
        written(dice, &p.family, p.ukrainian),
    );
    if dice.chance(often(14)) {
        given = slip(dice, &given);
    }
    if dice.chance(often(14)) {
        family = slip(dice, &family);
    }
    if dice.chance(often(8)) {
        given = given.split('-').next().unwrap_or_default().to_owned();
    }
    if p.female && dice.chance(often(4)) {
        family = format!("{} născută {family}", dice.pick(RO_S));
    }
    if dice.chance(often(6)) {
        std::mem::swap(&mut given, &mut family);
    }
    let (y, m, d) = p.born;
    let date = match dice.below(100) {
        0..8 if again => format!("{y}-01-01"),
        8..12 if again => format!("{}-{m:02}-{d:02}", y + 1),
        12..15 if again && d <= 12 => format!("{y}-{d:02}-{m:02}"),
        15..21 => String::new(),
        21..26 => y.to_string(),
        _ => format!("{d:02}.{m:02}.{y}"),
    };
    let mother = if dice.chance(35) {
        String::new()
    } else {
        written(dice, &p.mother, p.ukrainian)
    };
    let place = if dice.chance(15) {
        String::new()
    } else {
        format!(
            "RO-{:03}",
            if dice.chance(often(12)) {
                dice.below(400)
            } else {
                p.place
            }
        )
    };
    let phone = if dice.chance(55) {
        String::new()
    } else {
        format!("0{}", p.phone)
    };
    let sex = if p.female { "f" } else { "m" };
    writeln!(
        out,
        "{number},{given},{family},{date},{sex},{mother},{place},{phone},{id}"
    )
    .unwrap();
}

/// A CSV table of at least `n` records; the last column, `person`, is the truth.
pub(crate) fn people(n: usize, seed: u64) -> String {
    let mut dice = Dice::new(seed);
    let mut out = String::from(
        "id,prenume,nume,data_nasterii,sex,prenumele mamei,localitate,telefon,person\n",
    );
    let (mut rows, mut id) = (0, 0);
    let mut last: Option<Person> = None;
    while rows < n {
        let one = match &last {
            Some(elder) if dice.chance(20) => sibling(&mut dice, elder),
            _ => person(&mut dice),
        };
        let copies = 1 + usize::from(dice.chance(35)) + usize::from(dice.chance(12));
        for copy in 0..copies {
            record(&mut dice, &one, copy > 0, id, rows, &mut out);
            rows += 1;
        }
        id += 1;
        last = Some(one);
    }
    out
}
