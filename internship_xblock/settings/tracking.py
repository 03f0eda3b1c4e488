"""Which requests the platform's tracking log must not read.

The platform's `TrackMiddleware` (common/djangoapps/track/middleware.py) writes who asked for which path, with the query and
the first 512 characters of every posted form: what people write in our blocks and pages. It leaves alone the paths that begin
with a pattern of `TRACKING_IGNORE_URL_PATTERNS` (`re.match`, without the query).
"""

from __future__ import annotations

from .. import registry

BLOCKS = sorted(registry.BLOCKS)
MIDDLEWARE = "common.djangoapps.track.middleware.TrackMiddleware"

# A usage key of ours: the block's type stands in its own place, never in the name of a course, a library or another block.
# The server unquotes a path once; what was quoted twice is logged too, before nothing is found under it.
_TYPE = f"(?:{'|'.join(BLOCKS)})"
_PLUS, _AT, _COLON, _SLASH = r"(?:\+|%2B)", "(?:@|%40)", "(?::|%3A)", "(?:/|;_|%2F)"
_PART = r"[^/:+@%;]+"
_KEY = (
    # block-v1:Org+Course+Run+type@internship_plan+block@id, also of a branch, of a CCX, or of an old library
    rf"(?:(?:ccx-|lib-)?block-v1{_COLON}[^/]+{_PLUS}type{_AT}{_TYPE}{_PLUS}block{_AT}"
    # lb:Org:Library:internship_plan:id
    rf"|lb{_COLON}{_PART}{_COLON}{_PART}{_COLON}{_TYPE}{_COLON}"
    # i4x://Org/Course/internship_plan/id, in most addresses with `;_` for a slash
    rf"|i4x{_COLON}{_SLASH}{{1,2}}{_PART}{_SLASH}{_PART}{_SLASH}{_TYPE}{_SLASH})"
)
PATTERNS = [
    r"^/internship/",  # our own pages
    rf"^/courses/[^/]+(?:/[^/]+){{0,2}}/xblock/{_KEY}",  # LMS: handlers, with and without signing in, and views
    rf"^/(?:preview/)?xblock/(?:outline/|container/)?{_KEY}",  # LMS: a block alone. Studio: handlers, views, settings, preview
    rf"^/(?:api/xblock/v2/xblocks|xblocks/v2)/{_KEY}",  # both: blocks of a content library
]
