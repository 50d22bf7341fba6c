"""The ways in which people write a paper down, one module each."""
