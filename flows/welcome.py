"""Welcome: who this bot is, how to check that it is genuine, what it keeps and what it never asks."""

from bot.conversation.flow import Choose, Flow

welcome = Flow(
    "welcome",
    Choose(
        "hello",
        go_on="award",
        genuine="worth.is_this_genuine",
        stored="worth.what_is_stored",
        employer="employer",
    ),
)
