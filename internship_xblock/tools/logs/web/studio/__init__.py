"""What an author sets for a log: settings, questions, samples."""
