"""Serve the demo to the tests of the draft keeper, with one more person whenever one is asked for.

    python -m tests.keeper.server

`student-7` is one more student: a test that signs somebody new in has a placement, a plan and a log that nobody else writes in.
"""

from __future__ import annotations

import dataclasses
import os
import sys


def main() -> int:
    os.environ["DJANGO_SETTINGS_MODULE"] = "internship_xblock.demo.settings"
    import django

    django.setup()
    from internship_xblock.demo import people
    from internship_xblock.demo.__main__ import main as demo

    class People(dict[str, people.Person]):
        def __contains__(self, key: object) -> bool:
            return isinstance(key, str) and super().__contains__(key.partition("-")[0])

        def __missing__(self, key: str) -> people.Person:
            role = key.partition("-")[0]
            if role == key:
                raise KeyError(key)
            self[key] = dataclasses.replace(self[role], key=key)
            return self[key]

    people.PEOPLE = People(people.PEOPLE)
    return demo(["serve"])


if __name__ == "__main__":
    sys.exit(main())
