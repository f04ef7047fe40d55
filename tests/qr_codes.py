"""QR codes in pictures, read by zxing-cpp: none of ours."""

from typing import Any

import zxingcpp


def qr_codes(picture: Any) -> list[zxingcpp.Barcode]:
    """The QR codes in a picture; modules that pass for a barcode of another kind are no code."""
    only = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)
    return list(zxingcpp.read_barcodes(picture, formats=only))
