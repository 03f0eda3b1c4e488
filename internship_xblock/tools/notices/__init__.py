"""Notices: what one person did and another should know, by mail, once; and what the calendar reminds of."""
