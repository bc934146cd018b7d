"""Whether two names are of one person, as far as names can tell."""

from __future__ import annotations

import pytest

from integrations.names import same_name


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Sanne Voorbeeld", "sanne  VOORBEELD"),
        ("Sanne Voorbeeld", "Voorbeeld, Sanne"),
        ("André van den Bérg", "Andre van den Berg"),
        ("Andre\u0301 Öz", "André Oz"),
        ("Jan van der Berg", "Jan vander Berg"),
        ("Anne-Marie de Vries", "Anne Marie de Vries"),
        ("Sean O’Brien", "Sean O'Brien"),
        ("Søren Łukasz Æbel", "soren lukasz aebel"),
        ("Weiß Groß", "Weiss Gross"),
        ("Ｓａｎｎｅ Voorbeeld", "Sanne Voorbeeld"),
        ("Иван Петров", "ИВАН ПЕТРОВ"),
        ("Suharto", "suharto"),
    ],
)
def test_case_accents_spaces_and_order_make_no_difference(one: str, other: str) -> None:
    assert same_name(one, other) is True
    assert same_name(other, one) is True


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("S. Voorbeeld", "Sanne Voorbeeld"),
        ("S Voorbeeld", "Sanne Voorbeeld"),
        ("S.M. Voorbeeld", "Sanne Maria Voorbeeld"),
        ("S. Voorbeeld", "S Voorbeeld"),
        ("S. van Dijk", "Sanne van Dijk"),
        ("Sanne M. Voorbeeld", "Sanne Voorbeeld"),
        ("Sanne Maria Voorbeeld", "Sanne Voorbeeld"),
        ("Voorbeeld, S.", "Sanne Voorbeeld"),
        ("", "Sanne Voorbeeld"),
        ("123", "Sanne Voorbeeld"),
    ],
)
def test_an_initial_or_a_name_less_tells_too_little(one: str, other: str) -> None:
    assert same_name(one, other) is None
    assert same_name(other, one) is None


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Sanne Voorbeeld", "Sem Voorbeeld"),
        ("Sanne Voorbeeld", "Sanne Ander"),
        ("P. Voorbeeld", "Sanne Voorbeeld"),
        ("Sanne V.", "Sanne Voorbeeld"),
        ("Sanne", "Sanne Voorbeeld"),
        ("Voorbeeld", "Sanne Voorbeeld"),
        ("Maria Voorbeeld", "Sanne Maria Voorbeeld"),
    ],
)
def test_another_name_is_another(one: str, other: str) -> None:
    assert same_name(one, other) is False
    assert same_name(other, one) is False
