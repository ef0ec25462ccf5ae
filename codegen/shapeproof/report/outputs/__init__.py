"""Reports as files, for every adapter: which ones an option asks for, and how they are written."""
