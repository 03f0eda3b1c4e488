"""The place where a university and its internship partners meet, inside Open edX."""

__version__ = "0.1.0"
