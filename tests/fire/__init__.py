"""Under fire: the real program in processes of its own, killed, cut off and starved, and what must hold afterwards.

program.py     the launcher: the same program, with places where it dies on order
fleet.py       processes, the balancer before them, the database server
channels.py    what the harness asks of a channel, and Telegram's answer; another channel adds a class
quiet.py       what the same learners get to see when nothing goes wrong
evidence.py    what is left afterwards: the channel's ledger, the database's rows, what we did
invariants.py  what must hold of it, each by name
rounds.py      the ways to make its life hard, each by name
upgrade.py     from an older program to this one, while learners talk
bugs/          mistakes that the harness must see; each names the invariant that shows it
__main__.py    `make fire`: the long form
"""
