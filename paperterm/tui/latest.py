"""Questions that take longer than a key may: put to a thread one at a time, and only the latest is answered.

Must not: know what is asked.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Generic, TypeVar

from textual.dom import DOMNode

Question = TypeVar("Question")
Answer = TypeVar("Answer")


class Latest(Generic[Question, Answer]):
    """Lets a thread `answer`, and then `tell` the answer; runs as a worker of `node`, and ends with it.

    A question waits until nothing newer has come for `pause` seconds. An answer is dropped when something newer waits.
    """

    def __init__(
        self,
        node: DOMNode,
        answer: Callable[[Question], Answer],
        tell: Callable[[Question, Answer], None],
        pause: float = 0.0,
    ) -> None:
        self._node, self._answer, self._tell, self._pause = node, answer, tell, pause
        self._waiting: tuple[Question] | None = None
        self._wanted: tuple[Question] | None = None
        self._is_asking = False

    @property
    def is_pending(self) -> bool:
        """Whether something was asked that has not been answered."""
        return self._wanted is not None

    def ask(self, question: Question) -> None:
        """Ask for this instead of anything before."""
        self._waiting = self._wanted = (question,)
        if not self._is_asking:
            self._is_asking = True
            self._node.run_worker(self._run(), name="latest")

    def forget(self) -> None:
        """Nothing is to be answered any more."""
        self._waiting = self._wanted = None

    async def _run(self) -> None:
        try:
            while (waiting := self._waiting) is not None:
                await asyncio.sleep(self._pause)
                if waiting is self._waiting:
                    await self._ask(waiting)
        finally:
            self._is_asking = False

    async def _ask(self, asked: tuple[Question]) -> None:
        self._waiting = None
        answer = await asyncio.to_thread(self._answer, asked[0])
        if self._wanted is asked:
            self._wanted = None
            self._tell(asked[0], answer)
