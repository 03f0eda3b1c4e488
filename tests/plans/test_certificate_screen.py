"""The certificate as people find it in the plan: read where it stands, corrected behind a fold, called by one set of words."""

from __future__ import annotations

import pytest

from internship_xblock.tools.plans.certificates.sections import CERTIFICATE, STAY
from internship_xblock.tools.plans.documents import certificate as documents

from .conftest import Draft
from .test_certificates import inside, issue, write

pytestmark = pytest.mark.django_db


def test_form_and_document_use_the_same_words(handed_in: Draft) -> None:
    form = inside(handed_in)
    write(handed_in, virtual_start="2026-02-02", virtual_end="2026-02-03")
    document = documents.document(issue(handed_in))
    titles = [section.title for section in document.sections]
    labels = {fact.label for part in document.sections[0].body for fact in part.facts}  # type: ignore[union-attr]
    nouns = [noun for noun, _fields in CERTIFICATE.nouns]
    assert labels | set(titles) == {*nouns, str(STAY.title), *(field.short for field in STAY.fields)} - {
        "Sending institution", "Receiving organisation", "Sector", "Address", "Country", "Website",
    }  # fmt: skip
    for noun, fields in CERTIFICATE.nouns:
        assert all(str(field.label) in form for field in fields)
        assert all(str(field.label).lower().endswith(noun.removeprefix("Days").lower()) for field in fields[1:])
    for words in ("Programme and tasks", "knowledge, skills, competences", "Evaluation"):
        assert any(words in title for title in titles), "as in Table D"
