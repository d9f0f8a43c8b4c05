"""Bytes to text: which encoding a report is written in, found from the bytes alone, and said where it was guessed."""

from __future__ import annotations

import codecs
from dataclasses import dataclass

from qonaq.errors import Mistake, ReportError

_MARKS = (  # the longer marks first: UTF-32 begins like UTF-16
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_NOT_TEXT = (
    (b"\x89PNG", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"\x7fELF", "a program"),
    (b"MZ", "a program"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"Rar!", "a RAR archive"),
    (b"7z\xbc\xaf", "a 7z archive"),
    (b"\xd0\xcf\x11\xe0", "an old Word or Excel file"),
    (b"{\\rtf", "a rich-text file"),
    (b"OggS", "a recording"),
    (b"ID3", "a recording"),
)
SAMPLE = 200_000  # bytes that are enough to tell an encoding
# Share of the commonest Russian small letters among the letters beyond ASCII, in any Russian prose: about 0.6.
_COMMON = frozenset("оеаинтсрвл")
_RUSSIAN = 0.4
_BROKEN = 0.01  # a text with more broken bytes than this is no UTF-8
_CONTROLS = 0.02  # a text with more control characters than this is no text


@dataclass(frozen=True)
class Decoded:
    """A text with the encoding it was written in; `caution` where that was guessed or bytes were broken."""

    text: str
    encoding: str
    caution: str | None = None


def decode(data: bytes, *, file: str) -> Decoded:
    """The text in these bytes; ReportError where they are no text."""
    for magic, what in _NOT_TEXT:
        if data.startswith(magic):
            raise ReportError(_no_text(file, what))
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _with(data, encoding, file)
    wide = _without_mark(data[:SAMPLE])
    if wide:
        return _with(data, wide, file, caution=f"read as {wide}, which the file does not say")
    try:
        decoded = Decoded(data.decode("utf-8"), "utf-8")
    except UnicodeDecodeError:
        decoded = _eight_bits(data)
    controls = sum(1 for char in decoded.text[:SAMPLE] if char < " " and char not in "\t\n\r\f\v\x1b")
    if controls > max(2, _CONTROLS * min(len(decoded.text), SAMPLE)):
        raise ReportError(_no_text(file, "bytes that are no text"))
    return decoded


def _no_text(file: str, found: str) -> Mistake:
    return Mistake(
        where=file,
        found=found,
        allowed="plain text, HTML, PDF, CSV or XLSX",
        do="Save the report as one of these, or copy its text into a file.",
    )


def _with(data: bytes, encoding: str, file: str, caution: str | None = None) -> Decoded:
    try:
        return Decoded(data.decode(encoding), encoding, caution)
    except UnicodeDecodeError:
        text = data.decode(encoding, errors="replace")
        broken = text.count("\ufffd")
        if broken > max(2, _BROKEN * len(text)):
            raise ReportError(_no_text(file, f"broken {encoding}")) from None
        return Decoded(text, encoding, f"{broken} broken characters are shown as \ufffd")


def _without_mark(sample: bytes) -> str | None:
    """UTF-16 without a mark: every other byte of Latin text is zero, of Cyrillic text four."""
    if len(sample) < 4:
        return None
    even, odd = sample[0::2], sample[1::2]
    for low, high, encoding in ((even, odd, "utf-16-le"), (odd, even, "utf-16-be")):
        if sum(high.count(byte) for byte in (0, 4)) > 0.9 * len(high) and low.count(0) < 0.1 * len(low):
            return encoding
    return None


def _eight_bits(data: bytes) -> Decoded:
    """UTF-8 with a few broken bytes, or the likeliest of the one-byte encodings of Russian and Western Europe."""
    mended = data.decode("utf-8", errors="replace")
    broken = mended.count("\ufffd")
    high = sum(1 for byte in data[:SAMPLE] if byte >= 0x80)
    if broken <= _BROKEN * len(mended) and broken < 0.5 * high:
        return Decoded(mended, "utf-8", f"{broken} broken characters are shown as \ufffd")
    best = max(("cp1251", "koi8-r", "cp866"), key=lambda encoding: _russian(data[:SAMPLE], encoding))
    if _russian(data[:SAMPLE], best) >= _RUSSIAN:
        return Decoded(data.decode(best, errors="replace"), best, f"read as {best}, which the file does not say")
    encoding = "latin-1" if any(byte in data for byte in (0x81, 0x8D, 0x8F, 0x90, 0x9D)) else "cp1252"
    return Decoded(data.decode(encoding), encoding, f"read as {encoding}, which the file does not say")


def _russian(sample: bytes, encoding: str) -> float:
    """Share of common Russian letters among all characters beyond ASCII."""
    beyond = [char for char in sample.decode(encoding, errors="replace") if char > "\x7f"]
    return sum(1 for char in beyond if char in _COMMON) / len(beyond) if beyond else 0.0
