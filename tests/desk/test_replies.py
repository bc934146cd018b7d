"""Canned replies and labels."""

from __future__ import annotations

from bot.ports import Address
from bot.store import helping
from tests.desk.desk import Desk

GOOD = {"name": "Waar <b>is</b> hij", "nl": "Kijk in je backpack.", "en": "Look in your backpack."}


def test_a_lead_keeps_changes_and_takes_away_what_others_use(desk: Desk) -> None:
    kim = desk.hears(Address("web", "kim"), "hello, I need help", "human", language="en")
    with desk.client("lead") as lidia, desk.client("agent") as noor:
        assert lidia.post("/desk/replies/keep", data=GOOD).status_code == 303
        (kept,) = desk.read(helping.canned)
        page = noor.get(f"/desk/conversations/{desk.token(kim)}").text
        assert 'data-insert="Look in your backpack."' in page  # in the learner's language
        assert "Waar &lt;b&gt;is&lt;/b&gt; hij" in page
        assert noor.post("/desk/replies/keep", data=GOOD).status_code == 403
        assert lidia.post("/desk/replies/keep", data={**GOOD, "en": "Hm", "number": str(kept.id)}).status_code == 303
        for odd in ({"nl": ""}, {"name": "a" * 61}, {"en": "a" * 3001}, {"nl": "Wat is je wachtwoord?"}, {}):
            refused = lidia.post("/desk/replies/keep", data={**GOOD, **odd})
            assert refused.status_code == 422, odd
        assert [one.en for one in desk.read(helping.canned)] == ["Hm"]
        lidia.post("/desk/replies/drop", data={"number": str(kept.id)})
        assert desk.read(helping.canned) == []


def test_the_examples_are_good_enough_to_be_kept(desk: Desk) -> None:
    with desk.client("lead") as lidia:
        for _ in range(2):
            assert lidia.post("/desk/replies/examples").status_code == 303
        kept = desk.read(helping.canned)
        assert len(kept) == 6
        for one in kept:
            form = {"number": str(one.id), "name": one.name, "nl": one.nl, "en": one.en}
            assert lidia.post("/desk/replies/keep", data=form).status_code == 303, one.name


def test_labels_are_made_and_dropped(desk: Desk) -> None:
    with desk.client("admin") as ali:
        assert ali.post("/desk/replies/label", data={"label": " <i>spoed</i> "}).status_code == 303
        assert ali.post("/desk/replies/label", data={"label": "<i>spoed</i>"}).status_code == 422
        assert ali.post("/desk/replies/label", data={"label": "a" * 41}).status_code == 422
        assert "&lt;i&gt;spoed&lt;/i&gt;" in ali.get("/desk/replies").text
        (made,) = desk.read(helping.all_labels)
        ali.post("/desk/replies/label-drop", data={"number": str(made.id)})
    assert desk.read(helping.all_labels) == []
