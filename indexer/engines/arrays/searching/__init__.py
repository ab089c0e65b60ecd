"""Requests over open segments: from a query tree to the articles found, counted and in order."""
