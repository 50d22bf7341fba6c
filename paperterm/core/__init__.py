"""Text and values in, values out. Nothing here knows a terminal, a disk or the time of day."""
