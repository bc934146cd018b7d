"""Guide: the first letter to somebody of whose award an institution told us, before they said a word."""

from bot.conversation.flow import RETURN, Aside, Careful, Choose, Flow, Mark, NotMine, Say
from flows.common import NO_BY_WORDS

guide = Flow(
    "guide",
    Say("letter", then="about"),
    Aside("about", then="shall_we"),
    Choose("shall_we", also=("stop",), go_on="award.is_way_known", have_it="has_eduid", not_me="not_me_sure"),
    Mark("has_eduid", tick="eduid", then="has_backpack"),
    Mark("has_backpack", tick="backpack", then="claim.already_claimed"),
    Careful("not_me_sure", usual=NO_BY_WORDS, yes="not_mine", no=RETURN),
    NotMine("not_mine"),
)
