"""Stuck: what the bot cannot solve goes to a human, with who that is and how to reach them."""

from bot.conversation.flow import RETURN, Flow, Say

stuck = Flow(
    "stuck",
    Say("tell", then=RETURN),
)
