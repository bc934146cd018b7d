"""Stand-ins for eduID, SURFconext, edubadges and LinkedIn, to walk the whole journey on one machine.

Each shows the pages of its neighbour with today's words on the buttons, speaks its wire formats, and keeps silent
where the neighbour keeps silent. Every page says that it is a sandbox. Nothing here is used outside practice.
"""
