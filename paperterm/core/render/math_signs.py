"""What LaTeX's macros are written as in Unicode.

Lives here: tables of names and signs.
Must not: know how they are put together.
"""

from __future__ import annotations

from collections.abc import Mapping

_GREEK = """
alpha α beta β gamma γ delta δ epsilon ϵ varepsilon ε zeta ζ eta η theta θ vartheta ϑ iota ι kappa κ lambda λ
mu μ nu ν xi ξ omicron ο pi π varpi ϖ rho ρ varrho ϱ sigma σ varsigma ς tau τ upsilon υ phi ϕ varphi φ chi χ
psi ψ omega ω Gamma Γ Delta Δ Theta Θ Lambda Λ Xi Ξ Pi Π Sigma Σ Upsilon Υ Phi Φ Psi Ψ Omega Ω
"""
_RELATIONS = """
le ≤ leq ≤ leqslant ≤ ge ≥ geq ≥ geqslant ≥ ne ≠ neq ≠ approx ≈ approxeq ≊ sim ∼ simeq ≃ cong ≅ equiv ≡ propto
∝ ll ≪ gg ≫ in ∈ notin ∉ ni ∋ subset ⊂ subseteq ⊆ supset ⊃ supseteq ⊇ subsetneq ⊊ prec ≺ succ ≻ preceq ⪯
succeq ⪰ perp ⊥ parallel ∥ mid ∣ to → rightarrow → leftarrow ← gets ← leftrightarrow ↔ Rightarrow ⇒ Leftarrow
⇐ Leftrightarrow ⇔ longrightarrow ⟶ longleftarrow ⟵ Longrightarrow ⟹ iff ⟺ implies ⟹ mapsto ↦ longmapsto ⟼
hookrightarrow ↪ rightharpoonup ⇀ uparrow ↑ downarrow ↓ triangleq ≜ doteq ≐ coloneqq ≔ models ⊨ vdash ⊢ asymp
≍ lesssim ≲ gtrsim ≳ leadsto ⇝ rightsquigarrow ⇝ rightleftharpoons ⇌ lt < gt > colon :
"""
_BINARY = """
times × div ÷ cdot · pm ± mp ∓ cup ∪ cap ∩ setminus ∖ backslash \\ wedge ∧ land ∧ vee ∨ lor ∨ oplus ⊕ otimes ⊗
odot ⊙ ominus ⊖ circ ∘ bullet • ast ∗ star ⋆ uplus ⊎ sqcup ⊔ sqcap ⊓ bowtie ⋈ ltimes ⋉ rtimes ⋊ diamond ⋄
amalg ⨿
"""
_OPERATORS = """
sum ∑ prod ∏ coprod ∐ int ∫ iint ∬ iiint ∭ oint ∮ bigcup ⋃ bigcap ⋂ bigoplus ⨁ bigotimes ⨂ bigvee ⋁ bigwedge ⋀
"""
_OTHERS = """
infty ∞ partial ∂ nabla ∇ forall ∀ exists ∃ nexists ∄ neg ¬ lnot ¬ emptyset ∅ varnothing ∅ ell ℓ hbar ℏ Re ℜ
Im ℑ aleph ℵ angle ∠ triangle △ square □ Box □ blacksquare ■ top ⊤ bot ⊥ prime ′ dagger † ddagger ‡ dots …
ldots … cdots ⋯ dotsc … dotsb ⋯ vdots ⋮ ddots ⋱ langle ⟨ rangle ⟩ lfloor ⌊ rfloor ⌋ lceil ⌈ rceil ⌉ lVert ‖
rVert ‖ Vert ‖ lvert | rvert | vert | lbrace { rbrace } lbrack [ rbrack ] checkmark ✓ therefore ∴ because ∵
degree ° copyright © S § imath ı jmath ȷ clubsuit ♣ heartsuit ♥ spadesuit ♠ diamondsuit ♦ natural ♮ sharp ♯
flat ♭ surd √ complement ∁ wp ℘ hslash ℏ mho ℧ quotedblbase „ textquotesingle ' textasciitilde ~ textbackslash
\\
"""


def _pairs(text: str) -> dict[str, str]:
    words = text.split()
    return dict(zip(words[::2], words[1::2], strict=True))


