"""From what a reader typed to a query tree.

- `parse.py`: I have a query: what does it ask? It reads the tokens of `lexer.py`.
- `words.py`: I have a typed word, phrase or pattern: which node searches it?
- `names.py`: I have words typed side by side: which forums and topics do they name?
- `readings.py`: which words with accents may bare words stand for?
- `misspellings.py`: which word was meant by one that the archive does not have?
- `typed_keys.py`: which words were meant by keystrokes of Telex, VNI or VIQR?
- `conditions.py`: I have `field:value`: which node narrows by it?
- `nodes.py`: which nodes can a tree have? The one door to Whoosh's query classes.
- `matching.py`: I have a word of a text: how closely does a leaf match it?
- `joining.py`: I have words typed side by side: which of them are one word?
- `scored.py`: which leaves and pairs of a tree score, and which units do so if they are near to each other?
- `file_names.py`: I have a tree: which one searches the names of files, too?
- `prefixes.py`: I have words of which the last is half typed: which words do they start?
- `relax.py`: no article has all the words: what is searched instead?
"""

from indexer.query.file_names import with_file_names
from indexer.query.nodes import AccentMode
from indexer.query.parse import MAX_QUERY_LENGTH, ParsedQuery, parse

__all__ = ["MAX_QUERY_LENGTH", "AccentMode", "ParsedQuery", "parse", "with_file_names"]
