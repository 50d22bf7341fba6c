"""Formulas as they are read."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperterm.core.render.math import readable_math
from paperterm.core.text import safe
from tests.examples import examples

_MACROS = r"""
\frac \sqrt \left \right \text \sum \\ \hat \begin{cases} \end{cases} \mathbf \alpha \log \not \underset \[ \(
"""


@pytest.mark.parametrize(
    ("latex", "readable"),
    [
        (r"x_{t-1}", "xₜ₋₁"),
        (r"h_t^{(l)} + b", "hₜ⁽ˡ⁾ + b"),
        (r"W_q x, \nabla_\theta J", "W_q x, ∇_θ J"),
        (r"e^{i\pi}+1=0", "e^(iπ) + 1 = 0"),
        (r"y_{<t}", "y_(<t)"),
        (r"\alpha \le \beta \in \mathbb{R}^{d \times d}", "α ≤ β ∈ ℝ^(d×d)"),
        (r"\sum_{i=1}^{n} x_i^2", "∑ᵢ₌₁ⁿ xᵢ²"),
        (r"\frac{a}{b}", "a/b"),
        (r"\frac{a+b}{2c}", "(a + b)/(2c)"),
        (r"\frac12 x", "(1/2)x"),
        (r"\log\frac{a}{b}", "log(a/b)"),
        (r"\frac{a}{b}^2", "(a/b)²"),
        (r"\sqrt{d_k} + \sqrt[3]{x+1}", "√dₖ + ∛(x + 1)"),
        (r"|x|-1, (-1)", "|x| − 1, (−1)"),
        (r"\|x\|_2", "‖x‖₂"),
        (r"\arg\max_\theta \mathbb{E}[\log p_\theta(x)]", "arg max_θ 𝔼[log p_θ(x)]"),
        (r"\text{softmax}\left(\frac{QK^\top}{\sqrt{d_k}}\right)V", "softmax(QKᵀ/√dₖ)V"),
        (r"\text{if } x > 0", "if x > 0"),
        (r"\hat{y} \not= \bar{x}", "ŷ ≠ x\u0304"),
        (r"\begin{bmatrix}1&0\\0&1\end{bmatrix}", "[1 0; 0 1]"),
        (r"\underset{x}{\arg\min} f(x)", "arg minₓ f(x)"),
        (r"\argmax_x \softmax(x)", "arg maxₓ softmax(x)"),
        (r"f'(x) \cdot 10\%", "f′(x) · 10%"),
    ],
)
def test_a_formula_reads_as_it_means(latex: str, readable: str) -> None:
    assert readable_math(latex) == (readable,)


def test_rows_are_lines() -> None:
    assert readable_math(r"\begin{aligned} a &= b \\ d &= e \end{aligned}") == ("a = b", "d = e")


@pytest.mark.parametrize(
    "latex", [r"\mine{x}", "x^", "{", r"\hat{xy}", r"\begin{tikz}\end{tikz}", "a_b_", "", r"\right"]
)
def test_what_is_not_known_has_no_readable_form(latex: str) -> None:
    assert readable_math(latex) is None


@examples(150)
@given(
    st.lists(
        st.sampled_from((*r"ab1+-=(){}_^&'|,. $%~\中", "\x1b", *_MACROS.split())),
        max_size=30,
    ).map("".join)
)
def test_no_formula_is_an_error(latex: str) -> None:
    for line in readable_math(latex) or ():
        assert line.strip()
        assert "\n" not in safe(line)


def test_deep_and_long_formulas_are_shown_as_they_are_written() -> None:
    assert readable_math("{" * 500 + "x" + "}" * 500) is None
    assert readable_math(r"\frac{1}{" * 200 + "x" + "}" * 200) is None
    assert readable_math("x+" * 5000 + "x") is None
