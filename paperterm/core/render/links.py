"""Links and images as a reader sees them: readable targets, warnings, captions.

Lives here: what is said about where something leads.
Must not: decide whether it may be opened.
"""

from __future__ import annotations

import re
from urllib.parse import unquote

from paperterm.core.render.lines import Role, Run
from paperterm.core.render.tree import Tree
from paperterm.core.text import safe

_LOOKS_LIKE_URL = re.compile(
    r"\s*(?:(?P<scheme>[a-z][a-z0-9+.-]*)://|(?=[a-z0-9.-]+\.[a-z]{2,}(?:[/:?#]\S*)?\s*$))(?P<host>[^\s/?#]*)",
    re.IGNORECASE,
)
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]+:|//", re.IGNORECASE)
_HOST = re.compile(r"(?:[a-z][a-z0-9+.-]*:)?//(?:[^/?#@\s]*@)?([^/?#:\s]*)", re.IGNORECASE)
# What ends like this without a scheme is a file's name rather than a host's.
_FILE_ENDINGS = frozenset(
    ("pdf", "md", "py", "txt", "html", "htm", "json", "csv", "tex", "bib", "zip", "gz", "png", "jpg", "ipynb", "ai")
).union(("js", "cpp", "yaml", "yml", "sh", "doc", "ppt", "pptx"))


def readable_target(url: str) -> str:
    """`url` as shown: whole and safe, only without `https://`."""
    return safe(url.removeprefix("https://"))


def leads_elsewhere(label: str, url: str) -> bool:
    """Whether `label` itself looks like a host or a URL, but `url` leads to another host."""
    seen = _LOOKS_LIKE_URL.match(label)
    if not seen:
        return False
    host = _bare_host(seen["host"])
    if "." not in host or (not seen["scheme"] and host.rpartition(".")[2] in _FILE_ENDINGS):
        return False
    target = _HOST.match(url) or _HOST.match(f"//{url}")
    return host != (_bare_host(target[1]) if target else "")


def _bare_host(host: str) -> str:
    return host.rpartition("@")[2].partition(":")[0].lower().removeprefix("www.").rstrip(".")


def warning(url: str) -> Run:
    """What is said behind a link whose text names another place than its target."""
    return Run(f" [! leads to {readable_target(url)}]", (Role.PROBLEM,))


def close_link(tree: Tree, name: str) -> None:
    """End a link, with a warning if its text is a lie."""
    found = tree.innermost(name)
    if found is None:
        return
    tree.close(name)
    if found.link and found.heard and leads_elsewhere("".join(found.heard), found.link):
        tree.add(warning(found.link))


def add_image(tree: Tree, alt: str, source: str) -> None:
    """A caption in place of an image, naming its file; inside a link only what it shows, for that leads elsewhere."""
    top = tree.top
    path = _image_path(source.strip())
    caption = " ".join(safe(alt).split())
    text = _caption(caption, path, is_link=bool(top.link))
    tree.add(Run(text, (*top.roles, Role.IMAGE), top.link, path or None))


def _image_path(source: str) -> str:
    """A URL as it is; a path with its percent codes decoded and its slashes forward, as its file is named."""
    if _SCHEME.match(source):
        return safe(source)
    return safe(unquote(source).replace("\\", "/"))


def _caption(alt: str, path: str, *, is_link: bool) -> str:
    if not path:
        return f"[image without a source: {alt}]" if alt else "[image without a source]"
    if path.lower().startswith("data:"):
        path = f"embedded {path[5:].partition(';')[0].partition(',')[0]}".rstrip()
    if not alt:
        return f"[image: {readable_target(path)}]"
    return f"[image: {alt}]" if is_link else f"[image: {alt} — {readable_target(path)}]"
