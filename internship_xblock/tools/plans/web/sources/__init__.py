"""Starting a plan from something, and sharing one as a template."""
