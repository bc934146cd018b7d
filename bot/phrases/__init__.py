"""Developers' tools for what people say: learn it from `flows/phrases`, and judge how well it is understood."""
