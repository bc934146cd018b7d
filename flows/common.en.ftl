# Common: what can happen at every question, and the words every journey uses.


## What can always be said: button, words people type, and the line in the menu

command_help = Help
    .words = help, help me, how does this work, what can i do, menu, i don't understand, i do not understand
    .about = See what you can always do
command_status = How far am I?
    .words = how far am i, where am i, progress, overview, status, what is left
    .about = See what you have done
command_back = Back
    .words = back, previous, go back, one step back, previous question, previous step
    .about = Go to the previous question
command_skip = Skip
    .words = skip, skip this, skip it, skip this step
    .about = Skip this step
command_restart = Start over
    .words = start over, start again, begin again, restart
    .about = Begin again at the beginning
command_stop = Stop
    .words = stop, stop it, pause, quit, i want to stop, no reminders, unsubscribe
    .about = Pause, without reminders
command_language = Nederlands
    .words = language, other language, change language
    .about = Switch between Dutch and English
command_human = Talk to a human
    .words = human, a human, person, talk to someone, contact, helpdesk, help desk, support, customer service
    .about = Ask for a member of staff
command_questions = Frequent questions
    .words = questions, frequent questions, frequently asked questions, i have a question, question, topics
    .about = See what others ask, with answers
command_my_data = My data
    .words = my data, what data do you have of me, what do you know about me
    .about = See what I keep of you
command_erase = Erase me
    .words = erase me, erase my data, delete my data, delete everything, forget me
    .about = Have everything of you erased
command_bot = Go on with the guide
    .words = go on with the guide, back to the guide, guide, back to the bot


## Usual words that nearly always mean the same answer

usual_yes =
    .words = yes, yep, yeah, yup, yes please, sure, of course, right, that's right, that is right, correct, indeed, good, fine, okay, y
usual_no =
    .words = no, nope, no thanks, no thank you, not yet, not right, that's not right, that is not right, wrong
usual_done =
    .words = done, already done, i have done it, finished, ready, it worked, that worked, it works, i did it, i'm done, completed
usual_how =
    .words = how, how then, how do i do it, i don't know how, how do i do that, how to, explain, explanation, show me how
usual_problem =
    .words = it doesn't work, doesn't work, does not work, it does not work, it did not work, it didn't work, didn't work, can't do it, it failed, failed, problem, error, i'm stuck, stuck, something is wrong
usual_dont_know =
    .words = i don't know, don't know, dont know, i do not know, no idea, not sure, i'm not sure, maybe
usual_go_on =
    .words = go on, continue, carry on, proceed, next, begin, go, let's go, let us begin

usual_what =
    .words = what is that, whats that, what is this, whats this, what does that mean, what do you mean, never heard of it, what is it
usual_why =
    .words = why, why is that, why do i have to, why must i, what for, what is that for, how come

usual_greeting =
    .words = hi, hello, hey, hiya, yo, good morning, good afternoon, good evening, good day, hello there, hi there, hey there, hello hello, morning
usual_thanks =
    .words = thank you, thanks, thank you very much, thanks a lot, many thanks, thank u, thx, ty, cheers, ok thanks, okay thanks, great thanks, super thanks, lovely thank you

speak_nl =
    .words = dutch, in dutch, dutch please, i speak dutch
speak_en =
    .words = english, in english, english please, in english please, i speak english, en


## Buttons that belong to every task

answers =
    .done = It worked
    .how = How do I do that?
    .problem = It doesn't work
    .other = Something else
    .never_mind = Never mind, I will try again

which_problem =
    That is annoying. Let's find out together what is going on.

    What is going wrong?


## What can always be said: the answers

help =
    Choose an answer or type it. A <b>1</b> means: the first answer. You can always do this too:

    • <b>how far am I</b>: see what is done
    • <b>back</b>: to the previous question
    • <b>skip</b>: skip this step
    • <b>start over</b>
    • <b>stop</b>: pause, without reminders
    • <b>Nederlands</b>: go on in Dutch
    • <b>human</b>: ask a member of staff for help
    • <b>questions</b>: frequent questions, with answers
    • <b>my data</b>: see what I keep of you
    • <b>erase me</b>: have everything of you erased

    And this was the question:

