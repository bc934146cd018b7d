# Canned replies and labels.

heading = Replies and labels
replies = Canned replies
what_for = These texts are ready at every conversation, in the learner’s language. Whoever uses them can still change them.
no_replies = No canned replies yet
new = New reply
name = Name
in_dutch = Dutch text
in_english = English text
add = Add
examples = Add six examples
drop = Take away
drop_sure = Take the reply “{ $name }” away?
kept = Kept.
dropped = Taken away.
all_fields = Not kept: fill in the name, and the text in both languages.
too_long = Not kept: the name or a text is too long.
name_taken = Not kept: there is a reply of that name already, or it was taken away meanwhile.
asks_for_secret = Not kept: the text seems to ask for a password, a code or a number. We never do.

labels = Labels
label = Label
how_many = Conversations
no_labels = No labels yet
new_label = New label
label_name = Not made: give the label a name of at most 40 characters.
taken = Not made: there is such a label already.
label_made = Label made.
label_dropped = Label taken away.
label_drop_sure = Take the label “{ $name }” away, also from the conversations that have it?
drop_label = Take label { $name } away

starter_where_is_it = Your edubadge waits in your backpack at edubadges.nl. Log in there with eduID. Do you not see it? Then send me what the screen says.
    .name = Where is my edubadge
starter_confirm_name = Your name in eduID has to be confirmed first. You do that at eduid.nl, at My account. Choose your institution or your bank there.
    .name = Confirm your name
starter_link_institution = Link your institution to your eduID: at eduid.nl, at My account. Then log out of edubadges and in again.
    .name = Link your institution
starter_no_mail = Look among the unwanted mail as well. Is it not there? Then tell me to which address your institution may have sent it.
    .name = Got no mail
starter_make_public = Open your edubadge in your backpack and make it public. Then you can share the link.
    .name = Make it public
starter_all_done = Good that it worked! The guide goes on with you now. Enjoy your edubadge.
    .name = It worked
