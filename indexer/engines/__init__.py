"""Search engines: I have a query tree, which articles match?

- `base.py`: what does every engine promise?
- `scoring.py`: by which formulas are articles scored?
- `budget.py`: what may one request cost?
- `known.py`: I have the name of an engine: which one is that?
- `arrays/`: the default engine, on segments of NumPy arrays
- `whoosh_reference/`: the reference engine, on an index of Whoosh's own; slower, and simple enough to check the other
"""
