"""The group `timdau`, and where each of its commands is."""

from collections.abc import Iterator, Mapping, MutableMapping
from importlib import import_module
from typing import cast

import click

_MODULES = {
    "batch": "export_commands",
    "doctor": "doctor",
    "explain": "search_commands",
    "export": "export_commands",
    "extract": "reading_commands",
    "inspect": "search_commands",
    "kwic": "export_commands",
    "reindex": "reading_commands",
    "rollback": "state_commands",
    "search": "search_commands",
    "serve": "serve_command",
    "stats": "state_commands",
    "suggest": "search_commands",
    "verify": "state_commands",
    "watch": "watch_command",
}


class _Commands(Mapping[str, click.Command]):
    """The commands by name, each imported when it is needed: importing all of them takes longer than most runs."""

    def __getitem__(self, name: str) -> click.Command:
        command: click.Command = getattr(import_module(f"indexer.cli.{_MODULES[name]}"), f"{name}_command")
        return command

    def __iter__(self) -> Iterator[str]:
        return iter(_MODULES)

    def __len__(self) -> int:
        return len(_MODULES)


# Click only reads them.
_COMMANDS = cast(MutableMapping[str, click.Command], _Commands())


@click.group(commands=_COMMANDS, context_settings={"max_content_width": 100})
@click.version_option(package_name="timdau", message="timdau %(version)s")
def timdau() -> None:
    """Full-text search for archives of Vietnamese articles, with or without accents.

    \b
    timdau reindex                      index the articles in docs_in
    timdau search "hội nghị" --year 2010..2022
    timdau serve                        search in the browser

    Settings come from options, else from the environment (TIMDAU_DOCS for docs), else from the file timdau.toml, else
    from defaults: docs, index, engine, host, port, workers, processes, trusted_hosts, parse_seconds, originals; for the
    page also title, tagline, logo, languages, contact, accent, base_path, public_url, proxies, rate_limit. The README
    says what each of them means.
    """
