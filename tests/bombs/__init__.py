"""Documents made to do harm: small ones that unpack to gigabytes, lengths that lie, chains that run in circles.

Each module holds one family; `ALL` names every bomb with the function that makes it.
"""

from collections.abc import Callable

from tests.bombs import archives, compressed, documents, keys, letters, media, pdfs, vaults, zips

ALL: dict[str, Callable[[], bytes]] = {
    **compressed.BOMBS,
    **zips.BOMBS,
    **archives.BOMBS,
    **pdfs.BOMBS,
    **documents.BOMBS,
    **letters.BOMBS,
    **keys.BOMBS,
    **vaults.BOMBS,
    **media.BOMBS,
}
