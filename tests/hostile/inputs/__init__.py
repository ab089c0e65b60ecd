"""Hostile inputs: a table of files made by code, and what a run over each of them must report.

- `hostile_input`: what such an input is, and the repeated and nested texts that most of them are made of
- `texts`: plain text
- `markdown`: Markdown and its front matter
- `pages`: HTML
- `pdf`: PDF
- `office`: DOCX, ODT and RTF
- `mail`: email
- `batches`: JSON Lines and CSV
- `metadata`: sidecars and `metadata.csv`
- `archives`: zip archives and compressed files
- `names`: folders, names and files that are none
"""

from tests.hostile.inputs import archives, batches, mail, markdown, metadata, names, office, pages, pdf, texts
from tests.hostile.inputs.hostile_input import INDEXED, WORD, HostileInput, ends_of

__all__ = ["INDEXED", "INPUTS", "WORD", "HostileInput", "ends_of"]

INPUTS: tuple[HostileInput, ...] = (
    *texts.INPUTS,
    *markdown.INPUTS,
    *pages.INPUTS,
    *pdf.INPUTS,
    *office.INPUTS,
    *mail.INPUTS,
    *batches.INPUTS,
    *metadata.INPUTS,
    *archives.INPUTS,
    *names.INPUTS,
)
