"""Makes the samples of all other formats anew, with the programs that people use.

    python -m tests.samples.make_samples_other

Needs gpg, openssl, ssh-keygen, age, 7z, tar, ar, gzip, bzip2, xz, lzma, zstd, LibreOffice with python3-uno, and from
Python pykeepass, pyAesCrypt and pycdlib. Writes `files/` and `manifest_other.tsv`. What no free program writes is built
from its specification (`from_specification/`), and the manifest says so beside the sample.
"""

import io
import os
import subprocess
from collections.abc import Callable
from email.message import EmailMessage
from pathlib import Path

from tests.samples.collecting import HERE, SECRET, TEXT, Rows, collect
from tests.samples.from_specification import archives, documents, media, vaults
from tests.samples.from_specification.archives import File

PORT = "20556"
BUILT = "bytes from the specification; no free program at hand writes it"


def run(*command: str, folder: Path, given: bytes = b"") -> bytes:
    """Run a program in a folder; its own home is that folder, so nothing of ours is touched."""
    environment = {**os.environ, "HOME": str(folder), "GNUPGHOME": str(folder / "gnupg")}
    done = subprocess.run(command, cwd=folder, check=True, capture_output=True, input=given, env=environment)
    return done.stdout


def openpgp(folder: Path) -> Rows:
    """Make OpenPGP messages, signatures and keys with GnuPG."""
    (folder / "gnupg").mkdir(mode=0o700)
    (folder / "a.txt").write_bytes(TEXT)
    gpg = ("gpg", "--batch", "--yes", "--quiet", "--pinentry-mode", "loopback", "--passphrase")
    run(*gpg, "", "--quick-gen-key", "open@example.org", "future-default", "default", "never", folder=folder)
    run(*gpg, SECRET, "--quick-gen-key", "locked@example.org", "future-default", "default", "never", folder=folder)
    to, sign = ("--trust-model", "always", "-r", "open@example.org"), ("-u", "open@example.org")
    made = (
        ("to-key.gpg", "protected", "strong", ("", *to, "--encrypt")),
        ("to-key-signed.asc", "protected", "strong", ("", *to, *sign, "--armor", "--sign", "--encrypt")),
        ("passphrase.gpg", "protected", "strong", (SECRET, "--cipher-algo", "AES256", "--symmetric")),
        ("passphrase-3des.asc", "protected", "weak", (SECRET, "--cipher-algo", "3DES", "--armor", "--symmetric")),
        ("signed.gpg", "open", "none", ("", *sign, "--sign")),
        ("signed-clear.asc", "open", "none", ("", *sign, "--clear-sign")),
        ("signature.sig", "open", "none", ("", *sign, "--detach-sign")),
        ("literal.asc", "open", "none", ("", "--armor", "--store")),
    )
    rows: Rows = []
    for name, label, strength, (passphrase, *options) in made:
        run(*gpg, passphrase, "--output", name, *options, "a.txt", folder=folder)
        rows.append((name, "openpgp", label, strength, f"gpg {options[-1]}"))
    for name, user, option, label in (
        ("secret-open.asc", "open@example.org", "--export-secret-keys", "open"),
        ("secret-locked.gpg", "locked@example.org", "--export-secret-keys", "protected"),
        ("public.gpg", "open@example.org", "--export", "open"),
    ):
        armor = ["--armor"] if name.endswith(".asc") else []
        run(*gpg, SECRET if "locked" in user else "", *armor, "--output", name, option, user, folder=folder)
        rows.append((name, "openpgp", label, "strong" if label == "protected" else "none", f"gpg {option}"))
    run("gpgconf", "--kill", "all", folder=folder)
    return rows


