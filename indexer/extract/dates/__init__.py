"""When an article was written, or what it reports on happened: written dates, years, and what they say of it."""
