"""The domain: one folder a tool, all of one shape (api, forms, models, rules).

Nothing here knows XBlock or HTTP. What all tools share stands beside them: who acts (`actor`), what each
role may do (`permissions`), what can go wrong (`errors`), how typed text is bounded and cleaned (`text`).
"""
