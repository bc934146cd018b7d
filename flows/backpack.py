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
        problems=(
            "no_eduid_found",
            "login_code",
            "app_trouble",
            "almost_there",
            "no_access",
            "no_longer_linked",
            "claim.terms",
            "thrown_out",
            "no_mail",
            "claim.demo_site",
        ),
    ),
    Problem("no_eduid_found", then="eduid.may_have_one"),
    Problem("login_code"),
    Problem("almost_there"),
    Problem("no_access"),
    Problem("no_longer_linked"),
    Problem("thrown_out"),
    Problem("app_trouble"),
    Problem("no_mail"),
)