def keys(folder: Path) -> Rows:
    """Make keys and certificates with OpenSSL and OpenSSH."""
    subject, word = ("-subj", "/CN=sample"), f"pass:{SECRET}"
    run("openssl", "req", "-x509", "-newkey", "ed25519", "-nodes", "-keyout", "key-open.pem", "-out", "certificate.pem",
        *subject, folder=folder)  # fmt: skip
    run("openssl", "req", "-x509", "-newkey", "rsa:1024", "-nodes", "-keyout", "rsa.pem", "-out", "rsa-cert.pem",
        *subject, folder=folder)  # fmt: skip
    run("openssl", "pkcs8", "-topk8", "-in", "key-open.pem", "-out", "key-locked.pem", "-passout", word, folder=folder)
    run("openssl", "pkcs8", "-topk8", "-in", "key-open.pem", "-outform", "der", "-out", "key-locked.der", "-passout",
        word, folder=folder)  # fmt: skip
    run("openssl", "rsa", "-traditional", "-des3", "-in", "rsa.pem", "-out", "key-des3.pem", "-passout", word,
        folder=folder)  # fmt: skip
    for name, passphrase in (("ssh-open", ""), ("ssh-locked", SECRET)):
        run("ssh-keygen", "-q", "-t", "ed25519", "-C", "sample", "-N", passphrase, "-f", name, folder=folder)
    pair = ("openssl", "pkcs12", "-export", "-inkey", "rsa.pem", "-in", "rsa-cert.pem")
    run(*pair, "-out", "store.p12", "-passout", word, folder=folder)
    run(*pair, "-out", "store-legacy.p12", "-legacy", "-passout", word, folder=folder)
    run(*pair, "-out", "store-empty.p12", "-passout", "pass:", folder=folder)
    run(*pair, "-out", "store-open.p12", "-passout", word, "-keypbe", "NONE", "-certpbe", "NONE", folder=folder)
    return [
        ("key-open.pem", "pem", "open", "none", "openssl req -nodes"),
        ("certificate.pem", "pem", "open", "none", "openssl req -x509"),
        ("key-locked.pem", "pem", "protected", "strong", "openssl pkcs8 -topk8"),
        ("key-locked.der", "pem", "protected", "strong", "openssl pkcs8 -topk8 -outform der"),
        ("key-des3.pem", "pem", "protected", "weak", "openssl rsa -traditional -des3"),
        ("ssh-open", "pem", "open", "none", "ssh-keygen -N ''"),
        ("ssh-locked", "pem", "protected", "strong", "ssh-keygen -N"),
        ("store.p12", "pkcs12", "protected", "strong", "openssl pkcs12 -export"),
        ("store-legacy.p12", "pkcs12", "protected", "weak", "openssl pkcs12 -export -legacy"),
        ("store-empty.p12", "pkcs12", "open", "none", "openssl pkcs12 -export with an empty password"),
        ("store-open.p12", "pkcs12", "open", "none", "openssl pkcs12 -export -keypbe NONE -certpbe NONE"),
    ]


def cms(folder: Path) -> Rows:
    """Make cryptographic messages with OpenSSL, and files with `openssl enc`."""
    signer = ("-signer", "rsa-cert.pem", "-inkey", "rsa.pem")
    enveloped = ("openssl", "cms", "-encrypt", "-in", "a.txt", "-binary")
    run(*enveloped, "-aes256", "-outform", "DER", "-out", "enveloped.p7m", "rsa-cert.pem", folder=folder)
    run(*enveloped, "-aes-256-gcm", "-outform", "DER", "-out", "auth-enveloped.p7m", "rsa-cert.pem", folder=folder)
    run(*enveloped, "-stream", "-outform", "DER", "-des3", "-out", "streamed.p7m", "rsa-cert.pem", folder=folder)
    run(*enveloped, "-aes128", "-outform", "PEM", "-out", "enveloped.pem", "rsa-cert.pem", folder=folder)
    signed = ("openssl", "cms", "-sign", "-binary", "-outform", "DER", *signer)
    run(*signed, "-nodetach", "-in", "a.txt", "-out", "signed.p7m", folder=folder)
    run(*signed, "-in", "a.txt", "-out", "detached.p7s", folder=folder)
    run(*signed, "-nodetach", "-in", "enveloped.p7m", "-out", "signed-enveloped.p7m", folder=folder)
    run("openssl", "crl2pkcs7", "-nocrl", "-certfile", "certificate.pem", "-outform", "DER", "-out", "certificates.p7c",
        folder=folder)  # fmt: skip
    enc = ("openssl", "enc", "-pbkdf2", "-in", "a.txt", "-pass", f"pass:{SECRET}")
    run(*enc, "-aes-256-cbc", "-out", "salted.enc", folder=folder)
    run(*enc, "-aes-256-cbc", "-a", "-out", "salted.b64", folder=folder)
    run("age-keygen", "-o", "age.key", folder=folder)
    to = run("age-keygen", "-y", "age.key", folder=folder).decode().strip()
    run("age", "-r", to, "-o", "to-key.age", "a.txt", folder=folder)
    run("age", "-a", "-r", to, "-o", "to-key-armour.age", "a.txt", folder=folder)
    return [
        ("enveloped.p7m", "cms", "protected", "strong", "openssl cms -encrypt -aes256"),
        ("auth-enveloped.p7m", "cms", "protected", "strong", "openssl cms -encrypt -aes-256-gcm"),
        ("streamed.p7m", "cms", "protected", "weak", "openssl cms -encrypt -stream -des3"),
        ("enveloped.pem", "cms", "protected", "strong", "openssl cms -encrypt -outform PEM"),
        ("signed.p7m", "cms", "open", "none", "openssl cms -sign -nodetach"),
        ("detached.p7s", "cms", "open", "none", "openssl cms -sign"),
        ("signed-enveloped.p7m", "cms", "protected", "strong", "openssl cms -sign of enveloped.p7m"),
        ("certificates.p7c", "cms", "open", "none", "openssl crl2pkcs7"),
        ("salted.enc", "openssl-enc", "protected", "strong", "openssl enc -aes-256-cbc"),
        ("salted.b64", "openssl-enc", "protected", "strong", "openssl enc -a"),
        ("to-key.age", "age", "protected", "strong", "age -r"),
        ("to-key-armour.age", "age", "protected", "strong", "age -a -r"),
    ]


