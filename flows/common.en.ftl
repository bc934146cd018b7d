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
    .about = See who can help you


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
    Tap a button or type your answer. A <b>1</b> means: the first button. You can always do this too:

    • <b>how far am I</b>: see what is done
    • <b>back</b>: to the previous question
    • <b>skip</b>: skip this step
    • <b>start over</b>
    • <b>stop</b>: pause, without reminders
    • <b>Nederlands</b>: go on in Dutch
    • <b>human</b>: who can help you

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
    { $claimed_mark } Claim: put the edubadge in your backpack
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
    }

# Source: contact addresses in edubadges-ui, `src/locale`, authError, and in OpenConext-myconext, `public-gui` help pages (June and August 2026)
human =
    Of course. Nobody is reading along here at this moment: I am an automatic guide. These people can help you:

    { $support_email ->
        [unknown] • About edubadges and your backpack: <b>support@edubadges.nl</b>
       *[other] • About this guide and your edubadge: <b>{ $support_email }</b>
    }
    • About eduID and logging in: <b>help@eduid.nl</b>
    { $institution ->
        [unknown] • About the edubadge itself: the school or university where you took the course.
       *[other] • About the edubadge itself: { $institution }.
    }

    Tell them what you did and what you saw on the screen. <b>Never</b> send a password or a code along.

language_is = From now on we speak English.

skipped = Fine, we will skip that step.

cannot_skip = I cannot skip this question, because without an answer I don't know how to go on. Choose <b>back</b> to go to the previous question.

back_to = One step back.

first_question = This is the first question, so we cannot go further back.

old_button = That button belongs to an earlier question, which is behind us. This is the question now:

hello_again = Hello, good to see you again. This is where we were:

new_award = There is a new edubadge for you, so we start a new round. What you have set up before, such as your eduID, you do not need to do again.

welcome_back =
    Welcome back. { $here ->
        [eduid] You are at the step: your eduID.
        [name] You are at the step: confirming your name.
        [institution] You are at the step: linking your institution.
        [backpack] You are at the step: opening your backpack.
        [claimed] You are at the step: claiming your edubadge.
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

unclear_1 = I did not quite understand that. Tap a button, or type <b>1</b> for the first, <b>2</b> for the second, and so on.

unclear_2 = I still don't understand, and that is my fault. Choose one of the buttons below. Does none of them fit? Type <b>skip</b>, <b>back</b> or <b>help</b>.

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
    { $claimed_mark } Claimed
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
           *[unknown] Last day: not known yet.
        }
    }


## When things go differently

# Source: bot/turns.py, an event whose turn fails is set aside and heard again (August 2026)
sorry = Sorry, something went wrong on my side. It is not your fault. Your message has been kept and the staff know about it. Please try again later.

# Source: bot/turns.py, an event for a newer program waits (August 2026)
sorry_later = I am being updated right now. Your message has been kept. I will be back in a few minutes.

too_many = You are sending a lot of messages at once. I will read on when it is calm, in about a minute.

elsewhere = Others can read along here, so I only help you in a private chat. Send me a message there and we will begin.


## What is not text

received_photo = I cannot look at photos. Please type what you see on your screen. Never send a photo of your passport, identity card or bank card.

received_sticker = Nice! But I cannot read stickers. Tap a button or type your answer.

received_voice = I cannot listen to voice messages. Type your answer, or tap a button.

received_location = I do not need your location and do not use it. Tap a button or type your answer.

received_contact = I do not need contact details and do not use them. Tap a button or type your answer.

received_video = I cannot watch videos. Please type what you see on your screen.

received_document = I cannot open files. Does it hold text that I need? Then copy the text and paste it here.

received_edited = You changed an earlier message. I only read new messages. Would you like to answer something else? Type <b>back</b>, or send a new message.

received_other = I cannot read this kind of message. Tap a button or type your answer.


## Questions beside the path

restart_sure =
    Then we begin again at the first question. I keep what I know about your edubadge. Your edubadge, your eduID and your backpack do not change.

    Are you sure?
    .yes = Yes, begin again from the start
    .no = No, I will go on

stopped =
    All right, we pause here. I remember where you are. Did you choose <b>stop</b>? Then I will not send you reminders either.

    { $claimed_done ->
        [word] You can always come back here.
        [proof] You can always come back here.
       *[other] { $time_left ->
            [last_day] Please note: today is the <b>last day</b> to claim your edubadge.
            [open] Please note: you can claim your edubadge up to and including <b>{ $deadline }</b>.
           *[other] You can always come back here.
        }
    } Do you want to continue? Tap the button or type <b>go on</b>.
    .go_on = Go on where I was
    .restart = Begin at the beginning


## Who I am, before the conversation begins (Telegram)

about_bot =
    { $organisation ->
        [unknown] You earned an edubadge: digital proof of what you have learned. I help you step by step to collect it and show it.
       *[other] You earned an edubadge: digital proof of what you have learned. On behalf of { $organisation } I help you to collect it and show it.
    }

    I never ask for a password, DigiD or a code. Tap Start.
about_bot_short = Helps you step by step from ‘edubadge earned’ to ‘edubadge shared’.
