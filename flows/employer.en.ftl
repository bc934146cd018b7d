# Employer: somebody who was shown a badge.

# Source: edubadges-ui, src/routes/students/BadgeValidation.svelte (June 2026): anybody can check a public badge, without an account.
what =
    You have seen an edubadge of somebody. Everyone can check it, without an account and without costs. All you need is the <b>link</b> of the badge.

    What would you like to know?
    .genuine = Is this badge genuine?
    .whose = Does it really belong to this person?
    .worth = What does this badge tell me?
    .school = Must we as a school recognise it?
    .issue = Can we issue edubadges ourselves?
    .no = That was all

bye =
    You are welcome. Do you have a question later? Just type it here.
    .more = I have another question
    .own = I earned an edubadge myself
