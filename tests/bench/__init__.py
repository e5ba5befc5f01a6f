"""Speed and memory: `make bench` prints one table. Nothing here is a test with a time limit."""
