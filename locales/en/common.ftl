# Words used on many screens.

# Days
day-today = today
day-tomorrow = tomorrow
day-yesterday = yesterday
days-ahead = { $cat ->
    [one] in { $n } day
   *[other] in { $n } days
}
days-ago = { $cat ->
    [one] { $n } day ago
   *[other] { $n } days ago
}
days-late = { $cat ->
    [one] { $n } day late
   *[other] { $n } days late
}
date-about = about { $date }

# Counts
count-cases = { $cat ->
    [one] { $n } case
   *[other] { $n } cases
}
count-files = { $cat ->
    [one] { $n } file
   *[other] { $n } files
}
count-results = { $cat ->
    [one] { $n } result
   *[other] { $n } results
}
count-people = { $cat ->
    [one] { $n } person
   *[other] { $n } people
}
count-years-old = { $cat ->
    [one] { $n } year
   *[other] { $n } years
}
count-years-between = { $cat ->
    [one] { $least }–{ $n } year
   *[other] { $least }–{ $n } years
}
count-days = { $cat ->
    [one] { $n } day
   *[other] { $n } days
}

quoted = “{ $text }”
