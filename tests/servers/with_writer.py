"""Opens a document in LibreOffice Writer and writes its words out; run by the Python that has the module `uno`.

    python3 with_writer.py PIPE DOCUMENT PASSWORD

Ends with 1 if Writer does not open it: with that password, or at all.
"""

import sys
import time
from pathlib import Path

import uno
from com.sun.star.beans import PropertyValue


def desktop(pipe):
    """Wait until LibreOffice answers on its pipe."""
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
    for _ in range(240):
        try:
            context = resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
            return context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)
        except Exception:  # noqa: BLE001 - it is still starting
            time.sleep(0.25)
    raise SystemExit("LibreOffice does not answer")


def main():
    """Open, tell, close."""
    pipe, document, password = sys.argv[1:]
    given = {"Hidden": True, "ReadOnly": True, "Password": password}
    properties = tuple(PropertyValue(Name=name, Value=value) for name, value in given.items())
    opened = desktop(pipe).loadComponentFromURL(Path(document).absolute().as_uri(), "_blank", 0, properties)
    if opened is None:
        raise SystemExit(1)
    sys.stdout.write(opened.Text.getString())
    opened.close(True)


if __name__ == "__main__":
    main()
