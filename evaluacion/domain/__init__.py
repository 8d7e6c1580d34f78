"""The rules of the product as plain Python: no I/O, no clock, no framework."""
