//! Short and pet forms of given names used in Romania, Moldova and Ukraine.
//!
//! Each line is one family of forms, folded. Typed for this project from general knowledge of the languages; a form
//! may stand in two families (`nelu` is Ion and Corneliu): then the first family wins and the others stay different.

use std::sync::LazyLock;

const FAMILIES: &[&str] = &[
    "alexandra alexandru sandu sanda sandra sandu sandel sandica alex alexa sasha alecu oleksandr aleksandr oleksandra aleksandra olexandr",
    "ana anuta anisoara anca ani anya ania anna hanna ganna hannusia anicuta",
    "andrei andriy andrii andreea andra andi andruta andriesh",
    "anton antonia antonio tonia toni tonel antoneta",
    "aurel aurelia relu aurica aurora lica",
    "bogdan bogdana bobi bohdan danik",
    "catalin catalina cata lina catalinu",
    "cristian cristina cristi cris cristinel cristinela kristina kristian",
    "constantin constanta costel costi costin costica dinu costache kostya kostiantyn konstantin titi",
    "corneliu cornelia cornel corina",
    "daniel daniela dan dani dana danut danuta danylo danila",
    "dmytro dmitri dumitru dumitra mitica mitru mitrica dima dimitrie dmitrii mitya",
    "dorin dorina doru dora dorel",
    "elena lena ilinca leana lenuta olena nuta alyona lenka ileana ilenuta",
    "emil emilia emilian emi mila",
    "eugen eugenia jenica jeni yevhen evgeny yevheniia evghenia zhenya jenia",
    "florin florina flori florea florentina florica florinel",
    "gabriel gabriela gabi gavril gavrila gavriluta",
    "gheorghe george gheorghita ghita gigi georgel georgeta geta gica georgi georgiana heorhii iura yuri yurii iurii gogu",
    "grigore grigori hryhorii grisha grigoras gore",
    "ilie iliuta ilya illia ilies",
    "ion ionut ionel ionela ioan ioana nelu nutu ionica ionita ivan vanya vania jean oana johnny iancu",
    "iosif iosefina sefa osip josif",
    "irina ira iryna iren irinuca",
    "iulia iulian iuliana iulica yulia yuliia iuliana iuli",
    "larisa lara lora larysa",
    "laurentiu laura lauri laurentia",
    "liliana lili liliia lilia lilica",
    "liudmila ludmila mila lyuda liuda liudmyla",
    "lucia lucian luciana luci lucica",
    "luminita lumi",
    "marcel marcela marcu",
    "maria marioara maricica marica mariana mariuca mia masha mariia marusia maruska marusca mariya mari marita",
    "marian marin marina marinel marinela",
    "margareta marga margarita rita greta",
    "mihai mihail mihaela mihaita misu mihut misha mykhailo mikhail micha mihaila mica",
    "mircea mirel mirela mircica",
    "natalia natasha natalka natasa nataliia natalya",
    "nicolae nicu nicusor nicoleta nicola niculae niculina colea kolya mykola nikolai nae niky nicolai",
    "octavian octavia tavi",
    "ovidiu ovi",
    "oksana oxana ksenia xenia ksiusha oxi",
    "olha olga olea olya olguta",
    "paul paula pavel pavlo pasha paulica",
    "petru petre petrica petruta petro petya petea petrisor",
    "radu raducu raduca raduta",
    "roman romica",
    "ruxandra rucsandra ruxi sanda",
    "serhii sergei sergiu seriozha sergey serghei",
    "simona simon simi simion",
    "sofia sonia sofiia sonya sofica",
    "stefan stefania stefanita fane fanica fanel stepan stefana stefanel",
    "svetlana sveta svitlana",
    "taras tarasik",
    "tatiana tania tanya tetiana tetyana tanea",
    "teodor teodora tudor tudora tudorel fedir fedor teo dora todor tudorita",
    "valentin valentina vali valea valya",
    "valeriu valeria valeri valerii lera",
    "vasile vasilica vasi vasilisa vasyl vasili vasya vasea lica",
    "veronica vera veronika vira",
    "victor victoria vica vika viktor viktoriia vitia vichi",
    "viorel viorica viorela",
    "vitalie vitalii vitalik vitaly",
    "vlad vladimir volodymyr vova vladut volodea vladislav vladyslav",
    "yaroslav yaroslava iaroslav slava slavik",
    "zaharia zahar zakhar",
];

/// Every form with its family, sorted: made once, not for every question asked.
static SORTED: LazyLock<Vec<(&'static str, u16)>> = LazyLock::new(|| {
    let mut sorted: Vec<(&'static str, u16)> = Vec::new();
    for (family, id) in FAMILIES.iter().zip(1u16..) {
        sorted.extend(family.split(' ').map(|form| (form, id)));
    }
    sorted.sort_unstable();
    sorted.dedup_by_key(|entry| entry.0);
    sorted
});

/// The families of pet forms, ready to be asked.
#[derive(Debug, Clone, Copy)]
pub struct Diminutives {
    sorted: &'static [(&'static str, u16)],
}

impl Default for Diminutives {
    fn default() -> Self {
        Self { sorted: &SORTED }
    }
}

impl Diminutives {
    /// Number of the family a folded given name belongs to, 0 when it is in none.
    pub fn family(&self, folded: &str) -> u16 {
        self.sorted
            .binary_search_by(|(form, _)| (*form).cmp(folded))
            .ok()
            .and_then(|at| self.sorted.get(at))
            .map_or(0, |(_, id)| *id)
    }
}

#[cfg(test)]
mod tests {
    use super::Diminutives;

    #[test]
    fn pet_forms_share_a_family() {
        let d = Diminutives::default();
        assert_eq!(d.family("nelu"), d.family("ion"));
        assert_eq!(d.family("ghita"), d.family("gheorghe"));
        assert_eq!(d.family("kolya"), d.family("nicolae"));
        assert_ne!(d.family("maria"), d.family("mihai"));
        assert_eq!(d.family("zzz"), 0);
    }
}
