"""Settings: options override the environment (`TIMDAU_*`), which overrides `timdau.toml`, which overrides defaults."""

import os
import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from difflib import get_close_matches
from pathlib import Path

from indexer.errors import BadSetting, UnknownSetting
from indexer.languages import LANGUAGES

FILE_NAME = "timdau.toml"
ENVIRONMENT_PREFIX = "TIMDAU_"
ENGINES = ("arrays", "whoosh")
"""The names of the engines, the default first."""
DEFAULT_ENGINE = ENGINES[0]
PARSE_SECONDS = 10
"""The processor time that parsing one document may take, by default."""
LOGO_TYPES = {".svg": "image/svg+xml", ".png": "image/png"}
"""The pictures that a logo may be, by the ending of its file."""
MAX_LOGO = 200_000
_LONGEST_TEXT = 200
_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
_BASE_PATH = re.compile(r"(?:[A-Za-z0-9_~-][A-Za-z0-9._~-]*)(?:/[A-Za-z0-9_~-][A-Za-z0-9._~-]*)*")
_EMAIL = re.compile(r"[^\s@<>\"]+@[^\s@<>\"]+\.[^\s@<>\"]+")
_WEB_ADDRESS = re.compile(r"https?://[^\s/?#\"<>]+[^\s\"<>]*")


@dataclass(frozen=True, slots=True)
class SiteSettings:
    """How an archive presents itself, and where; every field is a setting of the same name.

    Without a `tagline`, the page has its own. `languages` are codes, the first one is the default; all of them if there
    are none. `contact` is an e-mail address or that of a page. `accent` is a colour, `#rrggbb`. `base_path` is the path
    below which a proxy serves the page, such as `/timdau`, and `public_url` the whole address, without a slash at the
    end. `proxies` is how many proxies are in front: what they say about host and client is believed. `rate_limit` is
    the number of requests a minute that one client may make, 0 for any.
    """

    title: str = "timdau"
    tagline: str | None = None
    logo: Path | None = None
    languages: tuple[str, ...] = ()
    contact: str | None = None
    accent: str | None = None
    base_path: str = ""
    public_url: str | None = None
    proxies: int = 0
    rate_limit: int = 0


@dataclass(frozen=True, slots=True)
class Settings:
    """Where things are and how timdau runs; every field but `site` is a setting of the same name.

    If `workers` is None, the command decides: processes for `reindex`, threads for `serve`, in each of its `processes`.
    Without `trusted_hosts`,
    the page answers for any host. The page hands out files below `docs` and the folders in `originals`.
    `parse_seconds` is the processor time that parsing one document may take.
    """

    docs: Path
    index: Path
    engine: str = DEFAULT_ENGINE
    host: str = "127.0.0.1"
    port: int = 8000
    workers: int | None = None
    processes: int = 1
    trusted_hosts: tuple[str, ...] = ()
    parse_seconds: int = PARSE_SECONDS
    originals: tuple[Path, ...] = ()
    site: SiteSettings = SiteSettings()


SITE_NAMES = tuple(field.name for field in fields(SiteSettings))
NAMES = (*(field.name for field in fields(Settings) if field.name != "site"), *SITE_NAMES)


def load_settings(options: Mapping[str, object], environ: Mapping[str, str], cwd: Path) -> Settings:
    """Return the settings that apply in the folder `cwd`, which may hold a `timdau.toml`.

    An option of None counts as absent; unknown options and variables are ignored. Relative paths start at `cwd`. Raises
    `BadSetting` for an invalid value and for an unknown key in the file.
    """
    found: dict[str, object] = {"docs": cwd / "docs_in", "index": cwd / "index"}
    sources = (_from_file(cwd / FILE_NAME), _from_environment(environ), _from_options(options))
    for source in sources:
        for name, (origin, value) in source.items():
            found[name] = _READERS[name](origin, value, cwd)
    _refuse_file(found["index"])
    site = SiteSettings(**{name: found.pop(name) for name in SITE_NAMES if name in found})  # type: ignore[arg-type]
    return Settings(**found, site=site)  # type: ignore[arg-type] # each reader returns the type of its field


