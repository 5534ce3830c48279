//! What is written between units: requests, refusals, offers of the lead, outcomes of triage.

use crate::demo::people::Unit;

/// Why a unit is asked.
pub(in crate::demo) fn for_unit(to: Unit, service: &str) -> &'static str {
    match to {
        Unit::Psychosocial => {
            "Consiliere psihologică, dacă se poate cu o ședință pe săptămână. A acceptat ajutorul; preferă întâlniri dimineața."
        }
        Unit::Voice => {
            "Psihoterapie de durată, cu un specialist în traumă. Consilierea de până acum a ajutat, dar are nevoie de mai mult."
        }
        Unit::Legal => {
            "Reprezentare în dosarul penal și cerere de măsuri de protecție. Cerem o singură audiere, în condiții speciale."
        }
        Unit::Social if service == "education" => {
            "Meditații la două materii și însoțire la școală în prima lună. @S vrea să încheie anul."
        }
        Unit::Social if service == "livelihood" => {
            "Un curs de calificare și un stagiu potrivit vârstei. @S s-a gândit la cofetărie sau la frizerie."
        }
        Unit::Social => {
            "Sprijin pentru revenirea acasă: vizite în familie, școală, buget. Familia a fost evaluată și este dispusă."
        }
        Unit::Casework => {
            "@S locuiește de curând în orașul dumneavoastră. Cerem însoțire la înscrierea la școală și la medicul de familie."
        }
        Unit::Dgaspc => {
            "Cerem evaluarea măsurii de protecție: plasamentul actual expiră în curând, iar @s a cerut să rămână acolo."
        }
        Unit::Police => {
            "Persoana bănuită a încercat din nou să ia legătura. Vă rugăm să evaluați măsuri de protecție și să ne spuneți ce urmează."
        }
        Unit::Prosecution => {
            "Vă rugăm să confirmați audierea în condiții speciale și prezența psihologului. @S a fost {pregătită|pregătit} pentru o singură declarație."
        }
        Unit::Office => "Solicitare de coordonare.",
    }
}

/// Words of a refusal, and whom to ask instead.
pub(in crate::demo) fn declined(reason: &str) -> (&'static str, &'static str) {
    match reason {
        "conflict" => (
            "Reprezentăm deja o persoană cu interese contrare în același dosar și nu putem prelua cazul.",
            "Baroul poate desemna un avocat din oficiu; vă trimitem numărul de contact.",
        ),
        _ => (
            "Avem listă de așteptare de cinci săptămâni, prea mult pentru ce descrieți.",
            "Colegii de la Fundația Glas Ocrotit ne-au spus că au locuri luna aceasta.",
        ),
    }
}

/// The lead is offered to the directorate.
pub(in crate::demo) const OFFER_DGASPC: &str = "@S este acum în plasament în grija DGASPC. Managerul de caz de acolo {o|îl} cunoaște și este mai aproape.";
/// The lead is offered to an organisation.
pub(in crate::demo) const OFFER_NGO: &str = "@S s-a mutat la Cluj. Propunem să preluați managementul de caz; planul și evaluările sunt la zi.";
/// Why the directorate doesn't take the lead.
pub(in crate::demo) const NOT_TAKEN: &str = "Domiciliul @g este în alt județ; competența revine DGASPC de acolo. Rămânem la dispoziție pentru măsura de urgență.";
/// Triage: something else.
pub(in crate::demo) const NOT_TRAFFICKING: &str =
    "Conflict între colegi, fără indicatori de trafic. Consilierul școlar a preluat situația.";
/// Triage: known already.
pub(in crate::demo) const DUPLICATE: &str =
    "Este aceeași sesizare, primită și prin linia de ajutor; se lucrează deja la ea.";
/// Triage: nothing to be found.
pub(in crate::demo) const UNVERIFIABLE: &str = "Două verificări la adresa indicată: imobilul este nelocuit. Sesizarea se redeschide dacă apar date noi.";
/// A consent is taken back.
pub(in crate::demo) const WITHDRAWN: &str =
    "@S a cerut ca lucrurile să rămână, o vreme, numai între noi.";
/// A referral is taken back.
pub(in crate::demo) const REVOKED: &str =
    "@S preferă să rămână la psihologa pe care o cunoaște deja.";
/// Why the file is open again.
pub(in crate::demo) const AGAIN: &str = "@S a sunat și a cerut ajutor: a fost {căutată|căutat} pe o rețea socială de cineva din trecut.";
/// The child asked to stop.
pub(in crate::demo) const STOPPED: &str = "După un sfert de oră, @s a spus cuvântul de oprire și ne-am oprit. A băut apă și a plecat {liniștită|liniștit}.";
/// A review.
pub(in crate::demo) const REVIEW: &str =
    "Reevaluare la trei luni, împreună cu @s. Planul rămâne, cu două ajustări cerute de {ea|el}.";
/// What the prosecutor is asked.
pub(in crate::demo) const ASK_PROSECUTOR: &str =
    "Vă rugăm să confirmați organizarea audierii în condiții speciale.";
/// What a forgotten referral asked.
pub(in crate::demo) const ASK_CLUB: &str =
    "Un loc la atelierul de weekend. @S a întrebat de două ori când începe.";
/// First signs.
pub(in crate::demo) const SIGNS: &str =
    "Semne observate la prima întâlnire; urmează evaluarea împreună cu echipa.";
/// Signs confirmed by the team.
pub(in crate::demo) const PRESUMED: &str =
    "Indicatorii au fost observați direct de echipă și confirmați într-o a doua întâlnire.";
/// No ground was found.
pub(in crate::demo) const NOT_CONFIRMED: &str = "Verificările nu au confirmat recrutarea sau exploatarea. Sprijinul continuă: @s are în continuare nevoie de ajutor.";
