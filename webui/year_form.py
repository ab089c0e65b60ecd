"""The form for a range of years: what was typed into its two fields → a choice of years, or what is wrong with it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from indexer import FacetValue
from webui.state import Arguments, State, last
from webui.texts import Texts
from webui.transitions import clear_facet, within

FROM, TO = "from", "to"
_YEAR = re.compile(r"[0-9]{1,4}")


@dataclass(frozen=True, slots=True)
class TypedYears:
    """The first and the last year, None for a field left empty; or the first thing typed that is not a year."""

    first: int | None = None
    last: int | None = None
    mistake: str | None = None


def typed_years(arguments: Arguments) -> TypedYears | None:
    """Return what was typed into the form; None if it was not sent."""
    if FROM not in arguments and TO not in arguments:
        return None
    typed = [last(arguments, name, "") for name in (FROM, TO)]
    wrong = next((text for text in typed if text and not _is_year(text)), None)
    if wrong is not None:
        return TypedYears(mistake=wrong[:40])
    first, final = (int(text) if text else None for text in typed)
    return TypedYears(first, final)


def chosen_years(state: State, typed: TypedYears, values: Sequence[FacetValue]) -> State:
    """Return the state with the years typed, in their order; an empty field means the first or the last year."""
    years = [value.value for value in values if isinstance(value.value, int)]
    if (typed.first is None and typed.last is None) or not years:
        return clear_facet(state, "year")
    first = min(years) if typed.first is None else typed.first
    final = max(years) if typed.last is None else typed.last
    return within(state, min(first, final), max(first, final))


def mistake(typed: TypedYears | None, texts: Texts) -> str | None:
    """Return what was wrong, in words; None if nothing was."""
    return texts("years.mistake", typed=typed.mistake) if typed and typed.mistake is not None else None


def _is_year(text: str) -> bool:
    return bool(_YEAR.fullmatch(text)) and int(text) > 0
