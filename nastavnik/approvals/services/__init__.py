"""Deeds of signing: `chains` begin and end, `steps` are decided, `remarks` answered, `deputies` named."""
