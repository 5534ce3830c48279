# The public statistics page.
stats-title = Trafficking in persons in Romania
stats-hero = { $cat ->
    [one] In { $year }, { $children } of { $n } identified victim was a child
   *[other] In { $year }, { $children } of { $n } identified victims were children
}
stats-lead = The official series published by { $publisher } (edition of { $edition }), with their errors in plain sight and with what others published about the same years.
stats-key-victims = victims identified in { $year }
stats-key-children = children among the victims of { $year }
stats-key-sexual-children = of the victims sexually exploited in { $year } were children
stats-key-convicted = persons convicted in { $year }
stats-key-before = in { $year }: { $value }

stats-find-victims = { $trend ->
    [down] Identified victims fell from { $from } in { $since } to { $to } in { $year }
    [up] Identified victims rose from { $from } in { $since } to { $to } in { $year }
   *[same] Identified victims: { $to } in { $since } and in { $year } alike
}
stats-find-age = Children: from { $from } of victims in { $since } to { $to } in { $year }
stats-find-sex = { $cat ->
    [one] In { $year }, { $part } of { $n } victim was female
   *[other] In { $year }, { $part } of { $n } victims were women and girls
}
stats-find-forms = { $cat ->
    [one] In { $year }, { $part } of { $n } victim was sexually exploited
   *[other] In { $year }, { $part } of { $n } victims were sexually exploited
}
stats-find-justice = { $cat ->
    [one] In { $year }: { $n } offence recorded, { $prosecuted } prosecuted, { $convicted } convicted
   *[other] In { $year }: { $n } offences recorded, { $prosecuted } prosecuted, { $convicted } convicted
}

stats-what-victims = Victims of trafficking in persons identified by the Romanian authorities, by year.
stats-what-age = Identified victims, children (under 18) and adults, by year.
stats-what-sex = Identified victims, female and male, by year.
stats-what-forms = Identified victims by form of exploitation, by year. A victim may appear under several forms or under none.
stats-what-justice = Offences of trafficking in persons, suspects, persons prosecuted and convicted in the same year. They are not the same cases: a conviction comes years after the act.

stats-alt-victims = Line: number of victims by year. Dashed line: values published by other sources where they differ. The figures are in the table.
stats-alt-age = Columns by year, children at the foot, adults above. The figures are in the table.
stats-alt-sex = Columns by year, female at the foot, male above. The figures are in the table.
stats-alt-forms = Columns by year: sexual exploitation at the foot, forced labour in the middle, other forms on top. The figures are in the table.
stats-alt-justice = Bars: offences, suspects, prosecuted, convicted in the last year that has all figures. The figures are in the table.

measure-victims = Victims
measure-children = Children
measure-adults = Adults
measure-female = Female
measure-male = Male
measure-sexual = Sexual exploitation
measure-forced-labour = Forced labour
measure-other = Other forms
measure-offences = Offences
measure-suspects-formal-contact = Suspects
measure-prosecuted = Prosecuted
measure-convicted = Convicted
measure-short-children = Children
measure-short-adults = Adults
measure-short-female = Female
measure-short-male = Male
measure-short-sexual = Sexual
measure-short-forced-labour = Labour
measure-short-other = Other

stats-other-sources = Other sources
stats-notes = What does not fit in the source
stats-note = Note { $n }:
stats-table = See the table
stats-year = Year
stats-beside = What others published about the same years
stats-beside-why = The same year has several published totals. We show them side by side, each with its source, and do not choose between them.
stats-published-by = Published by
stats-source = Source: { $publisher }, { $title }, edition of { $edition }. Terms: { $licence }.

known-error-two-values = { $year }: the source has two values for the same figure, { $against } and { $found }. We show the second.
known-error-sexes-do-not-add-up = { $year }: female and male add up to { $found }, the total is { $against }.
known-error-age-repeats-sex = { $year }: the numbers by age (children { $found }, adults { $against }) repeat those by sex. They cannot be relied on.
known-error-forms-exceed-total = { $year }: the forms of exploitation add up to { $found }, the total is { $against }.
known-error-forms-repeat-victims = { $year }: the table of convicted persons by form of exploitation ({ $found } in all) is that of the victims ({ $against }).
known-error-repeats-year-before = { $year }: every form of exploitation has the value of the year before ({ $found } in all, as { $against }).
known-error-suspects-equal-prosecuted = { $year }: as many suspects ({ $found }) as persons prosecuted ({ $against }); probably one figure written twice.
known-error-rows = (rows { $lines })

stats-method-title = How to read the figures
stats-method-1 = Identified victims are not all victims: the figure shows how many were found, and it also grows when the search gets better.
stats-method-2 = We do not correct the sources' figures. The rules that find what does not fit are public, and the rows found are named beside each chart.
stats-method-3 = A dash in a table means that the source did not publish the figure or hid it because it was under 5. It does not mean zero.
