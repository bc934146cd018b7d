"""The program that holds conversations.

    web/app.py  worker.py  terminal.py  __main__.py           start here; nobody imports these
                       wiring.py                              alone imports flows/ and integrations/
     flows/     turns delivery web/ store/     integrations/  side by side: flows and integrations never meet
            ports.py  ->  conversation/                       the inner end: no I/O

conversation/   thinks: pure, no I/O, no clock
ports.py        what we ask of neighbours, and how they may fail
turns.py        one turn: hear, think, save, in one transaction
delivery.py     performs what is due, and brings the outcome back as the next turn
proof.py        what a login proves of a learner, and what is kept of it
badges.py       what a conversation gets to know of a badge that was looked up
picture/        how far a learner is, drawn
store/          remembers
web/            listens and shows
wiring.py       plugs flows, neighbours and database together

Three import rules, kept by `make check`: `flows` imports of ours only `bot.conversation`; `integrations` only
`bot.conversation` and `bot.ports`; only `bot.wiring` imports `flows` and `integrations`.
"""
