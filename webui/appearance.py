"""The looks of an archive: its logo, and a stylesheet with its colour. Inline styles are forbidden, so it is a file."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

from flask import Blueprint, Flask, Response, abort, current_app, request

from indexer import LOGO_TYPES, BadSetting, SiteSettings
from webui.site import address

appearance = Blueprint("appearance", __name__)

Colour = tuple[int, int, int]
"""Red, green and blue, 0 to 255."""

ASSETS = ("static", "appearance.logo", "appearance.theme")
"""The endpoints of files whose addresses change with their content."""
_NAME = "timdau.appearance"
# The lightest and darkest ground that the colour is text on, and what it is mixed with to be readable there.
_PAPER, _BLACK = (255, 255, 255), (0, 0, 0)
_NIGHT, _WHITE = (21, 24, 26), (255, 255, 255)
_CONTRAST = 4.5
"""What WCAG wants between text and its ground."""
_STEPS = 20
_WASH = 0.12


@dataclass(frozen=True, slots=True)
class Appearance:
    """The files of an archive's looks, with their media types, by the name of their address."""

    files: dict[str, tuple[bytes, str]]

    def url(self, name: str) -> str | None:
        """Return the address of a file, which changes with its content; None if there is none."""
        if name not in self.files:
            return None
        version = hashlib.sha256(self.files[name][0]).hexdigest()[:12]
        return address(f"/{name}?v={version}")


def register(app: Flask, settings: SiteSettings) -> None:
    """Serve the logo and the colour of these settings. Raises `BadSetting` for a logo that cannot be read."""
    files: dict[str, tuple[bytes, str]] = {}
    if settings.logo is not None:
        files["logo"] = (_read(settings.logo), LOGO_TYPES[settings.logo.suffix.lower()])
    if settings.accent is not None:
        files["theme.css"] = (theme(settings.accent).encode(), "text/css")
    app.extensions[_NAME] = Appearance(files)
    app.register_blueprint(appearance)


def the_appearance() -> Appearance:
    """Return the looks of the current application."""
    found: Appearance = current_app.extensions[_NAME]
    return found


@appearance.get("/logo", endpoint="logo")
@appearance.get("/theme.css", endpoint="theme")
def served() -> Response:
    """A file of the archive's looks; 404 if the settings have none."""
    found = the_appearance().files.get(request.path.lstrip("/"))
    if found is None:
        abort(404)
    content, mimetype = found
    return Response(content, mimetype=mimetype)


def theme(accent: str) -> str:
    """Return the stylesheet for a colour, made darker or lighter where text in it could not be read.

    >>> print(theme("#ffff00"))
    :root { --accent: #807f00; --accent-wash: #f0f0e0; }
    @media (prefers-color-scheme: dark) { :root { --accent: #ffff00; --accent-wash: #313417; } }
    <BLANKLINE>
    """
    colour = (int(accent[1:3], 16), int(accent[3:5], 16), int(accent[5:7], 16))
    light, dark = _readable(colour, _PAPER, _BLACK), _readable(colour, _NIGHT, _WHITE)
    return (
        f":root {{ {_variables(light, _PAPER)} }}\n"
        f"@media (prefers-color-scheme: dark) {{ :root {{ {_variables(dark, _NIGHT)} }} }}\n"
    )


def contrast(one: Colour, other: Colour) -> float:
    """Return the contrast ratio of two colours as WCAG defines it, 1 to 21."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _readable(colour: Colour, ground: Colour, mixed_with: Colour) -> Colour:
    shades = (_mixed(colour, mixed_with, step / _STEPS) for step in range(_STEPS + 1))
    return next(shade for shade in shades if contrast(shade, ground) >= _CONTRAST)


def _mixed(colour: Colour, other: Colour, share: float) -> Colour:
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(colour, other, strict=True))
    return red, green, blue


def _variables(accent: Colour, ground: Colour) -> str:
    return f"--accent: {_hex(accent)}; --accent-wash: {_hex(_mixed(ground, accent, _WASH))};"


def _hex(colour: Colour) -> str:
    return f"#{bytes(colour).hex()}"


def _luminance(colour: Colour) -> float:
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in (c / 255 for c in colour)
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise BadSetting(f"logo: {path} cannot be read ({error.strerror}); fix it or leave the setting out") from error
