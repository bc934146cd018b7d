heading = My sessions
name = Name
name_why = (so learners see you)
address = Address
role = Role
scope = Institutions
everybody = All
sessions = Where I am logged in
lasts = A session ends after half an hour without use, and after twelve hours in any case.
begun = Begun { $at }.
used = Last used { $at }.
this_one = this one
unknown_browser = Unknown browser
end = End
end_this = End the session in { $browser }
end_others = End all others
ended = That session has ended.
was_over = That session was over already.
ended_others = { $count ->
        [one] The other session has ended.
       *[other] { $count } other sessions have ended.
    }
