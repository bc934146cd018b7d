"""What is counted. Labels are channels and kinds, never people."""

from functools import cache

from prometheus_client import Counter, Gauge, Histogram

HEARD = Counter("badgewijzer_heard_total", "Things heard, by channel and what became of them", ["channel", "outcome"])
SENT = Counter(
    "badgewijzer_sent_total",
    "Calls to channels, by channel, kind and outcome",
    ["channel", "kind", "outcome"],
)
TURN_SECONDS = Histogram(
    "badgewijzer_hear_seconds",
    "Seconds from a request's arrival until what it brought is ours",
    ["channel"],
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5),
)
OUTBOX_AGE = Gauge("badgewijzer_outbox_oldest_seconds", "Age of the oldest thing that is owed and due")
OUTBOX_DUE = Gauge("badgewijzer_outbox_due", "Things owed and due")
LANES = Gauge("badgewijzer_lanes_waiting", "Conversations to which something may leave now", ["priority"])
LANE_WAIT = Gauge(
    "badgewijzer_lane_wait_seconds", "The longest that a conversation has waited for a worker to take it", ["priority"]
)
SET_ASIDE = Gauge("badgewijzer_set_aside", "Set aside with an error, by what it is: event, owed", ["what"])
LETTERS_KEPT = Gauge("badgewijzer_letters_kept", "Letters kept for staff: nobody vouches for them, or can read them")
MAIL_IN = Counter(
    "badgewijzer_mail_in_total",
    "Mails that came in, by way and what became of them",
    ["way", "outcome"],
)
IMAP_SEEN = Gauge(
    "badgewijzer_imap_seen_seconds",
    "When this process last looked through the mailbox, in seconds since 1970; 0: not since its start",
    ["channel"],
)
SPOOLED = Gauge("badgewijzer_spooled", "Events waiting on disk for the database")
WAITING = Gauge("badgewijzer_waiting_for_human", "Conversations that asked for a human")
DATABASE = Gauge(
    "badgewijzer_database_up", "1 when the database answered this look at the counts and took a row, else 0"
)
WEB = Gauge("badgewijzer_takes_webhooks", "1 where webhooks are taken and pages shown (run, web), else 0")
TURNS = Counter("badgewijzer_turns_total", "Things that learners said or did, taken durably, by channel", ["channel"])
WEBHOOK_PENDING = Gauge("badgewijzer_webhook_pending", "Updates that wait at the channel for us", ["channel"])
WEBHOOK_ERROR = Gauge(
    "badgewijzer_webhook_last_error_seconds",
    "When the channel last failed to deliver to us, in seconds since 1970; 0: never",
    ["channel"],
)
WEBHOOK_SEEN = Gauge(
    "badgewijzer_webhook_seen_seconds",
    "When this process last learned how the channel's deliveries are, in seconds since 1970; 0: not since its start",
    ["channel"],
)


@cache
def heard(channel: str, outcome: str) -> Counter:
    """`HEARD` of these labels: looked up once."""
    return HEARD.labels(channel, outcome)


@cache
def mail_in(way: str, outcome: str) -> Counter:
    """`MAIL_IN` of these labels: looked up once."""
    return MAIL_IN.labels(way, outcome)


@cache
def turn_seconds(channel: str) -> Histogram:
    """`TURN_SECONDS` of this channel: looked up once."""
    return TURN_SECONDS.labels(channel)


@cache
def turns(channel: str) -> Counter:
    """`TURNS` of this channel: looked up once."""
    return TURNS.labels(channel)


def nothing_sent(channel: str) -> None:
    """Tell from the start that no send failed: of a figure that begins with the first failure no increase is seen."""
    for kind in ("message", "card", "picture"):
        for outcome in ("shut", "gone", "badly_written", "failed"):
            sent(channel, kind, outcome)


@cache
def sent(channel: str, kind: str, outcome: str) -> Counter:
    """`SENT` of these labels: looked up once."""
    return SENT.labels(channel, kind, outcome)


TIDIED = Counter("badgewijzer_tidied_total", "Rows let go because their time was over, by what they were", ["what"])
for _what in ("learner", "event", "delivery", "link", "award"):
    TIDIED.labels(_what)  # there from the start: that nothing went is a figure too
TIDIED_AT = Gauge(
    "badgewijzer_tidied_timestamp_seconds",
    "When a process last had let go of all whose time was over, in seconds since 1970; 0: never",
)
