"""Detects a file's type by its first bytes, since its name and stated type prove nothing."""

import re

JPEG = "JPEG"
PNG = "PNG"
WEBP = "WebP"
UNKNOWN = "file"

_MAGIC = (
    (JPEG, rb"\xff\xd8\xff"),
    (PNG, rb"\x89PNG\r\n\x1a\n"),
    (WEBP, rb"RIFF....WEBP"),
    ("PDF", rb".{0,1000}%PDF-"),  # PDF readers allow other bytes before it
    ("HEIC", rb"....ftyp(hei|hev|hm)"),
    ("HEIC", rb"....ftypm[is]f1"),
    ("AVIF", rb"....ftypavi"),
    ("GIF", rb"GIF8[79]a"),
    ("TIFF", rb"II[\x2a\x2b]\x00|MM\x00[\x2a\x2b]"),
    ("BMP", rb"BM.{12}[\x0c\x28\x40\x6c\x7c]\x00\x00\x00"),
    ("JPEG 2000", rb"\x00\x00\x00\x0cjP  |\xff\x4f\xff\x51"),
    ("JPEG XL", rb"\x00\x00\x00\x0cJXL |\xff\x0a"),
    ("video", rb"....(ftyp|moov|mdat|wide|free)|\x1a\x45\xdf\xa3|RIFF....AVI "),
    ("audio", rb"OggS|ID3|RIFF....WAVE"),
    ("ZIP", rb"PK\x03\x04|PK\x05\x06"),
    ("PSD", rb"8BPS"),
    ("EPS", rb"%!PS|\xc5\xd0\xd3\xc6"),
    ("ICO", rb"\x00\x00[\x01\x02]\x00[^\x00]"),
    ("SVG", rb"(\xef\xbb\xbf)?\s*(<\?xml.{0,500}?)?(<!--.{0,500}?-->\s*)?(<!DOCTYPE svg.{0,500}?)?<svg"),
    ("HTML", rb"(\xef\xbb\xbf)?\s*(<!--.{0,500}?-->\s*)?<(!doctype html|html|head|body|script)"),
)
_KINDS = tuple((kind, re.compile(magic, re.DOTALL | re.IGNORECASE)) for kind, magic in _MAGIC)
_HEAD = 2048


def kind_of(data: bytes) -> str:
    """The type of file, in words for a player; `UNKNOWN` if it is not recognised."""
    head = data[:_HEAD]
    return next((kind for kind, magic in _KINDS if magic.match(head)), UNKNOWN)
