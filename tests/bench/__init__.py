"""The benchmark: `make bench`. docs/performance.md says what it measures and what came of it.

__main__.py       the command: which parts, what is printed, kept and drawn
scale.py          how much is measured, in full and in short
machine.py        its cores, and what a process takes of it
driver.py         Telegram: updates out by the webhook, calls of the Bot API in, and when
programs.py       starts what is measured: ours and what stands beside it
  floor.py          the least on SQLite
  plain_asyncpg.py  the least on PostgreSQL
  forgetful.py      python-telegram-bot's ConversationHandler
rounds.py         every program in turn, medians, rows
  sqlite.py postgresql.py stored.py steady.py memory.py words.py    the parts, each a table
  crowd.py          a million learners by plain SQL, for stored.py and for upgrades under fire
budgets.py        the ten figures that were agreed on, and how we stand to them
tables.py plot.py what is seen of it
"""
