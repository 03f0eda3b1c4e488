"""Documents to take along. A model of a document says what stands in it; a renderer puts it on paper, in Word, in a calendar.

Standing on the tools: `plans.py` translates a plan into the model, `logs.py` a log. The renderers know nothing of either.
"""
