"""How pages write moments, days, sizes and texts, in both languages."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils.translation import override

from serentak.site import words

NOON = datetime(2026, 11, 2, 0, 12, tzinfo=UTC)  # 08.12 in WITA


@pytest.mark.parametrize(
    ("language", "expected"),
    [("id", "Senin, 2 Nov 2026, 08.12 WITA"), ("en", "Monday, 2 Nov 2026, 08:12 WITA")],
)
def test_a_moment_says_weekday_hour_and_zone(language: str, expected: str) -> None:
    with override(language):
        assert words.moment(NOON) == expected


def test_short_forms_and_days() -> None:
    with override("id"):
        assert words.moment(NOON, "short") == "2 Nov, 08.12"
        assert words.day(date(2026, 8, 17)) == "Senin, 17 Agustus 2026"
        assert words.day(date(2026, 8, 17), "short") == "17 Agu"
        assert (
            words.day(datetime(2026, 8, 16, 16, 30, tzinfo=UTC), "short") == "17 Agu"
        )  # after midnight in WITA
        assert words.hour(NOON) == "08.12"
    with override("en"):
        assert words.day(date(2026, 8, 17)) == "Monday, 17 August 2026"


def test_machine_readable_times() -> None:
    assert words.iso(NOON) == "2026-11-02T08:12+08:00"
    assert words.iso(date(2026, 8, 17)) == "2026-08-17"


@pytest.mark.parametrize(
    ("minutes", "expected"),
    [
        (30, "Hari ini 08.42"),
        (-30, "Hari ini 07.42"),
        (16 * 60, "Besok 00.12"),
        (3 * 24 * 60, "3 hari kerja lagi"),
        (8 * 24 * 60, "6 hari kerja lagi"),  # Monday to Tuesday week: a weekend between
    ],
)
def test_the_distance_to_a_deadline_counts_working_days_of_wita(minutes: int, expected: str) -> None:
    with override("id"):
        assert words.until(NOON + timedelta(minutes=minutes), NOON) == expected


def test_figures_and_sizes_follow_the_language() -> None:
    with override("id"):
        assert (words.figure(47031), words.figure(1.5)) == ("47.031", "1,5")
        assert [words.size(n) for n in (12, 499_499, 1_250_000)] == ["1 KB", "499 KB", "1,2 MB"]
    with override("en"):
        assert (words.figure(47031), words.size(14_200_000)) == ("47,031", "14.2 MB")


def test_a_text_of_content_is_said_in_the_page_s_language_or_in_indonesian() -> None:
    pair = {"id": "Pengaduan", "en": "Complaint"}
    with override("en"):
        assert (words.say(pair), words.say({"id": "Pengaduan"}), words.say("as it is"), words.say(None)) == (
            "Complaint", "Pengaduan", "as it is", "",
        )  # fmt: skip
    with override("id"):
        assert words.say(pair) == "Pengaduan"


def test_typed_lines_become_paragraphs_and_never_markup() -> None:
    typed = "Baris satu\r\nbaris dua\n\n\n<script>alert(1)</script> & 'ini'"
    assert words.lines(typed) == (
        "<p>Baris satu<br>baris dua</p><p>&lt;script&gt;alert(1)&lt;/script&gt; &amp; &#39;ini&#39;</p>"
    )


def test_a_code_is_written_in_groups_of_four() -> None:
    assert words.spaced("K7QM2XFH9T") == "K7QM 2XFH 9T"


def test_the_address_at_the_end_of_a_remedy_is_a_link_and_nothing_else_is() -> None:
    assert words.linked("Cari di daftarnya: /isi/") == (
        'Cari di daftarnya: <a class="ds-link" href="/isi/">/isi/</a>'
    )
    assert words.linked("<b>Coba</b> lagi.") == "&lt;b&gt;Coba&lt;/b&gt; lagi."
