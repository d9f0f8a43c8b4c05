"""Files as people send them: every encoding, pages, PDFs, and what cannot be read says why."""

from __future__ import annotations

import io
import zipfile
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfWriter
from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject

from qonaq.errors import InputError, ReportError
from qonaq.io import readers
from qonaq.io.decoding import decode
from qonaq.io.gazetteer import open_gazetteer
from qonaq.io.html_pages import DEEPEST, LARGEST_PAGE, MOST_ELEMENTS
from qonaq.io.pdf_pages import MOST_PAGES
from qonaq.io.readers import open_bytes, open_report, read_report, reading_in, reading_of, text_of

ENGLISH = (
    "DATE: 2022-09-28\n\n"
    "Some 98,000 people have entered Kazakhstan from Russia since September 21, the ministry said.\n"
)
RUSSIAN = (
    "Дата: 28 сентября 2022\n\nВ область въехали около 12 тысяч граждан России, сообщили в акимате. "
    "Гостиницы заполнены, свободных мест почти не осталось, сказали в городском управлении.\n"
)


def said(error: pytest.ExceptionInfo[ReportError]) -> str:
    """All the words of the error, which must have every part that helps."""
    for mistake in error.value.mistakes:
        assert mistake.where
        assert mistake.found
        assert mistake.allowed
        assert mistake.do
    return str(error.value)


def pdf(*pages: str) -> bytes:
    """A PDF whose pages say these words."""
    writer = PdfWriter()
    font = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Font"),
            NameObject("/Subtype"): NameObject("/Type1"),
            NameObject("/BaseFont"): NameObject("/Helvetica"),
        }
    )
    for text in pages:
        page = writer.add_blank_page(595, 842)
        page[NameObject("/Resources")] = DictionaryObject(
            {NameObject("/Font"): DictionaryObject({NameObject("/F1"): writer._add_object(font)})}
        )
        stream = DecodedStreamObject()
        lines = " T* ".join(f"({line}) Tj" for line in text.split("\n"))
        stream.set_data(f"BT /F1 11 Tf 14 TL 50 780 Td {lines} ET".encode("latin-1"))
        page[NameObject("/Contents")] = writer._add_object(stream)
    written = io.BytesIO()
    writer.write(written)
    return written.getvalue()


PAGE = """<!doctype html><html><head><title>Border town asks for beds</title>
<meta property="og:site_name" content="The Steppe Courier">
<meta property="article:published_time" content="2022-09-28T10:00:00Z">
<script>var fake = "900,000 people have entered Kazakhstan";</script></head><body>
<nav><a href="/">Home</a><a href="/sport">Sport</a></nav>
<article><h1>Border town asks for beds</h1>
<p>Some 98,000 people have entered Kazakhstan from Russia since September 21, the interior ministry said on
Wednesday.</p>
<p>Hotels in the border towns are full, and the mayor has asked for a further four hundred beds in schools and
camps.</p>
<p>Volunteers in the town hand out tea and soup to those who wait, and a cinema has opened its hall for the
night.</p>
</article>
<div id="comments" class="comments"><h3>Comments</h3>
<p class="comment">I saw 500,000 people enter Kazakhstan yesterday!</p></div>
<footer>Copyright. All rights reserved.</footer></body></html>"""


