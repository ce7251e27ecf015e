"""Headers as forwarding providers and programs write them, for an account at one provider collecting from another.

Written after published transcripts of the providers' headers, with invented people. `practice` is
anna@harbour.example, hosted by a small company whose Postfix looks names up; `home` is at Gmail, Exchange Online or
Yahoo as the sample says.
"""

OWN_TOP = (
    "Return-Path: <{envelope}>\r\n"
    "Delivered-To: anna@harbour.example\r\n"
    "Received: from mx1.harbour.example\r\n"
    "\tby store.harbour.example with LMTP\r\n"
    "\tid aBcD for <anna@harbour.example>; Mon, 2 Nov 2026 09:00:02 +0000\r\n"
    "Received: from {helo} ({peer} [{address}])\r\n"
    "\tby mx1.harbour.example (Postfix) with ESMTPS id 4XyZ\r\n"
    "\tfor <anna@harbour.example>; Mon, 2 Nov 2026 09:00:01 +0000 (UTC)\r\n"
)
"""What the practice's own servers write on top."""

LETTER = (
    "From: Bo Client <bo@elsewhere.example>\r\n"
    "To: anna@home.example\r\n"
    "Date: Mon, 2 Nov 2026 09:00:00 +0000\r\n"
    "Message-ID: <1@elsewhere.example>\r\n"
)
"""What the writer's own program wrote."""

FROM_ELSEWHERE = (
    "Received: from mail.elsewhere.example (mail.elsewhere.example. [192.0.2.7])\r\n"
    "        by mx.google.com with ESMTPS id x9\r\n"
    "        for <anna.harbour@gmail.com>;\r\n"
    "        Mon, 02 Nov 2026 01:00:00 -0800 (PST)\r\n"
)


def arrived(*, peer: str, envelope: str = "bo@elsewhere.example", helo: str = "", address: str = "192.0.2.1") -> str:
    """Return the practice's own lines for a letter that came from `peer`."""
    return OWN_TOP.format(peer=peer, envelope=envelope, helo=helo or peer, address=address)


GMAIL_MARKS = (
    "X-Google-DKIM-Signature: v=1; a=rsa-sha256; d=1e100.net\r\n"
    "X-Received: by 2002:a05:6a20:1 with SMTP id a1; Mon, 02 Nov 2026 01:00:01 -0800 (PST)\r\n"
    "X-Forwarded-To: anna@harbour.example\r\n"
    "X-Forwarded-For: anna.harbour@gmail.com anna@harbour.example\r\n"
    "Delivered-To: anna.harbour@gmail.com\r\n"
    "Received: by 2002:a05:6a20:2 with SMTP id b2;\r\n"
    "        Mon, 02 Nov 2026 01:00:00 -0800 (PST)\r\n"
)
GMAIL_ENVELOPE = "anna.harbour+caf_=anna=harbour.example@gmail.com"
GOOGLE = "mail-sor-f41.google.com"

GMAIL_FORWARDED = arrived(peer=GOOGLE, envelope=GMAIL_ENVELOPE) + GMAIL_MARKS + FROM_ELSEWHERE + LETTER

EXCHANGE = "mail-lo2gbr01on2040.outbound.protection.outlook.com"
EXCHANGE_HOPS = (
    "Received: from LO2P265MB1.GBRP265.PROD.OUTLOOK.COM (2603:10a6:600:1::1)\r\n"
    " by LO2P265MB2.GBRP265.PROD.OUTLOOK.COM (2603:10a6:600:2::2) with Microsoft SMTP Server\r\n"
    " (version=TLS1_3, cipher=TLS_AES_256_GCM_SHA384) id 15.20.1; Mon, 2 Nov 2026 09:00:00 +0000\r\n"
)
SRS = "anna+SRS=aBcDe=ZZ=elsewhere.example=bo@home.example"
EXCHANGE_LOOP = "X-MS-Exchange-ForwardingLoop: anna@home.example;5f1c2b3a-0000-4000-8000-000000000001\r\n"
EXCHANGE_FORWARDED = arrived(peer=EXCHANGE, envelope=SRS) + EXCHANGE_HOPS + LETTER + EXCHANGE_LOOP
EXCHANGE_RULE = (
    arrived(peer=EXCHANGE, envelope=SRS)
    + EXCHANGE_HOPS
    + "Resent-From: <anna@home.example>\r\n"
    + LETTER
    + "X-MS-Exchange-Inbox-Rules-Loop: anna@home.example\r\n"
)
OUT_OF_OFFICE = (
    arrived(peer=EXCHANGE, envelope="")
    + EXCHANGE_HOPS
    + LETTER.replace("Bo Client <bo@elsewhere.example>", "Anna <anna@home.example>")
    + "X-MS-Exchange-Inbox-Rules-Loop: anna@home.example\r\nAuto-Submitted: auto-generated\r\n"
    + "X-Auto-Response-Suppress: All\r\n"
)

EVERY_MARK = (
    "X-Forwarded-To: anna@harbour.example\r\n"
    "X-Forwarded-For: anna@home.example anna@harbour.example\r\n"
    "X-MS-Exchange-ForwardingLoop: anna@home.example;5f1c2b3a-0000-4000-8000-000000000001\r\n"
    "X-MS-Exchange-Inbox-Rules-Loop: anna@home.example\r\n"
    "X-Sieve-Redirected-From: anna@home.example\r\n"
    "X-Pm-Forwarded-From: anna@home.example\r\n"
    "X-Yahoo-Forwarded: from anna@home.example to anna@harbour.example\r\n"
    "X-Gmail-Fetch-Info: anna@home.example 1 imap.home.example 993 anna@home.example\r\n"
    "X-TUID: aBcDeFgHiJkL\r\n"
    "X-getmail-retrieved-from-mailbox: INBOX\r\n"
    "Delivered-To: anna@harbour.example\r\n"
    "Delivered-To: anna@home.example\r\n"
    "X-Original-To: anna@home.example\r\n"
    "Envelope-To: anna@home.example\r\n"
    "X-Delivered-To: anna@home.example\r\n"
    "X-Gm-Original-To: anna@home.example\r\n"
    "X-Apparently-To: anna@home.example\r\n"
    "Received: from imap.home.example [192.0.2.9] by mx1.harbour.example with IMAP (fetchmail-6.4.37)\r\n"
    "\tfor <anna@home.example> (single-drop); Mon, 2 Nov 2026 09:00:00 +0000\r\n"
    "Received: from imap.home.example by mx1.harbour.example with IMAP4 getmail6 msgid:1700000000/5\r\n"
    "\tfor <anna@home.example>; 02 Nov 2026 09:00:00 -0000\r\n"
    "Received: from mx.home.example (mx.home.example [192.0.2.8])\r\n"
    "\tby mx1.harbour.example (Postfix) with ESMTPS id 1 for <anna@home.example>; Mon, 2 Nov 2026 09:00:00 +0000\r\n"
    "Return-Path: <anna+caf_=anna=harbour.example@home.example>\r\n"
    "Return-Path: <anna+SRS=aBcDe=ZZ=elsewhere.example=bo@home.example>\r\n"
)
"""Every mark of group F at once, as somebody who means harm would write them."""