status =
    { $steps_done ->
        [0] You are at the beginning. These are the { $steps_all } steps:
       *[other] You have been through { $steps_done } of the { $steps_all } steps:
    }

    { $eduid_mark } eduID: the account to log in with
    { $name_mark } Have your name confirmed
    { $institution_mark } Link your institution
    { $backpack_mark } Open your backpack: that is where your edubadges are
    { $claimed_mark } { $kind ->
        [requested] Request it, and open it once approved
       *[other] Claim: put the edubadge in your backpack
    }
    { $public_mark } Make it public
    { $shared_mark } Share it

    ✅ is done, ➖ is skipped, 👉 is next. { $claimed_done ->
        [word] We go on here:
        [proof] We go on here:
       *[other] { $time_left ->
            [passed] The last day to claim was { $deadline }.
            [last_day] Today is the <b>last day</b> to claim.
            [open] You can claim up to and including <b>{ $deadline }</b>.
           *[unknown] We go on here:
        }
    }{ $others ->
        [0] {""}
        [one] {" "}After that another edubadge is waiting for you{ $other_badge ->
            [unknown] .
           *[other] : <b>{ $other_badge }</b>.
        }
       *[other] {" "}After that { $others } more edubadges are waiting for you.
    }

# Source: bot/turns.py: while a human has the word the bot says nothing (November 2026)
human_asked =
    I have asked a member of staff to help you. They can read what we wrote here. { $help_when ->
        [today] You will get an answer here, <b>today</b> at <b>{ $help_time }</b> at the latest. It may be sooner.
        [later] You will get an answer here, on <b>{ $help_day }</b> at <b>{ $help_time }</b> at the latest. It may be sooner.
       *[unknown] You will get an answer here. How soon, I do not know.
    }

    You can already write what you did and what you saw on the screen. <b>Never</b> send a password or a code. { $support_email ->
        [unknown] Is it urgent? For eduID and logging in <b>help@eduid.nl</b> helps you, for edubadges <b>support@edubadges.nl</b>.
       *[other] Is it urgent? Then mail <b>{ $support_email }</b> too.
    }

    I am silent now. Would you rather go on with me? Choose that below, or type <b>guide</b>.

# Source: contact addresses in edubadges-ui, `src/locale`, authError, and in OpenConext-myconext, `public-gui` help pages (June and August 2026)
human_nobody =
    I am sorry: no member of staff has come yet. Your question stays open, but you do not have to wait. These people can help you too:

    { $support_email ->
        [unknown] • About edubadges and your backpack: <b>support@edubadges.nl</b>
       *[other] • About this guide and your edubadge: <b>{ $support_email }</b>
    }
    • About eduID and logging in: <b>help@eduid.nl</b>
    { $institution ->
        [unknown] • About the edubadge itself: the school or university where you took the course.
       *[other] • About the edubadge itself: { $institution }.
    }

    Would you like to go on with me? Choose that below, or type <b>guide</b>.

# Source: contact addresses in edubadges-ui, `src/locale`, authError, and in OpenConext-myconext, `public-gui` help pages (June and August 2026)
human_silent =
    There is no new answer to your last message yet. It stays, and the member of staff can read it. { $support_email ->
        [unknown] Do you not want to wait? About edubadges, <b>support@edubadges.nl</b> helps you; about eduID and logging in, <b>help@eduid.nl</b>.
       *[other] Do you not want to wait? Then mail <b>{ $support_email }</b>. About eduID and logging in, <b>help@eduid.nl</b> helps you.
    }

    Do you want to go on with me? Choose that below, or type <b>guide</b>.

handed_back = It is me again, the automatic guide. This is where we were:

