"""Why an article has its forums and topics: what each was read in, how surely, and which broader ones it implies."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from indexer import FACET_KINDS, Article, Facet, Label, Labels, Span
from webui.facet_panels import short_label, toggle_url, value_label
from webui.frame import Link
from webui.markup import Wrap, wrapped
from webui.quotes import sentence_around
from webui.state import State, is_chosen
from webui.texts import Texts

_SURENESS = ((0.85, "sure.certain"), (0.7, "sure.likely"), (0.0, "sure.possible"))
"""The lowest confidence for each wording."""


@dataclass(frozen=True, slots=True)
class LabelReason:
    """A label of an article, current if the search is narrowed to it, and why the article has it.

    `short` is its usual abbreviation. Either `stated` says where it was stated; or `sure` says how sure it is, `quote`
    has the words it was read in, within their sentence if they are in the text, and `anchor` leads to them there.
    `broader` are the labels that it implies.
    """

    label: Link
    short: str
    stated: str | None
    sure: str | None
    quote: Markup | None
    anchor: str | None
    broader: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class ReasonGroup:
    """The labels of one facet."""

    name: str
    reasons: tuple[LabelReason, ...]


def reason_groups(
    state: State, article: Article, text: str, anchors: Mapping[Span, str], texts: Texts
) -> tuple[ReasonGroup, ...]:
    """Return why an article has its labels, facet by facet. `text` is that in which their spans count."""
    makers = (
        _ReasonMaker(state, "forum", article.forums, _basis(article, "forums"), text, anchors, texts),
        _ReasonMaker(state, "topic", article.topics, _basis(article, "topics"), text, anchors, texts),
    )
    return tuple(maker.group() for maker in makers if maker.labels)


def _basis(article: Article, name: str) -> str | None:
    """Return what stated a list of labels, None if they were read in the text."""
    stated = article.evidence.get(name)
    return None if stated is None else stated.text


@dataclass(frozen=True, slots=True)
class _ReasonMaker:
    """Makes the reasons of one facet; `basis` is what stated its labels."""

    state: State
    facet: Facet
    labels: Sequence[Label]
    basis: str | None
    text: str
    anchors: Mapping[Span, str]
    texts: Texts

    def group(self) -> ReasonGroup:
        return ReasonGroup(self.texts(f"facet.{self.facet}"), tuple(map(self._reason, self.labels)))

    def _reason(self, label: Label) -> LabelReason:
        anchor = self.anchors.get(label.at) if label.at else None
        return LabelReason(
            label=self._link(label.id),
            short=short_label(self.facet, label.id, self.texts.lang),
            stated=self.texts(f"stated.{self.basis}") if self.basis else None,
            sure=None if self.basis else _sure(label, self.texts),
            quote=None if self.basis else self._quote(label),
            anchor=f"#{anchor}" if anchor else None,
            broader=tuple(map(self._link, self._implied(label.id))),
        )

    def _link(self, id: str) -> Link:
        everything = State(lang=self.texts.lang)
        return Link(
            value_label(self.facet, id, self.texts.lang),
            toggle_url(everything, self.facet, id),
            is_chosen(self.state.request, self.facet, id),
        )

    def _implied(self, id: str) -> tuple[str, ...]:
        """Return the broader ids, nearest first, without those that the article has labels for."""
        kind = FACET_KINDS[self.facet]
        if not isinstance(kind, Labels) or id not in kind.vocabulary().entries:
            return ()
        own = {label.id for label in self.labels}
        return tuple(broader for broader in kind.vocabulary().ancestors(id) if broader not in own)

    def _quote(self, label: Label) -> Markup:
        if label.at is None:
            return Markup("{}").format(label.evidence)
        quote = sentence_around(self.text, label.at)
        start = len(quote.before)
        return wrapped("".join(quote), [Wrap(start, start + len(quote.words), "b")])


def _sure(label: Label, texts: Texts) -> str:
    return next(texts(key) for least, key in _SURENESS if label.confidence >= least)
