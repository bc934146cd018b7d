"""Welcome: who this bot is, how to check that it is genuine, what it keeps and what it never asks."""

from bot.conversation.flow import RETURN, Choose, Flow, Say

welcome = Flow(
    "welcome",
    Choose("hello", go_on="award", genuine="is_it_genuine", stored="what_is_stored"),
    Say("is_it_genuine", then=RETURN),
    Say("what_is_stored", then=RETURN),
)
