"""The texts of the two codes that a scanner is tried with, as the kiosk's page knows them."""

from typing import Final

CALIBRATION: Final = (
    "CI1:Q0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ Q$Q%Q*Q+Q-Q.Q/Q:QZYXWVUTSRQPONMLKJIHGFEDCBA"
    "9876543210:Q/Q.Q-Q+Q*Q%Q$Q Q"
)
"""Teaches a kiosk how its scanner types (`static/kiosk/calibration.js`)."""

TEST: Final = (
    "CI1:TEST++ +A+E+I+O+U THE QUICK BROWN FOX JUMPS OVER A LAZY DOG 0123456789 $%*+-./: "
    "AZERTY 5%4$3.2/1: QWERTZ 6*7+8-9.0/ GOD YZAL A REVO SPMUJ XOF NWORB KCIUQ EHT+END."
)
"""Shows what arrives of what a scanner types (`static/kiosk/selftest.js`)."""