def packed(folder: Path) -> Rows:
    """Make archives with 7-Zip and tar, and compressed files with their own programs."""
    (folder / "b.txt").write_bytes(TEXT[::-1])
    word = f"-p{SECRET}"
    run("7z", "a", "plain.7z", "a.txt", "b.txt", folder=folder)
    run("7z", "a", word, "password.7z", "a.txt", "b.txt", folder=folder)
    run("7z", "a", word, "-mhe=on", "names-hidden.7z", "a.txt", folder=folder)
    run("7z", "a", word, "mixed.7z", "a.txt", folder=folder)
    run("7z", "a", "mixed.7z", "b.txt", folder=folder)
    run("7z", "a", "nested.7z", "password.7z", "to-key.gpg", folder=folder)
    run("tar", "cf", "plain.tar", "a.txt", "b.txt", folder=folder)
    run("tar", "cf", "nested.tar", "password.7z", "to-key.gpg", folder=folder)
    run("tar", "cf", "nested-open.tar", "password.7z", "a.txt", folder=folder)
    run("ar", "rc", "plain.ar", "a.txt", folder=folder)
    rows: Rows = []
    for program, ending in (("gzip", "gz"), ("bzip2", "bz2"), ("xz", "xz"), ("lzma", "lzma"), ("zstd", "zst")):
        (folder / f"text.{ending}").write_bytes(run(program, "-c", "a.txt", folder=folder))
        (folder / f"protected.7z.{ending}").write_bytes(run(program, "-c", "password.7z", folder=folder))
        rows.append((f"text.{ending}", program, "open", "none", f"{program} of a text"))
        rows.append((f"protected.7z.{ending}", program, "protected", "strong", f"{program} of password.7z"))
    return [
        *rows,
        ("plain.7z", "7z", "open", "none", "7z"),
        ("password.7z", "7z", "protected", "strong", "7z -p"),
        ("names-hidden.7z", "7z", "protected", "strong", "7z -p -mhe=on"),
        ("mixed.7z", "7z", "partial", "strong", "7z -p, then 7z"),
        ("nested.7z", "7z", "protected", "strong", "7z of password.7z and to-key.gpg"),
        ("plain.tar", "tar", "open", "none", "tar"),
        ("nested.tar", "tar", "protected", "strong", "tar of password.7z and to-key.gpg"),
        ("nested-open.tar", "tar", "partial", "strong", "tar of password.7z and a text"),
        ("plain.ar", "ar", "open", "none", "ar"),
    ]


