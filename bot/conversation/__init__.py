"""Thinking: what a conversation is, without I/O, clock or chance.

flow.py           the words a flow is written in
engine.py         advance(flows, state, event) -> (state, effects)
events.py         what can happen to a conversation
effects.py        what a conversation can ask for
state.py          where a conversation is
texts.py          from names to words, as nodes
blocks.py         nodes as paragraphs and lists
understanding.py  from typed words back to names
proofreading.py   what is wrong with flows and texts, by file and line
sharing.py        how a badge is shown elsewhere
diagram.py        a flow as a drawing
transcript.py     a conversation in names: played, and written down
"""
