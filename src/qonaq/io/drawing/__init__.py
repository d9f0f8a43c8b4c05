"""Fans, dots and maps as SVG, drawn once for the page, the printed plan and the studio."""
