"""Every page there is and the way to it, by who comes there; `test_pages` looks at each."""