led = A member of staff brought you to another step. Let us go on with:

staff_here = <b>{ $author }</b> (member of staff) is reading along now and will answer you here. Until then I am silent.

staff_says = <b>{ $author }</b> (member of staff):

staff_rise = 📈 Suddenly more than usual: in the last hour <b>{ $many }</b> people got stuck at <b>{ $step }</b>; usual is { $often }. Is something down? Say so on the desk under Journeys, then people read it.

staff_notice =
    Somebody asks for a human: conversation <b>{ $conversation }</b>.

    Channel: { $channel }. Language: { $spoken }. Step: { $step }. { $trouble ->
        [unknown] Cause: not known.
       *[other] Cause: { $trouble }.
    }
    { $institution ->
        [unknown] Institution: not known.
       *[other] Institution: { $institution }.
    } { $deadline ->
        [unknown] Last day: not known.
       *[other] Last day: { $deadline }.
    }

    Read it with <code>badgewijzer conversations show { $conversation }</code>

# Source: bot/desk.py (November 2026)
staff_how =
    Answer in this thread: your message goes to the learner, with your name. What the learner writes shows up here too. <b>Never</b> ask for a password or a code.

    Done? Put ✅ on this message, or answer with only ✅. Then the guide goes on.

staff_learner = <b>Learner</b>:
staff_nameless = Support desk

staff_back_learner = The learner goes on with the guide. What you write here now no longer reaches them.
staff_back_staff = The guide goes on with the learner, at the question where they were.

staff_taken = <b>{ $author }</b> took this conversation over at the desk.

staff_not_handed_back = Not sent: the guide is talking with this learner again. If the learner asks for a human again, a new message will come here.
staff_not_erased = Not sent: this conversation has been erased. There is nobody left to answer.
staff_not_shut_out = Not sent: the learner blocked the guide. You can only answer once the learner writes again.
staff_not_too_long = Not sent: your message is longer than 3000 characters. Send it in parts.
staff_not_delivered = Not delivered: the learner's channel did not take your message. Once the learner writes again, you can answer again.
staff_not_no_words = Not sent: I can only pass on text, no file or picture.
staff_not_the_file = Your text was sent, your file or picture was not: I can only pass on text.

again_human = You have seen this solution a few times now. Perhaps a human can help you better: type <b>human</b>.


## What should never be sent here

secret_code = That looks like a login code. I have crossed it out and not kept it. <b>Never</b> give a code to anybody else, not to me either: only enter it on the site that asks for it. Did you type a date? Then write it like this: <i>22 June</i>.

secret_password = That looks like a password. I have crossed it out and not kept it. <b>Never</b> send a password in a chat or a mail. Is it the password of an account of yours? Then change it, to be safe.

secret_bsn = That looks like a citizen service number (BSN). I have crossed it out and not kept it. We never need your BSN. Only give it to those whom the law allows to ask for it.

secret_iban = That looks like a bank account number. I have crossed it out and not kept it. An edubadge costs you nothing, and I never need your account number.


## What I keep of you

# Source: docs/privacy.md (November 2026)
my_data =
    This is what I know of you:

    • Edubadge: { $badge ->
        [unknown] not known
       *[other] { $badge }
    }
    • From: { $institution ->
        [unknown] not known
       *[other] { $institution }
    }
    • How it comes: { $kind ->
        [personal] to your own e-mail address
        [institution] to your account at the institution
        [requested] you requested it yourself
       *[other] not known
    }
    • Last day: { $deadline ->
        [unknown] not known
       *[other] { $deadline }
    }
    • Link to your edubadge: { $badge_link ->
        [unknown] none
       *[other] { $badge_link }
    }
    • Steps: eduID { $eduid_mark } name { $name_mark } institution { $institution_mark } backpack { $backpack_mark } claimed { $claimed_mark } public { $public_mark } shared { $shared_mark }
    { $others ->
        [0] • Other edubadges: none
       *[other] • Other edubadges that wait: { $others }
    }
    { $pictures_kept ->
        [0] • Pictures for the support desk: none
       *[other] • Pictures for the support desk: { $pictures_kept }, each kept for 7 days
    }
    { $messages_kept ->
        [unknown] • Our messages, and a number or address by which I find you again here
       *[other] • Our messages: { $messages_kept }, since { $kept_since }, and a number or address by which I find you again here
    }

    All of it disappears by itself { $retention_days } days after your last message. You get a copy of everything { $support_email ->
        [unknown] from the organisation that offers this guide
       *[other] through <b>{ $support_email }</b>
    }. It can also be erased right now: type <b>erase me</b>.