def _refuse_file(index: object) -> None:
    if isinstance(index, Path) and index.is_file():
        raise BadSetting(f"{index} is a file, but an index is a folder: name a folder with --index or TIMDAU_INDEX")


# Name of a setting → where it was set, for messages, and its raw value.
_Source = dict[str, tuple[str, object]]


def _from_options(options: Mapping[str, object]) -> _Source:
    return {name: (f"--{name}", options[name]) for name in NAMES if options.get(name) is not None}


def _from_environment(environ: Mapping[str, str]) -> _Source:
    variables = {name: ENVIRONMENT_PREFIX + name.upper() for name in NAMES}
    return {name: (variable, environ[variable]) for name, variable in variables.items() if environ.get(variable)}


def _from_file(path: Path) -> _Source:
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise BadSetting(f"{path} cannot be read ({error.strerror}): fix or remove it") from error
    except ValueError as error:
        raise BadSetting(f"{path} is not valid TOML in UTF-8 ({error}): fix or remove it") from error
    for key in content:
        if key not in NAMES:
            near = get_close_matches(key, NAMES, n=1)
            hint = f'did you mean "{near[0]}"?' if near else f"known settings: {', '.join(NAMES)}"
            raise UnknownSetting(f'{path}: unknown setting "{key}"; {hint}')
    return {key: (f"{path}: {key}", value) for key, value in content.items()}


def _read_path(origin: str, value: object, cwd: Path) -> Path:
    if not isinstance(value, str | Path) or not str(value) or "\0" in str(value):
        raise BadSetting(f"{origin}: {value!r} is not a path; give a folder, in quotes")
    try:
        return cwd / Path(value).expanduser()
    except RuntimeError as error:
        raise BadSetting(f"{origin}: no home folder for {str(value)!r}; write the path in full") from error


def _read_paths(origin: str, value: object, cwd: Path) -> tuple[Path, ...]:
    """Return folders, given as a list or, as in PATH, separated by colons."""
    given = value.split(os.pathsep) if isinstance(value, str) else value
    if not isinstance(given, list) or not given:
        raise BadSetting(f"{origin}: {value!r} is not a list of folders; separate them by {os.pathsep}")
    return tuple(_read_path(origin, path, cwd) for path in given)


def _read_engine(origin: str, value: object, _cwd: Path) -> str:
    if value in ENGINES:
        return str(value)
    raise BadSetting(f"{origin}: {value!r} is not an engine of this release; choose from {', '.join(ENGINES)}")


def _read_host(origin: str, value: object, _cwd: Path) -> str:
    if isinstance(value, str) and value.strip() == value != "" and value.isprintable():
        return value
    raise BadSetting(f"{origin}: {value!r} is not a host; give a name or an address, such as 127.0.0.1")


def _read_hosts(origin: str, value: object, cwd: Path) -> tuple[str, ...]:
    """Return hosts, given as a list or separated by commas."""
    names = [name.strip() for name in value.split(",")] if isinstance(value, str) else value
    if not isinstance(names, list) or not names:
        raise BadSetting(f"{origin}: {value!r} is not a list of hosts; separate them by commas")
    return tuple(_read_host(origin, name, cwd) for name in names)


def _read_port(origin: str, value: object, _cwd: Path) -> int:
    return _read_number(origin, value, "port", 1, 65535)


def _read_workers(origin: str, value: object, _cwd: Path) -> int:
    return _read_number(origin, value, "number of workers", 1, 256)


def _read_processes(origin: str, value: object, _cwd: Path) -> int:
    return _read_number(origin, value, "number of processes", 1, 64)


def _read_seconds(origin: str, value: object, _cwd: Path) -> int:
    return _read_number(origin, value, "number of seconds", 1, 86400)


