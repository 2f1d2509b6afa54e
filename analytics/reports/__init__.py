"""What leaves the app as a file of its own."""
