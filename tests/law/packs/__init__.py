"""What may not be used is refused with file, line, what is wrong and how to mend it; all of it at once."""
