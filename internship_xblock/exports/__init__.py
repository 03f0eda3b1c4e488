"""Documents to take along. A model of a document says what stands in it; a renderer puts it on paper, in Word, in a calendar.

The model is `records/document.py`; each tool's `documents.py` fills it. The renderers here know no tool.
"""
