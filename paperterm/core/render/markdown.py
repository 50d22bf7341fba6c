"""Markdown tokens into the tree of blocks.

Lives here: what each token means for a reader in a terminal, as a table of token types.
Must not: parse Markdown (core.markdown does), or lay anything out.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from textwrap import dedent
from typing import Any

from paperterm.core.markdown import MarkdownToken, is_cut_off, page_tokens
from paperterm.core.render.emoji import with_emoji
from paperterm.core.render.html import grow_html, scripted
from paperterm.core.render.lines import Role, Roles, Run
from paperterm.core.render.links import add_image, close_link
from paperterm.core.render.tree import Block, Shape, Tree
from paperterm.core.render.wrap import HARD_BREAK, SOFT_BREAK
from paperterm.core.text import safe

References = Mapping[str, Any]

_TOO_DEEP = "[nested too deeply to be drawn; the source:]"
_FOLD = re.compile(r"(<details\b[^<>]*>|</summary\s*>|</details\s*>)", re.IGNORECASE)
_WWW = re.compile(
    r"(?<![\w./@-])www\.[a-z0-9-]+(?:\.[a-z0-9-]+)+(?:/[\w./?=&%#~+-]*[\w/=#])?", re.IGNORECASE | re.ASCII
)
_ROLES: Mapping[str, Roles] = {
    "em_open": (Role.EMPHASIS,),
    "strong_open": (Role.STRONG,),
    "s_open": (Role.STRIKE,),
}
_ALIGN = "text-align:"
_GITHUB_MATH = re.compile(r"^`(.*)`$", re.DOTALL)


def grow_markdown(tree: Tree, source: str, references: References | None = None) -> None:
    """Add what `source` says to `tree`. Everything it opens is closed again at its end."""
    _Growing(tree, source, references).run()


class _Growing:
    """One text on its way into a tree."""

    def __init__(self, tree: Tree, source: str, references: References | None, *, is_inside_fold: bool = False) -> None:
        self.tree = tree
        self.source = source
        self.references = references
        self.is_inside_fold = is_inside_fold

    def run(self) -> None:
        tokens = page_tokens(self.source, self.references)
        open_before = len(self.tree.open)
        for at, token in enumerate(tokens):
            self.take(token)
            if token.nesting == 1 and at + 1 < len(tokens) and is_cut_off(token, tokens[at + 1]):
                self.show_source(token)
        if not self.is_inside_fold:
            self.tree.close_down_to(open_before)

    def take(self, token: MarkdownToken) -> None:
        """Add one block token."""
        grow = _BLOCKS.get(token.type)
        if grow is not None:
            grow(self, token)
        elif token.nesting == 1:
            self.tree.open_block(token.type, Block(Shape.GROUP), holds=True)
        elif token.nesting == -1:
            self.tree.close_held()
        elif token.content:
            self.tree.add_text(token.content)

    def show_source(self, token: MarkdownToken) -> None:
        """What the parser left out of a container that lies too deep."""
        first, last = token.map or (0, 0)
        lines = re.split(r"\r\n|\n|\r", self.source)[first:last]
        self.tree.add(Run(_TOO_DEEP, (Role.PROBLEM,)))
        self.code("\n".join(line.strip() for line in lines))

    def code(self, text: str, role: Role = Role.CODE, language: str = "") -> None:
        plain = safe(text.rstrip("\n").expandtabs(4), keep_lines=True)
        self.tree.add_block(Block(Shape.CODE, text=plain, language=language, roles=(role,)))

    # Blocks

    def open_block(self, token: MarkdownToken, shape: Shape, *roles: Role, mark: str = "") -> Block:
        block = Block(shape, roles=roles, mark=mark, is_tight=token.hidden)
        self.tree.open_block(token.type, block, holds=True)
        return block

    def paragraph(self, token: MarkdownToken) -> None:
        self.open_block(token, Shape.PARAGRAPH)

    def heading(self, token: MarkdownToken) -> None:
        self.open_block(token, Shape.HEADING, Role.HEADING)

    def quote(self, token: MarkdownToken) -> None:
        self.open_block(token, Shape.QUOTE, Role.QUOTE)

    def alert(self, token: MarkdownToken) -> None:
        self.open_block(token, Shape.QUOTE, mark=str(token.meta.get("kind", "")))

    def alert_title(self, token: MarkdownToken) -> None:
        is_warning = self.tree.top.block.mark in ("WARNING", "CAUTION")
        self.open_block(token, Shape.SUMMARY, Role.PROBLEM if is_warning else Role.HEADING)

    def bullets(self, token: MarkdownToken) -> None:
        self.open_block(token, Shape.LIST)

    def numbers(self, token: MarkdownToken) -> None:
        start = token.attrs.get("start", 1)
        self.open_block(token, Shape.LIST).next_number = int(start)

    def point(self, token: MarkdownToken) -> None:
        parent = self.tree.top.block
        mark = "•"
        if parent.next_number is not None:
            mark = f"{parent.next_number}."
            parent.next_number += 1
        if "checked" in token.meta:
            box = "[x]" if token.meta["checked"] else "[ ]"
            mark = box if mark == "•" else f"{mark} {box}"
        self.open_block(token, Shape.POINT, mark=mark)

    def term(self, token: MarkdownToken) -> None:
        self.open_block(token, Shape.TERM, Role.STRONG)

    def meaning(self, token: MarkdownToken) -> None:
        self.open_block(token, Shape.MEANING)

    def footnote(self, token: MarkdownToken) -> None:
        self.open_block(token, Shape.FOOTNOTE, mark=safe(f"[^{token.meta.get('label', '')}]:"))

    def table(self, token: MarkdownToken) -> None:
        self.open_block(token, Shape.TABLE)

    def row(self, token: MarkdownToken) -> None:
        self.open_block(token, Shape.ROW)

    def cell(self, token: MarkdownToken) -> None:
        is_header = token.tag == "th"
        block = self.open_block(token, Shape.CELL, *((Role.STRONG,) if is_header else ()))
        block.is_header = is_header
        block.align = str(token.attrs.get("style", "")).removeprefix(_ALIGN)

    def nothing(self, token: MarkdownToken) -> None:
        """Head and body of a table are its rows."""

    def rule(self, token: MarkdownToken) -> None:
        self.tree.add_block(Block(Shape.RULE))

    def code_block(self, token: MarkdownToken) -> None:
        if token.info.strip().lower() == "math":
            self.formula(token.content, f"$${token.content}$$")
        else:
            self.code(token.content, language=token.info)

    def math_block(self, token: MarkdownToken) -> None:
        label = f"   ({token.info})" if token.info else ""
        self.formula(token.content, f"$${token.content}$${label}", label)

    def formula(self, latex: str, source: str, label: str = "") -> None:
        """A formula of its own, its source where it cannot be read otherwise."""
        lines = _readable(latex)
        if lines is None:
            self.code(source, Role.MATH)
        else:
            text = safe("\n".join(lines) + label, keep_lines=True)
            self.tree.add_block(Block(Shape.FORMULA, text=text, roles=(Role.MATH,)))

    def html(self, token: MarkdownToken) -> None:
        """HTML; what is folded away in it is read as Markdown, as its author meant it, blank lines or not."""
        if self.is_inside_fold or not _FOLD.search(token.content):
            grow_html(self.tree, token.content)
            return
        _Growing(self.tree, _unfolded(token.content), self.references, is_inside_fold=True).run()

    # Inside a paragraph

    def inline(self, token: MarkdownToken) -> None:
        tree, open_before = self.tree, len(self.tree.open)
        for child in token.children or ():
            grow = _INLINES.get(child.type)
            if grow is not None:
                grow(self, child)
            elif child.content:
                tree.add_text(child.content)
        tree.close_down_to(open_before)

    def text(self, token: MarkdownToken) -> None:
        tree, content = self.tree, token.content
        if not content:
            return
        top = tree.top
        if ":" in content and "://" not in content:
            content = with_emoji(content)
        if top.script:
            tree.add_text(scripted(content, top.script))
        elif "www." in content and top.link is None:
            self.text_with_hosts(content)
        else:
            tree.add_text(content)

    def text_with_hosts(self, content: str) -> None:
        done = 0
        for match in _WWW.finditer(content):
            if match.start() > done:
                self.tree.add_text(content[done : match.start()])
            self.tree.add(Run(safe(match[0]), (*self.tree.top.roles, Role.LINK), f"http://{match[0]}"))
            done = match.end()
        if done < len(content):
            self.tree.add_text(content[done:])

    def soft_break(self, token: MarkdownToken) -> None:
        self.tree.add(SOFT_BREAK)

    def hard_break(self, token: MarkdownToken) -> None:
        self.tree.add(HARD_BREAK)

    def code_span(self, token: MarkdownToken) -> None:
        self.tree.add_text(token.content, Role.CODE)

    def math(self, token: MarkdownToken) -> None:
        lines = _readable(_GITHUB_MATH.sub(r"\1", token.content))
        if lines is None:
            self.tree.add_text(f"{token.markup}{token.content}{token.markup}".replace("\n", " "), Role.MATH)
        else:
            self.tree.add_text("; ".join(lines), Role.MATH)

    def style(self, token: MarkdownToken) -> None:
        self.tree.open_style(token.type.removesuffix("_open"), *_ROLES[token.type])

    def style_end(self, token: MarkdownToken) -> None:
        self.tree.close(token.type.removesuffix("_close"))

    def link(self, token: MarkdownToken) -> None:
        target = str(token.attrs.get("href", ""))
        if target:
            self.tree.open_link("link", target)
        else:
            self.tree.open_style("link")

    def link_end(self, token: MarkdownToken) -> None:
        close_link(self.tree, "link")

    def image(self, token: MarkdownToken) -> None:
        alt = "".join(child.content or " " for child in token.children or ())
        add_image(self.tree, alt, str(token.attrs.get("src", "")))

    def html_tag(self, token: MarkdownToken) -> None:
        grow_html(self.tree, token.content)

    def footnote_mark(self, token: MarkdownToken) -> None:
        self.tree.add_text(f"[^{token.meta.get('label', '')}]", Role.LABEL)


def _readable(latex: str) -> Sequence[str] | None:
    # Its tables are made when the first formula is to be shown.
    from paperterm.core.render.math import readable_math

    return readable_math(latex)


def _unfolded(html: str) -> str:
    """`html` with blank lines where Markdown needs them to see more than one piece of HTML."""
    parts = [dedent(part).strip("\n") for part in _FOLD.split(html)]
    joined = [part if part.lower().startswith("</summary") else f"\n\n{part}" for part in parts]
    return "".join(joined)


_BLOCKS: Mapping[str, Callable[[_Growing, MarkdownToken], None]] = {
    "inline": _Growing.inline,
    "paragraph_open": _Growing.paragraph,
    "heading_open": _Growing.heading,
    "blockquote_open": _Growing.quote,
    "alert_open": _Growing.alert,
    "alert_title_open": _Growing.alert_title,
    "bullet_list_open": _Growing.bullets,
    "ordered_list_open": _Growing.numbers,
    "list_item_open": _Growing.point,
    "dt_open": _Growing.term,
    "dd_open": _Growing.meaning,
    "footnote_reference_open": _Growing.footnote,
    "table_open": _Growing.table,
    "tr_open": _Growing.row,
    "th_open": _Growing.cell,
    "td_open": _Growing.cell,
    **dict.fromkeys(("thead_open", "thead_close", "tbody_open", "tbody_close"), _Growing.nothing),
    "hr": _Growing.rule,
    "fence": _Growing.code_block,
    "code_block": _Growing.code_block,
    "math_block": _Growing.math_block,
    "math_block_label": _Growing.math_block,
    "html_block": _Growing.html,
}
_INLINES: Mapping[str, Callable[[_Growing, MarkdownToken], None]] = {
    "text": _Growing.text,
    "softbreak": _Growing.soft_break,
    "hardbreak": _Growing.hard_break,
    "code_inline": _Growing.code_span,
    "math_inline": _Growing.math,
    "math_inline_double": _Growing.math,
    **dict.fromkeys(_ROLES, _Growing.style),
    **dict.fromkeys(("em_close", "strong_close", "s_close"), _Growing.style_end),
    "link_open": _Growing.link,
    "link_close": _Growing.link_end,
    "image": _Growing.image,
    "html_inline": _Growing.html_tag,
    "footnote_ref": _Growing.footnote_mark,
}
