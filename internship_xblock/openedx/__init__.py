"""The only imports of the platform, each with what happens where it is absent."""
