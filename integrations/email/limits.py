"""What a letter can carry; apart from what writes letters, which only an installation with mail needs to load."""

from bot.ports import Limits

LIMITS = Limits(text=20_000, label=120, value=200, buttons=40)
"""Mail itself allows far more; Gmail cuts off what it shows at some 100 KB, of which HTML is most."""
