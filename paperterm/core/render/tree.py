"""The tree of blocks that Markdown and HTML are read into, and growing it from opening and closing marks.

Lives here: what is open, what closes it, and the style that text takes from all that is open around it.
Must not: know Markdown tokens or HTML tags by name, or lay anything out.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import StrEnum

from paperterm.core.render.lines import Role, Roles, Run
from paperterm.core.render.wrap import Flow
from paperterm.core.text import safe

# Deeper HTML is shown without its own indentation; lists and quotes of Markdown have their parser's limit.
_DEEPEST = 60
_MOST_OPEN = 200
_BLANKS = re.compile(" {2,}")


class Shape(StrEnum):
    """How a block is laid out."""

    GROUP = "group"
    PARAGRAPH = "paragraph"
    HEADING = "heading"
    QUOTE = "quote"
    LIST = "list"
    POINT = "point"
    CODE = "code"
    FORMULA = "formula"
    RULE = "rule"
    DETAILS = "details"
    SUMMARY = "summary"
    TERM = "term"
    MEANING = "meaning"
    FOOTNOTE = "footnote"
    TABLE = "table"
    ROW = "row"
    CELL = "cell"


# What is set as a whole in the middle or at the right, and what is in it too.
ALIGNED = frozenset((Shape.GROUP, Shape.PARAGRAPH, Shape.HEADING, Shape.SUMMARY))


@dataclass(slots=True)
class Block:
    """A part of a page and, in order, what it holds: blocks, and flows of text between them.

    `mark` is what stands before it (a bullet, a number, a box, a footnote's label); `text` the source of code, and
    what a formula is read as; `language` is what the author says of code. `align` holds for all flows inside.
    `extra` is how much wider than the text a table may be.
    `is_tight`: no blank line parts it from its neighbours. `span` counts columns and rows of a cell.
    """

    shape: Shape
    children: list[Block | Flow] = field(default_factory=list)
    mark: str = ""
    text: str = ""
    language: str = ""
    roles: Roles = ()
    is_tight: bool = False
    is_header: bool = False
    align: str = ""
    span: tuple[int, int] = (1, 1)
    next_number: int | None = None
    extra: int = 0


@dataclass(slots=True)
class Open:
    """Something open: the block text goes into, and the style it takes.

    Nothing inside one that `holds` can close it: a list item of Markdown ends where Markdown says.
    """

    name: str
    block: Block
    roles: Roles = ()
    link: str | None = None
    holds: bool = False
    script: str = ""
    heard: list[str] | None = None
    hides: bool = False


class Tree:
    """A tree that grows: `root` holds what has come so far; `tables` are those of it that are in no other."""

    def __init__(self) -> None:
        self.root = Block(Shape.GROUP)
        self.open = [Open("", self.root, holds=True)]
        self.tables: list[Block] = []
        self.depth = 0
        self.is_cut = False

    @property
    def top(self) -> Open:
        """The innermost thing open."""
        return self.open[-1]

    def add(self, run: Run) -> None:
        """Put a run, or a break, into the innermost block."""
        children = self.open[-1].block.children
        if children and isinstance(children[-1], list):
            children[-1].append(run)
        else:
            children.append([run])

    def add_text(self, text: str, *roles: Role) -> None:
        """Put text into the innermost block, in the style of all that is open."""
        top = self.open[-1]
        if top.hides:
            return
        shown = safe(text) if Role.CODE in roles else _BLANKS.sub(" ", safe(text))
        if top.heard is not None:
            top.heard.append(shown)
        self.add(Run(shown, _joined(top.roles, roles), top.link))

    def add_block(self, block: Block) -> None:
        """Put a block that holds nothing more into the innermost one."""
        self.open[-1].block.children.append(block)

    def open_block(self, name: str, block: Block, *, holds: bool = False) -> None:
        """Open `block` inside the innermost one; only Markdown's own (`holds`) nest without limit."""
        if not holds and (self.depth >= _DEEPEST or len(self.open) >= _MOST_OPEN):
            self.is_cut = True
            return
        if block.shape is Shape.TABLE and sum(outer.block.shape is Shape.TABLE for outer in self.open) > 1:
            # Measuring tables in tables takes twice as long for each level.
            block.shape = Shape.GROUP
        elif block.shape is Shape.TABLE and not any(outer.block.shape is Shape.TABLE for outer in self.open):
            self.tables.append(block)
        top = self.open[-1]
        if not block.align and block.shape in ALIGNED and top.block.shape in ALIGNED:
            block.align = top.block.align
        top.block.children.append(block)
        self.depth += 1
        roles = _joined(top.roles, block.roles)
        self.open.append(Open(name, block, roles, top.link, holds, top.script, top.heard))

    def open_style(self, name: str, *roles: Role, script: str = "", hides: bool = False) -> None:
        """Open something that only changes how text looks; too many at once change nothing."""
        top = self.open[-1]
        if len(self.open) < _MOST_OPEN:
            style = _joined(top.roles, roles)
            script = script or top.script
            self.open.append(Open(name, top.block, style, top.link, False, script, top.heard, hides or top.hides))

    def open_link(self, name: str, link: str) -> None:
        """Open a link and start listening to its text."""
        top = self.open[-1]
        if len(self.open) < _MOST_OPEN:
            self.open.append(Open(name, top.block, _joined(top.roles, (Role.LINK,)), safe(link), False, top.script, []))

    def innermost(self, name: str) -> Open | None:
        """The innermost open `name` that may be closed from here."""
        for candidate in reversed(self.open):
            if candidate.holds:
                return None
            if candidate.name == name:
                return candidate
        return None

    def close(self, name: str) -> None:
        """Close the innermost open `name` and all inside it; nothing happens when there is none."""
        found = self.innermost(name)
        if found is not None:
            self.close_down_to(self.open.index(found))

    def close_held(self) -> None:
        """Close the innermost thing that `holds`, and whatever was left open inside it."""
        at = len(self.open) - 1
        while not self.open[at].holds:
            at -= 1
        if at:
            self.close_down_to(at)

    def close_down_to(self, length: int) -> None:
        """Close until only the `length` outermost are open."""
        while len(self.open) > length:
            closed = self.open.pop()
            if closed.block is not self.open[-1].block:
                self.depth -= 1


def _joined(outer: Roles, inner: Roles) -> Roles:
    if not inner:
        return outer
    return outer + tuple(role for role in inner if role not in outer)
