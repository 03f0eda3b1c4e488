"""How a Word document is set: paper, styles, numbering, and its language wherever Word looks for one."""

from __future__ import annotations

from datetime import UTC, datetime

from docx.document import Document as WordDocument
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from ..records.document import Document
from . import palette
from .word_xml import BEFORE_BIDI, BEFORE_BOTTOM, element, put, set_size

PAPERS = {"A4": (Mm(210), Mm(297)), "Letter": (Mm(215.9), Mm(279.4))}


def _hex(colour: str) -> str:
    """A colour as Word's own XML has it."""
    return colour.removeprefix("#").upper()


INK, ACCENT, WHITE, GOOD = (
    RGBColor.from_string(_hex(one)) for one in (palette.INK, palette.ACCENT, palette.WHITE, palette.GOOD)
)
TINT, LINE = _hex(palette.TINT), _hex(palette.LINE)
ROLES = {role: _hex(colour) for role, colour in palette.ROLES.items()} | {"": _hex(palette.QUIET)}
_TAGS = {
    "ar": "ar-SA", "bg": "bg-BG", "ca": "ca-ES", "cs": "cs-CZ", "da": "da-DK", "de": "de-DE", "el": "el-GR", "en": "en-US",
    "es": "es-ES", "et": "et-EE", "fa": "fa-IR", "fi": "fi-FI", "fr": "fr-FR", "he": "he-IL", "hi": "hi-IN", "hr": "hr-HR",
    "hu": "hu-HU", "id": "id-ID", "is": "is-IS", "it": "it-IT", "ja": "ja-JP", "ko": "ko-KR", "lt": "lt-LT", "lv": "lv-LV",
    "nb": "nb-NO", "nl": "nl-NL", "nn": "nn-NO", "no": "nb-NO", "pl": "pl-PL", "pt": "pt-PT", "ro": "ro-RO", "ru": "ru-RU",
    "se": "se-NO", "sk": "sk-SK", "sl": "sl-SI", "sv": "sv-SE", "th": "th-TH", "tr": "tr-TR", "uk": "uk-UA", "vi": "vi-VN",
    "zh-hans": "zh-CN", "zh-hant": "zh-TW",
}  # fmt: skip
_FACES = {"ascii": "Calibri", "hAnsi": "Calibri", "cs": "Arial", "eastAsia": "Microsoft YaHei"}
_STYLES = (  # name, size, colour, points above and below
    ("Normal", 10, INK, 0, 4), ("Title", 24, ACCENT, 2, 2), ("Subtitle", 14, INK, 0, 6), ("Heading 1", 14, ACCENT, 14, 6),
    ("Heading 2", 11, INK, 10, 3),
)  # fmt: skip


def set_up(word: WordDocument, document: Document, paper: str) -> None:
    """Set paper, styles, properties and language."""
    section = word.sections[0]
    section.page_width, section.page_height = PAPERS[paper]
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Mm(20)
    for name, size, color, above, below in _STYLES:
        style = word.styles[name]
        set_size(style.font, size)
        style.font.italic = False
        style.font.color.rgb = color
        style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(above), Pt(below)
        faces = style.element.get_or_add_rPr().get_or_add_rFonts()
        for theme in [key for key in faces.attrib if key.endswith("Theme")]:
            del faces.attrib[theme]
        for spread in style.element.rPr.findall(qn("w:spacing")):  # the template spaces out the letters of a subtitle
            style.element.rPr.remove(spread)
        for script, face in _FACES.items():
            faces.set(qn(f"w:{script}"), face)
    word.styles["Title"].font.bold = word.styles["Title"].font.cs_bold = True
    _rule_below(word)
    about = word.core_properties
    about.title, about.language, about.author, about.comments = document.name, tag(document.language), "", ""
    if document.created:
        at = datetime.fromisoformat(document.created).astimezone(UTC).replace(tzinfo=None)
        about.created = about.modified = at
    _say_language(word, tag(document.language))


def _rule_below(word: WordDocument) -> None:
    """A thin line below the headings of sections, none below the title, where the template has one."""
    title, heading = (word.styles[name].element.get_or_add_pPr() for name in ("Title", "Heading 1"))
    for old in title.findall(qn("w:pBdr")):
        title.remove(old)
    borders = OxmlElement("w:pBdr")
    borders.append(element("w:bottom", val="single", sz="4", space="4", color=LINE))
    put(heading, borders, BEFORE_BOTTOM)


def numbering(word: WordDocument, is_rtl: bool) -> int:
    """Add a list whose numbers hang before its lines; return its id."""
    root = word.part.numbering_part.element
    made = 1 + max((int(one.get(qn("w:abstractNumId"))) for one in root.findall(qn("w:abstractNum"))), default=0)
    abstract = element("w:abstractNum", abstractNumId=str(made))
    abstract.append(element("w:multiLevelType", val="singleLevel"))
    level = element("w:lvl", ilvl="0")
    for name, value in (("start", "1"), ("numFmt", "decimal"), ("lvlText", "%1"), ("lvlJc", "right" if is_rtl else "left")):
        level.append(element(f"w:{name}", val=value))
    place = OxmlElement("w:pPr")
    place.append(element("w:ind", left="454", hanging="454"))
    level.append(place)
    look = OxmlElement("w:rPr")
    for one in (element("w:b"), element("w:bCs"), element("w:color", val=str(ACCENT))):
        look.append(one)
    level.append(look)
    abstract.append(level)
    first = root.find(qn("w:num"))
    root.insert(len(root) if first is None else root.index(first), abstract)
    return made


def list_from(word: WordDocument, abstract: int, number: int) -> str:
    """Begin the list anew at a number; return what its paragraphs say that they belong to."""
    num = word.part.numbering_part.element.add_num(abstract)
    num.add_lvlOverride(0).add_startOverride(number)
    return str(num.numId)


def put_in_list(properties: object, num_id: str) -> None:
    """Say in a paragraph's properties that it belongs to a list."""
    one = OxmlElement("w:numPr")
    one.append(element("w:ilvl", val="0"))
    one.append(element("w:numId", val=num_id))
    put(properties, one, BEFORE_BIDI[: BEFORE_BIDI.index("numPr")])


def _say_language(word: WordDocument, said: str) -> None:
    """Say the language wherever the template says American English: in the styles and in the settings."""
    for one in (*word.styles.element.iter(qn("w:lang")), *word.settings.element.iter(qn("w:themeFontLang"))):
        for script in ("val", "eastAsia", "bidi"):
            one.set(qn(f"w:{script}"), said)
    related = word.part.rels  # a copy of the styles for Word 2010 says it too, and nothing needs it
    for key in [key for key, one in related.items() if one.reltype.endswith("/stylesWithEffects")]:
        del related[key]


def tag(language: str) -> str:
    """Return Django's name of a language as Word writes it (BCP 47), with the region that its dictionaries are called by."""
    name, *rest = language.replace("_", "-").split("-")
    parts = [part.title() if len(part) == 4 else part.upper() for part in rest]
    return _TAGS.get(language.lower()) or "-".join([name.lower(), *parts])
