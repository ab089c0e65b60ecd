"""Articles to segments: analysed in batches, inverted a segment at a time, merged when there are many."""