def _read_number(origin: str, value: object, what: str, low: int, high: int) -> int:
    text = str(value)
    if text.isascii() and text.isdigit() and len(text) <= len(str(high)) and low <= int(text) <= high:
        return int(text)
    raise BadSetting(f"{origin}: {value!r} is not a {what}; give a whole number from {low} to {high}")


def _read_text(origin: str, value: object, _cwd: Path) -> str:
    text = value.strip() if isinstance(value, str) else ""
    if text and text.isprintable() and len(text) <= _LONGEST_TEXT:
        return text
    raise BadSetting(f"{origin}: {value!r:.60} is not a text; give one line of at most {_LONGEST_TEXT} characters")


def _read_logo(origin: str, value: object, cwd: Path) -> Path:
    path = _read_path(origin, value, cwd)
    if path.suffix.lower() not in LOGO_TYPES or not path.is_file():
        raise BadSetting(f"{origin}: {path} is not a picture; give a file that ends in {' or '.join(LOGO_TYPES)}")
    if path.stat().st_size > MAX_LOGO:
        raise BadSetting(f"{origin}: {path} is too large for a logo; give one of at most {MAX_LOGO:,} bytes")
    return path


def _read_languages(origin: str, value: object, _cwd: Path) -> tuple[str, ...]:
    """Return languages of the page, given as a list or separated by commas."""
    codes = [code.strip() for code in value.split(",")] if isinstance(value, str) else value
    known = ", ".join(LANGUAGES)
    if not isinstance(codes, list) or not codes or any(code not in LANGUAGES for code in codes):
        raise BadSetting(f"{origin}: {value!r:.60} is not a list of languages; the page has {known}")
    return tuple(dict.fromkeys(codes))


def _read_contact(origin: str, value: object, cwd: Path) -> str:
    text = _read_text(origin, value, cwd)
    if _EMAIL.fullmatch(text) or _WEB_ADDRESS.fullmatch(text):
        return text
    raise BadSetting(f"{origin}: {text!r:.60} is not a contact; give an e-mail address or that of a page (https://…)")


def _read_colour(origin: str, value: object, _cwd: Path) -> str:
    if isinstance(value, str) and _COLOUR.fullmatch(value.strip()):
        return value.strip().lower()
    raise BadSetting(f"{origin}: {value!r:.60} is not a colour; write it like #0f5f5c")


def _read_base_path(origin: str, value: object, _cwd: Path) -> str:
    text = value.strip().strip("/") if isinstance(value, str) else None
    if text is not None and (not text or _BASE_PATH.fullmatch(text)):
        return f"/{text}" if text else ""
    raise BadSetting(
        f"{origin}: {value!r:.60} is not a path; write it like /timdau, with letters, digits and . _ - / ~"
    )


def _read_public_url(origin: str, value: object, _cwd: Path) -> str:
    if isinstance(value, str) and _WEB_ADDRESS.fullmatch(value.strip()) and not set("?#") & set(value):
        return value.strip().rstrip("/")
    raise BadSetting(f"{origin}: {value!r:.60} is not an address; write it like https://example.org/timdau")


def _read_proxies(origin: str, value: object, _cwd: Path) -> int:
    return _read_number(origin, value, "number of proxies", 0, 10)


def _read_rate(origin: str, value: object, _cwd: Path) -> int:
    return _read_number(origin, value, "number of requests a minute", 0, 1_000_000)


_READERS: dict[str, Callable[[str, object, Path], object]] = {
    "docs": _read_path,
    "index": _read_path,
    "engine": _read_engine,
    "host": _read_host,
    "port": _read_port,
    "workers": _read_workers,
    "processes": _read_processes,
    "trusted_hosts": _read_hosts,
    "parse_seconds": _read_seconds,
    "originals": _read_paths,
    "title": _read_text,
    "tagline": _read_text,
    "logo": _read_logo,
    "languages": _read_languages,
    "contact": _read_contact,
    "accent": _read_colour,
    "base_path": _read_base_path,
    "public_url": _read_public_url,
    "proxies": _read_proxies,
    "rate_limit": _read_rate,
}