erase_sure =
    Then I erase everything I know of you: our messages, your steps and your reminders. I cannot undo that. Your edubadge, your eduID and your backpack stay as they are: they are not kept by me.

    Are you sure?
    .yes = Yes, erase everything
    .no = No, keep it

erased = Everything I knew of you is erased. I will not send you anything more. If you write to me again later, we begin anew. All the best!


## When I am not sure

perhaps = I am not sure that I understand you. Is your question among the answers below? Then choose it. Otherwise, this was the question:

# Source: docs/privacy.md, "The bot never asks for a password, DigiD, or a code" (August 2026)
introduction =
    { $organisation ->
        [unknown] Hello! I am <b>Badgewijzer</b>, an automatic guide to your <b>edubadge</b>.
       *[other] Hello! I am <b>Badgewijzer</b>, the automatic guide of { $organisation } to your <b>edubadge</b>.
    } I keep our messages and your steps to be able to help you. I <b>never</b> ask you for a password, or for a code that eduID or your bank sends you.

first_answer = Welcome! First, the answer to your question:

in_doubt =
    I am not sure that this is the name: <b>{ $in_doubt }</b>.

    Is that what your edubadge is called? If not, choose no, or type the name right away.
    .yes = Yes, that is the name
    .no = No, that is not the name

more_questions = Those were two of your questions. Ask the others again in a moment, and I will answer them too.

greeting = Hello! Let us go on where we were:
thanks = You are welcome! Let us go on where we were:

long_story = Thank you, that is quite a story. I do not understand long messages well, and I do not keep them. Tell me in one short sentence, or type <b>human</b> for a member of staff. This was the question:

also_waiting =
    { $others ->
        [one] Another edubadge is waiting for you
       *[other] { $others } more edubadges are waiting for you
    }{ $other_badge ->
        [unknown] {""}
       *[other] , first <b>{ $other_badge }</b>
    }{ $other_deadline ->
        [unknown] .
       *[other] , until { $other_deadline }.
    } We will do that next: first the one whose last day is nearest. What you set up for one counts for the other too.

language_is = From now on we speak English. Rather Dutch? Type <b>Nederlands</b>.

skipped = Fine, we will skip that step.

cannot_skip = I cannot skip this question, because without an answer I don't know how to go on. Choose <b>back</b> to go to the previous question.

back_to = One step back.

first_question = This is the first question, so we cannot go further back.

old_button = That answer belongs to an earlier question, which is behind us. This is the question now:

hello_again = Hello, good to see you again. This is where we were:

new_award = There is a new edubadge for you, so we start a new round. What you have set up before, such as your eduID, you do not need to do again.

invited =
    { $institution ->
        [unknown] Good news: there is another edubadge for you.
       *[other] Good news: { $institution } gave you an edubadge.
    } I will help you to collect this one too. What you have already arranged, such as your eduID, you need not do again. Rather no messages? Type <b>stop</b>.

mail_known = Thank you. What this mail says I knew already. We go on where we were:

