"""What our templates can ask for beside Django's own tags."""
