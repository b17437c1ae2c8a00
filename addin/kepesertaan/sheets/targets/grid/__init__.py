"""Where the tables of a sheet are: headings, labels, values, and what is none of them."""
