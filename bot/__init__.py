"""The program that holds conversations.

    web/app.py  worker.py  terminal.py  __main__.py           start here; nobody imports these
                       wiring.py                              alone imports flows/ and integrations/
     flows/     turns delivery web/ store/     integrations/  side by side: flows and integrations never meet
            ports.py  ->  conversation/                       the inner end: no I/O

conversation/   thinks: pure, no I/O, no clock
ports.py        what we ask of neighbours, and how they may fail
ears.py         where channels bring what they heard: whatever happens, it is kept and answered
turns.py        one turn: hear, think, save, in one transaction
delivery.py     performs what is due, and brings the outcome back as the next turn
desk.py         where staff read along and answer
letterbox.py    opens letters, in their turn; post.py judges them, letters.py marks ours, mail_in.py brings them
outgoing.py     what leaves as a letter, and whether it may
awards.py       awards that institutions bring in (uploads.py reads their files), campaigns.py writes about them;
                nudges.py reminds who is stuck when staff wish it
mending.py      what was set aside on a mistake of ours, done again
installations.py the tokens of workspaces that installed us
proof.py        what a login proves of a learner, and what is kept of it
badges.py       what a conversation gets to know of a badge that was looked up
picture/        how far a learner is, drawn
pictures.py     pictures that a learner lets us keep
started.py      tells whoever started us that we are ready
store/          remembers
web/            listens and shows
wiring.py       plugs flows, neighbours and database together

Three import rules, kept by `make check`: `flows` imports of ours only `bot.conversation`; `integrations` only
`bot.conversation` and `bot.ports`; only `bot.wiring` imports `flows` and `integrations`.
"""