class TestText:
    def test_offsets_refer_to_the_file_as_it_is(self, tmp_path: Path) -> None:
        path = tmp_path / "report.txt"
        path.write_bytes(ENGLISH.replace("\n", "\r\n").encode())
        assert text_of(path) == path.read_bytes().decode("utf-8")

    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
    @pytest.mark.parametrize("text", [ENGLISH, RUSSIAN])
    def test_unicode_encodings(self, encoding: str, text: str) -> None:
        assert decode(text.encode(encoding), file="a.txt").text.removeprefix("\ufeff") == text

    @pytest.mark.parametrize("encoding", ["cp1251", "koi8-r", "cp866"])
    def test_russian_encodings_are_found_and_said(self, encoding: str) -> None:
        decoded = decode(RUSSIAN.encode(encoding), file="a.txt")
        assert (decoded.text, decoded.encoding) == (RUSSIAN, encoding)
        assert decoded.caution == f"read as {encoding}, which the file does not say"

    def test_western_letters(self) -> None:
        decoded = decode("Près de 500 réfugiés logés à Besançon".encode("latin-1"), file="a.txt")
        assert decoded.text.endswith("Besançon")
        assert decoded.caution == "read as cp1252, which the file does not say"

    def test_a_few_broken_bytes_are_said(self) -> None:
        decoded = decode((RUSSIAN * 3).encode() + b"\xff", file="a.txt")
        assert decoded.encoding == "utf-8"
        assert decoded.caution == "1 broken characters are shown as \ufffd"

    def test_cautions_reach_the_reading(self) -> None:
        reading = reading_in(open_bytes(RUSSIAN.encode("cp1251"), file="a.txt"), open_gazetteer())
        assert any("cp1251" in caution for caution in reading.cautions)

    def test_marks_of_direction_do_not_move_offsets(self) -> None:
        text = "\u202b\u200f" + ENGLISH.replace("98,000", "\u200e98,000\u200f")
        opened = open_bytes(text.encode(), file="a.txt")
        reading = reading_in(opened, open_gazetteer())
        assert opened.text == text
        assert all(text[c.passage.start : c.passage.end] == c.passage.quote for c in reading.claims)

    @pytest.mark.parametrize(
        "data", [b"\x89PNG\r\n\x1a\n" + bytes(500), b"\x7fELF" + bytes(99), bytes(range(256)) * 40]
    )
    def test_bytes_that_are_no_text_are_refused(self, data: bytes) -> None:
        with pytest.raises(ReportError) as error:
            open_bytes(data, file="a.txt")
        assert "allowed: plain text, HTML, PDF, CSV or XLSX" in said(error)

    @pytest.mark.parametrize("data", [b"", b" \n\t\r\n", b"\xef\xbb\xbf\n", bytes(40)])
    def test_empty_file_is_refused(self, data: bytes) -> None:
        with pytest.raises(ReportError) as error:
            open_bytes(data, file="a.txt")
        assert "found an empty file" in said(error)

    def test_broken_utf16_is_refused(self) -> None:
        with pytest.raises(ReportError) as error:
            decode(b"\xff\xfe" + b"\x00\xd8" * 50, file="a.txt")
        assert "broken utf-16" in said(error)


