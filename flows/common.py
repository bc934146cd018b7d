"""Common: what can happen at every question, and the words every journey uses."""

from bot.conversation.flow import RETURN, Choose, Flow

common = Flow(
    "common",
    Choose("restart_sure", side=True, yes="welcome", no=RETURN),
    Choose("stopped", side=True, go_on=RETURN, restart="restart_sure"),
)
