"""Packaging. The entry points are the index of the product."""

import os
import re

from setuptools import find_packages, setup

HERE = os.path.dirname(os.path.abspath(__file__))
PACKAGE = "internship_xblock"


def text_of(*path: str) -> str:
    with open(os.path.join(HERE, *path), encoding="utf-8") as source:
        return source.read()


def version() -> str:
    return re.search(r'__version__ = "([^"]+)"', text_of(PACKAGE, "__init__.py")).group(1)


def data_files() -> list[str]:
    """Every file of the package that is not Python, found through the linked folders too.

    The top-level `static`, `translations` and `mentor_course` are linked into the package; walking the
    links here puts the real files into wheels and source archives.
    """
    found = []
    root = os.path.join(HERE, PACKAGE)
    for folder, subfolders, names in os.walk(root, followlinks=True):
        subfolders[:] = [name for name in subfolders if name != "__pycache__" and not name.startswith(".")]
        for name in names:
            if not name.endswith((".py", ".pyc", "~")) and not name.startswith("."):
                found.append(os.path.relpath(os.path.join(folder, name), root))
    return sorted(found)


setup(
    name="internship-xblock",
    version=version(),
    description="Universities and their internship partners at work together inside Open edX",
    long_description=text_of("README.md"),
    long_description_content_type="text/markdown",
    license="Apache-2.0",
    packages=find_packages(include=[PACKAGE, f"{PACKAGE}.*"]),
    package_data={PACKAGE: data_files()},
    python_requires=">=3.11",
    # No upper pins: the platform decides the versions of what it provides.
    install_requires=[
        "Django>=4.2",
        "XBlock>=5.2",
        "django-htmx>=1.27",
        "icalendar>=6",
        "Jinja2>=3.1,<4",  # the LMS has 3.1
        "lxml>=5",
        "Markdown>=3.4,!=3.11.1,!=3.11.2,!=3.11.3",  # these lose a word: "*a**b*c"
        "nh3>=0.2.15",
        "python-docx>=1.1.2",
        "segno>=1.6.1",
        "typst>=0.15.2",
    ],
    extras_require={
        # xblock-sdk stands on `fs`, which still imports pkg_resources: gone from setuptools 81 on.
        "demo": ["xblock-sdk>=0.13", "XBlock[django]>=5.2", "edx-opaque-keys>=2.11", "setuptools<81"],
        "course": ["olxcleaner>=0.3", "edx-opaque-keys>=2.11"],
    },
    entry_points={
        "xblock.v1": [
            "internship_unit = internship_xblock.tools.units.web.block:UnitBlock",
            "internship_plan = internship_xblock.tools.plans.web.block:PlanBlock",
            "internship_placement = internship_xblock.tools.placements.web.block:PlacementBlock",
            "internship_log = internship_xblock.tools.logs.web.block:LogBlock",
        ],
        "openedx.course_tab": ["internship = internship_xblock.openedx.course_tab:InternshipTab"],
        "lms.djangoapp": ["internship_xblock = internship_xblock.apps:InternshipConfig"],
        "cms.djangoapp": ["internship_xblock = internship_xblock.apps:InternshipConfig"],
    },
    classifiers=[
        "Framework :: Django",
        "Intended Audience :: Education",
        "Programming Language :: Python :: 3.11",
        "Programming Language :: Python :: 3.12",
        "Programming Language :: Python :: 3.13",
    ],
    zip_safe=False,
)