mail_of_another =
    { $mail_badge ->
        [unknown] Thank you for your mail from edubadges.
       *[other] Your mail from edubadges is about another edubadge: <b>{ $mail_badge }</b>.
    } { $mail_news ->
        [deleted] It says that it was deleted. Only whoever gave it can award it again: ask them to.
        [revoked] It says that it was revoked. Ask whoever gave it why.
        [denied] It says that your request was denied. Ask your teacher why.
        [approved] It says that your request was approved. That edubadge is in your backpack already.
        [requested] It says that you requested it. You get a mail when the request has been looked at.
       *[other] I could not find in it which edubadge it is. Copy the text of the mail into your answer, or tell me here.
    } We go on where we were:

welcome_back =
    Welcome back. { $here ->
        [eduid] You are at the step: your eduID.
        [name] You are at the step: confirming your name.
        [institution] You are at the step: linking your institution.
        [backpack] You are at the step: opening your backpack.
        [claimed] { $kind ->
            [requested] You are at the step: requesting and opening your edubadge.
           *[other] You are at the step: claiming your edubadge.
        }
        [public] You are at the step: making your edubadge public.
        [shared] You are at the step: sharing your edubadge.
       *[other] You have been through all the steps.
    } { $claimed_done ->
        [word] We go on where you were.
        [proof] We go on where you were.
       *[other] { $time_left ->
            [passed] The last day to claim was { $deadline }.
            [last_day] Today is the <b>last day</b> to claim.
            [open] { $days_left ->
                [one] You have one day left.
               *[other] You have { $days_left } days left.
            }
           *[unknown] We go on where you were.
        }
    }

link_used = This link has been used before. For safety it works only once. We can still get started together.

link_unknown = I don't know this link. Perhaps it is old, or a part of it is missing. That's all right, we can simply begin.

link_go_used = This link or code was used already. For safety it works only once. Would you like to go on here with your conversation by e-mail? Answer our last mail with <b>status</b>: then you get a new link.

link_go_late = This link or code is no longer valid. A code works for ten minutes. Open the link in our last mail again, or answer that mail: then you get a new one.

link_go_unknown = This link belongs to no conversation that I know. Perhaps it did not come along whole. Open the link in our last mail again.

link_go_too_often = Too many codes were typed that were not right. To be safe I no longer look at codes now. Use the button or the QR code on the page of our link, or simply answer our mail. Give a code from eduID or your bank to nobody.

link_go_here = This conversation already goes on here.

unclear_1 = I did not quite understand that. Choose an answer, or type <b>1</b> for the first, <b>2</b> for the second, and so on.

unclear_2 = I still don't understand, and that is my fault. Choose one of the answers below. Does none of them fit? Type <b>skip</b>, <b>back</b> or <b>help</b>.

# Source: contact addresses in edubadges-ui, `src/locale`, authError, and in OpenConext-myconext, `public-gui` help pages (June and August 2026)
unclear_3 =
    I cannot work this out. A human can help you better:

    { $support_email ->
        [unknown] • About edubadges and your backpack: <b>support@edubadges.nl</b>
       *[other] • About this guide and your edubadge: <b>{ $support_email }</b>
    }
    • About eduID and logging in: <b>help@eduid.nl</b>

    Would you like to try again here? This was the question:

card =
    { $badge ->
        [unknown] <b>Your edubadge</b>
       *[other] <b>{ $badge }</b>
    }

    { $eduid_mark } eduID
    { $name_mark } Name confirmed
    { $institution_mark } Institution linked
    { $backpack_mark } Backpack open
    { $claimed_mark } { $kind ->
        [requested] Requested and opened
       *[other] Claimed
    }
    { $public_mark } Public
    { $shared_mark } Shared

    { $claimed_done ->
        [word] { $shared_done ->
            [no] It is yours. Now let it be seen.
           *[other] It is yours. Congratulations!
        }
        [proof] { $shared_done ->
            [no] It is yours. Now let it be seen.
           *[other] It is yours. Congratulations!
        }
       *[other] { $time_left ->
            [passed] The last day was { $deadline }.
            [last_day] Today is the <b>last day</b> to claim.
            [open] You can claim up to and including <b>{ $deadline }</b>.
           *[unknown] { $kind ->
                [requested] An edubadge that you requested has no last day.
               *[other] Last day: not known yet.
            }
        }
    }

