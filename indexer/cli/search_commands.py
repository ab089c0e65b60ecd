"""The commands about hits and queries: `search`, `suggest`, `explain` and `inspect`. Each returns its exit code."""

from typing import Any

import click

from indexer import (
    Index,
    Language,
    SearchRequest,
    UsageError,
    completions_json,
    explanation_json,
    inspection_json,
    result_json,
)
from indexer.cli.parameters import engine_option, index_option, json_option
from indexer.cli.reports import show_inspection
from indexer.cli.search_parameters import (
    aliases_option,
    facet_options,
    identifier,
    lang_option,
    mode_option,
    opened_index,
    query_words,
    sort_option,
    words_option,
)
from indexer.cli.search_results import show_completions, show_explanation, show_no_explanation, show_result
from indexer.cli.terminal import note, print_json

# Unknown options are words of the query, so that `-nga` excludes.
OPTIONS_AS_WORDS = {"ignore_unknown_options": True}


@click.command(name="search", context_settings=OPTIONS_AS_WORDS)
@click.argument("query", nargs=-1, callback=query_words, metavar="[QUERY]...")
@facet_options
@mode_option
@words_option
@aliases_option
@sort_option
@click.option("--page", type=int, default=1, metavar="N", show_default=True, help="Page of the hits.")
@click.option("--size", type=int, default=10, metavar="N", show_default=True, help="Hits on a page.")
@lang_option
@json_option
@index_option
@engine_option
def search_command(lang: Language, as_json: bool, index: str | None, engine: str | None, **request: Any) -> int:
    """Search, and show hits with snippets and facet counts.

    Without QUERY, all articles are found. The quotation marks of a phrase must be protected from the shell. Options
    that choose or leave out values may be repeated; the value `unknown` means articles without one.

    \b
    timdau search hoi nghi --forum arf --year 2010..2022
    timdau search '"diễn đàn khu vực asean" -nga' --not-topic unknown --sort newest
    """
    with opened_index(index=index, engine=engine) as opened:
        result = opened.search(SearchRequest(**request, suggestions=True), lang=lang)
    if as_json:
        print_json(result_json(result))
    else:
        show_result(result)
    return 0


@click.command(name="suggest", short_help="Show what a half-typed text may become.")
@click.argument("text", nargs=-1, required=True, callback=query_words, metavar="PREFIX...")
@click.option("--limit", type=int, default=10, metavar="N", show_default=True, help="Most completions of a kind.")
@lang_option
@json_option
@index_option
@engine_option
def suggest_command(text: str, limit: int, lang: Language, as_json: bool, index: str | None, engine: str | None) -> int:
    """Show what a half-typed text may become: words, forums and topics, titles, and names of files.

    PREFIX is the start of any of their words, or several words of which the last is not complete; accents need not be
    typed. The number next to a word says how often it occurs, next to a forum or topic how many articles have it.

    \b
    timdau suggest ha noi
    """
    with opened_index(index=index, engine=engine) as opened:
        completions = opened.suggest(text, lang, limit)
    if as_json:
        print_json(completions_json(completions))
    else:
        show_completions(completions)
    return 0


@click.command(name="explain", context_settings=OPTIONS_AS_WORDS, short_help="Show why a hit is ranked where it is.")
@click.argument("query", nargs=-1, required=True, callback=query_words, metavar="QUERY...")
@click.argument("article_id", type=identifier, metavar="ID")
@mode_option
@words_option
@aliases_option
@json_option
@index_option
@engine_option
def explain_command(article_id: str, as_json: bool, index: str | None, engine: str | None, **request: Any) -> int:
    """Show why an article is ranked where it is among the hits of a query.

    The tier comes first: how exactly the words match. Within a tier the score decides: the sum over all words,
    phrases and pairs of adjacent words of boost × weight (how rare it is) × saturation (how much of it the article
    has). ID is the last line of a hit of `timdau search`.

    \b
    timdau explain hội nghị 2021/som-arf-truc-tuyen.txt
    """
    with opened_index(index=index, engine=engine) as opened:
        article_id = current_id(opened, article_id)
        asked = SearchRequest(**request)
        explanation = opened.explain(asked, article_id)
    if as_json:
        print_json(explanation and explanation_json(explanation))
    elif explanation:
        show_explanation(explanation)
    else:
        show_no_explanation(asked.query, article_id, asked.mode, asked.words)
    return 0


@click.command(name="inspect", short_help="Show what each stage made of an article.")
@click.argument("article_id", type=identifier, metavar="ID")
@json_option
@index_option
@engine_option
def inspect_command(article_id: str, as_json: bool, index: str | None, engine: str | None) -> int:
    """Show what each stage made of an article: how it was read, what was extracted and from which words, and which
    words are indexed.

    ID is the last line of a hit of `timdau search`. With --json, every word is listed with its position.

    \b
    timdau inspect 2021/som-arf-truc-tuyen.txt
    """
    with opened_index(index=index, engine=engine) as opened:
        inspected = opened.inspect(current_id(opened, article_id))
    if inspected is None:
        raise UsageError(f"the article “{article_id}” was just removed by another run; search again")
    if as_json:
        print_json(inspection_json(inspected))
    else:
        show_inspection(inspected)
    return 0


def current_id(index: Index, article_id: str) -> str:
    """Return the id of an article; if its file was moved, print a note and return the new id. Raises `UsageError`."""
    if index.article(article_id) is not None:
        return article_id
    new = index.moved_to(article_id)
    if new is None:
        raise UsageError(f"there is no article “{article_id}”; the last line of each hit of timdau search is an id")
    note(f"{article_id} was moved to {new}")
    return new
