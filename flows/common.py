"""Common: what can happen at every question, and the words every journey uses."""

from bot.conversation.flow import RETURN, Careful, Choose, Farewell, Flow

NO_BY_WORDS = {"go_on": "no", "never_mind": "no"}
"""Before what cannot be undone only a yes is a yes: who says "verder" wants to go on as they were."""

common = Flow(
    "common",
    Careful("restart_sure", usual=NO_BY_WORDS, yes="welcome", no=RETURN),
    Choose(
        "why_stopped",
        side=True,
        save="why_stopped",
        no_time="stopped",
        too_hard="stopped",
        distrust="stopped",
        not_needed="stopped",
        other="stopped",
        rather_not_say="stopped",
        go_on=RETURN,
    ),
    Choose("stopped", side=True, go_on=RETURN, restart="restart_sure"),
    Careful("erase_sure", usual=NO_BY_WORDS, yes="erased", no=RETURN),
    Farewell("erased"),
)
