"""Signing in in the browser (OAuth 2): oauthlib says what is asked, httpx asks it. Their only home.

`service` speaks with an issuer, `loopback` waits for the browser (RFC 8252), `device` for a code (RFC 8628), `kept`
keeps what came of it and renews it. No client id ships with mailcheck: an institute registers its own.
"""
