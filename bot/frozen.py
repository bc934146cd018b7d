"""What was heard as bytes, to be kept until it can be heard: in the spool, and sealed where it was set aside."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, replace
from datetime import datetime
from typing import Any, get_args

from bot import ports
from bot.ports import Address, Heard

_WHAT: Mapping[str, Any] = {kind.__name__: kind for kind in get_args(ports.What)}


def freeze(said: Heard) -> bytes:
    """What was heard as bytes that `thaw` reads, without pictures: nobody has let us keep those."""
    if isinstance(said.what, ports.Sent):
        said = replace(said, what=replace(said.what, picture="", name=""))
    elif isinstance(said.what, ports.Written):
        said = replace(said, what=replace(said.what, pictures=()))
    rest = asdict(said)
    del rest["counted"]  # by the time that it is heard too many numbers were given
    if not said.address.thread:
        del rest["address"]["thread"]  # a program of before there were threads may have to read it
    rest["kind"] = type(said.what).__name__
    return json.dumps(rest, separators=(",", ":"), default=datetime.isoformat).encode()


def thaw(frozen: bytes) -> Heard:
    """What `freeze` wrote."""
    stored = json.loads(frozen)
    kind, values = stored.pop("kind"), stored.pop("what")
    if kind == "Written":
        values["bounced"] = [ports.Bounced(**one) for one in values["bounced"]]
        values |= {name: tuple(values[name]) for name in ("answers", "to", "bounced", "files", "pictures")}
    elif kind == "Uninstalled":
        values["at"] = datetime.fromisoformat(values["at"])
    what = _WHAT[kind](**values)
    return Heard(what=what, address=Address(**stored.pop("address")), **stored)
