"""The embedded player: the course in a browser, on xblock-sdk's runtime and SQLite, with nothing to sign up for.

`python -m internship_xblock.demo` prepares and serves it, `… prepare` only prepares, `… reset` forgets everything.
"""