RELATIONS = frozenset((*_pairs(_RELATIONS).values(), "=", "<", ">"))
BINARY = frozenset(_pairs(_BINARY).values())
OPERATORS = frozenset(_pairs(_OPERATORS).values())
SIGNS: Mapping[str, str] = {
    **_pairs(_GREEK),
    **_pairs(_RELATIONS),
    **_pairs(_BINARY),
    **_pairs(_OPERATORS),
    **_pairs(_OTHERS),
    "|": "‖",
    **{sign: sign for sign in "{}%#$_&"},
}
_FUNCTIONS = """
log ln lg exp sin cos tan cot sec csc sinh cosh tanh coth arcsin arccos arctan max min sup inf lim det dim ker deg
gcd Pr arg hom
"""
_SKIPPED = """
! / negthinspace displaystyle textstyle scriptstyle scriptscriptstyle limits nolimits nonumber notag hline centering
normalsize allowbreak strut
"""
_TEXTS = (
    "text textrm textbf textit texttt textsf textnormal textsc textup mbox hbox mathrm mathsf mathtt mathit mathnormal"
)
# The names of functions; empty where the macro's name is what is written.
FUNCTIONS: Mapping[str, str] = {
    **dict.fromkeys(_FUNCTIONS.split(), ""),
    "argmax": "arg max",
    "argmin": "arg min",
    "softmax": "",
    "limsup": "lim sup",
    "liminf": "lim inf",
    "bmod": "mod",
    "mod": "mod",
}
SPACES: Mapping[str, str] = {
    **dict.fromkeys((",", ":", ";", " ", ">", "enspace", "thinspace", "medspace", "thickspace"), " "),
    "quad": "    ",
    "qquad": "      ",
    "newline": " ",
}
SKIPPED = frozenset(_SKIPPED.split())
TEXTS = frozenset(_TEXTS.split())
ACCENTS: Mapping[str, str] = {
    "hat": "\u0302",
    "widehat": "\u0302",
    "bar": "\u0304",
    "tilde": "\u0303",
    "widetilde": "\u0303",
    "dot": "\u0307",
    "ddot": "\u0308",
    "vec": "\u20d7",
    "check": "\u030c",
    "breve": "\u0306",
    "acute": "\u0301",
    "grave": "\u0300",
    "mathring": "\u030a",
}
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_GREEK_LETTERS = "ΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡϴΣΤΥΦΧΨΩ∇αβγδεζηθικλμνξοπρςστυφχψω∂ϵϑϰϕϱϖ"


def _alphabet(first: int, own: str = "", digits: int = 0) -> dict[str, str]:
    """Letters from code point `first` on; `own` names those that stand elsewhere, as pairs."""
    found = {letter: chr(first + at) for at, letter in enumerate(_LETTERS)}
    found.update({str(digit): chr(digits + digit) for digit in range(10)} if digits else {})
    return found | _pairs(own)


_DOUBLE = _alphabet(0x1D538, "C ℂ H ℍ N ℕ P ℙ Q ℚ R ℝ Z ℤ", 0x1D7D8)
_SCRIPT = _alphabet(0x1D49C, "B ℬ E ℰ F ℱ H ℋ I ℐ L ℒ M ℳ R ℛ e ℯ g ℊ o ℴ")
_FRAKTUR = _alphabet(0x1D504, "C ℭ H ℌ I ℑ R ℜ Z ℨ")
_BOLD = _alphabet(0x1D400, "", 0x1D7CE) | {letter: chr(0x1D6A8 + at) for at, letter in enumerate(_GREEK_LETTERS)}
ALPHABETS: Mapping[str, Mapping[str, str]] = {
    **dict.fromkeys(("mathbb", "mathbbm", "mathds", "Bbb"), _DOUBLE),
    **dict.fromkeys(("mathcal", "mathscr"), _SCRIPT),
    "mathfrak": _FRAKTUR,
    **dict.fromkeys(("mathbf", "boldsymbol", "bm", "symbf", "pmb"), _BOLD),
}

LOWERED: Mapping[str, str] = dict(
    zip("0123456789+−=()aehijklmnoprstuvxβγρφχ", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓᵦᵧᵨᵩᵪ", strict=True)
)
RAISED: Mapping[str, str] = dict(
    zip(
        "0123456789+−=()abcdefghijklmnoprstuvwxyzABDEGHIJKLMNOPRTUVWβγδθφχ⊤′∗",
        "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻᴬᴮᴰᴱᴳᴴᴵᴶᴷᴸᴹᴺᴼᴾᴿᵀᵁⱽᵂᵝᵞᵟᶿᵠᵡᵀ′*",
        strict=True,
    )
)
