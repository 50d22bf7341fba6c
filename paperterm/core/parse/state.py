"""What is known while one document is walked.

Lives here: the reader of entries, the outline so far, and the drafts found so far.
Must not: recognise anything by itself.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from paperterm.core.model import Kind
from paperterm.core.parse.drafts import Draft, with_homepages_last
from paperterm.core.parse.entries import EntryReader
from paperterm.core.parse.headings import GROUP_LEVEL, Outline, region_of
from paperterm.core.parse.kinds import Siblings


@dataclass(slots=True)
class Paragraph:
    """A paragraph, read by `read` when first asked for; `is_entry` once its section has been looked at."""

    read: Callable[[], list[Draft]]
    is_entry: bool = False
    siblings: Siblings | None = None
    region: Kind | None = None
    _drafts: list[Draft] | None = None

    @property
    def drafts(self) -> list[Draft]:
        """Drafts of the entries it may be."""
        if self._drafts is None:
            self._drafts = self.read()
        return self._drafts


@dataclass(slots=True)
class Walk:
    """One document being walked, from its first block to its last."""

    name: str
    text: str
    references: Mapping[str, str]
    outline: Outline = field(default_factory=Outline)
    drafts: list[Draft] = field(default_factory=list)
    passed: list[Draft] = field(default_factory=list)
    paragraphs: dict[int, Paragraph] = field(default_factory=dict)
    pages_alone: dict[int, bool] = field(default_factory=dict)
    hanging: dict[int, frozenset[int]] = field(default_factory=dict)
    key_lists: dict[int, bool] = field(default_factory=dict)
    paper_headings: dict[int, frozenset[int]] = field(default_factory=dict)
    paper_captions: dict[int, dict[int, int]] = field(default_factory=dict)
    captions: list[int] = field(default_factory=list)
    reader: EntryReader = field(init=False)

    def __post_init__(self) -> None:
        self.reader = EntryReader(self.text, self.references)

    @property
    def group_level(self) -> int:
        """The level of bold lines here: below the caption of the collapsible part they stand in."""
        return self.captions[-1] + 1 if self.captions else GROUP_LEVEL

    def lists_below(self, heading: int) -> bool:
        """Whether the entry found last stands right below `heading`."""
        return bool(self.drafts) and self.drafts[-1].heading == heading

    def add(self, draft: Draft, kind: Kind) -> None:
        """Keep an entry of the list below the open headings."""
        draft.kind = kind
        draft.heading = self.outline.current
        draft.region = self.region()[0]
        draft.links = with_homepages_last(draft.links, draft.authors)
        self.drafts.append(draft)

    def pass_over(self, draft: Draft) -> None:
        """Remember what is no entry as far as its own words tell."""
        draft.heading = self.outline.current
        draft.region = self.region()[0]
        self.passed.append(draft)

    def region(self) -> tuple[Kind | None, bool]:
        """The kind of entries announced here, and whether no list is."""
        return region_of(self.outline)
