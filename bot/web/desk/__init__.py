"""The desk: support staff see who is stuck, and help. One page a module; each says which right it asks for."""

from __future__ import annotations

from datetime import timedelta

from fastapi import APIRouter

from bot.settings import Settings
from bot.web.desk import (
    account,
    audit,
    awards,
    cohort,
    conversation,
    conversations,
    delivery,
    door,
    insight,
    journeys,
    members,
    now,
    privacy,
    replies,
)
from bot.web.desk.room import Room
from bot.web.pages import Pages
from bot.wiring import House, institutions_for


def desk_of(house: House, pages: Pages) -> Room:
    """The desk of a house that has one, with all its pages."""
    settings, identity = house.settings, house.staff_identity
    room = Room(
        pages, house.database, house.turns, house.clock, house.closing, base_url=settings.own_url, zone=settings.zone,
        practice=house.practises_desk and identity is None,
    )  # fmt: skip
    door.install(room, identity, settings.roles_by_claim)
    now.install(room)
    account.install(room)
    audit.install(room)
    privacy.install(room, timedelta(days=settings.retention_days))
    members.install(room, known_institutions(settings))
    conversations.install(room)
    conversation.install(room)
    replies.install(room, sandbox=room.practice)
    insight.install(room)
    journeys.install(room)
    awards.install(room, house)
    cohort.install(room)
    delivery.install(room)
    return room


def known_institutions(settings: Settings) -> list[str]:
    """The names of the institutions that have a profile here."""
    return [profile.names[0] for profile in institutions_for(settings).profiles.values() if profile.names]


def router(house: House, pages: Pages) -> APIRouter:
    """`/desk` and everything below it."""
    return desk_of(house, pages).routes
