"""HTML tags into the tree of blocks.

Lives here: what each tag means for a reader in a terminal, as tables of names.
Must not: cut HTML into tags, or know Markdown.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from paperterm.core.render.emoji import with_emoji
from paperterm.core.render.lines import Role, Roles, Run
from paperterm.core.render.links import add_image, close_link, readable_target
from paperterm.core.render.tags import Tag, html_pieces
from paperterm.core.render.tree import Block, Shape, Tree
from paperterm.core.render.wrap import HARD_BREAK, SOFT_BREAK
from paperterm.core.text import safe

_STYLES: Mapping[str, Roles] = {
    **dict.fromkeys(("b", "strong", "mark"), (Role.STRONG,)),
    **dict.fromkeys(("i", "em", "cite", "dfn", "var", "u", "ins"), (Role.EMPHASIS,)),
    **dict.fromkeys(("del", "s", "strike"), (Role.STRIKE,)),
    **dict.fromkeys(("code", "kbd", "samp", "tt", "script", "style"), (Role.CODE,)),
    "sub": (),
    "sup": (),
}
_GROUPS = frozenset(
    ("div", "center", "section", "article", "header", "footer", "main", "figure", "figcaption", "address", "nav")
).union(("aside", "form", "fieldset", "caption", "picture"))
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_LISTS = frozenset(("ul", "ol", "menu"))
_MEDIA = frozenset(("video", "audio", "iframe", "embed", "object", "svg", "canvas"))
_SHAPES: Mapping[str, Shape] = {
    **dict.fromkeys(_GROUPS, Shape.GROUP),
    **dict.fromkeys(_HEADINGS, Shape.HEADING),
    **dict.fromkeys(("p", "dl"), Shape.PARAGRAPH),
    "blockquote": Shape.QUOTE,
    "details": Shape.DETAILS,
    "summary": Shape.SUMMARY,
    "dt": Shape.TERM,
    "dd": Shape.MEANING,
    "table": Shape.TABLE,
    "tr": Shape.ROW,
}
_ROLES_OF_SHAPES: Mapping[Shape, Roles] = {
    Shape.HEADING: (Role.HEADING,),
    Shape.SUMMARY: (Role.LABEL,),
    Shape.TERM: (Role.STRONG,),
    Shape.QUOTE: (Role.QUOTE,),
}
# What an opening tag closes by itself, and where looking for that stops.
_ENDS: Mapping[str, tuple[frozenset[str], frozenset[str]]] = {
    "li": (frozenset(("li",)), _LISTS),
    "dt": (frozenset(("dt", "dd")), frozenset(("dl",))),
    "dd": (frozenset(("dt", "dd")), frozenset(("dl",))),
    "tr": (frozenset(("tr", "td", "th")), frozenset(("table",))),
    "td": (frozenset(("td", "th")), frozenset(("table", "tr"))),
    "th": (frozenset(("td", "th")), frozenset(("table", "tr"))),
    **{
        name: (frozenset(("p",)), frozenset(("td", "th", "li", "table", "details", "blockquote")))
        for name in ("p", "table", "details", "blockquote", "pre", "hr", *_LISTS, *_HEADINGS)
    },
}
# What a browser puts around an element's text. (Parentheses in `rp` are for those that do not.)
_MARKED: Mapping[str, tuple[str, str]] = {"q": ("“", "”"), "rt": ("(", ")")}
_WIDEST = 50
_LOWERED = str.maketrans("0123456789+-=()aehijklmnoprstuvx", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ")
_RAISED = str.maketrans("0123456789+-=()abcdefghijklmnoprstuvwxyz", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻ")


def grow_html(tree: Tree, html: str) -> None:
    """Add what `html` says to `tree`; what it leaves open stays open, what was never opened is not closed."""
    for piece in html_pieces(html):
        if isinstance(piece, str):
            _add_text(tree, piece)
        elif piece.closes:
            _close(tree, piece.name)
        else:
            _open(tree, piece)


def scripted(text: str, script: str) -> str:
    """`text` raised (`sup`) or lowered (`sub`): in such characters where they exist, else marked `^` or `_`.

    Several words are small print rather than an index, and stay as they are.
    """
    table, mark = (_RAISED, "^") if script == "sup" else (_LOWERED, "_")
    if " " in text or not any(char.isalnum() or char in "*+-†‡" for char in text):
        return text
    if all(ord(char) in table for char in text):
        return text.translate(table)
    return f"{mark}{text}" if len(text) == 1 else f"{mark}({text})"


def _add_text(tree: Tree, text: str) -> None:
    top = tree.top
    if top.block.shape is Shape.CODE:
        top.block.text += safe(text.expandtabs(4), keep_lines=True)
        return
    if top.block.shape in (Shape.TABLE, Shape.ROW, Shape.LIST) and not text.strip():
        return
    for number, line in enumerate(text.replace("\t", " ").split("\n")):
        if number:
            tree.add(SOFT_BREAK)
        if line:
            shown = with_emoji(line)
            tree.add_text(scripted(shown, top.script) if top.script else shown)


def _close(tree: Tree, name: str) -> None:
    if name == "a":
        close_link(tree, name)
    elif name == "br":
        tree.add(HARD_BREAK)
    else:
        tree.close(name)
        if name in _MARKED:
            tree.add_text(_MARKED[name][1])


def _open(tree: Tree, tag: Tag) -> None:
    _end_others(tree, tag.name)
    name = tag.name
    if name in _STYLES:
        tree.open_style(name, *_STYLES[name], script=name if name in ("sub", "sup") else "")
    elif name in _SHAPES:
        shape = _SHAPES[name]
        align = "center" if name == "center" else tag.attributes.get("align", "").lower()
        tree.open_block(name, Block(shape, roles=_ROLES_OF_SHAPES.get(shape, ()), align=align))
    elif name in _LISTS:
        number = _whole(tag.attributes.get("start", ""), 1) if name == "ol" else None
        tree.open_block(name, Block(Shape.LIST, next_number=number, is_tight=True))
    elif name in _OPENERS:
        _OPENERS[name](tree, tag)
    elif name in _MEDIA:
        _name_medium(tree, tag)


def _end_others(tree: Tree, name: str) -> None:
    """Close what HTML lets authors leave open: a point before the next one, a cell before the next cell."""
    if name not in _ENDS:
        return
    ended, limits = _ENDS[name]
    last = None
    for at in range(len(tree.open) - 1, 0, -1):
        here = tree.open[at]
        if here.holds or here.name in limits:
            break
        if here.name in ended:
            last = at
    if last is not None:
        tree.close_down_to(last)


def _open_point(tree: Tree, tag: Tag) -> None:
    parent = tree.top.block
    mark = "•"
    if parent.shape is Shape.LIST and parent.next_number is not None:
        parent.next_number = _whole(tag.attributes.get("value", ""), parent.next_number)
        mark = f"{parent.next_number}."
        parent.next_number += 1
    tree.open_block("li", Block(Shape.POINT, mark=mark, is_tight=True))


def _open_marked(tree: Tree, tag: Tag) -> None:
    """A quotation in its marks; how characters are read, in parentheses."""
    tree.add_text(_MARKED[tag.name][0])
    tree.open_style(tag.name)


def _open_hidden(tree: Tree, tag: Tag) -> None:
    tree.open_style(tag.name, hides=True)


def _open_cell(tree: Tree, tag: Tag) -> None:
    span = (_count(tag.attributes.get("colspan", "")), _count(tag.attributes.get("rowspan", "")))
    if tree.top.block.shape is Shape.TABLE:
        tree.open_block("tr", Block(Shape.ROW))
    is_header = tag.name == "th"
    roles = (Role.STRONG,) if is_header else ()
    align = tag.attributes.get("align", "").lower()
    tree.open_block(tag.name, Block(Shape.CELL, roles=roles, is_header=is_header, align=align, span=span))


def _open_pre(tree: Tree, tag: Tag) -> None:
    tree.open_block("pre", Block(Shape.CODE, roles=(Role.CODE,)))


def _open_link(tree: Tree, tag: Tag) -> None:
    close_link(tree, "a")
    target = "".join(tag.attributes.get("href", "").split())
    if target:
        tree.open_link("a", target)
    else:
        tree.open_style("a")


def _add_picture(tree: Tree, tag: Tag) -> None:
    add_image(tree, tag.attributes.get("alt", ""), tag.attributes.get("src", ""))


def _add_box(tree: Tree, tag: Tag) -> None:
    if tag.attributes.get("type", "").lower() == "checkbox":
        tree.add_text("[x] " if "checked" in tag.attributes else "[ ] ")
    elif value := tag.attributes.get("value"):
        tree.add_text(value)


def _add_break(tree: Tree, tag: Tag) -> None:
    if tree.top.block.shape is Shape.CODE:
        tree.top.block.text += "\n"
    else:
        tree.add(HARD_BREAK)


def _add_rule(tree: Tree, tag: Tag) -> None:
    tree.add_block(Block(Shape.RULE))


def _name_medium(tree: Tree, tag: Tag) -> None:
    """Say that there is a video, a frame or a drawing; its text, if any, follows."""
    source = safe("".join((tag.attributes.get("src") or tag.attributes.get("data") or "").split()))
    text = f"[{tag.name}: {readable_target(source)}]" if source else f"[{tag.name}]"
    tree.add(Run(text, (Role.IMAGE,), source or None))


def _whole(text: str, otherwise: int) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else otherwise


def _count(text: str) -> int:
    return max(1, min(_WIDEST, _whole(text, 1)))


_OPENERS: Mapping[str, Callable[[Tree, Tag], None]] = {
    "li": _open_point,
    **dict.fromkeys(_MARKED, _open_marked),
    "rp": _open_hidden,
    "td": _open_cell,
    "th": _open_cell,
    "pre": _open_pre,
    "a": _open_link,
    "img": _add_picture,
    "input": _add_box,
    "br": _add_break,
    "hr": _add_rule,
}
