"""Common: what can happen at every question, and the words every journey uses."""

from bot.conversation.flow import RETURN, Choose, Farewell, Flow

common = Flow(
    "common",
    Choose("restart_sure", side=True, yes="welcome", no=RETURN),
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
    Choose("erase_sure", side=True, yes="erased", no=RETURN),
    Farewell("erased"),
)