## The subject of a mail

letter_subject =
    { $badge ->
        [unknown] About your edubadge
       *[other] About your edubadge { $badge }
    }
letter_subject_guide = Collect your edubadge: { $badge }
letter_subject_guide_both = Haal je edubadge op / Collect your edubadge: { $badge }


## The invitation: for a mail, a course page or a poster

# Source: edubadges-server, `apps/mainsite/settings.py`: an unclaimed award is deleted (June 2026)
invite =
    Did you get an edubadge? That is digital proof of something you learned. It is ready for you, but you have to collect it yourself, and only for a while.

    Badgewijzer is a free guide in a chat or by mail. It helps you step by step: making an eduID, collecting your edubadge and showing it, for example on LinkedIn.

    Badgewijzer never asks for a password, for DigiD, or for a code that eduID or your bank sends you.{ $institution ->
        [unknown] {""}
       *[other] {" "}In doubt? Ask { $institution } first.
    }

invite_title = Collect your edubadge
invite_telegram = In Telegram
invite_web = In your browser
invite_scan_telegram = Scan: open the guide in Telegram
invite_scan_web = Scan: open the guide in your browser


## When things go differently

# Source: bot/turns.py, an event whose turn fails is set aside and heard again (August 2026)
sorry = Sorry, something went wrong on my side. It is not your fault. Your message has been kept and the staff know about it. Please try again later.

# Source: bot/turns.py, an event for a newer program waits (August 2026)
sorry_later = I am being updated right now. Your message has been kept. I will be back in a few minutes.

too_many = You are sending a lot of messages at once. I will read on when it is calm, in about a minute.

elsewhere = Others can read along here, so I only help you in a private chat. Send me a message there and we will begin.

answered_private = I will answer you in our private chat. Nobody reads along there.

open_private = Go to our chat

stranger_foreign = Sorry, here I can only help people who belong to this workspace. Ask your own institution whether it has a guide like this too.

stranger_bot = Sorry, I only talk with people, not with other programs.

home_known = This is how far you are with your edubadge:

home_new =
    { $organisation ->
        [unknown] Hello! I am <b>Badgewijzer</b>, an automatic guide to your <b>edubadge</b>.
       *[other] Hello! I am <b>Badgewijzer</b>, the automatic guide of { $organisation } to your <b>edubadge</b>.
    } Here you will see how far you are. We talk in a private chat.


## By mail

# Source: bot/post.py, what a letter may ask (August 2026)
withheld = I cannot be sure enough that this mail is yours to show your data, erase something or finish a login. Do that in a chat where you already talk to me. Or answer with <b>human</b>, and a member of staff helps you. We were here:

unproven =
    I got a mail from this address, but I cannot see whether it is really yours. So I did nothing with it. A member of staff can still look at the mail.

    This does work: open my last mail to you and choose <b>Reply</b>. Do so from the address that mail went to.

    Did you not send me anything? Then there is nothing you need to do.

enough_mail =
    We have mailed each other very often today. So for now I no longer answer by myself. I have asked a member of staff to help you further. They read what you wrote, and what you still write now.

    Do you want to go on with me after all? Then answer with <b>bot</b> tomorrow.

unreadable_too_big = Your mail was too big, so I could not read it. Answer once more without attachments, with only the text I need.

unreadable_too_hard = I could not open your mail. Write me a new answer with plain text only, without attachments.

unreadable_encrypted = Your mail is encrypted, and I cannot read it like that. Send it once more without encryption. Never put a password or code in it.


## What is not text

received_photo = I cannot look at photos. Please type what you see on your screen. Never send a photo of your passport, identity card or bank card.

received_sticker = Nice! But I cannot read stickers. Choose an answer or type it.

received_voice = I cannot listen to voice messages. Type your answer, or choose one.

