"""What the plugin adds to the settings of LMS and Studio."""
