"""When an article was written, or what it reports on took place.

dating.py            the date and year of an article, from everything below
written_dates.py     dates as printed: in a text, an address, the name of a file
year_mentions.py     the years a text names, and what each suggests about the time of writing
year_inference.py    the year of writing that all mentions suggest together
weekdays.py          the year in which a day has the weekday that is printed with it
cues.py, cues.toml   words before and after a date that say what it is the date of
calendar.toml        names of months, weekdays, quarters, parts of a year
"""
