"""Backpack: edubadges.nl, opened with eduID.

Source for what edubadges shows and does: edubadges-ui 9.1.0, `src/routes/Login.svelte` (June 2026).
"""

from bot.conversation.flow import Flow, Problem, Task

backpack = Flow(
    "backpack",
    Task(
        "open_backpack",
        tick="backpack",
        then="claim",
        problems=("no_access", "almost_there", "no_longer_linked", "thrown_out"),
    ),
    Problem("no_access"),
    Problem("almost_there"),
    Problem("no_longer_linked"),
    Problem("thrown_out"),
)
