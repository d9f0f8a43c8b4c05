"""A finished run in other people's formats: one function a format, by name in `FORMATS`."""
