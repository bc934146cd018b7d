"""What the short commands do: each opens the database beside the running program, and says what it did."""
