//! Patterns: `{fata|băiatul}` by sex, `[azi|ieri]` by chance, `@s @S @g @n` for who it is about
//! (the girl, The girl, the girl's, and "girl" after prepositions that take no article).

use crate::demo::chance::Chance;

/// Whom a text is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::demo) struct Subject {
    pub(in crate::demo) female: bool,
    pub(in crate::demo) child: bool,
}

impl Subject {
    const fn noun(self) -> [&'static str; 4] {
        match (self.female, self.child) {
            (true, true) => ["fata", "Fata", "fetei", "fată"],
            (false, true) => ["băiatul", "Băiatul", "băiatului", "băiat"],
            (true, false) => ["tânăra", "Tânăra", "tinerei", "tânără"],
            (false, false) => ["tânărul", "Tânărul", "tânărului", "tânăr"],
        }
    }
}

/// A pattern as text.
pub(in crate::demo) fn tell(pattern: &str, about: Subject, chance: &mut Chance) -> String {
    let mut out = String::with_capacity(pattern.len());
    let mut rest = pattern;
    while let Some(at) = rest.find(['{', '[', '@']) {
        let (before, from) = rest.split_at(at);
        out.push_str(before);
        let (said, after) = one(from, about, chance);
        out.push_str(&said);
        rest = after;
    }
    out.push_str(rest);
    out
}

fn one<'a>(from: &'a str, about: Subject, chance: &mut Chance) -> (String, &'a str) {
    let [small, capital, genitive, bare] = about.noun();
    let word = |word: &str, after| (word.to_owned(), after);
    match from.as_bytes() {
        [b'@', b's', ..] => word(small, &from[2..]),
        [b'@', b'S', ..] => word(capital, &from[2..]),
        [b'@', b'g', ..] => word(genitive, &from[2..]),
        [b'@', b'n', ..] => word(bare, &from[2..]),
        [open @ (b'{' | b'['), ..] => {
            let close = if *open == b'{' { '}' } else { ']' };
            let Some((inside, after)) = from[1..].split_once(close) else {
                return (from.to_owned(), "");
            };
            let choices: Vec<&str> = inside.split('|').collect();
            let chosen = if *open == b'{' {
                usize::from(!about.female)
            } else {
                chance.below(choices.len())
            };
            let text = choices.get(chosen).copied().unwrap_or_default();
            (tell(text, about, chance), after)
        }
        _ => (
            from.chars().take(1).collect(),
            from.get(1..).unwrap_or_default(),
        ),
    }
}
