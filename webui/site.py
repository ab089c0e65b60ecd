"""The archive that this page is about: its settings, and addresses below the path where it is served.

Outside of a request, as in tests of pure functions, the settings are the defaults and the path is the root.
"""

from flask import Flask, current_app, has_app_context, has_request_context, request

from indexer import LANGUAGES, Language, SiteSettings

_NAME = "timdau.site"
DEFAULT_SITE = SiteSettings()


def register(app: Flask, settings: SiteSettings) -> None:
    """Make these the settings of an application."""
    app.extensions[_NAME] = settings


def the_site() -> SiteSettings:
    """Return the settings of the current application."""
    settings: SiteSettings = current_app.extensions[_NAME] if has_app_context() else DEFAULT_SITE
    return settings


def languages() -> tuple[Language, ...]:
    """Return the languages of the page, the default first."""
    return the_site().languages or tuple(LANGUAGES)


def default_language() -> Language:
    """Return the language of addresses that name none."""
    return languages()[0]


def address(path: str) -> str:
    """Return a path of this application as browsers see it: below the path where it is served."""
    return request.script_root + path if has_request_context() else path


def public_root() -> str:
    """Return the absolute address of this application, for what readers take along; it does not end with a slash."""
    return the_site().public_url or (request.host_url.rstrip("/") + request.script_root)
