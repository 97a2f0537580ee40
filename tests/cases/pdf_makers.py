"""Makers of PDF files: pages of paragraphs as a word processor sets them, with and without a password."""

import hashlib
from collections.abc import Sequence

LEFT, TOP, LEADING, GAP = 72, 720, 14, 28
PADDING = bytes.fromhex("28BF4E5E4E758A4164004E56FFFA01082E2E00B6D0683E802F0CA9FE6453697A")
ALL_BUT_COPYING = -20  # bit 5 of the permissions is off
FILE_ID = bytes(16)


def make_pdf(*pages: Sequence[str], password: str | None = None, permissions: int = -4) -> bytes:
    """A PDF with a page for each sequence of paragraphs; lines end where the text has newlines.

    With a `password`, even an empty one, it is encrypted (RC4, 40 bits).
    """
    key = b""
    if password is not None:
        owner = rc4(hashlib.md5(padded(password), usedforsecurity=False).digest()[:5], padded(password))
        seed = padded(password) + owner + permissions.to_bytes(4, "little", signed=True) + FILE_ID
        key = hashlib.md5(seed, usedforsecurity=False).digest()[:5]
    contents = [content(page) for page in pages]
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>", b"", b"<< /Type /Font /Subtype /Type1 /BaseFont /Times-Roman >>"]
    for stream in contents:
        number = len(objects) + 1
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents {number + 1} 0 R "
            "/Resources << /Font << /F1 3 0 R >> >> >>".encode()
        )
        data = rc4(object_key(key, number + 1), stream) if key else stream
        objects.append(b"<< /Length %d >>\nstream\n" % len(data) + data + b"\nendstream")
    kids = " ".join(f"{4 + 2 * index} 0 R" for index in range(len(contents)))
    objects[1] = f"<< /Type /Pages /Kids [{kids}] /Count {len(contents)} >>".encode()
    trailer = b""
    if key:
        user = rc4(key, PADDING)
        objects.append(
            f"<< /Filter /Standard /V 1 /R 2 /O <{owner.hex()}> /U <{user.hex()}> /P {permissions} >>".encode()
        )
        trailer = f" /Encrypt {len(objects)} 0 R /ID [<{FILE_ID.hex()}> <{FILE_ID.hex()}>]".encode()
    return assembled(objects, trailer)


def content(paragraphs: Sequence[str]) -> bytes:
    """Drawing operators: a line of each paragraph below the other, a wider step between paragraphs."""
    drawn, height = ["BT /F1 12 Tf"], TOP
    for paragraph in paragraphs:
        for line in paragraph.split("\n"):
            escaped = line.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
            drawn.append(f"1 0 0 1 {LEFT} {height} Tm ({escaped}) Tj")
            height -= LEADING
        height -= GAP - LEADING
    return "\n".join([*drawn, "ET"]).encode("cp1252")


def assembled(objects: Sequence[bytes], trailer: bytes) -> bytes:
    """The objects as a file, with the table that says where each begins."""
    data = b"%PDF-1.4\n"
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(data))
        data += b"%d 0 obj\n" % number + body + b"\nendobj\n"
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    start = len(data)
    data += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1) + table
    return data + b"trailer\n<< /Size %d /Root 1 0 R%s >>\nstartxref\n%d\n%%%%EOF\n" % (
        len(objects) + 1,
        trailer,
        start,
    )


def padded(password: str) -> bytes:
    """Thirty-two bytes of a password, as the standard pads them."""
    return (password.encode() + PADDING)[:32]


def object_key(key: bytes, number: int) -> bytes:
    """The key of one object."""
    return hashlib.md5(key + number.to_bytes(3, "little") + b"\0\0", usedforsecurity=False).digest()[: len(key) + 5]


def rc4(key: bytes, data: bytes) -> bytes:
    """The cipher of the oldest encrypted PDFs."""
    state = list(range(256))
    j = 0
    for i in range(256):
        j = (j + state[i] + key[i % len(key)]) % 256
        state[i], state[j] = state[j], state[i]
    out, i, j = bytearray(), 0, 0
    for byte in data:
        i = (i + 1) % 256
        j = (j + state[i]) % 256
        state[i], state[j] = state[j], state[i]
        out.append(byte ^ state[(state[i] + state[j]) % 256])
    return bytes(out)
