"""The console: pages for those who look after badges, doors and kiosks. One module a page group."""