received_location = I do not need your location and do not use it. Choose an answer or type it.

received_contact = I do not need contact details and do not use them. Choose an answer or type it.

received_video = I cannot watch videos. Please type what you see on your screen.

received_document = I cannot open files. Does it hold text that I need? Then copy the text and paste it here.

received_edited = You changed an earlier message. I only read new messages. Would you like to answer something else? Type <b>back</b>, or send a new message.

received_other = I cannot read this kind of message. Choose an answer or type it.


## Questions beside the path

restart_sure =
    Then we begin again at the first question. I keep what I know about your edubadge. Your edubadge, your eduID and your backpack do not change.

    Are you sure?
    .yes = Yes, begin again from the start
    .no = No, I will go on

why_stopped =
    All right, I stop. I will send you no reminders, and I remember where you are.

    May I ask why? It helps us to do better. You do not have to answer.
    .no_time = No time now
    .too_hard = It is too difficult
    .distrust = I do not trust it
    .not_needed = I do not need the edubadge
    .other = Something else
    .rather_not_say = I would rather not say
    .go_on = Go on after all

stopped =
    { $why_stopped ->
        [too_hard] Thank you. A member of staff can help you: type <b>human</b>.
        [distrust] Thank you, that is good to know. Type <b>is this genuine</b> to read how you can check it yourself.
       *[other] All right, we pause here. I remember where you are. Did you choose <b>stop</b>? Then I will not send you reminders either.
    }

    { $claimed_done ->
        [word] You can always come back here.
        [proof] You can always come back here.
       *[other] { $time_left ->
            [last_day] Please note: today is the <b>last day</b> to claim your edubadge.
            [open] Please note: you can claim your edubadge up to and including <b>{ $deadline }</b>.
           *[other] You can always come back here.
        }
    } If you want to continue later, choose that or type <b>go on</b>.
    .go_on = Go on where I was
    .restart = Begin at the beginning


## A picture of what is on the screen

# Source: bot/store/pictures.py: who sees it, and how long it is kept (November 2026)
keep_picture =
    You sent me a picture. I cannot look at it myself. Does it show your passport, identity card, bank card or a password? Then choose <b>No</b>.

    May I keep it for 7 days for the people of the support desk? They only see it to help you.
    .yes = Yes, you may keep it
    .no = No, delete it

picture_kept = Thank you. I keep your picture for the people of the support desk. After 7 days it is deleted by itself.

picture_human = Would you like someone to look at it with you? Type <b>human</b>. Or just go on here.

picture_let_go = All right. I have not kept your picture. You can also type what is on your screen.

picture_late = Your picture waited for an answer for longer than a day, so I have not kept it. Would you like it looked at after all? Send it again.

picture_lost = I wanted to keep your picture, but it did not come through. A picture of at most 5 MB, as PNG, JPEG or WebP, works best. Send it again, or type what is on your screen.


## Who I am, before the conversation begins (Telegram)

about_bot =
    { $organisation ->
        [unknown] You earned an edubadge: digital proof of what you have learned. I help you step by step to collect it and show it.
       *[other] You earned an edubadge: digital proof of what you have learned. On behalf of { $organisation } I help you to collect it and show it.
    }

    I never ask for a password, for DigiD, or for a code that eduID or your bank sends you. Tap Start.
about_bot_short = Helps you step by step from ‘edubadge earned’ to ‘edubadge shared’.


## Logging in with eduID

login_waits =
    Somebody has just logged in with eduID through your link: <b>{ $login_who }</b>{ $login_where ->
        [unknown] .
       *[other] {" "}({ $login_where }).
    } Was that you?

    Then answer with the <b>six digits</b> that stand on Badgewijzer's page. Is there a button that leads back to this conversation? You can use that too. Only this code, and only here. Give a code from eduID or your bank to nobody.
    .not_me = That was not me
    .later = In a moment

login_disowned =
    Good that you say so. This login does not count: nothing of it was kept. Did you give the link to somebody? Please do not do that again. It is for you alone.

