# Installing in Slack: the pages for an admin of a workspace.

heading = Badgewijzer in your Slack
lead = Add Badgewijzer to your workspace. Whoever there got an <b>edubadge</b> is then helped in a conversation of their own, step by step, in Dutch or English.
go = Add to Slack
who = Slack asks whether you agree. May you not add apps yourself? Then Slack sends your request to an admin. Is yours an Enterprise organisation? Then an admin of it can add Badgewijzer to all workspaces at once.
may_heading = What Badgewijzer may do
may =
    – answer whoever sends Badgewijzer a message themselves
    – read what is in that conversation, and when somebody mentions @Badgewijzer
    – show a home screen, and listen to <code>/edubadge</code>
may_staff = Slack also names channels that Badgewijzer is a member of, reactions and names. That is for the one channel in which our staff answer questions. Anywhere else we do nothing with it.
not_heading = What Badgewijzer does not do
not =
    – read along in your channels
    – say anything personal where others see it
    – ask for a password, for DigiD, or for a code that eduID or your bank sends

done_heading = Badgewijzer has been added
done_where = Workspace:
done_go = Open Badgewijzer in Slack
next_heading = What now?
next =
    1. Open Badgewijzer in Slack and type <b>hello</b>. You see what others will see.
    2. Tell about it in a channel: ‘Did you get an edubadge? Type <code>/edubadge</code>, or send @Badgewijzer a message.’
    3. Has Badgewijzer been added for a whole organisation? Then choose at Slack in which workspaces it is shown.
stop_heading = Stopping
stop = An admin removes Badgewijzer at Slack, under ‘Manage apps’. Our access ends at once, and we send nobody there anything any more. You can always add it again: then the conversations go on.

again = Begin again
failed_cancelled_heading = You have not added Badgewijzer
failed_cancelled =
    You stopped at Slack. That is all right: nothing has changed.

    May you not add apps yourself? Then send the address of this site to an admin of your workspace.
failed_late_heading = This step was taken already, or took too long
failed_late =
    Ten minutes may pass between beginning and end, and each time counts once.

    Did you load this page again? Then look in Slack: Badgewijzer is probably there already. If not, begin again.
failed_elsewhere_heading = This did not begin in this browser
failed_elsewhere =
    An answer from Slack came in here that belongs to another browser, or your browser keeps no cookies. Nothing has changed.

    Begin again and finish it in the same browser. Allow cookies for this site.
failed_refused_heading = Slack did not accept this
failed_refused =
    Nothing has been added. Begin again.

    Does it go wrong again? Then tell whoever runs Badgewijzer for you: the log says why, at <code>slack.install_refused</code>.
failed_away_heading = Slack cannot be reached now
failed_away = That is not your fault. Begin again in a few minutes.
