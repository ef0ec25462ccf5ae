"""What a release needs beside the build: one version everywhere, and notes from the changelog."""
