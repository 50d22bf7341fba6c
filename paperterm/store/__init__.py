"""Disk and desktop: files, folders, clipboard, browser, editor. No opinions about papers."""
