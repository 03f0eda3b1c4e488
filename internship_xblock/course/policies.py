"""The policy files: where they stand, and what they say of the course."""

from __future__ import annotations

import json
from typing import Any

from .findings import Finding
from .outline import Course


def policy_file(course: Course) -> str:
    return f"policies/{course.run}/policy.json"


def grading_file(course: Course) -> str:
    return f"policies/{course.run}/grading_policy.json"


def licence(course: Course) -> str:
    """The licence as people write it, "CC BY 4.0"; empty where it is none of Creative Commons, or none is stated."""
    found, _ = read_settings(course, policy_file(course))
    kind, _, terms = str(own_settings(course, found).get("license") or "").partition(":")
    parts = terms.split()
    if kind != "creative-commons" or not parts or not parts[0].startswith("ver="):
        return ""
    return f"CC {'-'.join(parts[1:])} {parts[0].removeprefix('ver=')}"


def language(course: Course) -> str:
    """Return the language that the policy names; English where it names none."""
    found, _ = read_settings(course, policy_file(course))
    own = own_settings(course, found).get("language")
    return own if isinstance(own, str) and own else "en"


def read_settings(course: Course, file: str) -> tuple[dict[str, Any], Finding | None]:
    """Return what a policy file says, and what is wrong with it, if anything."""
    content = course.text(file)
    if content is None:
        return {}, Finding(file, 1, "This file is missing or not UTF-8. The importer needs it: add it.")
    try:
        found = json.loads(content)
    except json.JSONDecodeError as error:
        return {}, Finding(file, error.lineno, f"This is not JSON: {error.msg}. Correct it here.")
    except RecursionError:
        return {}, Finding(file, 1, "This JSON is nested too deeply to be read. Make it flat.")
    if not isinstance(found, dict):
        return {}, Finding(file, 1, "This file holds one JSON object, in braces. Put its settings into one.")
    return found, None


def own_settings(course: Course, found: dict[str, Any]) -> dict[str, Any]:
    """Return the settings of the course itself in what its policy says."""
    own = found.get(f"course/{course.run}", {})
    return own if isinstance(own, dict) else {}
