"""What kiosks and other programs talk to, below `/api/v1`."""
