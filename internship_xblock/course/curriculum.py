"""The mentor course's curriculum: its modules and paths and their minutes (facts: domain, section 9).

The outline carries minutes in its names, "Task mapping (45 min)", because learners plan by them. These are the sums
that the modules were designed to; the course is checked against them.
"""

from __future__ import annotations

COURSE = ("Internship", "Mentor")  # organisation and number of the course that this curriculum describes

MINUTES = {
    "m0": 60,  # 45, and the way for whom a student comes soon
    "m1": 75,
    "m2": 110,
    "m3": 60,
    "m4": 95,
    "m5": 110,
    "m6": 90,
    "m7": 80,
    "m8": 90,
}
READY_TO_HOST = 305  # M0-M3, minutes
WHOLE_COURSE = 770  # M0-M8, minutes
ON_SCREEN, AT_WORK = 540, 210  # of M0-M8 together, at most: nine hours, and three and a half
PATHS = {  # chapters for others than mentors; M0 is shared and not repeated in them
    "student": 210,
    "supervisor": 165,
}
WITH_M0 = {"student": 255, "supervisor": 210}  # each path and what of M0 it shares, minutes: 4 h 15 and 3 h 30
MENTORS_ONLY = ("m0-soon",)  # lessons of M0 that no other path takes
CHAPTERS = {**MINUTES, **PATHS}  # in the order of the outline
