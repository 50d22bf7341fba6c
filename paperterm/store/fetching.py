"""Having something from the web: one GET, when the reader asked for it.

Must not: be called without a key press, follow a redirection to anything but the web, or take more than it may.
"""

from __future__ import annotations

import http.client
import time
import urllib.error
import urllib.request
from typing import IO

from paperterm.store.opening import refusal
from paperterm.store.pictures import NotShownError

_MOST_BYTES = 10_000_000
_SECONDS = 10.0
_PIECE = 64 * 1024
_AGENT = "paperterm"


class _WebOnly(urllib.request.HTTPRedirectHandler):
    """Follows redirections to http and https alone."""

    def redirect_request(
        self,
        req: urllib.request.Request,
        fp: IO[bytes],
        code: int,
        msg: str,
        headers: http.client.HTTPMessage,
        newurl: str,
    ) -> urllib.request.Request | None:
        """The next request, or none."""
        if not newurl.lower().startswith(("http://", "https://")) or refusal(newurl):
            raise NotShownError("leads away from the web")
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def fetched(url: str) -> bytes:
    """What `url` holds, at most 10 MB in at most ten seconds; NotShownError says why not. Takes long: for a worker."""
    if not url.lower().startswith(("http://", "https://")) or refusal(url):
        raise NotShownError("no address on the web")
    opener = urllib.request.OpenerDirector()
    for handler in (
        urllib.request.ProxyHandler(),
        urllib.request.HTTPHandler(),
        urllib.request.HTTPSHandler(),
        urllib.request.HTTPDefaultErrorHandler(),
        urllib.request.HTTPErrorProcessor(),
        _WebOnly(),
    ):
        opener.add_handler(handler)
    end = time.monotonic() + _SECONDS
    try:
        request = urllib.request.Request(url, headers={"User-Agent": _AGENT, "Accept": "image/*"})  # noqa: S310
        with opener.open(request, timeout=_SECONDS) as answer:
            return _read(answer, end)
    except urllib.error.HTTPError as error:
        is_redirection = 300 <= error.code < 400
        raise NotShownError("leads away from the web" if is_redirection else f"the server says {error.code}") from None
    except (OSError, http.client.HTTPException, ValueError):
        raise NotShownError("the server cannot be reached") from None


def _read(answer: http.client.HTTPResponse, end: float) -> bytes:
    parts: list[bytes] = []
    length = 0
    while piece := answer.read1(_PIECE):
        parts.append(piece)
        length += len(piece)
        if length > _MOST_BYTES:
            raise NotShownError("too large to show: more than 10 MB")
        if time.monotonic() > end:
            raise NotShownError("takes too long to arrive")
    return b"".join(parts)
