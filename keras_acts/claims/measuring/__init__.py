"""What the studies measure with: nets, trials by arm, comparisons, tables, shared figures."""
