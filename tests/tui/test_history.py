"""Where the reader has been: back and forward as in a browser."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from paperterm.library import Place
from paperterm.tui.history import History

A, B, C, STRAYED = (Place("a.md", id_) for id_ in "abcs")


class Walk:
    """A reader who goes wherever there is something."""

    def __init__(self, *gone: Place) -> None:
        self.history, self.here, self.gone = History(), A, gone

    def jump(self, to: Place) -> None:
        self.history.jumped(self.here, to)
        self.here = to

    def step(self, step: int) -> bool:
        return self.history.step(step, self.here, self._go)

    def _go(self, place: Place) -> bool:
        if place in self.gone:
            return False
        self.here = place
        return True


def test_back_and_forward_lead_along_the_jumps() -> None:
    walk = Walk()
    walk.jump(B)
    walk.jump(C)
    seen = []
    for step in (-1, -1, -1, 1, 1, 1):
        walk.step(step)
        seen.append(walk.here)
    assert seen == [B, A, A, B, C, C]


def test_a_jump_forgets_what_lay_ahead() -> None:
    walk = Walk()
    walk.jump(B)
    walk.step(-1)
    walk.jump(C)
    assert not walk.step(1)
    assert walk.step(-1) and walk.here == A


def test_forward_leads_to_where_the_reader_strayed_after_the_jump() -> None:
    walk = Walk()
    walk.jump(B)
    walk.here = STRAYED
    assert walk.step(-1) and walk.here == A
    assert walk.step(1) and walk.here == STRAYED


def test_places_that_are_gone_are_passed_over() -> None:
    walk = Walk(B)
    walk.history.jumped(A, B)
    walk.history.jumped(B, C)
    walk.here = C
    assert walk.step(-1) and walk.here == A


@given(st.lists(st.one_of(st.sampled_from([A, B, C]), st.sampled_from([-1, 1]))))
def test_as_many_steps_forward_as_back_lead_to_the_same_place(moves: list[Place | int]) -> None:
    walk = Walk()
    for move in moves:
        if isinstance(move, Place):
            walk.jump(move)
        else:
            walk.step(move)
    here = walk.here
    steps = 0
    while walk.step(-1):
        steps += 1
    assert all(walk.step(1) for _ in range(steps))
    assert walk.here == here
