"""Employer: somebody who was shown a badge, and wants to know whether it is genuine, whose it is, what it is worth."""

from bot.conversation.effects import CheckBadge
from bot.conversation.flow import Ask, Choose, Do, Flow, Say
from flows import checks

employer = Flow(
    "employer",
    Choose(
        "what",
        check="paste_link",
        genuine="worth.employer_check",
        whose="worth.employer_whose",
        worth="worth.employer_worth",
        school="worth.other_school_accepts",
        issue="worth.how_to_issue",
        no="bye",
    ),
    Ask(
        "paste_link",
        check=checks.public_link,
        sure=True,
        save="checked_badge_link",
        then="look",
        skip="what",
    ),
    Do(
        "look",
        CheckBadge,
        genuine="is_genuine",
        expired="is_expired",
        private="is_private",
        revoked="is_revoked",
        tampered="is_tampered",
        elsewhere="is_elsewhere",
        lookalike="is_lookalike",
        demo="is_demo",
        no_answer="cannot_look",
    ),
    Say("is_genuine", then="and_now"),
    Say("is_expired", then="and_now"),
    Say("is_private", then="and_now"),
    Say("is_revoked", then="and_now"),
    Say("is_tampered", then="and_now"),
    Say("is_elsewhere", then="and_now"),
    Say("is_lookalike", then="and_now"),
    Say("is_demo", then="and_now"),
    Say("cannot_look", then="and_now"),
    Choose("and_now", again="paste_link", more="what", no="bye"),
    Choose("bye", more="what", own="award"),
)
