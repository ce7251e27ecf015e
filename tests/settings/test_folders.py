"""Where mailcheck's own files lie."""

from dataclasses import replace

from mailcheck.settings import Settings, default_data_folder, default_settings_path, load_policy


def test_the_data_folder_can_be_moved(tmp_path):
    """A variable moves the data folder; without it, the system's own place is used."""
    assert default_data_folder({"MAILCHECK_DATA": str(tmp_path)}) == tmp_path
    assert default_data_folder({}).name == "mailcheck"


def test_settings_lie_in_the_systems_folder():
    """The settings file has its name, in a folder of mailcheck's own."""
    assert default_settings_path().parts[-2:] == ("mailcheck", "mailcheck.toml")


def test_each_settings_file_has_a_state_of_its_own(tmp_path):
    """Two members on one computer do not share what was measured; the state is found again by the same path."""
    jane = Settings(tmp_path / "jane.toml", (), load_policy(), data_folder=tmp_path)
    paths = [replace(jane, path=path).state_path for path in (tmp_path / "john.toml", default_settings_path())]

    assert len({jane.state_path, *paths}) == 3
    assert replace(jane).state_path == jane.state_path
