"""`make bench`: what the views and handlers of the story cost, beside a floor measured in the same run."""
