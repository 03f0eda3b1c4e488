"""What an author sets for a plan: settings, rubric, template."""
