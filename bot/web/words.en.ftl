# The pages' own words. What the guide says is in flows/.

site = Badgewijzer
skip = Skip to content
skip_chat = Skip to the writing field
sandbox = <b>Practice site.</b> No institution has set this guide up yet. The links lead to imitations of the sites.
sandbox_open = Practise in the sandbox
sandbox_desk = Look along as staff
other_language = Nederlands
    .title = Lees deze pagina in het Nederlands
new_tab = opens in a new tab

# The front page
front_title =
    { $organisation ->
        [unknown] Badgewijzer: help with your edubadge
       *[other] Badgewijzer by { $organisation }: help with your edubadge
    }
front_heading = Help with your edubadge
front_lead =
    Did you get an email about an <b>edubadge</b>? That is digital proof of something you learned. Badgewijzer helps you collect it and show it to others, step by step, in a chat.
front_points = In short
    .one = One question at a time, in plain words
    .two = You can always stop and go on later
    .three = This chat needs no app and no password
front_go = Start the chat
front_go_note = Nothing happens until you tap ‘Begin the conversation’ there yourself.
never_heading = What we never ask
never = We <b>never</b> ask for a password, for DigiD, or for a code that eduID or your bank sends you. You never have to pay either.
genuine_heading = Is this genuine?
genuine =
    It is good that you want to know. You do not have to believe us, you can check for yourself:

    • Type <b>edubadges.nl</b> or <b>eduid.nl</b> in your browser yourself, instead of tapping a link. Those are the real sites. You log in only there, never here.
    { $organisation ->
        [unknown] • Call or email the school or organisation where you learned something. Look up the number yourself.
       *[other] • Call or email { $organisation }. This help is theirs. Look up the number yourself.
    }
    • Still in doubt? Then do not start. This page is not going anywhere.
front_verify = Were you shown an edubadge, as an employer or a school? Check whether it is genuine
guide_of =
    { $organisation ->
        [unknown] An automatic guide to edubadges.
       *[other] An automatic guide by { $organisation }.
    }

# The chat, before it begins
chat_title = Chat
begin_heading = Hello! Shall we begin?
begin_lead =
    { $organisation ->
        [unknown] I am <b>Badgewijzer</b>, an automatic guide. I help you collect your edubadge. We do it together, one step at a time.
       *[other] I am <b>Badgewijzer</b>, the automatic guide of { $organisation }. I help you collect your edubadge. We do it together, one step at a time.
    }
begin_never = I <b>never</b> ask for a password, for DigiD, or for a code from eduID or your bank.
begin_button = Begin the conversation
begin_stored = When you begin, we keep this conversation. A cookie remembers that it is yours. Nothing else follows you.
begin_doubt = In doubt? First see how to check that this is genuine.

# The chat
conversation = Conversation
said_by_guide = Badgewijzer:
said_by_you = You:
you_opened = You opened the chat
older = Show older messages
newest = Back to the newest message
answers = Answers
earlier_answers = Other answers
chosen = Chosen:
commands = Always possible
card_picture = As a picture
card = How far you are
composer = Write a message
    .hint = Enter sends your message. Shift and Enter begin a new line.
send = Send
follow_heading = You opened a link
follow_lead = A conversation is already under way here. Do you want to go on with what is in the link?
follow_button = Go on with this link
new_message = New message
sending = Sending
typing = Badgewijzer is writing
offline = No connection. We keep trying; what you have sent already is kept.
online = The connection is back.
status_human = { $human } is helping you in this conversation now.
status_waiting = A member of staff will read this as soon as they have time. You do not have to wait here: the answer will appear in this chat.

# When something goes wrong
fail_unavailable = Your message could not be kept just now. It is still there: please try again in a moment.
fail_unavailable_tap = That could not be kept just now. Please try again in a moment.
fail_too_long = Your message is too long: { $length } characters, and { $limit } fit. Make it shorter or send it in pieces.
fail_odd = We could not read that. Please try again.
fail_forbidden = This did not come from our own page. Open the chat again and try once more.
fail_over = This conversation is no longer open here. You can begin again.
error_back = To the chat
error_front = To the front page
error_kept = Your message
error_again = Try again
error_403_title = That is not allowed here
error_403 = This page or button only works from our own chat. Nothing has changed.
error_404_title = This page does not exist
error_404 = Perhaps the link did not come across in full. Nothing is wrong with your edubadge.
error_500_title = Something went wrong on our side
error_500 = That is our fault, not yours. Please try again in a few minutes. Your conversation is kept.
error_503_title = One moment please
error_503 = We cannot get to it just now. That is our fault, not yours. Please try again in a minute. Your conversation is kept.
error_other_title = We could not read that
error_other = Nothing has changed. Go back to the chat and try again.
