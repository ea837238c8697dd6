"""Sign-off chains: who agrees and who approves, in what order, with what remarks."""
