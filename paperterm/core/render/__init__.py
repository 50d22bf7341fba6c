"""How a paper is shown: from Markdown and the nouns to lines of styled runs, without any widget."""
