"""The local page: mailcheck in a browser, on this computer alone.

`serving` opens the port, `gate` decides who may come in and what leaves, `desk` holds what the pages share, `site` maps
addresses to `pages/`, one file each. A page is a function from what was asked to an answer; it knows no protocol.
"""
