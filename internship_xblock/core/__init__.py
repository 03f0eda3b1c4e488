"""What all tools stand on: who acts, who may do what, what can go wrong, events, transactions, text, numbers and days.

Nothing here knows a tool, XBlock or HTTP.
"""
