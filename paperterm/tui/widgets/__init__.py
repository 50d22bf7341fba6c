"""The widgets of the terminal interface, one module each."""
