"""The rules of the house: pure functions over plain values, handed every fact and the time."""
