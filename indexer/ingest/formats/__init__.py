"""A reader for each format, and what they share.

known.py            which formats are there, which module reads each, and what does it need?
document.py         what a reader takes and returns: `Blob`, `ParsedDocument`, `Refused`, `Provenance`
text.py             plain text
markdown.py         Markdown
markup.py           fragments of HTML in it as plain text
html.py             web pages: the main text …
html_blocks.py      … with its lead, captions and bylines (html_blocks.toml), …
html_metadata.py    … and what a page states about itself (html_metadata.toml)
pdf.py              PDF (pdf.toml)
docx.py, odt.py     Word and OpenDocument, by means of office.py
rtf.py              Rich Text Format
mail.py             email
records.py          records, and batches of them as JSON Lines
csv_table.py        CSV, and batches of records in it
archive.py          zip archives, and files compressed by gzip, xz or bzip2
"""
