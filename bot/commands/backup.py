"""What operators do so that nothing is lost with a disk: save everything in one file, and bring it back."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from pathlib import Path

from bot.settings import Settings
from bot.store import backups
from bot.wiring import beside


async def saved(settings: Settings, file: Path, force: bool) -> str:
    """Saves the database, as it is at one moment, while the program runs."""
    size = await asyncio.to_thread(backups.backup, settings.database_url, file, force=force)
    told = [f"Saved to {file} ({size / 1_000_000:.1f} MB), for your eyes only: it holds what learners said."]
    if settings.sqlite_path and not settings.secret_key.get_secret_value():
        key = settings.sqlite_path.parent / "secret.key"
        told.append(f"Keep {key} too, in another place: without it what is sealed cannot be read.")
    return "\n".join(told)


async def restored(settings: Settings, file: Path, with_erased: bool) -> str:
    """Puts a backup in the place of the database, and says what that means for learners."""
    retention = timedelta(days=settings.retention_days)
    came = await asyncio.to_thread(backups.restore, settings.database_url, file, retention, with_erased=with_erased)
    for left in (beside(settings) / "accepted").glob("*.journal"):
        left.unlink()  # it speaks of rows by numbers that are given out anew
    moment = f"{came.heard:%Y-%m-%d %H:%M} UTC" if came.heard else "its making"
    told = [f"Restored from {file}, in this version's shape."]
    if came.kept:
        told.append(
            f"What was there before is kept in {came.kept}; it holds personal data: remove it when all is well."
        )
    told += [
        "",
        f"What was heard after {moment} is gone from here:",
        "- what Telegram was not answered for, it delivers again within 24 hours: nothing to do;",
        "- what was answered for is lost: those learners stand where they stood at that moment. They are not told;",
        "  their next word or tap goes on from there, and the progress card shows them where they are;",
        f"- {came.owed} messages were owed at that moment and leave at the start: who got one already gets it twice.",
        "  Reminders that rang since then may ring once more.",
    ]
    if with_erased:
        told.append("- who was erased after that moment is back, as you asked.")
    elif came.erased_again is None:
        told.append(
            "- WHO WAS ERASED AFTER THAT MOMENT IS BACK: there is no later database here that could tell who. Go\n"
            "  through the requests you had since then: `badgewijzer privacy erase NAME`."
        )
    else:
        told.append(
            f"- {came.erased_again} learners who were erased after that moment, or past their time, were erased again."
        )
    told.append(f"- {came.tidied} rows that were past their time (RETENTION_DAYS={settings.retention_days}) are gone.")
    return "\n".join(told)
