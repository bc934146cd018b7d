"""Employer: somebody who was shown a badge, and wants to know whether it is genuine, whose it is, what it is worth."""

from bot.conversation.flow import Choose, Flow

employer = Flow(
    "employer",
    Choose(
        "what",
        genuine="worth.employer_check",
        whose="worth.employer_whose",
        worth="worth.employer_worth",
        school="worth.other_school_accepts",
        issue="worth.how_to_issue",
        no="bye",
    ),
    Choose("bye", more="what", own="award"),
)
