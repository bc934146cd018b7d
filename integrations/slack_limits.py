"""What a message on Slack can carry, known also where Slack is off: `badgewijzer check` holds every text against it.

Source: slackapi/python-slack-sdk, `slack_sdk/models/blocks` (August 2026); https://docs.slack.dev/reference/block-kit;
the size of all blocks together is not documented: 13,200 characters were too many (slackapi/bolt-js#2509), and so were
11,341 of rich text (slackapi/bolt-js#2867).
"""

from bot.ports import Limits

BLOCKS = 50  # in one message
BUTTONS_A_BLOCK = 25
SIZE = 11_000  # characters of all blocks together
LIMITS = Limits(text=10_000, label=75, value=2000, buttons=100)
"""`text` leaves room for what stands on the buttons."""
