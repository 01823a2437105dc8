"""Reads and writes 8-bit greyscale PNG files, as much as this sample needs."""

import struct
import zlib

SIGNATURE = b"\x89PNG\r\n\x1a\n"


def read_png(path):
    """(width, height, bytes): one byte a pixel, row by row."""
    data = path.read_bytes()
    if not data.startswith(SIGNATURE):
        raise ValueError(f"{path} is no PNG file")
    header, packed, at = b"", b"", len(SIGNATURE)
    while at < len(data):
        (length,) = struct.unpack_from(">I", data, at)
        kind, body = data[at + 4 : at + 8], data[at + 8 : at + 8 + length]
        if kind == b"IHDR":
            header = body
        elif kind == b"IDAT":
            packed += body
        at += length + 12
    width, height, depth, colour, _, _, interlace = struct.unpack(">IIBBBBB", header)
    if (depth, colour, interlace) != (8, 0, 0):
        raise ValueError(f"{path} is not 8-bit greyscale")
    return width, height, unfilter(zlib.decompress(packed), width, height)


def write_png(path, width, height, pixels):
    rows = b"".join(b"\0" + pixels[y * width : (y + 1) * width] for y in range(height))
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    # stored, not compressed: the bytes, and so the version's hash, are the same with every zlib
    body = chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows, 0)) + chunk(b"IEND", b"")
    path.write_bytes(SIGNATURE + body)


def chunk(kind, body):
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def unfilter(rows, width, height):
    above, pixels = bytearray(width), bytearray()
    for y in range(height):
        start = y * (width + 1)
        kind, row = rows[start], bytearray(rows[start + 1 : start + 1 + width])
        for x in range(width):
            left, corner = (row[x - 1], above[x - 1]) if x else (0, 0)
            row[x] = (row[x] + predicted(kind, left, above[x], corner)) & 255
        pixels += row
        above = row
    return bytes(pixels)


def predicted(kind, left, up, corner):
    if kind < 4:
        return (0, left, up, (left + up) // 2)[kind]
    distances = [abs(up - corner), abs(left - corner), abs(left + up - 2 * corner)]  # Paeth: the nearest of three
    return (left, up, corner)[distances.index(min(distances))]
