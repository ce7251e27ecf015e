"""Documents to protect, and the programs of others that open the copies."""

import shutil
import subprocess
from hashlib import sha256
from pathlib import Path

from mailcheck.protect import Passphrase

SAMPLES = Path("tests/samples/files")
PASSPHRASE = Passphrase("tadpole-grit-wages-lemon-hypnosis")


def copied(name: str, folder: Path, *, as_name: str | None = None) -> Path:
    """Return a copy of a sample in a folder of the test's own."""
    folder.mkdir(parents=True, exist_ok=True)
    return Path(shutil.copyfile(SAMPLES / name, folder / (as_name or name)))


def written(path: Path, content: bytes) -> Path:
    """Return a file with some content."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path


def contents(folder: Path) -> dict[str, str]:
    """Return every file of a folder with the digest of its content, hidden ones too."""
    return {
        str(path.relative_to(folder)): sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def run(*command: str | Path, folder: Path | None = None) -> subprocess.CompletedProcess[str]:
    """Run another program without a keyboard."""
    return subprocess.run(
        [str(word) for word in command],
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
        cwd=folder,
        check=False,
    )
