"""eduID: make one (only one), with the right address; confirm the name; link the institution.

Sources for what eduID shows and does: OpenConext-myconext, `account-gui`, `myconext-gui` and `public-gui`
(read August 2026).
"""

from bot.conversation.flow import Branch, Choose, Flow, Mark, Problem, Say, Task

eduid = Flow(
    "eduid",
    Branch("is_it_known", on="eduid_done", word="already_have", proof="already_have", otherwise="have_one"),
    Say("already_have", then="which_address"),
    Choose("have_one", yes="have_it", no="make_one", dont_know="may_have_one", skip="have_it"),
    Choose("may_have_one", yes="have_it", no="make_one", skip="make_one"),
    Mark("have_it", tick="eduid", then="which_address"),
    Task(
        "make_one",
        tick="eduid",
        then="name",
        problems=("address_in_use", "no_code", "wrong_code", "address_refused"),
    ),
    Problem("address_in_use"),
    Problem("no_code"),
    Problem("wrong_code"),
    Problem("address_refused"),
    Branch("which_address", on="kind", institution="name", requested="name", otherwise="same_address"),
    Choose("same_address", yes="name", no="change_address", skip="name"),
    Task("change_address", then="name", problems=("new_address_in_use", "two_eduids", "no_code")),
    Problem("new_address_in_use"),
    Problem("two_eduids"),
    Branch("name", on="name_done", no="name_way", otherwise="institution"),
    Branch(
        "name_way",
        on="name_step",
        none="no_name_needed",
        idp_guest="confirm_name_guest",
        otherwise="confirm_name",
    ),
    Mark("no_name_needed", tick="name", how="skipped", then="institution"),
    Task(
        "confirm_name",
        tick="name",
        then="institution",
        problems=("no_dutch_bank", "identity_elsewhere", "only_initials", "verification_failed"),
    ),
    Task(
        "confirm_name_guest",
        tick="name",
        then="institution",
        problems=("guest_not_listed", "no_dutch_bank", "identity_elsewhere"),
    ),
    Problem("guest_not_listed"),
    Problem("no_dutch_bank"),
    Problem("identity_elsewhere"),
    Problem("only_initials"),
    Problem("verification_failed"),
    Branch(
        "institution",
        on="institution_done",
        no="institution_needed",
        skipped="institution_now",
        otherwise="backpack",
    ),
    Branch("institution_now", on="kind", otherwise="backpack", institution="link_institution"),
    Branch("institution_needed", on="kind", institution="link_institution", otherwise="at_an_institution"),
    Choose("at_an_institution", yes="link_institution", no="not_at_one", skip="not_at_one"),
    Mark("not_at_one", tick="institution", how="skipped", then="backpack"),
    Task(
        "link_institution",
        tick="institution",
        then="backpack",
        problems=("institution_not_linked", "linked_elsewhere", "linked_but", "not_linked", "lapsed"),
    ),
    Problem("institution_not_linked"),
    Problem("linked_elsewhere"),
    Problem("linked_but"),
    Problem("not_linked"),
    Problem("lapsed"),
)
