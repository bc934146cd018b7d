"""What a message on Slack can carry, known also where Slack is off: `badgewijzer check` holds every text against it.

Source: slackapi/python-slack-sdk, `slack_sdk/models/blocks` (August 2026); https://docs.slack.dev/reference/block-kit;
the size of all blocks together is not documented: slackapi/bolt-js#2509.
"""

from bot.ports import Limits

BLOCKS = 50  # in one message
BUTTONS_A_BLOCK = 25
SIZE = 13_200  # characters of all blocks together
LIMITS = Limits(text=12_000, label=75, value=2000, buttons=100)
"""`text` leaves room for what stands on the buttons."""
