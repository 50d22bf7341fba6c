"""From the text of a Markdown file to the papers in it. `document` is the module that others import."""
