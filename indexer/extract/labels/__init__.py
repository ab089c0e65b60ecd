"""Which forums and topics an article is filed under, by the names of the vocabulary and the words around them.

assignment.py        the labels of an article: those stated, else those found; also for stored articles
label_finder.py      titles and bodies → labels with evidence and confidence
phrase_matcher.py    where the names of a vocabulary occur in a text
token_hashes.py      texts cut into tokens, as numbers
talks.py             kinds of talks count only between two parties
points.py            what each name gives, and whether that is enough for a label
salience.py          is a name reported on, or mentioned in passing?
"""
