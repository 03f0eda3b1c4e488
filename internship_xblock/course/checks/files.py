"""Names are given once, and every file leads somewhere."""

from __future__ import annotations

from collections.abc import Iterator

from ..findings import Finding
from ..outline import NAME, Course, Node, course_files
from ..policies import grading_file, policy_file
from ..texts import STATIC, pages, texts
from .settings import course_image


def names(course: Course) -> Iterator[Finding]:
    """Every element has a `url_name`, unlike every other: learners' answers are stored under it."""
    first: dict[str, Node] = {}
    for node in course.nodes():
        if not NAME.fullmatch(node.name):
            sentence = f"<{node.tag}> needs a url_name of letters, digits and . - _: what learners do here is stored under it."
            yield Finding(node.file, node.line, sentence)
        elif node.name in first:
            other = first[node.name]
            sentence = f'The url_name "{node.name}" is taken by <{other.tag}> in {other.file}. Choose another one.'
            yield Finding(node.file, node.line, sentence)
        else:
            first[node.name] = node


def unreached(course: Course) -> Iterator[Finding]:
    """No file lies about that no learner can ever see."""
    reached = course.reached | set(pages(course)) | {policy_file(course), grading_file(course)}
    for text in texts(course):
        reached.update(f"static/{name}" for name in STATIC.findall(text.content))
    image = course_image(course)
    if image:
        reached.add(f"static/{image}")
    for file in course_files(course.source):
        if file not in reached:
            yield Finding(file, 1, "Nothing in the course leads to this file. Point to it from where it belongs, or delete it.")
