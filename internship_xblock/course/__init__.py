"""The mentor course as a package of OLX: check it, build the archive that Studio imports."""
