heading = Staff
name = Name, as learners see it
role = Role
address = E-mail address of their work account
scope = Whose learners?
scope_all = Of all institutions
scope_some = Only of:
others = Other institutions, one on each line, as the awards name them
seen = Last logged in
never = never
all = all
you = you
by_claim = by the provider
role_by_claim = The role is told by the provider, at each login.
role_own = You cannot change your own role. Ask another admin.
invite = Invite somebody
invite_how = They get no mail: tell them to log in here. Their login must say that the address is theirs.
invite_do = Invite
change_how = Who gets another role or scope is logged out at once, and logs in again.
out = Log out or remove
sessions = { $count ->
        [0] Not logged in anywhere.
        [one] Logged in at one place.
       *[other] Logged in at { $count } places.
    }
log_out = Log out everywhere
remove = Remove
remove_sure = Yes, { $name } may not come in any more.
invited = { $name } can log in now.
changed = { $name } is changed.
removed = Removed: they may not come in any more.
logged_out = Logged out everywhere.
wrong_no_address = That is no e-mail address. Nothing was changed.
wrong_no_name = A name has 1 to 60 characters. Nothing was changed.
wrong_no_role = Choose a role. Nothing was changed.
wrong_no_institution = Choose at least one institution, or all of them. Nothing was changed.
wrong_beyond = You are an admin for some institutions: choose among those. Nothing was changed.
wrong_many_institutions = At most 50 institutions, each of at most 120 characters. Nothing was changed.
wrong_known = Somebody with that address may come in already. Choose them in the list to change them.
wrong_own_role = You cannot change your own role: ask another admin. Nothing was changed.
wrong_oneself = You cannot remove yourself: ask another admin. Nothing was changed.
wrong_last_admin = This is the last admin: make somebody else an admin first. Nothing was changed.
wrong_not_sure = Tick that you are sure. Nothing was changed.