def vault_files(folder: Path) -> Rows:
    """Make databases, encrypted files and an image with the libraries that people use."""
    import pyAesCrypt
    import pycdlib
    from pykeepass import create_database

    create_database(str(folder / "database.kdbx"), password=SECRET)
    with (folder / "a.txt").open("rb") as source, (folder / "text.aes").open("wb") as target:
        pyAesCrypt.encryptStream(source, target, SECRET, 64 * 1024)
    image = pycdlib.PyCdlib()
    image.new()
    image.add_fp(io.BytesIO(TEXT), len(TEXT), "/A.;1")
    image.write(str(folder / "plain.iso"))
    image.close()
    (folder / "calendar.ics").write_bytes(b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nEND:VCALENDAR\r\n")
    (folder / "contact.vcf").write_bytes(b"BEGIN:VCARD\r\nVERSION:4.0\r\nFN:Nobody\r\nEND:VCARD\r\n")
    return [
        ("database.kdbx", "keepass", "protected", "strong", "pykeepass"),
        ("text.aes", "aescrypt", "protected", "strong", "pyAesCrypt"),
        ("plain.iso", "iso", "open", "none", "pycdlib"),
        ("calendar.ics", "icalendar", "open", "none", "by hand"),
        ("contact.vcf", "vcard", "open", "none", "by hand"),
    ]


def letters(folder: Path) -> Rows:
    """Make messages with Python's email package, OpenSSL and GnuPG."""
    rows: Rows = []
    for name, label, strength, attached in (
        ("letter.eml", "open", "none", ()),
        ("letter-open.eml", "open", "none", ("plain.odt",)),
        ("letter-protected.eml", "protected", "strong", ("password.7z", "password.odt")),
        ("letter-mixed.eml", "partial", "strong", ("password.7z", "plain.odt")),
    ):
        message = EmailMessage()
        message["From"], message["To"], message["Subject"] = "one@example.org", "two@example.org", "A sample"
        message.set_content("The words of the letter.")
        for file in attached:
            octets = (folder / file).read_bytes()
            message.add_attachment(octets, maintype="application", subtype="octet-stream", filename=file)
        (folder / name).write_bytes(message.as_bytes())
        rows.append((name, "eml", label, strength, "Python's email package"))
    run("openssl", "cms", "-encrypt", "-aes256", "-in", "letter.eml", "-from", "one@example.org", "-subject", "A",
        "-out", "smime.eml", "rsa-cert.pem", folder=folder)  # fmt: skip
    run("openssl", "cms", "-sign", "-in", "letter.eml", "-from", "one@example.org", "-subject", "A", "-signer",
        "rsa-cert.pem", "-inkey", "rsa.pem", "-out", "smime-signed.eml", folder=folder)  # fmt: skip
    boundary = b'From: one@example.org\nMIME-Version: 1.0\nContent-Type: multipart/encrypted; boundary="qq"\n\n'
    control = b"--qq\nContent-Type: application/pgp-encrypted\n\nVersion: 1\n\n--qq\n"
    control += b"Content-Type: application/octet-stream\n\n"
    (folder / "pgp.eml").write_bytes(boundary + control + (folder / "to-key-signed.asc").read_bytes() + b"\n--qq--\n")
    box = b"".join(
        b"From one@example.org Mon Jan  1 10:00:00 2024\n" + (folder / name).read_bytes() + b"\n"
        for name in ("letter-protected.eml", "letter.eml")
    )
    (folder / "letters.mbox").write_bytes(box)
    return [
        *rows,
        ("smime.eml", "eml", "protected", "strong", "openssl cms -encrypt"),
        ("smime-signed.eml", "eml", "open", "none", "openssl cms -sign"),
        ("pgp.eml", "eml", "protected", "strong", "gpg, put into multipart/encrypted by hand"),
        ("letters.mbox", "mbox", "partial", "strong", "Python's email package"),
    ]


def opendocument(folder: Path) -> Rows:
    """Make OpenDocument and text files with LibreOffice."""
    profile = (folder / "profile").as_uri()
    accept = f"--accept=socket,host=127.0.0.1,port={PORT};urp;"
    command = ["soffice", f"-env:UserInstallation={profile}", "--headless", "--norestore", accept]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as server:
        run("/usr/bin/python3", str(HERE / "opendocument_samples.py"), str(folder), PORT, folder=folder)
        server.wait(60)
    kinds = {"fodt": "flat-odf"}
    return [
        (name, kinds.get(name.rpartition(".")[2], name.rpartition(".")[2]), label, strength, "LibreOffice")
        for name, label, strength in (
            ("plain.odt", "open", "none"), ("password.odt", "protected", "strong"), ("flat.fodt", "open", "none"),
            ("plain.rtf", "open", "none"), ("plain.html", "open", "none"), ("plain.ods", "open", "none"),
            ("password.ods", "protected", "strong"), ("plain.odp", "open", "none"),
        )
    ]  # fmt: skip


def built(folder: Path) -> Rows:
    """Write what no free program writes."""
    text, locked = File(b"a.txt", TEXT), File(b"b.bin", vaults.CIPHERTEXT[:64], encrypted=True)
    cipher = vaults.CIPHERTEXT[:512]
    made: tuple[tuple[str, str, str, str, bytes], ...] = (
        ("plain-4.rar", "rar", "open", "none", archives.rar4(text)),
        ("password-4.rar", "rar", "protected", "strong", archives.rar4(locked)),
        ("mixed-4.rar", "rar", "partial", "strong", archives.rar4(text, locked)),
        ("names-hidden-4.rar", "rar", "protected", "strong", archives.rar4(headers_encrypted=True)),
        ("plain-5.rar", "rar", "open", "none", archives.rar5(text)),
        ("password-5.rar", "rar", "protected", "strong", archives.rar5(locked)),
        ("mixed-5.rar", "rar", "partial", "strong", archives.rar5(text, locked)),
        ("names-hidden-5.rar", "rar", "protected", "strong", archives.rar5(headers_encrypted=True)),
        ("plain.arj", "arj", "open", "none", archives.arj(text)),
        ("password.arj", "arj", "protected", "weak", archives.arj(locked)),
        ("plain.ace", "ace", "open", "none", archives.ace(text)),
        ("password.ace", "ace", "protected", "weak", archives.ace(locked)),
        ("plain.lzh", "lha", "open", "none", archives.lha(text)),
        ("plain.cab", "cab", "open", "none", archives.cab(b"a.txt", TEXT)),
        ("plain.xar", "xar", "open", "none", archives.xar(TEXT)),
        ("plain.rpm", "rpm", "open", "none", archives.rpm(TEXT)),
        ("plain.cpio", "cpio", "open", "none", archives.cpio(text)),
        ("text-v3.aes", "aescrypt", "protected", "strong", vaults.aescrypt(3)),
        ("text-1.axx", "axcrypt", "protected", "strong", vaults.axcrypt(second=False)),
        ("text-2.axx", "axcrypt", "protected", "strong", vaults.axcrypt(second=True)),
        ("password-2.dmg", "dmg", "protected", "strong", vaults.dmg_second()),
        ("password-1.dmg", "dmg", "protected", "strong", vaults.dmg_first()),
        ("plain.dmg", "dmg", "open", "none", vaults.dmg_open()),
        ("disk-1.luks", "luks", "protected", "strong", vaults.luks1()),
        ("disk-2.luks", "luks", "protected", "strong", vaults.luks2()),
        ("database.kdb", "keepass", "protected", "strong", vaults.kdb()),
        ("database.psafe3", "password-safe", "protected", "strong", vaults.password_safe()),
        ("message.rpmsg", "rpmsg", "protected", "strong", vaults.rpmsg()),
        ("letter.msg", "msg", "open", "none", documents.msg()),
        ("letter-protected.msg", "msg", "protected", "strong", documents.msg(archives.rar5(locked))),
        ("winmail.dat", "tnef", "open", "none", documents.tnef(TEXT)),
        ("winmail-protected.dat", "tnef", "protected", "strong", documents.tnef(archives.rar5(locked))),
        ("plain.hwp", "hwp", "open", "none", documents.hwp(1)),
        ("password.hwp", "hwp", "protected", "strong", documents.hwp(3)),
        ("password-3.hwp", "hwp", "protected", "weak", documents.old_hwp(1)),
        ("plain.wps", "works", "open", "none", documents.works()),
        ("plain.one", "onenote", "open", "none", documents.onenote(0x1B)),
        ("password.one", "onenote", "protected", "strong", documents.onenote(0x1B, 0x7C)),
        ("blowfish.odt", "odt", "protected", "weak",
         documents.odf({"content.xml": cipher}, {"content.xml": documents.BLOWFISH})),
        ("whole.odt", "odt", "protected", "strong",
         documents.odf({"encrypted-package": cipher}, {"encrypted-package": documents.AES})),
        ("plain.pages", "iwork", "open", "none", documents.iwork(password=False)),
        ("password.pages", "iwork", "protected", "strong", documents.iwork(password=True)),
        ("dot.png", "image", "open", "none", media.png()),
        ("dot.tif", "image", "open", "none", media.tiff()),
        ("sound.wav", "audio", "open", "none", media.riff(b"WAVE")),
        ("sound.mp3", "audio", "open", "none", media.mp3()),
        ("film.mp4", "video", "open", "none", media.boxed(b"isom")),
        ("film-locked.m4v", "video", "protected", "strong", media.boxed(b"M4V ", track=b"drmi")),
        ("film.mkv", "video", "open", "none", media.matroska()),
    )  # fmt: skip
    for name, *_, octets in made:
        (folder / name).write_bytes(octets)
    return [(name, kind, label, strength, BUILT) for name, kind, label, strength, _ in made]


MAKERS: tuple[Callable[[Path], Rows], ...] = (openpgp, keys, cms, packed, vault_files, opendocument, letters, built)


def main() -> None:
    """Make every sample and the manifest."""
    collect(MAKERS, "manifest_other.tsv")


if __name__ == "__main__":
    main()
