"""The terminal interface. Thin: keys become calls of the library, its answers become widgets."""
