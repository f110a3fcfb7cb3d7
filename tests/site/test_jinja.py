"""Templates: fixed words stand in the compiled template of each language, and nothing else is fixed."""

import pytest
from django.template import engines
from django.utils.translation import override

from serentak.site.jinja import environment


@pytest.mark.parametrize("language", ["id", "en"])
def test_a_fixed_word_is_a_constant_of_the_compiled_template(language: str) -> None:
    with override(language):
        env = environment()
        env = env if language == "id" else env.other
        compiled = env.compile(
            '<b title="{{ _("Menu") }}">{{ _("Paling lambat %(when)s", when=w) }}</b>', raw=True
        )
    assert "'Menu'" not in compiled.replace('<b title="Menu">', "")
    assert '<b title="Menu">' in compiled, "the word joins the text around it"
    assert "when" in compiled, "what is filled in stays a call"


def test_each_language_has_its_own_words_in_one_process() -> None:
    pages = {}
    for language in ("id", "en", "id"):
        with override(language):
            pages.setdefault(language, []).append(
                engines["jinja2"].get_template("cases/villages.html").template
            )
    (first, again), (english,) = pages["id"], pages["en"]
    assert first is again and english is not first


def test_a_word_with_signs_is_not_escaped_twice_and_keeps_its_markup() -> None:
    env = environment()
    with override("id"):
        assert env.from_string('{{ _("a & <b>b</b>") }}{{ _("100%%") }}').render() == "a & <b>b</b>100%"
