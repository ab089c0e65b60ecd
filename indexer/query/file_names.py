"""Words of the text are also looked for in the names of files, where they match as fuller at best."""

from indexer.fields import FILE, FILE_STEM, TEXT
from indexer.query.nodes import (
    AccentMode,
    And,
    Not,
    Or,
    Phrase,
    Query,
    RespelledPhrase,
    Respelling,
    Spellings,
    Term,
    boosted,
    is_word,
)


def with_file_names(node: Query) -> Query:
    """Return a tree whose words and phrases of the text match the name of an article's file, too.

    >>> with_file_names(Term("text", "hạt"))
    Spellings([Term('text', 'hạt'), Respelling('file_stem', 'hạt')])
    """
    if isinstance(node, Spellings):
        spellings = [each if is_word(each) else with_file_names(each) for each in node.children()]
        return Spellings([*spellings, *filter(None, map(_in_file_name, spellings))], boost=node.boost)
    if isinstance(node, And | Or):
        return type(node)([with_file_names(child) for child in node.children()], boost=node.boost)
    if isinstance(node, Not):
        return Not(with_file_names(node.query))
    if isinstance(node, AccentMode):
        return AccentMode(with_file_names(node.child), node.mode)
    found = _in_file_name(node)
    return node if found is None else Spellings([boosted(node, 1.0), boosted(found, 1.0)], boost=found.boost)


def _in_file_name(node: Query) -> Term | Phrase | None:
    """Return the leaf that searches the name of a file for a word or phrase of the text.

    A single word is not compared with the ending: `doc` is a word, and the ending of thousands of files.
    """
    if isinstance(node, Phrase) and node.fieldname == TEXT:
        return RespelledPhrase(FILE, node.words, slop=node.slop, boost=node.boost)
    if isinstance(node, Term) and node.fieldname == TEXT:
        return Respelling(FILE if "." in node.text else FILE_STEM, node.text, boost=node.boost)
    return None
