"""Pictures and paper: QR codes as SVG and PNG; cards, passes, posters and documents as PDF.

The only importer of qrcode, Pillow and fpdf2. It draws and never decodes: pictures leave, none
come in. What is drawn depends on the arguments alone, so the same card is the same file.
"""

from checkin.images.document import document_pdf
from checkin.images.printed_words import Lang
from checkin.images.prints import (
    BadgeCard,
    DayPass,
    JoinPoster,
    PassPack,
    badge_card_pdf,
    badge_sheet_pdf,
    join_poster_pdf,
    pass_pack_pdf,
)
from checkin.images.qr import HELD_SCALE, Ecc, held_up, qr_blocks, qr_png, qr_svg

__all__ = [
    "HELD_SCALE",
    "BadgeCard",
    "DayPass",
    "Ecc",
    "JoinPoster",
    "Lang",
    "PassPack",
    "badge_card_pdf",
    "badge_sheet_pdf",
    "document_pdf",
    "held_up",
    "join_poster_pdf",
    "pass_pack_pdf",
    "qr_blocks",
    "qr_png",
    "qr_svg",
]
