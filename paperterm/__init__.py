"""PaperTerm: the Markdown in which people keep paper-reading notes, as a library in the terminal.

The rooms, each standing only on those below it:

cli       argv → Library → a printed answer, or the terminal interface
tui       Textual: keys become calls, values become widgets
library   what is open now
store     disk and desktop: files, folders, clipboard, browser, editor
core      pure functions of text and values: parsing, outlines, citations, rendering
"""

__version__ = "0.1.0"
