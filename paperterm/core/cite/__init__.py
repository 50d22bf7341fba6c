"""Citations: a Paper in, text out. No field is ever invented."""
