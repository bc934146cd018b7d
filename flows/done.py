"""Done: a look back, and what to do with a next badge."""

from bot.conversation.flow import RETURN, Choose, Flow, NewAward, Say

done = Flow(
    "done",
    Say("recap", then="what_now"),
    Choose(
        "what_now",
        share="share.where_else",
        next="next_badge",
        employer="how_employers_check",
        keep="keep_eduid",
    ),
    Say("how_employers_check", then=RETURN),
    Say("keep_eduid", then=RETURN),
    NewAward("next_badge", then="award"),
)
