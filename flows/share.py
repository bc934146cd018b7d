"""Share: make the badge public, keep its link, and show it where it counts.

Sources: edubadges-ui 9.1.0, `src/routes/students/BadgeDetails.svelte` and `ShareDialog.svelte` (June 2026).
"""

from bot.conversation.effects import LookUpBadge
from bot.conversation.flow import RETURN, Ask, Choose, Do, Flow, Mark, Problem, Say, Task
from flows import checks

share = Flow(
    "share",
    Task(
        "make_public",
        tick="public",
        then="public_link",
        skip="done",
        problems=("share_is_grey", "no_switch", "evidence_hidden"),
    ),
    Problem("share_is_grey"),
    Problem("no_switch"),
    Problem("evidence_hidden"),
    Ask(
        "public_link",
        check=checks.public_link,
        sure=True,
        save="badge_link",
        then="look_up",
        skip="where_to",
        where="where_is_link",
    ),
    Say("where_is_link", then=RETURN),
    Do(
        "look_up",
        LookUpBadge,
        genuine="link_checked",
        private="link_is_private",
        revoked="link_is_revoked",
        no_answer="link_noted",
    ),
    Say("link_checked", then="link_is_good"),
    Say("link_noted", then="link_is_good"),
    Mark("link_is_good", tick="public", then="where_to"),
    Say("link_is_private", then="not_public_yet"),
    Mark("not_public_yet", tick="public", how="open", then="make_public"),
    Say("link_is_revoked", then="done.what_now"),
    Choose("where_to", linkedin="linkedin", cv="cv", mail="mail_signature", no="done", skip="done"),
    Task(
        "linkedin",
        tick="shared",
        then="where_else",
        problems=("linkedin_month", "linkedin_organisation", "no_pdf"),
    ),
    Problem("linkedin_month"),
    Problem("linkedin_organisation"),
    Problem("no_pdf"),
    Task("cv", tick="shared", then="where_else", problems=("no_pdf", "link_shows_404")),
    Problem("link_shows_404"),
    Task("mail_signature", tick="shared", then="where_else", problems=("link_shows_404",)),
    Choose(
        "where_else",
        linkedin="linkedin",
        cv="cv",
        mail="mail_signature",
        employer="for_employer",
        no="done",
        skip="done",
    ),
    Say("for_employer", then=RETURN),
    renamed={"what_others_see": "evidence_hidden"},
)
