"""Common: what can happen at every question, and the words every journey uses."""

from bot.conversation.flow import RETURN, Careful, Disown, Farewell, Flow

NO_BY_WORDS = {"go_on": "no", "never_mind": "no"}
"""Before what cannot be undone only a yes is a yes: who says "verder" wants to go on as they were."""

common = Flow(
    "common",
    Careful("restart_sure", usual=NO_BY_WORDS, yes="welcome", no=RETURN),
    Careful(
        "why_stopped",
        usual={"no": "rather_not_say", "dont_know": "rather_not_say", "never_mind": "rather_not_say"},
        save="why_stopped",
        skip="stopped",
        no_time="stopped",
        too_hard="stopped",
        distrust="stopped",
        not_needed="stopped",
        other="stopped",
        rather_not_say="stopped",
        go_on=RETURN,
    ),
    Careful("stopped", usual={}, go_on=RETURN, restart="restart_sure"),
    Careful("erase_sure", usual=NO_BY_WORDS, yes="erased", no=RETURN),
    Farewell("erased"),
    Careful("in_doubt", usual={}, yes=RETURN, no=RETURN),
    Careful("login_waits", usual={"never_mind": "later", "go_on": "later"}, not_me="login_disowned", later=RETURN),
    Disown("login_disowned", then=RETURN),
    Careful("same_person", usual={}, join=RETURN, apart=RETURN),
    Careful("go_on_with", usual={}, there=RETURN, here=RETURN, apart=RETURN),
    Careful("keep_picture", usual=NO_BY_WORDS, yes=RETURN, no=RETURN),
)
