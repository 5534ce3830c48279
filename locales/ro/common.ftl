# Words used on many screens.

# Days
day-today = azi
day-tomorrow = mâine
day-yesterday = ieri
days-ahead = { $cat ->
    [one] peste { $n } zi
    [few] peste { $n } zile
   *[other] peste { $n } de zile
}
days-ago = { $cat ->
    [one] acum { $n } zi
    [few] acum { $n } zile
   *[other] acum { $n } de zile
}
days-late = { $cat ->
    [one] întârziat { $n } zi
    [few] întârziat { $n } zile
   *[other] întârziat { $n } de zile
}
date-about = aproximativ { $date }

# Counts
count-cases = { $cat ->
    [one] { $n } caz
    [few] { $n } cazuri
   *[other] { $n } de cazuri
}
count-files = { $cat ->
    [one] { $n } dosar
    [few] { $n } dosare
   *[other] { $n } de dosare
}
count-results = { $cat ->
    [one] { $n } rezultat
    [few] { $n } rezultate
   *[other] { $n } de rezultate
}
count-people = { $cat ->
    [one] { $n } persoană
    [few] { $n } persoane
   *[other] { $n } de persoane
}
count-years-old = { $cat ->
    [one] { $n } an
    [few] { $n } ani
   *[other] { $n } de ani
}
count-years-between = { $cat ->
    [one] { $least }–{ $n } an
    [few] { $least }–{ $n } ani
   *[other] { $least }–{ $n } de ani
}
count-days = { $cat ->
    [one] { $n } zi
    [few] { $n } zile
   *[other] { $n } de zile
}

quoted = „{ $text }”
