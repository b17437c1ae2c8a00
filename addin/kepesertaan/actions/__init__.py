"""One button a file: tables in, Outcome out."""
