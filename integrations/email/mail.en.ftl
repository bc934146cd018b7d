# What stands around the guide's words in every mail.

sender =
    { $organisation ->
        [unknown] Badgewijzer
       *[other] { $organisation } (Badgewijzer)
    }
language = English
read_below = English below
choose = Choose an answer
    .open = An answer with a link opens a page where you confirm it. You can also just answer this mail, with a number or in your own words.
    .write = Answer this mail with a number or in your own words.
write = You can just answer this mail, in your own words.
go_on = Go on in another channel, at the same step
progress = How far you are
commands = You can also always do this
from_us =
    { $organisation ->
        [unknown] This mail is from Badgewijzer, an automatic guide to edubadges.
       *[other] This mail is from Badgewijzer, the automatic guide of { $organisation } to edubadges.
    }
from_human =
    { $organisation ->
        [unknown] A member of staff wrote this message, through Badgewijzer.
       *[other] A member of staff of { $organisation } wrote this message, through Badgewijzer.
    }
unsubscribe = No more mails about your badge? <a href="{ $link }">Unsubscribe here</a>.
unsubscribe_by_mail = No more mails about your badge? Send an empty mail to <a href="mailto:{ $address }">{ $address }</a>.
