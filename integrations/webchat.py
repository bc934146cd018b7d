"""The web chat as a channel: what is stored is what the page shows, so there is nothing to carry."""

from bot.conversation.nodes import Message
from bot.ports import Address, Heard, Limits

LIMITS = Limits(text=20_000, label=80, value=200, buttons=40)
"""What the page can show well; the strict channels decide how long a text may be."""


class WebChat:
    """A page that is open shows a message as soon as it is committed; one opened later shows the history."""

    name = "web"
    limits = LIMITS
    rate = 0.0
    chat_rate = 0.0
    chat_burst = 1

    async def send(self, to: Address, message: Message) -> str:
        return ""

    async def edit(self, to: Address, sent: str, message: Message) -> None:
        return None

    async def acknowledge(self, heard: Heard, words: str = "") -> None:
        return None

    async def typing(self, to: Address) -> None:
        return None
