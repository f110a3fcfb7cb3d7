"""YAML is read in one way or not at all."""

import pytest

from serentak.law.strict import read


@pytest.mark.parametrize(
    "text",
    [
        "010",
        "0",
        "-01",
        "1:30",
        "1:30:00",
        "yes",
        "No",
        "on",
        "OFF",
        "y",
        "n",
        "~",
        "Null",
        "True",
        "FALSE",
        "1.5",
        "1e3",
        "76.02",
        "76.02.04",
        "1_000",
        "0x1F",
        "0o17",
        "0b1",
        ".5",
        ".inf",
        "-.Inf",
        ".nan",
        "+1",
        "2026-01-01T00:00:00Z",
        "2026-1-1 10:00",
        "",
    ],
)
def test_a_value_that_can_be_read_in_two_ways_is_refused(text: str) -> None:
    document = read("x.yaml", f"a: 1\nb: {text}\n")
    if text == "0":
        assert document.data["b"] == 0
        assert document.problems == []
    else:
        (problem,) = document.problems
        assert (problem.file, problem.line) == ("x.yaml", 2)
        assert "quotes" in problem.remedy


def test_what_is_read() -> None:
    text = "a: 12\nb: -3\nc: true\nd: null\ne: 2026-01-01\nf: \"010\"\ng: 'yes'\nh: 3 hari\ni: |\n  010\non: no way\n"
    document = read("x.yaml", text)
    assert document.problems == []
    assert document.data == {
        "a": 12,
        "b": -3,
        "c": True,
        "d": None,
        "e": "2026-01-01",
        "f": "010",
        "g": "yes",
        "h": "3 hari",
        "i": "010\n",
        "on": "no way",
    }


@pytest.mark.parametrize(
    ("text", "line", "what"),
    [
        ("a: 1\nb: 2\na: 3\n", 3, "key 'a' stands twice"),
        ("a: {b: 1, c: 2, b: 3}\n", 1, "key 'b' stands twice"),
        ("a: &x {b: 1}\n", 1, "anchor 'x'"),
        ("a: &x [1]\n", 1, "anchor 'x'"),
        ("&x a: 1\n", 1, "anchor"),
        ("a: 1\nb: !!str 2\n", 2, "tag"),
        ("a: !!python/object:os.system x\n", 1, "tag"),
        ("<<: {a: 1}\n", 1, "merge"),
        ("? [1, 2]\n: 3\n", 1, "a key must be plain text"),
        ("a: 1\n---\nb: 2\n", 2, "a second document"),
        ("", 1, "the file is empty"),
        ("# only a comment\n", 1, "the file is empty"),
        ("a: 1\nb: c: d\n", 2, "not YAML"),
        ("a: [1, 2\n", 2, "not YAML"),
        ("a: 1\n\tb: 2\n", 2, "not YAML"),
    ],
)
def test_refused_with_its_line(text: str, line: int, what: str) -> None:
    problems = read("x.yaml", text).problems
    assert [p.line for p in problems if what in p.what] == [line]
    assert all(p.remedy for p in problems)


def test_an_alias_is_refused_and_not_followed() -> None:
    document = read("x.yaml", "a: &x [1]\nb: *x\n")
    assert [(p.line, p.what) for p in document.problems] == [
        (1, "anchor 'x' is not allowed"),
        (2, "alias 'x' is not allowed"),
    ]
    assert document.data["b"] is None


@pytest.mark.parametrize("raw", [b"a: \xff\xfe\n", b"a: \x00\n"])
def test_bytes_that_are_no_text(raw: bytes) -> None:
    (problem,) = read("x.yaml", raw).problems
    assert "not YAML" in problem.what


def test_every_error_of_a_file_is_told() -> None:
    document = read("x.yaml", "a: 010\nb: yes\nc: [1.5, {d: ~}]\na: 1\n")
    assert [p.line for p in document.problems] == [1, 2, 3, 3, 4]


def test_places_are_kept_for_every_part() -> None:
    document = read("x.yaml", "a:\n  - b: 1\n    c: 2\n")
    assert document.marks["a", 0, "c"] == (3, 5)
    assert document.problem(("a", 0, "nowhere"), "what", "how").line == 2
    assert str(document.problem(("a", 0, "c"), "what", "how")) == "x.yaml:3:5: what; how"
