"""Venues that are one are grouped as one; those that are not known keep their words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperterm.core.venue import venue_name


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("NIPS'17", "NeurIPS"),
        ("NeurIPS 2017 (Oral)", "NeurIPS"),
        ("NIPS 2007", "NeurIPS"),
        ("Advances in Neural Information Processing Systems", "NeurIPS"),
        ("IEEE Conference on Computer Vision and Pattern Recognition (CVPR)", "CVPR"),
        ("2016 IEEE Conference on Computer Vision and Pattern Recognition", "CVPR"),
        ("CVPR2021", "CVPR"),
        ("CVPR' 14", "CVPR"),
        ("ACL'24", "ACL"),
        ("Proceedings of the VLDB Endowment", "PVLDB"),
        ("In Proc. of the 37th International Conference on Machine Learning", "ICML"),
        ("arXiv preprint", "arXiv"),
        ("ICML 2020 best paper", "ICML"),
        ("ICLM", "ICLM"),
        ("Findings-NAACL", "Findings-NAACL"),
        ("Nature", "Nature"),
        ("2020", "2020"),
    ],
)
def test_a_venue_has_one_name(written: str, name: str) -> None:
    assert venue_name(written) == name


@given(st.text())
def test_any_text_has_a_name_unless_it_is_empty(text: str) -> None:
    assert venue_name(text) or not text
