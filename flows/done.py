"""Done: a look back, and what to do with a next badge."""

from bot.conversation.flow import Branch, Choose, Flow, Mark, NewAward, Say

done = Flow(
    "done",
    Branch("is_it_claimed", on="claimed_done", word="recap", proof="recap", otherwise="not_yet"),
    Say("recap", then="what_now"),
    Choose(
        "what_now",
        share="is_it_public",
        next="next_badge",
        employer="worth.employer_check",
        keep="questions.keep_eduid",
        no="is_it_rated",
        skip="is_it_rated",
    ),
    Branch("is_it_rated", on="rated", unknown="ask_how_it_was", otherwise="finished"),
    Mark("ask_how_it_was", rated="asked", then="how_was_it"),
    Choose("how_was_it", save="rated", good="rated", so_so="rated", bad="rated", skip="finished"),
    Say("rated", then="finished"),
    Branch(
        "is_it_public",
        on="public_done",
        no="share.make_public",
        skipped="share.make_public",
        otherwise="share.where_else",
    ),
    Choose("finished", more="what_now", next="next_badge"),
    Choose("not_yet", again="backpack", have_it="claim.already_claimed", next="next_badge", later="common.stopped"),
    NewAward("next_badge", park=True, then="award"),
)