class TestFiles:
    def test_missing_file_folder_and_odd_names(self, tmp_path: Path) -> None:
        for path, words in (
            (tmp_path / "none.txt", "no such file"),
            (tmp_path, "found a folder"),
            (Path("/dev/null"), "no ordinary file"),
            (tmp_path / ("x" * 5000), "too long"),
            (Path("a\x00b"), "null"),
        ):
            with pytest.raises(ReportError) as error:
                open_report(path)
            assert words in said(error)

    def test_file_that_may_not_be_read(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        def refuse(*_: object, **__: object) -> None:
            raise PermissionError

        monkeypatch.setattr(Path, "open", refuse)
        path = tmp_path / "report.txt"
        path.touch()
        with pytest.raises(ReportError) as error:
            open_report(path)
        assert "a file that may not be read" in said(error)

    def test_fifty_megabytes_are_refused_before_they_are_read(self, tmp_path: Path) -> None:
        path = tmp_path / "large.txt"
        with path.open("wb") as file:
            file.truncate(readers.LARGEST + 1)
        with pytest.raises(ReportError) as error:
            open_report(path)
        assert "at most 50,000,000 bytes" in said(error)
        with pytest.raises(ReportError) as error:
            open_bytes(bytes(readers.LARGEST + 1), file="a.txt")
        assert "50,000,001 bytes" in said(error)

    def test_text_beyond_any_report_is_refused(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(readers, "LONGEST", 100)
        with pytest.raises(ReportError) as error:
            open_bytes(b"word " * 30, file="a.txt")
        assert "at most 100 characters" in said(error)

    def test_word_document_and_archive_are_named(self) -> None:
        for inner, words in (("word/document.xml", "a Word document"), ("a.txt", "an archive")):
            packed = io.BytesIO()
            with zipfile.ZipFile(packed, "w") as archive:
                archive.writestr(inner, "x")
            with pytest.raises(ReportError) as error:
                open_bytes(packed.getvalue(), file="a.docx")
            assert words in said(error)


class TestPages:
    def test_page_is_taken_apart(self) -> None:
        opened = open_bytes(PAGE.encode(), file="page.html")
        assert "98,000 people have entered" in opened.text
        assert opened.published == date(2022, 9, 28)
        assert opened.title == "Border town asks for beds"
        assert opened.medium == "The Steppe Courier"

    @pytest.mark.parametrize("words", ["900,000", "500,000", "Sport", "rights reserved"])
    def test_scripts_comments_and_menus_are_no_evidence(self, words: str) -> None:
        assert words not in open_bytes(PAGE.encode(), file="page.html").text

    def test_page_without_its_ending_in_the_name_is_known(self) -> None:
        assert open_bytes(PAGE.encode(), file="saved").text == open_bytes(PAGE.encode(), file="saved.html").text

    def test_offsets_refer_to_the_text_that_is_printed(self, tmp_path: Path) -> None:
        path = tmp_path / "page.html"
        path.write_bytes(PAGE.encode())
        text, reading = text_of(path), reading_of(path, open_gazetteer())
        assert [c.value for c in reading.claims if c.measure == "entries"] == [98_000]
        assert all(text[c.passage.start : c.passage.end] == c.passage.quote for c in reading.claims)
        assert reading.published == date(2022, 9, 28)

    @pytest.mark.parametrize("encoding", ["windows-1251", "koi8-r", "utf-16"])
    def test_russian_page_in_its_own_encoding(self, encoding: str) -> None:
        paragraph = "".join(f"<p>{line}</p>" for line in RUSSIAN.split("\n\n"))
        page = f'<html><head><meta charset="{encoding}"><title>Т</title></head><body>{paragraph}</body></html>'
        assert "въехали около 12 тысяч граждан России" in open_bytes(page.encode(encoding), file="a.html").text

    def test_short_page_is_read_as_a_reader_sees_it(self) -> None:
        text = open_bytes(b"<html><body><script>x()</script><p>Hotels are full.</p></body></html>", file="a.html").text
        assert "Hotels are full." in text
        assert "x()" not in text

    @pytest.mark.parametrize(
        ("page", "words"),
        [
            ("<html><script>let a = 1</script></html>", "a page without text"),
            ("<!doctype html>", "nothing that can be read as a page"),
            ("<html><body>" + "<div>" * (DEEPEST + 50) + "x", "deep"),
            ("<html><body>" + "<br>" * (MOST_ELEMENTS + 5) + "x", "over 200,000 elements"),
            ("<html>" + " " * LARGEST_PAGE + "x", "bytes of HTML"),
        ],
    )
    def test_page_that_says_nothing_or_too_much_is_refused(self, page: str, words: str) -> None:
        with pytest.raises(ReportError) as error:
            open_bytes(page.encode(), file="a.html")
        assert words in said(error)


class TestPdf:
    def test_text_of_a_situation_report(self) -> None:
        opened = open_bytes(
            pdf("Situation report, 28 September 2022", "Some 98,000 people have entered."), file="a.pdf"
        )
        assert opened.text == "Situation report, 28 September 2022\n\nSome 98,000 people have entered."

    def test_hundred_pages(self) -> None:
        opened = open_bytes(pdf(*(f"Page {n} of a long report" for n in range(100))), file="a.pdf")
        assert opened.text.count("of a long report") == 100
        assert opened.cautions == ()

    def test_pages_beyond_the_limit_are_said(self) -> None:
        opened = open_bytes(pdf(*["x"] * (MOST_PAGES + 2)), file="a.pdf")
        assert opened.cautions == (f"only the first {MOST_PAGES} of {MOST_PAGES + 2} pages were read",)

    def test_day_on_which_the_file_was_made_is_said_to_be_that(self) -> None:
        writer = PdfWriter(clone_from=io.BytesIO(pdf("Some 98,000 people have entered Kazakhstan, officials said.")))
        writer.add_metadata({"/CreationDate": "D:20220929101500Z", "/Title": "Situation"})
        written = io.BytesIO()
        writer.write(written)
        opened = open_bytes(written.getvalue(), file="a.pdf")
        assert (opened.published, opened.title) == (date(2022, 9, 29), "Situation")
        cautions = reading_in(opened, open_gazetteer()).cautions
        assert "a.pdf: the day of publication is that on which the file was made" in cautions

    def test_pdf_without_text(self) -> None:
        with pytest.raises(ReportError) as error:
            open_bytes(pdf(""), file="a.pdf")
        assert "a PDF without text" in said(error)

    def test_broken_pdf(self) -> None:
        whole = pdf("Some text")
        for data in (b"%PDF-1.7\n", b"%PDF-1.7\n" + bytes(range(256)) * 20, whole[: len(whole) // 2]):
            with pytest.raises(ReportError) as error:
                open_bytes(data, file="a.pdf")
            assert "PDF" in said(error)

    def test_locked_pdf(self) -> None:
        writer = PdfWriter(clone_from=io.BytesIO(pdf("secret")))
        writer.encrypt("password", algorithm="RC4-128")
        written = io.BytesIO()
        writer.write(written)
        with pytest.raises(ReportError) as error:
            open_bytes(written.getvalue(), file="a.pdf")
        assert "asks for a password" in said(error)


class TestAnything:
    @settings(max_examples=150, deadline=None)
    @given(st.binary(max_size=400), st.sampled_from(["a.txt", "a.html", "a.pdf", "a.csv", "a.xlsx"]))
    def test_any_bytes_are_read_or_refused(self, data: bytes, name: str) -> None:
        _read_or_refused(data, name)

    @settings(max_examples=100, deadline=None)
    @given(
        st.sampled_from([b"<html><body>", b"%PDF-1.4\n", b"PK\x03\x04xl/", b"\xff\xfe", b"\x00\x00\xfe\xff", b""]),
        st.binary(max_size=300),
    )
    def test_any_bytes_after_a_true_beginning_are_read_or_refused(self, head: bytes, data: bytes) -> None:
        _read_or_refused(head + data, "a")

    @settings(max_examples=100, deadline=None)
    @given(st.text(max_size=400))
    def test_any_text_gives_true_offsets(self, text: str) -> None:
        _read_or_refused(text.encode("utf-8", "surrogatepass"), "a.txt")


def _read_or_refused(data: bytes, name: str) -> None:
    try:
        opened = open_bytes(data, file=name)
        reading = reading_in(opened, open_gazetteer())
    except InputError as error:
        refusals = error.mistakes
    else:
        refusals = ()
    if refusals:
        assert all(m.where and m.found and m.allowed and m.do for m in refusals)
        return
    for one in (*reading.claims, *reading.events, *reading.options, *reading.signals):
        assert opened.text[one.passage.start : one.passage.end] == one.passage.quote


def test_day_of_the_text_comes_before_the_day_of_the_metadata(tmp_path: Path) -> None:
    path = tmp_path / "report.txt"
    path.write_text(ENGLISH, encoding="utf-8")
    assert read_report(path).published == date(2022, 9, 28)
