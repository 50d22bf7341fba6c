"""The screens of the terminal interface, one module each."""
