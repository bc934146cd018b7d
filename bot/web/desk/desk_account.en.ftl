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
keys = Keys
keys_why = One letter does something, such as taking over with t. Switch that off when you use speech or press keys by accident. It holds in this browser.
keys_on = The keys are on.
keys_off = The keys are off.
switch_on = Switch the keys on
switch_off = Switch the keys off
end_others = End all others
ended = That session has ended.
was_over = That session was over already.
ended_others = { $count ->
        [one] The other session has ended.
       *[other] { $count } other sessions have ended.
    }