login_cancelled = The login with eduID was stopped. That is fine: nothing has changed.

login_unmet = You logged in, but a step at eduID was not finished. Nothing has changed. You can try again, or simply go on here.

login_failed = The login with eduID did not work because of a failure. That is not your doing, and nothing has changed. Try again later, or simply go on here.

login_wrong_code = This code is not right. Look at Badgewijzer's page again and type the six digits that stand there.

login_burnt = This code is not right, and there were too many wrong ones. To be safe, this login no longer counts. Log in again with a new link.

login_foreign = This link belongs to another conversation. Nothing has changed here. Did somebody send you this link? Then do not use it.

login_late = This link is no longer valid: it works once, for ten minutes. Nothing has changed here. You get a new one when you go on here.

proven =
    I see your login with eduID, and have ticked what is certain with it{ $name_how ->
        [confirmed] {""}. Your name is confirmed: <b>{ $eduid_name }</b>.
        [initials] {""}. Your name is confirmed, with initials only: <b>{ $eduid_name }</b>.
       *[other] .
    }

same_person =
    There is already a conversation with this eduID { $other_channel ->
        [telegram] on Telegram
        [slack] on Slack
        [email] by e-mail
       *[web] on our site
    }. Shall I go on with that conversation here? What you did there you then need not do again. The help desk can always split them.
    .join = Yes, go on with that one
    .apart = No, keep them apart

joined =
    This conversation now goes on here too{ $joined_mail ->
        [unknown] .
       *[other] . It belongs to the mailbox <b>{ $joined_mail }</b>. Is that not your mailbox? Then type <b>human</b>.
    } This is where you were:

joined_with_human = This conversation now goes on here too. A member of staff is talking with you: what you write here reaches that person.

goes_on_too =
    This conversation now also goes on { $other_channel ->
        [telegram] on Telegram
        [slack] on Slack
        [email] by e-mail
       *[web] on our site
    }. Was that not you? Then write back <b>human</b>.

go_on_with =
    You opened a link to a conversation { $joins_channel ->
        [telegram] on Telegram
        [slack] on Slack
        [email] by e-mail
       *[web] on our site
    }. It is about { $joins_badge ->
        [unknown] an edubadge
       *[other] <b>{ $joins_badge }</b>
    } and is at the step: { $joins_here ->
        [eduid] your eduID.
        [name] confirming your name.
        [institution] linking your institution.
        [backpack] opening your backpack.
        [claimed] claiming your edubadge.
        [public] making your edubadge public.
        [shared] sharing your edubadge.
       *[other] done.
    }

    Here you were busy with { $badge ->
        [unknown] an edubadge
       *[other] <b>{ $badge }</b>
    }, at the step: { $here ->
        [eduid] your eduID.
        [name] confirming your name.
        [institution] linking your institution.
        [backpack] opening your backpack.
        [claimed] claiming your edubadge.
        [public] making your edubadge public.
        [shared] sharing your edubadge.
       *[other] done.
    }

    Which conversation shall I go on with here? What still waits in the other I take along. The help desk can always split them.
    .there = With that of the link
    .here = With this one
    .apart = Keep them apart

outage = ⚠️ <b>Please note:</b> { $outage }

outage_over = It works again: the outage I told you about is over. We can go on where we were.

seen_elsewhere =
    Somebody also logged in with your eduID in a conversation { $other_channel ->
        [telegram] on Telegram
        [slack] on Slack
        [email] by e-mail
       *[web] on our site
    }. Was that you? Then you need do nothing. Was it not you? Then type <b>human</b>.

# A last day that nobody told us, wherever it is named
about_day =
    { $deadline ->
        [unknown] not known yet
       *[other] about { $deadline }
    }

# The subject of a mail that we begin with
mail_subject =
    { $badge ->
        [unknown] Your edubadge
       *[other] Your edubadge: { $badge }
    }
