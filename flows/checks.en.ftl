# Checks: why an answer is not good yet, and how it can be.

too_short = That is very short. Type the name of your edubadge, for example <i>Clinical reasoning</i>.

too_long = That is rather long. Type only the name of your edubadge, in 80 characters at most.

not_a_date = I don't recognise that day. Type the day and the month, for example <i>22 June</i> or <i>22-06-2027</i>.

# Source: edubadges-server, `apps/mainsite/settings.py`: after the last day an unclaimed award is deleted (June 2026)
day_has_passed = { $day } has already passed. Look in the email again, maybe it is another day. Is it right after all? Then choose that you don't know the day. We will see later whether your edubadge is still there.

# Source: edubadges-server, `apps/mainsite/settings.py`: by default an award waits about 82 days (June 2026)
day_too_far = { $day } is more than a year ahead. An edubadge does not usually wait that long. Could you check the day and the year again?

mail_too_short = This is only a small piece. Copy the whole text of the email, from top to bottom, and paste it here in one go.

not_an_address = I don't see exactly one email address here. Type only the address, for example <i>name@example.com</i>.

not_a_link = I see no link here. The link of your edubadge begins with <code>https://www.edubadges.nl/public/assertions/</code>. Copy all of it and paste it here.

not_edubadges = This link is not from edubadges.nl. The link of your edubadge begins with <code>https://www.edubadges.nl/public/assertions/</code>.

# Source: edubadges-ui, `src/routes/students/ShareDialog.svelte` and `src/App.svelte` (June 2026)
not_a_badge_link = This is edubadges.nl, but not the link for sharing your edubadge. That one begins with <code>https://www.edubadges.nl/public/assertions/</code>, followed by a long code. Did you copy all of it?
