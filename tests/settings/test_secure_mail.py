"""The list of secure mail systems: shipped, dated, replaceable."""

import pytest

from mailcheck.errors import SettingsError
from mailcheck.settings.secure_mail import load_secure_mail


def test_the_shipped_list_names_the_nhs():
    """Dated, and with what marks a letter there."""
    shipped = load_secure_mail()
    assert shipped.compiled.year >= 2026
    assert shipped.heeds("[secure]", "anna@nhs.net")
    assert shipped.is_secure("anna@nhs.net")


def test_an_institute_brings_its_own(tmp_path):
    """A file of the same form takes the place of the shipped one."""
    own = tmp_path / "ours.toml"
    own.write_text(
        'schema = 1\ncompiled = 2027-01-01\n[[system]]\nname = "Ours"\ndomains = ["Our.example"]\n'
        'words = ["[SAFE]"]\n[[secure]]\ndomains = ["our.example"]\n'
    )
    loaded = load_secure_mail(own)
    assert (loaded.words, loaded.domains) == (("[safe]",), ("our.example",))


@pytest.mark.parametrize(
    "text", ["schema = 2", 'schema = 1\ncompiled = "soon"', "schema = 1\ncompiled = 2027-01-01\n[[system]]\nname = 1"]
)
def test_a_file_that_is_no_list_is_refused(tmp_path, text):
    """With its place, and what would be right."""
    own = tmp_path / "ours.toml"
    own.write_text(text)
    with pytest.raises(SettingsError, match="no list of secure mail systems"):
        load_secure_mail(own)


def test_a_missing_file_is_refused(tmp_path):
    """With its place."""
    with pytest.raises(SettingsError, match=r"ours\.toml"):
        load_secure_mail(tmp_path / "ours.toml")
